internal import Glibc
internal import Platform

/// Keeps a file to one process, by a lock on a file beside it that names the process.
///
/// The lock ends with its process, however that ends.
final class FileLock: Sendable {
    private let path: String
    private let descriptor: Int32
    /// Whether its file was not there before.
    let isNew: Bool

    /// - Throws: ``StoreError``, with ``StoreError/Code/inUse`` where another has the lock.
    init(for path: String) throws(StoreError) {
        self.path = path + ".lock"
        isNew = access(self.path, F_OK) != 0
        descriptor = open(self.path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw StoreError(.failed, "\(self.path): \(Errno.current)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw StoreError(.inUse, "\(path) is in use by \(holder.map { "process \($0)" } ?? "another process")")
        }
        // On a full device the process stays unnamed.
        let pid = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, pid, pid.count, 0)
    }

    deinit {
        close(descriptor)
    }

    /// Checks that nobody else can take the lock.
    /// - Throws: ``StoreError`` where its file was taken away or replaced.
    func check() throws(StoreError) {
        guard let held = try? FileStatus(of: descriptor), let found = try? FileStatus(ofFileAt: path),
            found.isSameFile(as: held)
        else {
            throw StoreError(
                .failed,
                "\(path) was removed or replaced, so that another process may use the store: nothing is stored any more; "
                    + "restart, and leave that file alone"
            )
        }
    }

    /// Takes the lock's file away, for a file that comes into use only once.
    func remove() {
        unlink(path)
    }

    private static func holder(_ descriptor: Int32) -> Int32? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return Int32(String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
