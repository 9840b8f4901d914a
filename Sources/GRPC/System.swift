// For `timespec`, of which this module and Glibc each have a copy; the compiler may take either.
internal import CGRPC
internal import Glibc
internal import Platform
internal import Synchronization

/// The system calls that this module makes, each with its error as a value.
enum System {
    /// Runs `body` with a file creation mask of 077, which the whole process shares meanwhile.
    static func withPrivateFiles<T>(_ body: () -> T) -> T {
        maskLock.withLock { _ in
            let mask = umask(0o077)
            defer { umask(mask) }
            return body()
        }
    }

    /// Two at a time would restore each other's masks.
    private static let maskLock = Mutex(())

    /// Gives a socket to its owner alone (mode 0600), or to a group as well (mode 0660).
    static func restrict(socketAt path: String, toGroup group: String?) throws(Errno) {
        if let group {
            guard chown(path, uid_t.max, try UnixSocket.identifier(ofGroup: group)) == 0 else { throw .current }
        }
        guard chmod(path, group == nil ? 0o600 : 0o660) == 0 else { throw .current }
    }

    static var currentThread: pthread_t { pthread_self() }
}

/// A POSIX semaphore that starts at zero.
final class Semaphore: Sendable {
    // Safe although it is a pointer: semaphores are made for several threads, and nobody else sees this one.
    private nonisolated(unsafe) let pointer: UnsafeMutablePointer<sem_t>

    init() {
        pointer = .allocate(capacity: 1)
        sem_init(pointer, 0, 0)
    }

    deinit {
        sem_destroy(pointer)
        pointer.deallocate()
    }

    func signal() {
        sem_post(pointer)
    }

    func wait() {
        while sem_wait(pointer) != 0 && errno == EINTR {}
    }
}
