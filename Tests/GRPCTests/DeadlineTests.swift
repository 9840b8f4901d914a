import GRPC
import Synchronization
import TestSupport
import Testing

@Suite("Deadlines")
struct DeadlineTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("A call ends with DEADLINE_EXCEEDED when its time is up, and its handler is cancelled")
    func expiry() async throws {
        let witness = Witness()
        let server = try startServer(at: folder.endpoint()) { _, _ in try await witness.waitForCancellation() }
        let error = try await rpcError {
            try await Channel(folder.endpoint()).echo(timeout: .milliseconds(200))
        }
        #expect(error.code == .deadlineExceeded)
        #expect(await eventually { witness.cancelled.value == witness.began.value })
        await server.shutdown(grace: .seconds(5))
    }

    @Test("The deadline bounds a whole stream")
    func stream() async throws {
        let witness = Witness()
        var handlers = Server.Handlers()
        handlers.serverStreaming("/test/Stream") { _, _, responses in
            try await responses.write([1])
            _ = try await witness.waitForCancellation()
        }
        let server = try Server(folder.endpoint(), handlers: handlers)
        let received = Counter()
        // Long enough for the first message on the busiest machine.
        let error = try await rpcError {
            let channel = Channel(folder.endpoint())
            for try await _ in channel.serverStreaming("/test/Stream", [], timeout: .seconds(5)) {
                received.add()
            }
        }
        #expect(error.code == .deadlineExceeded)
        #expect(received.value == 1)
        #expect(await eventually { witness.cancelled.value == 1 })
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A handler sees when its caller stops waiting")
    func seenByHandler() async throws {
        let remaining = Mutex<Duration?>(nil)
        let server = try startServer(at: folder.endpoint()) { call, _ in
            remaining.withLock { $0 = call.deadline.map { $0 - .now } }
            return []
        }
        try await Channel(folder.endpoint()).echo(timeout: .seconds(100))
        let seen = try #require(remaining.withLock { $0 })
        #expect(seen <= .seconds(101))
        #expect(seen > .zero)
        await server.shutdown(grace: .seconds(5))
    }

    @Test(
        "Times beyond any clock are as good as for ever",
        arguments: [
            Duration.seconds(Int64.max),
            Duration(secondsComponent: .max, attosecondsComponent: 999_999_999_999_999_999),
            .seconds(Int64.max) * 10,
        ]
    )
    func endless(timeout: Duration) async throws {
        let server = try startEchoServer(at: folder.endpoint())
        let channel = Channel(folder.endpoint())
        #expect(await channel.connect(timeout: timeout) == .connected)
        #expect(try await channel.echo([1], timeout: timeout) == [1])
        await server.shutdown(grace: timeout)
    }

    @Test("A time that is up already sends nothing", arguments: [Duration.zero, .seconds(-1), .seconds(Int64.min)])
    func past(timeout: Duration) async throws {
        let calls = Counter()
        let server = try startServer(at: folder.endpoint()) { _, _ in
            calls.add()
            return []
        }
        let error = try await rpcError { try await Channel(folder.endpoint()).echo(timeout: timeout) }
        #expect(error.code == .deadlineExceeded)
        await server.shutdown(grace: .seconds(5))
        #expect(calls.value == 0)
    }
}
