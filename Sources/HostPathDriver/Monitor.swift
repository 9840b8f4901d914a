internal import CLinux
internal import Glibc

/// A value under a lock, for changes of which threads can wait.
///
/// Safe to share although it holds pointers: the value is touched only under the lock.
final class Monitor<Value>: @unchecked Sendable {
    /// Who is to look at the value again after a change.
    enum Waking {
        case one, all
    }

    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
        pthread_mutex_init(lock, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Waiting lasts as long as asked, whoever sets the time of day meanwhile.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(lock)
        changed.deallocate()
        lock.deallocate()
    }

    /// Looks at the value or changes it, and wakes those who wait.
    func withLock<Result>(waking: Waking = .all, _ body: (inout Value) -> Result) -> Result {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        let result = body(&value)
        switch waking {
        case .one: pthread_cond_signal(changed)
        case .all: pthread_cond_broadcast(changed)
        }
        return result
    }

    /// Blocks the thread until `body` finds in the value what it wants.
    /// - Parameter deadline: When the waiting ends.
    /// - Returns: What `body` returned; nil where the time is over.
    func wait<Result>(until deadline: ContinuousClock.Instant, _ body: (inout Value) -> Result?) -> Result? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while true {
            if let result = body(&value) { return result }
            let remaining = deadline - .now
            guard remaining > .zero else { return nil }
            var time = Self.monotonicTime(in: remaining)
            pthread_cond_timedwait(changed, lock, &time)
        }
    }

    private static func monotonicTime(in duration: Duration) -> timespec {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let (seconds, attoseconds) = duration.components
        time.tv_sec += Int(min(seconds, 1 << 30))
        time.tv_nsec += Int(attoseconds / 1_000_000_000)
        if time.tv_nsec >= 1_000_000_000 {
            time.tv_nsec -= 1_000_000_000
            time.tv_sec += 1
        }
        return time
    }
}
