import CSI
import Foundation
import GRPC
@testable import HostPathDriver
import Synchronization
import Testing

@Suite("Copies beside other calls")
struct LaneTests {
    /// Holds work up until it is released.
    private final class Gate: Sendable {
        private let open = DispatchSemaphore(value: 0)
        private let count = Atomic(0)

        /// How much work has come here.
        var arrivals: Int { count.load(ordering: .relaxed) }

        func wait() {
            count.add(1, ordering: .relaxed)
            // Without end the test would be, where it fails elsewhere.
            #expect(open.wait(timeout: .now() + 60) == .success)
        }

        func release(_ count: Int) { for _ in 0..<count { open.signal() } }
    }

    @Test("sixteen of them leave lists, publish and unpublish at once, and say how far they are")
    func quickCalls() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volumes = try await (0..<16).asyncMap { try await rig.create("v-\($0)") }
            let (gate, driver) = (Gate(), rig.driver)
            @Sendable func copy(_ volume: Volume) async throws {
                let claims: Set<Claim> = [.content(volume.volumeID)]
                try await driver.copy(claims, for: ServerCall(method: "copy"), unless: { nil }) { work in
                    work.expect(bytes: 10 << 30)
                    try work.advance(bytes: 1_288_490_189)
                    gate.wait()
                }
            }
            async let first: Void = copy(volumes[0])
            try await eventually("a copy begins") { gate.arrivals == 1 }
            async let others: Void = withThrowingTaskGroup(of: Void.self) { group in
                for volume in volumes.dropFirst() { group.addTask { try await copy(volume) } }
                try await group.waitForAll()
            }
            try await eventually("all threads for copies copy") { gate.arrivals == 4 }
            #expect(try await rig.controller.allVolumes(timeout: timeout).count == 16)
            for volume in volumes { try await rig.withMounted(volume) { try write("data", to: $0 + "/file") } }
            let error = await #expect(throws: CallError.self) { try await rig.delete(volumes[0]) }
            #expect(error?.code == .aborted)
            #expect(
                error?.message
                    == "another operation on the same object is pending: a copy is at 1.2 of 10.0 GiB"
            )
            gate.release(volumes.count)
            _ = try await (first, others)
            try await rig.delete(volumes[0])
        }
    }

    @Test("a copy waits for its turn at a volume, and ends waiting where it is called off")
    func waiting() async throws {
        let turns = Turns()
        let (first, second) = (LongWork(), LongWork())
        try turns.take([.volume("v")])
        async let isDone = onThread { (try? turns.take([.volume("v")], for: first, within: timeout)) != nil }
        turns.release([.volume("v")])
        #expect(await isDone)
        let error = #expect(throws: RPCError.self) {
            try turns.take([.volume("v")], for: second, within: .milliseconds(1))
        }
        #expect(error?.code == .aborted)
        async let isTaken = onThread { (try? turns.take([.volume("v")], for: second, within: timeout)) != nil }
        second.callOff()
        turns.wake()
        #expect(await !isTaken)
    }

    @Test("a copy that is cancelled while it waits for a thread ends at once, and so does what it claims")
    func cancelledWhileWaiting() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let (gate, begun, driver) = (Gate(), Gate(), rig.driver)
            begun.release(54)
            @Sendable func copy(_ id: String) async throws {
                let finished: @Sendable () -> Bool? = {
                    begun.wait()
                    return nil
                }
                _ = try await driver.copy([.content(id)], for: ServerCall(method: "copy"), unless: finished) { _ in
                    gate.wait()
                    return true
                }
            }
            async let busy: Void = withThrowingTaskGroup(of: Void.self) { group in
                for number in 0..<4 { group.addTask { try await copy("busy-\(number)") } }
                try await group.waitForAll()
            }
            try await eventually("all threads for copies copy") { gate.arrivals == 4 }
            // Many, so that all but the last surely wait in the queue.
            let waiting = (0..<50).map { number in Task { @Sendable in try await copy("v-\(number)") } }
            try await eventually("the others wait") { begun.arrivals == 54 }
            for copy in waiting { copy.cancel() }
            for copy in waiting {
                let error = await #expect(throws: RPCError.self) { try await copy.value }
                #expect(error?.code == .cancelled)
            }
            #expect(gate.arrivals == 4)
            try driver.turns.take(Set((0..<50).map { .content("v-\($0)") }))
            gate.release(4)
            try await busy
        }
    }

    @Test("threads are there as long as they are needed")
    func threads() async throws {
        let pool = WorkerPool(threads: 2)
        let gate = Gate()
        async let first: Void = pool.run { gate.wait() }
        async let second: Void = pool.run { gate.wait() }
        async let third = pool.run { true }
        gate.release(2)
        #expect(try await third)
        _ = try await (first, second)
    }

    private func onThread<Result: Sendable>(_ body: @escaping @Sendable () -> Result) async -> Result {
        await withCheckedContinuation { continuation in
            Thread.detachNewThread { continuation.resume(returning: body()) }
        }
    }
}

