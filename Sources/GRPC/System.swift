// For `timespec`, of which this module and Glibc each have a copy; the compiler may take either.
internal import CGRPC
internal import Glibc
internal import Synchronization

/// The system calls that this module makes, each with its error as a value.
enum System {
    /// An `errno` value.
    struct Errno: Error, Hashable {
        let code: CInt

        static var current: Errno { Errno(code: errno) }

        var text: String { String(cString: strerror(code)) }
    }

    /// What tells one file at a path from its successor there.
    struct FileIdentity: Hashable {
        let device: UInt
        let inode: UInt
        let changedSeconds: Int
        let changedNanoseconds: Int
        let isSocket: Bool
    }

    static func identity(ofFileAt path: String) -> Result<FileIdentity, Errno> {
        var status = stat()
        guard stat(path, &status) == 0 else { return .failure(.current) }
        return .success(
            FileIdentity(
                device: UInt(status.st_dev),
                inode: UInt(status.st_ino),
                changedSeconds: status.st_ctim.tv_sec,
                changedNanoseconds: status.st_ctim.tv_nsec,
                isSocket: status.st_mode & S_IFMT == S_IFSOCK
            )
        )
    }

    /// Connects to a unix socket and hangs up: nil where someone listens, or what stands in the way.
    ///
    /// A full backlog counts as someone who listens.
    static func errorConnecting(toSocketAt path: String) -> Errno? {
        let descriptor = socket(AF_UNIX, CInt(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return .current }
        defer { close(descriptor) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { room in
            guard path.utf8.count < room.count else { return false }
            room.copyBytes(from: path.utf8)
            return true
        }
        guard fits else { return Errno(code: ENAMETOOLONG) }
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
        return result == 0 || errno == EAGAIN || errno == EINPROGRESS ? nil : .current
    }

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
            guard chown(path, uid_t.max, try identifier(ofGroup: group)) == 0 else { throw .current }
        }
        guard chmod(path, group == nil ? 0o600 : 0o660) == 0 else { throw .current }
    }

    private static func identifier(ofGroup name: String) throws(Errno) -> gid_t {
        // A group's members come along with it.
        var room = [CChar](repeating: 0, count: 1 << 20)
        var entry = Glibc.group()
        var found: UnsafeMutablePointer<Glibc.group>?
        let result = getgrnam_r(name, &entry, &room, room.count, &found)
        guard result == 0 else { throw Errno(code: result) }
        guard let found else { throw Errno(code: ESRCH) }
        return found.pointee.gr_gid
    }

    /// Starts a thread that runs `body`, and that nothing waits for.
    static func startThread(_ body: @escaping @Sendable () -> Void) {
        let box = Unmanaged.passRetained(ThreadBody(body))
        var thread = pthread_t()
        let result = pthread_create(&thread, nil, runThreadBody, box.toOpaque())
        precondition(result == 0, "no thread can be started: \(Errno(code: result).text)")
        pthread_detach(thread)
    }

    static var currentThread: pthread_t { pthread_self() }
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) {
        self.run = run
    }
}

private func runThreadBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
    return nil
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
