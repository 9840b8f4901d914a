import Foundation
import GRPC
import Synchronization
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
        .unix(path: socketPath(name))
    }

    func socketPath(_ name: String = "s.sock") -> String { "\(path)/\(name)" }
}

/// Waits until a condition holds; false where it does not within a minute.
func eventually(_ condition: () async -> Bool) async -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}

/// A number that handlers count up and tests look at.
final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func increment() {
        count.withLock { $0 += 1 }
    }
}

/// Holds whoever passes until it is opened. A waiting task that is cancelled throws.
final class Gate: Sendable {
    private let state = Mutex(State())

    private struct State {
        var isOpen = false
        var waiters: [UUID: CheckedContinuation<Void, any Error>] = [:]
    }

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

/// What became of a handler that waits to be cancelled.
final class Witness: Sendable {
    let began = Counter()
    let cancelled = Counter()

    /// Returns, by throwing, only when the task is cancelled.
    func waitForCancellation() async throws -> [UInt8] {
        began.increment()
        do {
            try await Gate().pass()
        } catch {
            cancelled.increment()
            throw error
        }
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
