internal import Synchronization

/// What every engine shares: the view that readers see, and the watches on it.
///
/// The engine stores transactions, then publishes them here in their order.
final class Publisher: Sendable {
    typealias Waiter = CheckedContinuation<Changes, any Error>

    private struct Watcher {
        let scopes: [Scope]
        /// The watcher has seen all up to here.
        var seen: Revision
        /// The first transaction it waits for that it has not seen.
        var next: Revision?
        var waiter: Waiter?
    }

    private struct State {
        var view: View
        var history: History
        var index = WatchIndex()
        var watchers: [WatchIndex.ID: Watcher] = [:]
        var lastID: WatchIndex.ID = 0
        var isClosed = false
    }

    private let state: Mutex<State>

    init(_ view: View, history limit: Int) {
        state = Mutex(State(view: view, history: History(limit: limit, after: view.revision)))
    }

    var view: View { state.withLock { $0.view } }

    /// Shows readers a view, and wakes those who wait for what led to it.
    func publish(_ view: View, _ transactions: [Changes]) {
        let woken = state.withLock { state in
            var woken: [(Waiter, Changes)] = []
            state.view = view
            for transaction in transactions {
                state.history.append(transaction)
                for (id, changes) in Self.watchers(of: transaction, state) {
                    guard var watcher = state.watchers[id], watcher.seen < transaction.revision else { continue }
                    if let waiter = watcher.waiter {
                        watcher.waiter = nil
                        watcher.seen = transaction.revision
                        woken.append((waiter, Changes(revision: transaction.revision, changes: changes)))
                    } else if watcher.next == nil {
                        watcher.next = transaction.revision
                    }
                    state.watchers[id] = watcher
                }
            }
            return woken
        }
        for (waiter, changes) in woken { waiter.resume(returning: changes) }
    }

    private static func watchers(of transaction: Changes, _ state: State) -> [WatchIndex.ID: [Change]] {
        var found: [WatchIndex.ID: [Change]] = [:]
        guard !state.watchers.isEmpty else { return found }
        for change in transaction.changes {
            for id in state.index.watchers(of: change.key) { found[id, default: []].append(change) }
        }
        return found
    }

    /// Ends all watches.
    func close() {
        let waiters = state.withLock { state in
            state.isClosed = true
            let waiters = state.watchers.values.compactMap(\.waiter)
            state.watchers = [:]
            state.index = WatchIndex()
            return waiters
        }
        for waiter in waiters { waiter.resume(throwing: StoreError.closed) }
    }

    // MARK: Watches

    func watch(_ scopes: [Scope], after revision: Revision) throws(StoreError) -> WatchIndex.ID {
        try state.withLock { state throws(StoreError) in
            guard !state.isClosed else { throw .closed }
            try Self.check(revision, state)
            state.lastID += 1
            for scope in scopes { state.index.insert(state.lastID, scope) }
            var watcher = Watcher(scopes: scopes, seen: revision)
            if scopes.contains(where: { state.view.lastChange(in: $0) > revision }) {
                watcher.next = Self.next(of: watcher, state)
            }
            state.watchers[state.lastID] = watcher
            return state.lastID
        }
    }

    /// Gives a waiter the next changes of a watch, now or when they come.
    func await(_ id: WatchIndex.ID, _ waiter: Waiter) {
        let answer: Result<Changes, any Error>? = state.withLock { state in
            guard !Task.isCancelled else { return .failure(CancellationError()) }
            guard !state.isClosed else { return .failure(StoreError.closed) }
            guard var watcher = state.watchers[id] else { return .failure(CancellationError()) }
            guard watcher.waiter == nil else {
                return .failure(StoreError(.invalid, "a watch serves one task at a time"))
            }
            defer { state.watchers[id] = watcher }
            guard let next = watcher.next else {
                watcher.waiter = waiter
                return nil
            }
            do { try Self.check(next - 1, state) } catch { return .failure(error) }
            guard var transaction = state.history.after(next - 1).first else { return .failure(StoreError.closed) }
            transaction.changes.removeAll { change in !watcher.scopes.contains { $0.contains(change.key) } }
            watcher.seen = next
            watcher.next = Self.next(of: watcher, state)
            return .success(transaction)
        }
        if let answer { waiter.resume(with: answer) }
    }

    func isAwaited(_ id: WatchIndex.ID) -> Bool {
        state.withLock { $0.watchers[id]?.waiter != nil }
    }

    /// Lets go who waits on a watch; the watch stays.
    func interrupt(_ id: WatchIndex.ID) {
        let waiter = state.withLock { state in
            defer { state.watchers[id]?.waiter = nil }
            return state.watchers[id]?.waiter
        }
        waiter?.resume(throwing: CancellationError())
    }

    /// Ends a watch.
    func remove(_ id: WatchIndex.ID) {
        let watcher = state.withLock { state in
            let watcher = state.watchers.removeValue(forKey: id)
            for scope in watcher?.scopes ?? [] { state.index.remove(id, scope) }
            return watcher
        }
        watcher?.waiter?.resume(throwing: CancellationError())
    }

    private static func next(of watcher: Watcher, _ state: State) -> Revision? {
        state.history.after(watcher.seen).first { transaction in
            transaction.changes.contains { change in watcher.scopes.contains { $0.contains(change.key) } }
        }?.revision
    }

    private static func check(_ revision: Revision, _ state: State) throws(StoreError) {
        let compacted = state.history.compacted
        guard revision >= compacted else {
            throw StoreError(
                .compacted,
                "the changes after revision \(revision) are not known, those after \(compacted) are"
            )
        }
    }
}

extension StoreError {
    static var closed: StoreError { StoreError(.closed, "the store is closed") }
}
