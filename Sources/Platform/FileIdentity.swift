internal import Glibc

/// What tells one file at a path from its successor there, to which the system may give the same number.
package struct FileIdentity: Hashable, Sendable {
    private let device: UInt
    private let inode: UInt
    private let changedSeconds: Int
    private let changedNanoseconds: Int
    /// Whether it is a unix socket.
    package let isSocket: Bool

    /// Looks at a path. A symbolic link is followed.
    package init(ofFileAt path: String) throws(Errno) {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .current }
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        changedSeconds = status.st_ctim.tv_sec
        changedNanoseconds = status.st_ctim.tv_nsec
        isSocket = status.st_mode & S_IFMT == S_IFSOCK
    }
}
