import CSI
import GRPC
import ScriptedDriver
import StateStore
import TestSupport
import Testing
import Volumes

@testable import Operations
@testable import Workflows

@Suite("One operation at a time has a volume in hand", .timeLimit(.minutes(2)))
struct TurnTests {
    @Test("Two equal creates at once make one volume by one call; the second is told that it exists")
    func equalCreates() async throws {
        let bench = try Workbench()
        let hang = bench.driver.on(.createVolume).hangs(.before)
        let tasks = (1...2).map { _ in
            Task { await failure { () throws(VolumeError) in try await bench.create("db") }?.code }
        }
        try await hang.reached()
        hang.release()
        var codes: [VolumeError.Code?] = []
        for task in tasks { codes.append(await task.value) }
        #expect(codes.count { $0 == nil } == 1 && codes.contains(.exists))
        #expect(bench.driver.calls.rpcs == [.createVolume])
        #expect(try bench.isInAccord)
    }

    @Test("A delete waits for the create of its volume")
    func createThenDelete() async throws {
        let bench = try Workbench()
        let hang = bench.driver.on(.createVolume).hangs(.after)
        async let created = bench.create("db")
        try await hang.reached()
        async let deleted: Void = bench.delete("db")
        hang.release()
        _ = try await created
        try await deleted
        #expect(try bench.volumes.isEmpty && bench.isInAccord)
        #expect(bench.driver.calls.overlapping.isEmpty)
    }

    @Test("Volumes of one name that are made at once are two at the provider")
    func equalNames() async throws {
        let bench = try Workbench()
        let hang = bench.driver.on(.createVolume).call(1).hangs(.after)
        async let first = bench.create("a") { $0.name = "same" }
        try await hang.reached()
        let second = try await bench.create("b") { $0.name = "same" }
        hang.release()
        let one = try await first
        #expect(Set([one.volume.externalID, second.volume.externalID]) == ["vol-1", "vol-2"])
        #expect(one.volume.nameAtPlugin == "same" && second.volume.nameAtPlugin.hasPrefix("same-"))
        #expect(try bench.isInAccord)
    }

    @Test("Many operations on many volumes never have two calls for one in flight, and agree with the provider")
    func storm() async throws {
        let bench = try Workbench()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<120 {
                group.addTask {
                    let id = "v\(number % 8)"
                    switch number % 5 {
                    case 0, 1: _ = await failure { () throws(VolumeError) in try await bench.create(id) }
                    case 2: _ = await failure { () throws(VolumeError) in try await bench.delete(id) }
                    case 3:
                        _ = await failure { () throws(VolumeError) in
                            let size = Int64(number) << 20
                            _ = try await bench.operations.expand(VolumeID(id), required: size, limit: 0, secrets: nil)
                        }
                    default: _ = await failure { () throws(VolumeError) in try await bench.snapshot(id, "s-\(number)") }
                    }
                }
            }
        }
        try await bench.settled()
        #expect(try bench.isInAccord)
        for number in 0..<8 {
            let calls = bench.driver.calls.changing.on("v\(number)")
            #expect(calls.overlapping.isEmpty)
        }
        for volume in bench.provider.volumes {
            #expect(bench.driver.calls.changing.on(volume.volumeID).overlapping.isEmpty)
        }
    }

    @Test("Who asks again for what goes on unattended waits for that, in place of a second operation")
    func joined() async throws {
        let bench = try Workbench(deadline: .milliseconds(300))
        let hang = bench.driver.on(.createVolume).hangs(.after)
        let first = await failure { () throws(VolumeError) in try await bench.create("db") }
        let id = try #require(first?.operation)
        let again = Task { try await bench.create("db") }
        try await eventually("the second to wait") { bench.operations.isAttended(id) }
        #expect(bench.operations.operations.map(\.id) == [id])
        hang.release()
        #expect(try await again.value.volume.externalID == "vol-1")
        #expect(bench.driver.calls.count == 1)
        try await bench.settled()
    }

    @Test("Who asks again brings their secrets, which count from the next call on, also after a restart")
    func joinedSecrets() async throws {
        let bench = try Workbench(deadline: .milliseconds(200))
        bench.driver.on(.createVolume).call(1).after(.answer(.unavailable, "gone"))
        bench.driver.on(.createVolume).from(2).before(.answer(.unauthenticated, "the password is old"))
        let first = await failure { () throws(VolumeError) in
            try await bench.create("db", secrets: ["password": "old-secret"])
        }
        let id = try #require(first?.operation)
        bench.driver.behave()
        try await bench.create("db", secrets: ["password": "new-secret"])
        let sent = try #require(bench.driver.calls.last?.request)
        #expect(try CreateVolumeRequest(decoding: sent).secrets == ["password": "new-secret"])
        #expect(bench.operations.operation(id) == nil)
        let stored = try bench.store.view[Keys.secrets(of: VolumeID("db"))]?.value.record(Secrets.self)
        #expect(stored?.revealed == ["password": "new-secret"])
    }

    @Test("Who wants something else of a volume that has an operation in hand is told which, and nothing of it is lost")
    func different() async throws {
        let bench = try Workbench(deadline: .milliseconds(300))
        let hang = bench.driver.on(.createVolume).hangs(.after)
        let first = await failure { () throws(VolumeError) in try await bench.create("db") }
        let id = try #require(first?.operation)
        let other = await failure { () throws(VolumeError) in
            try await bench.create("db") { $0.requestedCapacityMin = 9 << 20 }
        }
        #expect(other?.code == .busy && other?.operation == id)
        let deleted = await failure { () throws(VolumeError) in try await bench.delete("db") }
        #expect(deleted?.code == .busy && deleted?.operation == id)
        hang.release()
        try await bench.settled()
        #expect(try bench.volumes.map(\.capacity) == [1 << 20] && bench.isInAccord)
    }

    @Test("Who waits behind an operation that somebody waits for is told at their deadline")
    func queued() async throws {
        let bench = try Workbench(deadline: .milliseconds(400))
        let hang = bench.driver.on(.createVolume).hangs(.before)
        async let first = failure { () throws(VolumeError) in try await bench.create("db") }
        try await hang.reached()
        let second = await failure { () throws(VolumeError) in try await bench.delete("db") }
        #expect(second?.code == .busy || second?.code == .notFound)
        let late = try #require(await first)
        #expect(late.code == .deadlineExceeded)
        #expect(try late.message.hasSuffix("the operation goes on as \(#require(late.operation))"))
        hang.release()
        try await bench.settled()
    }

    @Test("Whoever goes away while they wait for their turn leaves the queue")
    func abandoned() async throws {
        let bench = try Workbench()
        let hang = bench.driver.on(.createVolume).hangs(.before)
        async let created = bench.create("db")
        try await hang.reached()
        let waiting = Task { await failure { () throws(VolumeError) in try await bench.delete("db") } }
        waiting.cancel()
        #expect(await waiting.value?.code == .busy)
        hang.release()
        _ = try await created
        #expect(try bench.volumes.count == 1)
        try await bench.delete("db")
    }
}
