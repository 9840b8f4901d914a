internal import GRPC
internal import Synchronization

/// The long work that is under way, to be called off when the driver stops.
final class LongWorks: Sendable {
    private struct State {
        var works: [ObjectIdentifier: LongWork] = [:]
        var isClosed = false
        var waiters: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// New work, to be ended by ``end(_:)``.
    /// - Throws: UNAVAILABLE where the driver stops.
    func begin() throws(RPCError) -> LongWork {
        let work = LongWork()
        let isClosed = state.withLock { state in
            if !state.isClosed { state.works[ObjectIdentifier(work)] = work }
            return state.isClosed
        }
        if isClosed { throw Self.stopping }
        return work
    }

    func end(_ work: LongWork) {
        let waiters = state.withLock { state in
            state.works[ObjectIdentifier(work)] = nil
            guard state.works.isEmpty else { return [CheckedContinuation<Void, Never>]() }
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Calls all work off, and lets none begin any more.
    func callOff() {
        let works = state.withLock { state in
            state.isClosed = true
            return Array(state.works.values)
        }
        for work in works { work.callOff(Self.stopping) }
    }

    /// Waits until no work is left.
    func drain() async {
        await withCheckedContinuation { continuation in
            let isDrained = state.withLock { state in
                if !state.works.isEmpty { state.waiters.append(continuation) }
                return state.works.isEmpty
            }
            if isDrained { continuation.resume() }
        }
    }

    private static let stopping = RPCError(.unavailable, "the driver is stopping")
}
