import GRPC
import TestSupport
import Testing

@Suite("Unary calls")
struct UnaryCallTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("A call brings back what the handler returns", arguments: [0, 1, 1000, 3_000_000])
    func roundTrip(size: Int) async throws {
        let server = try startEchoServer(at: folder.endpoint())
        let request = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        #expect(try await Channel(folder.endpoint()).echo(request) == request)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A handler's error arrives with its code and text")
    func error() async throws {
        let server = try startServer(at: folder.endpoint()) { _, _ in throw RPCError(.notFound, "no volume “ä”") }
        let error = try await rpcError { try await Channel(folder.endpoint()).echo() }
        #expect(error.code == .notFound)
        #expect(error.message == "no volume “ä”")
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A text too long for a header is cut, and its code survives")
    func longErrorText() async throws {
        let text = String(repeating: "ä", count: 50_000)
        let server = try startServer(at: folder.endpoint()) { _, _ in throw RPCError(.alreadyExists, text) }
        let error = try await rpcError { try await Channel(folder.endpoint()).echo() }
        #expect(error.code == .alreadyExists)
        #expect(error.message == String(repeating: "ä", count: 1024))
        await server.shutdown(grace: .seconds(5))
    }

    @Test("Any other error of a handler is INTERNAL, and its text stays with the server")
    func foreignError() async throws {
        struct Secret: Error { let password = "hunter2" }
        let server = try startServer(at: folder.endpoint()) { _, _ in throw Secret() }
        let error = try await rpcError { try await Channel(folder.endpoint()).echo() }
        #expect(error.code == .internal && error.message == "the handler failed")
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A method without a handler is UNIMPLEMENTED")
    func unknownMethod() async throws {
        let server = try startEchoServer(at: folder.endpoint())
        let error = try await rpcError {
            _ = try await Channel(folder.endpoint()).unary("/test/Nothing", [], timeout: .seconds(60))
        }
        #expect(error.code == .unimplemented)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A closed channel refuses calls")
    func closed() async throws {
        let server = try startEchoServer(at: folder.endpoint())
        let channel = Channel(folder.endpoint())
        try await channel.echo()
        channel.close()
        #expect(try await rpcError { try await channel.echo() }.code == .unavailable)
        #expect(channel.connectivity() == .closed)
        await server.shutdown(grace: .seconds(5))
    }
}
