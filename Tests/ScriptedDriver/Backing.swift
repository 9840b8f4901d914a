import Foundation
import GRPC

/// The driver behind a script, which gives calls their effect. It is called over a socket, so it can be anything that
/// serves CSI.
final class Backing: Sendable {
    private let channel: Channel
    private let server: Server?
    private let folder: URL?

    /// The largest message in either direction, in bytes: what a test may want to see pass.
    private static let maximumMessageBytes = 256 << 20
    /// How long a call may take that has no deadline of its own.
    private static let longestCall = Duration.seconds(600)

    /// A driver that listens somewhere.
    init(_ endpoint: Endpoint) {
        channel = Channel(endpoint, maximumMessageBytes: Self.maximumMessageBytes)
        server = nil
        folder = nil
    }

    /// Handlers of this process, on a socket that nobody else knows.
    init(_ handlers: Server.Handlers) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "scripted-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        let endpoint = Endpoint.unix(path: folder.appending(path: "csi.sock").path)
        server = try Server(endpoint, maximumMessageBytes: Self.maximumMessageBytes, handlers: handlers)
        channel = Channel(endpoint, maximumMessageBytes: Self.maximumMessageBytes)
        self.folder = folder
    }

    deinit {
        channel.close()
        if let server { Task { await server.shutdown(grace: .zero) } }
        if let folder { try? FileManager.default.removeItem(at: folder) }
    }

    /// The answers to a call.
    func answers(to call: ServerCall, _ request: [UInt8]) async throws -> [[UInt8]] {
        var answers: [[UInt8]] = []
        let stream = channel.serverStreaming(call.method, request, timeout: Self.longestCall, metadata: call.metadata)
        for try await answer in stream { answers.append(answer) }
        return answers
    }
}
