import GRPC
import TestSupport
import Testing

@Suite("Cancellation")
struct CancellationTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("A cancelled task cancels its call, and the server's handler hears of it")
    func unary() async throws {
        let witness = Witness()
        let server = try startServer(at: folder.endpoint()) { _, _ in try await witness.waitForCancellation() }
        let endpoint = folder.endpoint()
        let caller = Task { try await Channel(endpoint).echo(timeout: .seconds(60)) }
        #expect(await eventually { witness.began.value == 1 })
        caller.cancel()
        #expect(try await rpcError { _ = try await caller.value }.code == .cancelled)
        #expect(await eventually { witness.cancelled.value == 1 })
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A task cancelled beforehand makes no call")
    func beforehand() async throws {
        let witness = Witness()
        let server = try startServer(at: folder.endpoint()) { _, _ in try await witness.waitForCancellation() }
        let endpoint = folder.endpoint()
        let gate = Gate()
        let caller = Task {
            try? await gate.pass()
            try await Channel(endpoint).echo(timeout: .seconds(60))
        }
        caller.cancel()
        #expect(try await rpcError { _ = try await caller.value }.code == .cancelled)
        await server.shutdown(grace: .seconds(5))
        #expect(witness.began.value == 0)
    }

    @Test("A cancelled task ends the stream it reads")
    func stream() async throws {
        let witness = Witness()
        var handlers = Server.Handlers()
        handlers.serverStreaming("/test/Stream") { _, _, responses in
            try await responses.write([1])
            _ = try await witness.waitForCancellation()
        }
        let server = try Server(folder.endpoint(), handlers: handlers)
        let endpoint = folder.endpoint()
        let reader = Task {
            for try await _ in Channel(endpoint).serverStreaming("/test/Stream", [], timeout: .seconds(60)) {}
        }
        #expect(await eventually { witness.began.value == 1 })
        reader.cancel()
        #expect(try await rpcError { _ = try await reader.value }.code == .cancelled)
        #expect(await eventually { witness.cancelled.value == 1 })
        await server.shutdown(grace: .seconds(5))
    }

    @Test("Cancelling one call leaves the others of the channel alone")
    func others() async throws {
        let witness = Witness()
        let spare = Witness()
        let server = try startServer(at: folder.endpoint()) { _, request in
            if request == [1] { return try await witness.waitForCancellation() }
            try await spare.wait()
            return request
        }
        let channel = Channel(folder.endpoint())
        let doomed = Task { try await channel.echo([1]) }
        let spared = Task { try await channel.echo([2]) }
        #expect(await eventually { witness.began.value == 1 && spare.began.value == 1 })
        doomed.cancel()
        #expect(await eventually { witness.cancelled.value == 1 })
        spare.gate.open()
        #expect(try await spared.value == [2])
        await server.shutdown(grace: .seconds(5))
    }
}
