internal import Glibc

/// A lock that one process has at a time, on a file that names the process.
///
/// It ends with its process, however that ends.
package final class FileLock: Sendable {
    /// Why there is no lock.
    package enum Failure: Error {
        /// Another process has it, whose number is known unless the device was full.
        case inUse(process: CInt?)
        /// The file can't be opened.
        case unusable(Errno)
    }

    private let path: String
    private let descriptor: CInt
    private let file: FileStatus
    /// Whether the file was not there before.
    package let isNew: Bool

    /// Takes the lock on a file, which is made where there is none.
    package init(at path: String) throws(Failure) {
        self.path = path
        isNew = access(path, F_OK) != 0
        descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .unusable(.current) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let holder = Self.holder(descriptor)
            close(descriptor)
            throw .inUse(process: holder)
        }
        do throws(Errno) {
            file = try FileStatus(of: descriptor)
        } catch {
            close(descriptor)
            throw .unusable(error)
        }
        // On a full device the process stays unnamed.
        let pid = Array("\(getpid())\n".utf8)
        ftruncate(descriptor, 0)
        pwrite(descriptor, pid, pid.count, 0)
    }

    deinit {
        close(descriptor)
    }

    /// Whether nobody else can take it: its file is still in its place.
    package var isExclusive: Bool {
        (try? FileStatus(ofFileAt: path))?.isSameFile(as: file) ?? false
    }

    /// Takes the file away, where nobody needs it any more.
    package func remove() {
        unlink(path)
    }

    private static func holder(_ descriptor: CInt) -> CInt? {
        var bytes = [UInt8](repeating: 0, count: 16)
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return CInt(String(decoding: bytes.prefix(max(count, 0)).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }
}
