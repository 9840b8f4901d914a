import Foundation
import GRPC
import TestSupport
import Testing

@Suite("Many calls", .serialized)
struct ManyCallsTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var threads: Int {
        get throws { try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count }
    }

    @Test("Ten thousand calls in flight need no thread of their own", .timeLimit(.minutes(5)))
    func tenThousand() async throws {
        let count = 10_000
        let gate = Gate()
        let arrived = Counter()
        let server = try startServer(at: folder.endpoint()) { _, request in
            arrived.add()
            try await gate.pass()
            return request
        }
        let channel = Channel(folder.endpoint())
        try await withThrowingTaskGroup(of: [UInt8].self) { group in
            for _ in 0..<count {
                group.addTask { try await channel.echo([1], timeout: .seconds(300)) }
            }
            while arrived.value < count { try await Task.sleep(for: .milliseconds(10)) }
            // Swift's pool, gRPC's own and the tests that run beside this one: far from a thread a call.
            #expect(try threads < 200)
            gate.open()
            let answers = try await group.reduce(0) { $0 + $1.count }
            #expect(answers == count)
        }
        await server.shutdown(grace: .seconds(5))
    }

    /// The pool has a thread for each processor, of which the handler takes one.
    @Test(
        "A handler that blocks its thread stalls no other server or channel",
        .enabled(if: ProcessInfo.processInfo.activeProcessorCount > 1)
    )
    func blockingHandler() async throws {
        let began = Counter()
        let release = DispatchSemaphore(value: 0)
        let blocked = try startServer(at: folder.endpoint("blocked.sock")) { _, _ in
            began.add()
            block(on: release)
            return [1]
        }
        let free = try startEchoServer(at: folder.endpoint("free.sock"))
        let stuck = Channel(folder.endpoint("blocked.sock"))
        let channel = Channel(folder.endpoint("free.sock"))
        async let first: [UInt8] = stuck.echo(timeout: .seconds(60))
        #expect(await eventually { began.value == 1 })
        for _ in 0..<100 { #expect(try await channel.echo([2]) == [2]) }
        release.signal()
        #expect(try await first == [1])
        await blocked.shutdown(grace: .seconds(5))
        await free.shutdown(grace: .seconds(5))
    }
}

/// Blocks the thread, which an async function may not do by itself.
private func block(on semaphore: DispatchSemaphore) {
    semaphore.wait()
}
