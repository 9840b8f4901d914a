import Synchronization

/// A value that tasks can wait on until it is as they want it. Nobody polls: every change looks at who waits.
final class Watched<Value: Sendable>: Sendable {
    private struct State {
        var value: Value
        var waiters: [Int: Waiter] = [:]
        var nextWaiter = 0
    }

    private struct Waiter {
        let isSatisfied: @Sendable (Value) -> Bool
        let continuation: CheckedContinuation<Void, any Error>
    }

    private let state: Mutex<State>

    init(_ value: Value) {
        state = Mutex(State(value: value))
    }

    var value: Value { state.withLock { $0.value } }

    /// Changes the value and wakes who waited for that.
    @discardableResult
    func update<Result: Sendable>(_ change: @Sendable (inout Value) -> Result) -> Result {
        let (result, satisfied) = state.withLock { state in
            let result = change(&state.value)
            let satisfied = state.waiters.filter { $0.value.isSatisfied(state.value) }
            for key in satisfied.keys { state.waiters[key] = nil }
            return (result, satisfied.values.map(\.continuation))
        }
        satisfied.forEach { $0.resume() }
        return result
    }

    /// Waits until a condition holds.
    /// - Throws: `CancellationError` where the task is cancelled.
    func wait(until isSatisfied: @escaping @Sendable (Value) -> Bool) async throws {
        let key = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isOver = state.withLock { state -> Result<Void, any Error>? in
                    if isSatisfied(state.value) { return .success(()) }
                    if Task.isCancelled { return .failure(CancellationError()) }
                    state.waiters[key] = Waiter(isSatisfied: isSatisfied, continuation: continuation)
                    return nil
                }
                if let isOver { continuation.resume(with: isOver) }
            }
        } onCancel: {
            let waiter = state.withLock { $0.waiters.removeValue(forKey: key) }
            waiter?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Waits until a condition holds, for a limited time, and returns the value.
    /// - Throws: ``WaitError`` where the time is up, with `what` and how things stand then.
    @discardableResult
    func wait(
        _ limit: Duration,
        for what: @autoclosure () -> String,
        until isSatisfied: @escaping @Sendable (Value) -> Bool
    ) async throws -> Value {
        let isInTime = try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await self.wait(until: isSatisfied)
                return true
            }
            group.addTask {
                try await Task.sleep(for: limit)
                return false
            }
            defer { group.cancelAll() }
            return try await group.next() ?? false
        }
        let value = value
        guard isInTime else { throw WaitError(description: "waited \(limit) for \(what()): \(value)") }
        return value
    }
}

/// What a test waited for did not happen in time.
public struct WaitError: Error, CustomStringConvertible {
    /// What was waited for, and how things stood at the end.
    public let description: String
}
