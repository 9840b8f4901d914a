internal import Glibc

/// What the system says of a file, by which it is known again while somebody has it open.
package struct FileStatus: Sendable {
    private let device: UInt
    private let inode: UInt
    /// How large it is, in bytes.
    package let size: Int

    /// Looks at a path; of a symbolic link, at the link.
    package init(ofFileAt path: String) throws(Errno) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw .current }
        self.init(status)
    }

    /// Looks at an open file.
    package init(of descriptor: CInt) throws(Errno) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .current }
        self.init(status)
    }

    private init(_ status: stat) {
        device = UInt(status.st_dev)
        inode = UInt(status.st_ino)
        size = Int(status.st_size)
    }

    /// Whether both are of one file.
    package func isSameFile(as other: FileStatus) -> Bool {
        device == other.device && inode == other.inode
    }
}
