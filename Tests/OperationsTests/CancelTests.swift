import CSI
import GRPC
import ScriptedDriver
import StateStore
import TestSupport
import Testing
import Volumes

@testable import Operations

@Suite("Operations that are cancelled", .timeLimit(.minutes(2)))
struct CancelTests {
    /// Begins to create a volume and waits until the call is where a rule holds it.
    private func begin(_ bench: Workbench, _ id: String = "db") async throws -> (Task<VolumeError?, Never>, String) {
        let task = Task { await failure { () throws(VolumeError) in try await bench.create(id) } }
        try await eventually("the operation") { bench.operations.operations.contains { $0.volume == VolumeID(id) } }
        let status = bench.operations.operations.first { $0.volume == VolumeID(id) }
        return (task, try #require(status?.id))
    }

    @Test("A create that is cancelled in its call is undone, done or not", arguments: [Rule.Moment.before, .after])
    func calling(_ moment: Rule.Moment) async throws {
        let bench = try Workbench()
        let hang = bench.driver.on(.createVolume).call(1).hangs(moment)
        let (task, id) = try await begin(bench)
        try await hang.reached()
        try await bench.operations.cancel(id)
        #expect(await task.value?.code == .cancelled)
        try await bench.settled()
        #expect(bench.provider.volumes.isEmpty)
        #expect(try bench.volumes.isEmpty)
        #expect(bench.driver.calls.overlapping.isEmpty)
        #expect(bench.store.view.entries(in: "secret/").isEmpty)
    }

    @Test("A create that is cancelled between two tries is undone", arguments: [Rule.Moment.before, .after])
    func pausing(_ moment: Rule.Moment) async throws {
        let bench = try Workbench()
        let failing = bench.driver.on(.createVolume).times(3)
        if moment == .before {
            failing.before(.answer(.unavailable, "gone"))
        } else {
            failing.after(.answer(.unavailable, "gone"))
        }
        let (task, id) = try await begin(bench)
        try await bench.driver.calls { $0.count >= 1 && $0.underWay.isEmpty }
        try await bench.operations.cancel(id)
        #expect(await task.value?.code == .cancelled)
        try await bench.settled()
        #expect(bench.provider.volumes.isEmpty)
    }

    @Test("A second cancel, while it is being undone, keeps what may be left; a third forgets it")
    func undoing() async throws {
        let bench = try Workbench()
        let hang = bench.driver.on(.createVolume).call(1).hangs(.after)
        let undo = bench.driver.on(.deleteVolume).hangs(.before)
        let (task, id) = try await begin(bench)
        try await hang.reached()
        try await bench.operations.cancel(id)
        _ = await task.value
        try await undo.reached()
        #expect(bench.operations.operation(id)?.state == "undoing")
        try await bench.operations.cancel(id)
        let status = try #require(bench.operations.operation(id))
        #expect(status.state == "abandoned" && status.leftover?.contains("\"vol-1\"") == true)
        let successor = bench.successor()
        successor.resume()
        #expect(successor.operation(id)?.leftover == status.leftover)
        let finding = try #require(successor.findings.first)
        #expect(finding.kind == .abandoned && finding.operation == id && finding.volume == VolumeID("db"))
        #expect(bench.store.view.entries(in: "secret/").isEmpty)
        try await bench.operations.cancel(id)
        #expect(bench.operations.operation(id) == nil && bench.isIdle)
    }

    @Test("A cancel that was taken is not lost by a restart")
    func restarted() async throws {
        let bench = try Workbench()
        let hang = bench.driver.on(.createVolume).call(1).hangs(.after)
        bench.driver.on(.createVolume).call(2).before(.answer(.unavailable, "gone"))
        let (task, id) = try await begin(bench)
        try await hang.reached()
        try await bench.operations.cancel(id)
        await bench.operations.shutdown()
        _ = await task.value
        let successor = bench.successor()
        successor.resume()
        try await eventually("the undoing") { successor.operations.isEmpty }
        #expect(bench.provider.volumes.isEmpty)
        #expect(try bench.volumes.isEmpty)
    }

    @Test("Undoing keeps the storage of a volume that was registered and left at the provider on purpose")
    func kept() async throws {
        let bench = try Workbench()
        try await bench.create("a") { $0.name = "same" }
        _ = try await bench.operations.deregister(VolumeID("a"), force: false)
        let hang = bench.driver.on(.createVolume).call(1).hangs(.after)
        let task = Task {
            await failure { () throws(VolumeError) in try await bench.create("b") { $0.name = "same" } }
        }
        try await hang.reached()
        let id = try #require(bench.operations.operations.first { $0.volume == VolumeID("b") }?.id)
        try await bench.operations.cancel(id)
        _ = await task.value
        try await bench.settled()
        #expect(bench.provider.volumes.map(\.volumeID) == ["vol-1"])
        #expect(!bench.driver.calls.rpcs.contains(.deleteVolume))
    }

    @Test("Undoing waits for whoever is registering what it would remove, and then keeps it")
    func registeredMeanwhile() async throws {
        let bench = try Workbench()
        let create = bench.driver.on(.createVolume).call(1).hangs(.after)
        let validate = bench.driver.on(.validateVolumeCapabilities).hangs(.before)
        let (task, id) = try await begin(bench)
        try await create.reached()
        var wish = Workbench.wish("other")
        wish.volume.externalID = "vol-1"
        let registration = wish
        let registered = Task { try await bench.operations.register(registration, update: false) }
        try await validate.reached()
        try await bench.operations.cancel(id)
        _ = await task.value
        try await bench.driver.calls { $0.of(.createVolume).count >= 2 }
        validate.release()
        _ = try await registered.value
        try await bench.settled()
        #expect(bench.provider.volumes.count == 1)
        #expect(try bench.isInAccord)
    }

    @Test("A snapshot that is cancelled is undone, a delete keeps its volume")
    func others() async throws {
        let bench = try Workbench()
        try await bench.create("db")
        let cut = bench.driver.on(.createSnapshot).call(1).hangs(.after)
        let snapshot = Task { await failure { () throws(VolumeError) in try await bench.snapshot("db", "s") } }
        try await cut.reached()
        try await bench.operations.cancel(try #require(bench.operations.operations.first?.id))
        #expect(await snapshot.value?.code == .cancelled)
        try await bench.settled()
        #expect(bench.provider.snapshots.isEmpty)

        let removal = bench.driver.on(.deleteVolume).call(1).hangs(.before)
        let delete = Task { await failure { () throws(VolumeError) in try await bench.delete("db") } }
        try await removal.reached()
        try await bench.operations.cancel(try #require(bench.operations.operations.first?.id))
        #expect(await delete.value?.code == .cancelled)
        let abandoned = try #require(bench.operations.operations.first)
        #expect(abandoned.state == "abandoned" && abandoned.leftover?.contains("db") == true)
        #expect(try bench.volumes.count == 1)
        // Asked for again it is the new operation's.
        try await bench.delete("db")
        #expect(try bench.isIdle && bench.volumes.isEmpty && bench.isInAccord)
    }

    @Test("An operation that is over can't be cancelled")
    func unknown() async throws {
        let bench = try Workbench()
        let error = await failure { () throws(VolumeError) in try await bench.operations.cancel("x") }
        #expect(error?.code == .notFound)
    }
}

extension Operations {
    /// Whether somebody waits for an operation.
    func isAttended(_ id: String) -> Bool { run(id)?.isAttended ?? false }
}
