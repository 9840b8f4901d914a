import GRPC
import TestSupport
import Testing

@Suite("A handler for every method")
struct FallbackTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("It takes what has no handler of its own, unary or streaming, byte for byte")
    func anyMethod() async throws {
        var handlers = Server.Handlers()
        handlers.unary("/test/Known") { _, _ in Array("known".utf8) }
        handlers.fallback = { call, request, responses in
            try await responses.write(Array(call.method.utf8))
            try await responses.write(request)
        }
        let server = try Server(folder.endpoint(), handlers: handlers)
        let channel = Channel(folder.endpoint())
        #expect(try await channel.unary("/test/Known", [], timeout: .seconds(60)).message == Array("known".utf8))
        var received: [[UInt8]] = []
        for try await message in channel.serverStreaming("/any.v9/Thing", [0xff, 0], timeout: .seconds(60)) {
            received.append(message)
        }
        #expect(received == [Array("/any.v9/Thing".utf8), [0xff, 0]])
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A proxy made of it hands on messages, metadata, codes and cancellation")
    func proxy() async throws {
        let witness = Witness()
        var origin = Server.Handlers()
        origin.unary("/test/Echo") { call, request in request + Array(call.metadata["x-tag"].joined().utf8) }
        origin.unary("/test/Fail") { _, _ in throw RPCError(StatusCode(rawValue: 42), "odd", metadata: ["x-tag": "b"]) }
        origin.unary("/test/Wait") { _, _ in try await witness.waitForCancellation() }
        let originServer = try Server(folder.endpoint("origin.sock"), handlers: origin)

        let upstream = Channel(folder.endpoint("origin.sock"))
        var handlers = Server.Handlers()
        handlers.fallback = { call, request, responses in
            var metadata = Metadata()
            for entry in call.metadata.entries where entry.key.hasPrefix("x-") {
                metadata.append(entry.key, bytes: entry.value)
            }
            let timeout = call.deadline.map { $0 - .now } ?? .seconds(60)
            let answers = upstream.serverStreaming(call.method, request, timeout: timeout, metadata: metadata)
            for try await message in answers {
                try await responses.write(message)
            }
        }
        let proxyServer = try Server(folder.endpoint(), handlers: handlers)
        let channel = Channel(folder.endpoint())

        let answer = try await channel.unary("/test/Echo", [7], timeout: .seconds(60), metadata: ["x-tag": "a"])
        #expect(answer.message == [7, UInt8(ascii: "a")])
        let error = try await rpcError { _ = try await channel.unary("/test/Fail", [], timeout: .seconds(60)) }
        #expect(error.code == StatusCode(rawValue: 42))
        #expect(error.message == "odd")
        #expect(error.metadata["x-tag"] == ["b"])
        let waiting = Task { _ = try await channel.unary("/test/Wait", [], timeout: .seconds(60)) }
        #expect(await eventually { witness.began.value == 1 })
        waiting.cancel()
        #expect(await eventually { witness.cancelled.value == 1 })

        await proxyServer.shutdown(grace: .seconds(5))
        await originServer.shutdown(grace: .seconds(5))
    }
}
