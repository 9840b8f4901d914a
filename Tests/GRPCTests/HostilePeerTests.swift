import Foundation
import GRPC
import TestSupport
import Testing

@Suite("Hostile peers")
struct HostilePeerTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static func randomBytes(_ count: Int, seed: UInt64) -> [UInt8] {
        var state = seed
        return (0..<count).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(state >> 56)
        }
    }

    /// Beginnings of a conversation that lead nowhere, for either side.
    private static let noise: [[UInt8]] = {
        let afterSettings: [[UInt8]] = [
            Array(HTTP2.settings.dropLast()),
            HTTP2.frame(type: 4, stream: 0, [1, 2, 3]),
            [0xff, 0xff, 0xff, 0, 0, 0, 0, 0, 1],
            HTTP2.frame(type: 1, flags: 4, stream: 1, [UInt8](repeating: 0xff, count: 6)),
            HTTP2.frame(type: 0, stream: 1, [UInt8](repeating: 0xff, count: 100)),
            HTTP2.frame(type: 7, stream: 0, [UInt8](repeating: 0, count: 8)),
            HTTP2.frame(type: 9, stream: 1, [0x88]),
        ]
        let random = (1...8).map { randomBytes(4096, seed: $0) }
        return [[], [0], Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8)] + random
            + (afterSettings + random).map { HTTP2.settings + $0 }
    }()

    @Test("A server outlives clients that send noise or half of something", arguments: noise.indices)
    func noisyClient(index: Int) async throws {
        let server = try startEchoServer(at: folder.endpoint())
        for beginning in [[], HTTP2.preface, Array(HTTP2.preface.dropLast(2))] {
            try RawConnection(to: folder.socketPath()).write(beginning + Self.noise[index])
        }
        #expect(try await Channel(folder.endpoint()).echo([1]) == [1])
        await server.shutdown(grace: .zero)
    }

    @Test("A server that sends noise and hangs up fails the call, and ends nothing else", arguments: noise.indices)
    func noisyServer(index: Int) async throws {
        let listener = try RawListener(at: folder.socketPath()) { connection in
            _ = connection.read()
            connection.write(Self.noise[index])
        }
        let error = try await rpcError { try await Channel(folder.endpoint()).echo(timeout: .seconds(30)) }
        #expect([.unavailable, .internal].contains(error.code), "\(error)")
        withExtendedLifetime(listener) {}
    }

    @Test("A server that accepts and hangs holds a call no longer than its deadline", arguments: [[], HTTP2.settings])
    func hangs(greeting: [UInt8]) async throws {
        let listener = try RawListener(at: folder.socketPath()) { connection in
            connection.write(greeting)
            connection.readToEnd()
        }
        let channel = Channel(folder.endpoint())
        // gRPC may give up on the connection before the call's time is up.
        let expected: [StatusCode] = [.deadlineExceeded, .unavailable]
        let error = try await rpcError { try await channel.echo(timeout: .milliseconds(300)) }
        #expect(expected.contains(error.code))
        let stream = channel.serverStreaming("/test/Stream", [], timeout: .milliseconds(300))
        #expect(expected.contains(try await rpcError { for try await _ in stream {} }.code))
        withExtendedLifetime(listener) {}
    }

    @Test("A call to a server that hangs can be cancelled")
    func hangsCancelled() async throws {
        let accepted = Counter()
        let listener = try RawListener(at: folder.socketPath()) { connection in
            accepted.add()
            connection.readToEnd()
        }
        let channel = Channel(folder.endpoint())
        let caller = Task { try await channel.echo(timeout: .seconds(600)) }
        #expect(await eventually { accepted.value > 0 })
        caller.cancel()
        #expect(try await rpcError { _ = try await caller.value }.code == .cancelled)
        withExtendedLifetime(listener) {}
    }

    @Test("A server that closes at once fails every call at once")
    func closes() async throws {
        let listener = try RawListener(at: folder.socketPath()) { _ in }
        let channel = Channel(folder.endpoint())
        for _ in 0..<10 {
            #expect(try await rpcError { try await channel.echo(timeout: .seconds(600)) }.code == .unavailable)
        }
        #expect(await channel.connect(timeout: .seconds(600)) != .connected)
        withExtendedLifetime(listener) {}
    }

    @Test("A server that vanishes in the middle of a call fails it with UNAVAILABLE", arguments: [false, true])
    func vanishes(isStream: Bool) async throws {
        let listener = try RawListener(at: folder.socketPath()) { connection in
            connection.write(HTTP2.settings)
            connection.readUntilRequest()
            connection.write(HTTP2.headers([("content-type", "application/grpc")], isFirst: true))
            connection.write(HTTP2.message([1]))
        }
        let channel = Channel(folder.endpoint())
        let error = try await rpcError {
            if isStream {
                let stream = channel.serverStreaming("/test/Stream", [], timeout: .seconds(600))
                for try await message in stream { #expect(message == [1]) }
            } else {
                try await channel.echo(timeout: .seconds(600))
            }
        }
        #expect(error.code == .unavailable)
        withExtendedLifetime(listener) {}
    }

    /// Answers that break gRPC's rules, and the codes that calls then end with.
    private static let brokenAnswers: [(frames: [UInt8], code: StatusCode)] = [
        // OK without a response.
        (trailers(["grpc-status": "0"]), .internal),
        // A status that is no number, or none.
        (HTTP2.message([1]) + trailers(["grpc-status": "nonsense"]), .unknown),
        (HTTP2.message([1]) + trailers(["grpc-status": "99999999999999999999"]), .unknown),
        (HTTP2.message([1]) + trailers([:]), .unknown),
        // A message cut short.
        (HTTP2.message([1], claimedLength: 100) + trailers(["grpc-status": "0"]), .internal),
        // A message longer than anything.
        (HTTP2.message([1], claimedLength: 0xffff_ffff) + trailers(["grpc-status": "0"]), .internal),
    ]

    private static func trailers(_ pairs: KeyValuePairs<String, String>) -> [UInt8] {
        HTTP2.headers(pairs.map { ($0.key, $0.value) }, isFirst: false, endsStream: true)
    }

    @Test("An answer that breaks gRPC's rules never passes for a success", arguments: brokenAnswers.indices)
    func brokenAnswer(index: Int) async throws {
        let error = try await errorOfCall(answeredWith: Self.brokenAnswers[index].frames)
        #expect(error.code == Self.brokenAnswers[index].code, "\(error)")
    }

    @Test("A message that is compressed, although nobody asked for that, is no success")
    func compressedAnswer() async throws {
        let frames = HTTP2.message([1, 2, 3], isCompressed: true) + Self.trailers(["grpc-status": "0"])
        let error = try await errorOfCall(answeredWith: frames, headers: [("grpc-encoding", "gzip")])
        // gRPC refuses the encoding; whether it sees that before the message is a race inside it.
        #expect([.unimplemented, .internal].contains(error.code), "\(error)")
    }

    private func errorOfCall(
        answeredWith frames: [UInt8],
        headers: [(String, String)] = []
    ) async throws -> RPCError {
        let listener = try RawListener(at: folder.socketPath()) { connection in
            connection.write(HTTP2.settings)
            connection.readUntilRequest()
            connection.write(HTTP2.headers([("content-type", "application/grpc")] + headers, isFirst: true))
            connection.write(frames)
            connection.readToEnd()
        }
        defer { withExtendedLifetime(listener) {} }
        return try await rpcError { try await Channel(folder.endpoint()).echo(timeout: .seconds(60)) }
    }
}

extension RawConnection {
    /// Reads until a client has sent the headers of its first call.
    func readUntilRequest() {
        var received: [UInt8] = []
        while true {
            let bytes = read()
            received += bytes
            if bytes.isEmpty || String(decoding: received, as: UTF8.self).contains("/test/") { return }
        }
    }
}
