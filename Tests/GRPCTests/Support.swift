import Foundation
import GRPC
import Testing

/// A folder of its own for the sockets of one test, removed with it.
final class SocketFolder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/grpc-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func endpoint(_ name: String = "s.sock") -> Endpoint {
        .unix(path: "\(path)/\(name)")
    }
}

/// Waits until a condition holds; false where it does not within ten seconds.
func eventually(_ condition: () async -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
        if await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}

/// A server that sends each request back from `/test/Echo`.
func startEchoServer(at endpoint: Endpoint) throws -> Server {
    var handlers = Server.Handlers()
    handlers.unary("/test/Echo") { _, request in request }
    return try Server(endpoint, handlers: handlers)
}
