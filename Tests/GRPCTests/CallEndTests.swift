import GRPC
import TestSupport
import Testing

@Suite("Whether the peer ended a call, or gRPC did")
struct CallEndTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("A status that a handler answers with is the peer's, whatever its code", arguments: (1...17).map(Int32.init))
    func status(_ code: Int32) async throws {
        let server = try startServer(at: folder.endpoint()) { _, _ in
            throw RPCError(StatusCode(rawValue: code), "as the test wants it")
        }
        let error = try await rpcError { try await Channel(folder.endpoint()).echo() }
        #expect(error.code.rawValue == code && error.isFromPeer)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A status that comes after headers is not told from gRPC's own")
    func statusAfterHeaders() async throws {
        let error = try await errorOfCall(answeredWith: [
            HTTP2.headers([("content-type", "application/grpc")], isFirst: true),
            HTTP2.headers([("grpc-status", "8")], isFirst: false, endsStream: true),
        ])
        #expect(error.code == .resourceExhausted && !error.isFromPeer)
    }

    @Test("A response above the client's limit is gRPC's end, though its code is one that peers answer")
    func tooLarge() async throws {
        let server = try startEchoServer(at: folder.endpoint())
        let channel = Channel(folder.endpoint(), maximumMessageBytes: 1000)
        let error = try await rpcError { try await channel.echo([UInt8](repeating: 7, count: 1001)) }
        #expect(error.code == .resourceExhausted && !error.isFromPeer)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A reset is gRPC's end, whatever code HTTP/2 has for it", arguments: [0, 1, 2, 7, 8, 11, 12] as [UInt8])
    func reset(_ code: UInt8) async throws {
        let error = try await errorOfCall(answeredWith: [HTTP2.frame(type: 3, stream: 1, [0, 0, 0, code])])
        #expect(!error.isFromPeer, "\(error)")
    }

    @Test("A connection that is cut is gRPC's end, before the answer and in its middle")
    func cut() async throws {
        for frames in [[], [HTTP2.headers([("content-type", "application/grpc")], isFirst: true)]] {
            let error = try await errorOfCall(answeredWith: frames, hangsUp: true)
            #expect(!error.isFromPeer, "\(error)")
        }
    }

    @Test("Status texts and trailers of up to 64 KiB are taken", arguments: [9_000, 64 << 10])
    func large(_ count: Int) async throws {
        let text = String(repeating: "t", count: count)
        let inText = try await errorOfCall(answeredWith: [
            HTTP2.headers(
                [("content-type", "application/grpc"), ("grpc-status", "3"), ("grpc-message", text)],
                isFirst: true,
                endsStream: true
            )
        ])
        #expect(inText.code == .invalidArgument && inText.isFromPeer && inText.message == text)
        let inTrailer = try await errorOfCall(answeredWith: [
            HTTP2.headers(
                [("content-type", "application/grpc"), ("grpc-status", "3"), ("x-trailer", text)],
                isFirst: true,
                endsStream: true
            )
        ])
        #expect(inTrailer.code == .invalidArgument && inTrailer.metadata["x-trailer"] == [text])
    }

    private func errorOfCall(answeredWith frames: [[UInt8]], hangsUp: Bool = false) async throws -> RPCError {
        let name = "\(UInt32.random(in: 0 ... .max)).sock"
        let listener = try RawListener(at: folder.socketPath(name)) { connection in
            connection.write(HTTP2.settings)
            connection.readUntilRequest()
            for frame in frames { connection.write(frame) }
            if !hangsUp { connection.readToEnd() }
        }
        defer { withExtendedLifetime(listener) {} }
        return try await rpcError { try await Channel(folder.endpoint(name)).echo(timeout: .seconds(60)) }
    }
}
