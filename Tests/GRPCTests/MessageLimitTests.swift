import GRPC
import TestSupport
import Testing

@Suite("Message limits")
struct MessageLimitTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("A server refuses a request above its limit without calling the handler")
    func server() async throws {
        let calls = Counter()
        var handlers = Server.Handlers()
        handlers.unary("/test/Echo") { _, request in
            calls.add()
            return request
        }
        let server = try Server(folder.endpoint(), maximumMessageBytes: 1000, handlers: handlers)
        let channel = Channel(folder.endpoint())
        #expect(try await channel.echo([UInt8](repeating: 7, count: 1000)).count == 1000)
        let error = try await rpcError { try await channel.echo([UInt8](repeating: 7, count: 1001)) }
        #expect(error.code == .resourceExhausted)
        #expect(calls.value == 1)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A client refuses a response above its limit")
    func client() async throws {
        let server = try startEchoServer(at: folder.endpoint())
        let channel = Channel(folder.endpoint(), maximumMessageBytes: 1000)
        #expect(try await channel.echo([UInt8](repeating: 7, count: 1000)).count == 1000)
        let error = try await rpcError { try await channel.echo([UInt8](repeating: 7, count: 1001)) }
        #expect(error.code == .resourceExhausted)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A client ends a stream at the first response above its limit")
    func stream() async throws {
        var handlers = Server.Handlers()
        handlers.serverStreaming("/test/Stream") { _, _, responses in
            try await responses.write([UInt8](repeating: 7, count: 1000))
            try await responses.write([UInt8](repeating: 7, count: 1001))
        }
        let server = try Server(folder.endpoint(), handlers: handlers)
        let channel = Channel(folder.endpoint(), maximumMessageBytes: 1000)
        let received = Counter()
        let error = try await rpcError {
            for try await _ in channel.serverStreaming("/test/Stream", [], timeout: .seconds(60)) {
                received.add()
            }
        }
        #expect(error.code == .resourceExhausted)
        #expect(received.value == 1)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A raised limit lets large messages through, both ways")
    func raised() async throws {
        var handlers = Server.Handlers()
        handlers.unary("/test/Echo") { _, request in request }
        let server = try Server(folder.endpoint(), maximumMessageBytes: 64 << 20, handlers: handlers)
        let channel = Channel(folder.endpoint(), maximumMessageBytes: 64 << 20)
        let request = [UInt8](repeating: 7, count: 20 << 20)
        #expect(try await channel.echo(request, timeout: .seconds(60)) == request)
        await server.shutdown(grace: .seconds(5))
    }
}
