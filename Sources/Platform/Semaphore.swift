internal import Glibc

/// A POSIX semaphore that starts at zero. Waiting for it blocks the thread.
package final class Semaphore: Sendable {
    // Safe although it is a pointer: semaphores are made for several threads, and nobody else sees this one.
    private nonisolated(unsafe) let pointer: UnsafeMutablePointer<sem_t>

    /// A semaphore.
    package init() {
        pointer = .allocate(capacity: 1)
        sem_init(pointer, 0, 0)
    }

    deinit {
        sem_destroy(pointer)
        pointer.deallocate()
    }

    /// Lets one who waits go on, now or when it comes.
    package func signal() {
        sem_post(pointer)
    }

    /// Waits for a signal.
    package func wait() {
        while sem_wait(pointer) != 0 && errno == EINTR {}
    }
}
