/// The changes in some scopes, one transaction after the other, in order and without a gap.
///
/// It holds back nothing and queues nothing: who is slower than the store's history is long gets
/// ``StoreError/Code/compacted``. It ends with its last reference.
public final class Watch: Sendable {
    private let publisher: Publisher
    private let id: WatchIndex.ID

    init(_ publisher: Publisher, _ id: WatchIndex.ID) {
        self.publisher = publisher
        self.id = id
    }

    deinit {
        publisher.remove(id)
    }

    /// The next transaction that changed something here, with only what it changed here; waits for it.
    ///
    /// One task at a time.
    /// - Throws: `CancellationError` where the task or the watch is cancelled; ``StoreError``.
    public func next() async throws -> Changes {
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { publisher.await(id, $0) }
        } onCancel: {
            publisher.interrupt(id)
        }
    }

    /// Whether a task waits for the next.
    var isAwaited: Bool { publisher.isAwaited(id) }

    /// Ends the watch, and wakes who waits.
    public func cancel() {
        publisher.remove(id)
    }
}
