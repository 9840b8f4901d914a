internal import Glibc
internal import Synchronization

/// Runs `body` with a file creation mask of 077, which the whole process shares meanwhile.
package func withPrivateFiles<T>(_ body: () -> T) -> T {
    maskLock.withLock { _ in
        let mask = umask(0o077)
        defer { umask(mask) }
        return body()
    }
}

/// Two at a time would restore each other's masks.
private let maskLock = Mutex(())
