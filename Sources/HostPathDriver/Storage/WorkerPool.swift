internal import GRPC
internal import Glibc

/// A fixed number of threads for work that blocks, so that the threads which answer calls never do.
///
/// Work that has begun goes on to its end, whether or not its caller still waits.
final class WorkerPool: Sendable {
    private let queue = WorkQueue()

    /// - Parameter threads: How many pieces of work run at a time; the others wait in their order.
    init(threads: Int) {
        for _ in 0..<threads { queue.startThread() }
    }

    deinit {
        queue.close()
    }

    /// Runs `body` on one of the threads.
    /// - Throws: What `body` throws, or RESOURCE_EXHAUSTED where too much waits already.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = queue.add { continuation.resume(with: Swift.Result(catching: body)) }
            if !isTaken {
                continuation.resume(throwing: RPCError(.resourceExhausted, "too many calls are waiting"))
            }
        }
    }
}

/// Work that waits for a thread.
///
/// Safe to share although it holds pointers: what changes does so under the lock.
private final class WorkQueue: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var waiting: [@Sendable () -> Void] = []
    private var isClosed = false

    init() {
        pthread_mutex_init(lock, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    /// Takes work unless too much waits.
    func add(_ work: @escaping @Sendable () -> Void) -> Bool {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        guard waiting.count < 10_000 else { return false }
        waiting.append(work)
        pthread_cond_signal(changed)
        return true
    }

    func close() {
        pthread_mutex_lock(lock)
        isClosed = true
        pthread_cond_broadcast(changed)
        pthread_mutex_unlock(lock)
    }

    func startThread() {
        var thread = pthread_t()
        let queue = Unmanaged.passRetained(self)
        let result = pthread_create(&thread, nil, runWork, queue.toOpaque())
        precondition(result == 0, "no thread can be started: \(String(cString: strerror(result)))")
        pthread_detach(thread)
    }

    /// Runs work until the queue is closed and empty.
    fileprivate func work() {
        while let work = next() { work() }
    }

    private func next() -> (@Sendable () -> Void)? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while waiting.isEmpty {
            if isClosed { return nil }
            pthread_cond_wait(changed, lock)
        }
        return waiting.removeFirst()
    }
}

private func runWork(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<WorkQueue>.fromOpaque(argument).takeRetainedValue().work()
    return nil
}
