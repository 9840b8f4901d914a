import CSI
import GRPC
import ScriptedDriver
import StateStore
import TestSupport
import Testing
import Volumes

@testable import Operations
@testable import Workflows

@Suite("A store that fails", .timeLimit(.minutes(2)))
struct StoreFailureTests {
    @Test("Where the intent can't be stored, no plugin is asked", arguments: [StoreError.Code.full, .failed, .closed])
    func intent(_ code: StoreError.Code) async throws {
        let bench = try Workbench()
        bench.store.fail(after: 0, with: code)
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        #expect(error?.code == (code == .full ? .exhausted : .unavailable))
        #expect(bench.driver.calls.isEmpty)
        #expect(bench.operations.operations.isEmpty)
        bench.store.recover()
        try await bench.create("db")
    }

    @Test("Where the outcome can't be stored, it is tried until it can, and whoever waits is told by the deadline")
    func outcome() async throws {
        let bench = try Workbench(deadline: .milliseconds(400))
        bench.store.fail(after: 1, with: .full)
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        #expect(error?.code == .unavailable && error?.operation != nil)
        #expect(bench.operations.operations.first?.lastError?.contains("the store failed") == true)
        bench.store.recover()
        try await bench.settled()
        #expect(try bench.volumes.count == 1 && bench.isInAccord)
        #expect(bench.driver.calls.count == 1)
    }

    @Test("A store that is closed at the outcome leaves the operation to the next start")
    func closed() async throws {
        let bench = try Workbench()
        bench.store.fail(after: 1, with: .closed)
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        #expect(error?.code == .unavailable)
        bench.store.recover()
        let successor = bench.successor()
        successor.resume()
        try await eventually("the operation to end") { successor.operations.isEmpty }
        #expect(try bench.volumes.count == 1 && bench.isInAccord)
    }

    @Test("A store that fails does not keep the agent from stopping")
    func stopping() async throws {
        let bench = try Workbench(grace: .milliseconds(200))
        bench.store.fail(after: 1, with: .full)
        let task = Task { await failure { () throws(VolumeError) in try await bench.create("db") } }
        try await eventually("the store to fail") { bench.store.failures > 0 }
        await bench.operations.shutdown()
        #expect(await task.value?.code == .unavailable)
        bench.store.recover()
        let successor = bench.successor()
        successor.resume()
        try await eventually("the operation to end") { successor.operations.isEmpty }
        #expect(try bench.volumes.count == 1 && bench.isInAccord)
    }
}

@Suite("Stopping, and going on at the next start", .timeLimit(.minutes(2)))
struct ResumeTests {
    @Test("Stopping tells who waits, keeps the record of what is in flight, and takes no more")
    func shutdown() async throws {
        let bench = try Workbench(grace: .milliseconds(100))
        let hang = bench.driver.on(.createVolume).call(1).hangs(.after)
        let first = Task { await failure { () throws(VolumeError) in try await bench.create("db") } }
        try await hang.reached()
        let queued = Task { await failure { () throws(VolumeError) in try await bench.delete("db") } }
        await bench.operations.shutdown()
        let error = await first.value
        #expect(error?.code == .unavailable && error?.operation != nil)
        #expect(await queued.value?.code == .unavailable)
        let late = await failure { () throws(VolumeError) in try await bench.create("other") }
        #expect(late?.code == .unavailable)
        #expect(bench.store.view.entries(in: Keys.operations).count == 1)
        try await bench.driver.calls { $0.underWay.isEmpty }
        let calls = bench.driver.calls.count

        let successor = bench.successor()
        successor.resume()
        try await eventually("the operation to end") { successor.operations.isEmpty }
        #expect(try bench.volumes.count == 1 && bench.isInAccord)
        #expect(bench.driver.calls.count == calls + 1)
    }

    @Test("Stopping waits for calls that end within the grace")
    func grace() async throws {
        let bench = try Workbench(grace: .seconds(20))
        let hang = bench.driver.on(.createVolume).hangs(.after)
        async let created = bench.create("db")
        try await hang.reached()
        async let stopped: Void = bench.operations.shutdown()
        hang.release()
        _ = try await created
        await stopped
        #expect(try bench.volumes.count == 1 && bench.isIdle)
    }

    @Test("Requests that come right after a start find what goes on, and its volumes in hand")
    func turns() async throws {
        let bench = try Workbench(grace: .zero)
        let hang = bench.driver.on(.createVolume).hangs(.before)
        let first = Task { await failure { () throws(VolumeError) in try await bench.create("db") } }
        try await hang.reached()
        await bench.operations.shutdown()
        _ = await first.value
        try await bench.driver.calls { $0.underWay.isEmpty }
        let successor = bench.successor()
        successor.resume()
        let error = await failure { () throws(VolumeError) in
            _ = try await successor.delete(VolumeID("db"), secrets: Secrets())
        }
        #expect(error?.code == .busy)
        async let again = successor.create(Workbench.wish("db"), update: false)
        hang.release()
        #expect(try await again.isNew)
    }

    @Test("A record that can't be read is set aside and named, until somebody forgets it")
    func unreadable() async throws {
        let bench = try Workbench()
        _ = try await bench.store.commit(
            Transaction([.put(Keys.operation("x"), Value(Array(#"{"kind": "of tomorrow", "workflow": {}}"#.utf8)))])
        )
        bench.operations.resume()
        let finding = try #require(bench.operations.findings.first)
        #expect(finding.kind == .setAside && finding.operation == "x" && finding.message.contains("of tomorrow"))
        try await bench.create("db")
        try await bench.operations.cancel("x")
        #expect(bench.operations.findings.isEmpty && bench.isIdle)
    }
}
