internal import Workflows
internal import Synchronization

/// Whose turn it is: one operation at a time has something in hand, and the others wait in the order they came.
final class Turns: Sendable {
    private struct Waiter {
        let ticket: UInt64
        let operation: String
        let continuation: CheckedContinuation<Void, any Error>
    }

    private struct State {
        var holders: [Turn: String] = [:]
        var waiting: [Turn: [Waiter]] = [:]
        var nextTicket: UInt64 = 0
    }

    private let state = Mutex(State())

    /// The operation that has it in hand.
    func holder(of turn: Turn) -> String? {
        state.withLock { $0.holders[turn] }
    }

    /// Waits until nobody else has it in hand.
    /// - Throws: `CancellationError` where the task is cancelled before.
    func take(_ turn: Turn, for operation: String) async throws {
        let ticket = state.withLock { state in
            state.nextTicket += 1
            return state.nextTicket
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                let immediate: Result<Void, any Error>? = state.withLock { state in
                    if Task.isCancelled { return .failure(CancellationError()) }
                    if state.holders[turn] == nil {
                        state.holders[turn] = operation
                        return .success(())
                    }
                    let waiter = Waiter(ticket: ticket, operation: operation, continuation: continuation)
                    state.waiting[turn, default: []].append(waiter)
                    return nil
                }
                if let immediate { continuation.resume(with: immediate) }
            }
        } onCancel: {
            let cancelled = state.withLock { state -> Waiter? in
                guard let index = state.waiting[turn]?.firstIndex(where: { $0.ticket == ticket }) else { return nil }
                return state.waiting[turn]?.remove(at: index)
            }
            cancelled?.continuation.resume(throwing: CancellationError())
        }
    }

    /// Takes what nobody can have yet: at the start, for operations that go on.
    func claim(_ turn: Turn, for operation: String) -> Bool {
        state.withLock { state in
            guard state.holders[turn] == nil else { return false }
            state.holders[turn] = operation
            return true
        }
    }

    /// Hands a turn to the next who waits for it.
    func release(_ turn: Turn) {
        let next = state.withLock { state -> Waiter? in
            guard var waiting = state.waiting.removeValue(forKey: turn), !waiting.isEmpty else {
                state.holders[turn] = nil
                return nil
            }
            let next = waiting.removeFirst()
            if !waiting.isEmpty { state.waiting[turn] = waiting }
            state.holders[turn] = next.operation
            return next
        }
        next?.continuation.resume()
    }
}