extension Sequence {
    fileprivate func asyncMap<Result>(_ body: (Element) async throws -> Result) async throws -> [Result] {
        var results: [Result] = []
        for element in self { results.append(try await body(element)) }
        return results
    }
}

@Suite("Copies that are not waited for", .serialized)
struct LongCopyTests {
    /// A block volume with so much in it that a copy takes a while.
    private func filled(_ driver: some RunningDriver) async throws -> Volume {
        let volume = try await driver.create("v", .block(), bytes: 512 * .mebibyte)
        let image = FileHandle(forWritingAtPath: "\(driver.folder)/state/volumes/\(volume.volumeID)")
        try image?.write(contentsOf: Data(repeating: 1, count: 512 << 20))
        return volume
    }

    @Test("one whose caller cancels ends, and leaves nothing")
    func cancelled() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await filled(rig)
            let call = Task { try await rig.snapshot(volume) }
            try await eventually("the copy begins") { rig.leftovers.data.count == 2 }
            call.cancel()
            await expect(.cancelled) { try await call.value }
            try await eventually("the copy is gone") { rig.leftovers.data == [volume.volumeID] }
            try await eventually("the volume is free again") {
                let claim = Claim.content(volume.volumeID)
                guard (try? rig.driver.turns.take([claim])) != nil else { return false }
                rig.driver.turns.release([claim])
                return true
            }
            try await rig.delete(volume)
            #expect(try await rig.controller.allSnapshots(.init(), timeout: timeout).isEmpty)
        }
    }

    @Test("one whose caller runs out of time goes on, and is there for who asks again")
    func outOfTime() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await filled(rig)
            let request = CreateSnapshotRequest(sourceVolumeID: volume.volumeID, name: "s")
            await expect(.deadlineExceeded) {
                try await rig.controller.createSnapshot(request, timeout: .milliseconds(50))
            }
            var progress: [String] = []
            var snapshot: Snapshot?
            while snapshot == nil {
                do {
                    snapshot = try await rig.controller.createSnapshot(request, timeout: timeout).snapshot
                } catch let error as CallError {
                    try #require(error.code == .aborted, "\(error)")
                    progress.append(error.message)
                }
            }
            #expect(snapshot?.readyToUse == true && rig.leftovers.data.count == 2)
            #expect(progress.contains { $0.contains("a copy is at") })
        }
    }

    @Test("one does not keep the driver from stopping, nor is half of it there afterwards")
    func stopped() async throws {
        let driver = try await DriverProcess()
        let volume = try await filled(driver)
        let controller = driver.controller
        let call = Task {
            try await controller.createSnapshot(.init(sourceVolumeID: volume.volumeID, name: "s"), timeout: timeout)
        }
        try await eventually("the copy begins") { driver.leftovers.data.count == 2 }
        #expect(driver.terminate() == 0)
        await expect(.unavailable) { try await call.value }
        #expect(driver.leftovers.data == [volume.volumeID])
        try await driver.start()
        #expect(try await driver.controller.allSnapshots(.init(), timeout: timeout).isEmpty)
    }
}
