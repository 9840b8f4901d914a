internal import Foundation
internal import Synchronization

/// A number that handlers count up and tests look at.
public final class Counter: Sendable {
    private let count = Mutex(0)

    /// Counts from 0.
    public init() {}

    /// How far it has counted.
    public var value: Int { count.withLock { $0 } }

    /// Counts up.
    public func add(_ number: Int = 1) {
        count.withLock { $0 += number }
    }
}

/// Holds whoever passes until it is opened.
public final class Gate: Sendable {
    private let state = Mutex(State())

    private struct State {
        var isOpen = false
        var waiters: [UUID: CheckedContinuation<Void, any Error>] = [:]
    }

    /// A closed gate.
    public init() {}

    /// Waits for the gate to be open.
    /// - Throws: `CancellationError` where the task is cancelled.
    public func pass() async throws {
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

    /// Lets everybody pass, from now on.
    public func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        waiters.forEach { $0.resume() }
    }
}

/// What became of handlers that wait.
public final class Witness: Sendable {
    /// How many have begun to wait.
    public let began = Counter()
    /// How many were cancelled while they waited.
    public let cancelled = Counter()
    /// What they wait for.
    public let gate = Gate()

    /// Nobody waits yet.
    public init() {}

    /// Waits for the gate to be open.
    /// - Throws: `CancellationError` where the task is cancelled.
    public func wait() async throws {
        began.add()
        do {
            try await gate.pass()
        } catch {
            cancelled.add()
            throw error
        }
    }
}
