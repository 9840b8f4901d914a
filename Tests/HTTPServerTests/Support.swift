import Foundation
import HTTPServer
import Synchronization
import Testing

/// A folder of its own for the files of one test, removed with it.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/http-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var socket: String { "\(path)/http.sock" }
}

/// Waits until a condition holds; false where it does not within ten seconds.
func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(10)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}

/// A number that handlers count up and tests look at.
final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add(_ number: Int = 1) {
        count.withLock { $0 += number }
    }
}

/// Holds whoever passes until it is opened. A waiting task that is cancelled throws.
final class Gate: Sendable {
    private let state = Mutex((isOpen: false, waiters: [UUID: CheckedContinuation<Void, any Error>]()))

    func pass() async throws {
        let id = UUID()
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let result = state.withLock { state -> Result<Void, any Error>? in
                    if state.isOpen { return .success(()) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiters[id] = continuation
                    return nil
                }
                if let result { continuation.resume(with: result) }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: id) }?.resume(throwing: CancellationError())
        }
    }

    func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        waiters.forEach { $0.resume() }
    }
}

/// What became of handlers that wait.
final class Witness: Sendable {
    let began = Counter()
    let cancelled = Counter()
    let gate = Gate()

    /// Returns when the gate is opened; a task that is cancelled throws.
    func wait() async throws {
        began.add()
        do {
            try await gate.pass()
        } catch {
            cancelled.add()
            throw error
        }
    }
}

/// A server on a port of the loopback address, shut down after `body`.
func withServer<Result: Sendable>(
    limits: Limits = Limits(),
    tls: Server.TLS? = nil,
    handler: @escaping Server.Handler,
    _ body: (TestServer) async throws -> Result
) async throws -> Result {
    let server = try Server([.tcp(host: "127.0.0.1", port: 0)], tls: tls, limits: limits, handler: handler)
    guard case .tcp(_, let port)? = server.addresses.first else { throw POSIXError(.EINVAL) }
    do {
        let result = try await body(TestServer(server: server, port: port))
        await server.shutdown(grace: .zero)
        return result
    } catch {
        await server.shutdown(grace: .zero)
        throw error
    }
}

struct TestServer: Sendable {
    let server: Server
    let port: UInt16

    func connect() throws -> RawClient { try RawClient(port: port) }

    /// Sends bytes, and returns the answer that comes first.
    func exchange(_ text: String) async throws -> RawClient.Answer {
        let client = try connect()
        await client.send(text)
        return try await client.answer()
    }

    /// Sends a request with a `Host`, and returns its answer.
    func request(
        _ method: String = "GET",
        _ target: String,
        headers: [String] = [],
        body: String = ""
    ) async throws -> RawClient.Answer {
        try await exchange(TestServer.text(method, target, headers: headers, body: body))
    }

    static func text(_ method: String, _ target: String, headers: [String] = [], body: String = "") -> String {
        let length = body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"]
        return (["\(method) \(target) HTTP/1.1", "Host: test"] + length + headers).map { $0 + "\r\n" }.joined()
            + "\r\n" + body
    }

    /// Whether the server still answers.
    func isAlive() async throws -> Bool { try await request("GET", "/").status > 0 }
}
