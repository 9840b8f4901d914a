import Foundation
import GRPC
import TestSupport
import Testing

extension TemporaryFolder {
    func endpoint(_ name: String = "s.sock") -> Endpoint { .unix(path: socketPath(name)) }

    func socketPath(_ name: String = "s.sock") -> String { file(name) }
}

extension Witness {
    /// Returns, by throwing, only when the task is cancelled.
    func waitForCancellation() async throws -> [UInt8] {
        try await wait()
        return []
    }
}

/// A server that sends each request back from `/test/Echo`.
func startEchoServer(at endpoint: Endpoint, tls: TLSConfiguration? = nil) throws -> Server {
    try startServer(at: endpoint, tls: tls) { _, request in request }
}

/// A server with one handler, at `/test/Echo`.
func startServer(
    at endpoint: Endpoint,
    tls: TLSConfiguration? = nil,
    _ handler: @escaping Server.UnaryHandler
) throws -> Server {
    var handlers = Server.Handlers()
    handlers.unary("/test/Echo", handler)
    return try Server(endpoint, tls: tls, handlers: handlers)
}

/// The error that some calls end with; a call that succeeds is a failed expectation.
func rpcError(
    sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
) async throws -> RPCError {
    try await #require(throws: RPCError.self, sourceLocation: sourceLocation) { try await body() }
}

extension Channel {
    /// Calls `/test/Echo`, for up to a minute where nothing else is said.
    @discardableResult
    func echo(_ request: [UInt8] = [], timeout: Duration = .seconds(60)) async throws -> [UInt8] {
        try await unary("/test/Echo", request, timeout: timeout).message
    }
}
