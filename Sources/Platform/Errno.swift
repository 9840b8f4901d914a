internal import Glibc

/// Why a system call failed: an `errno` value.
package struct Errno: Error, Hashable, CustomStringConvertible {
    /// The value, such as `ENOENT`.
    package let code: CInt

    /// An error by its value.
    package init(code: CInt) {
        self.code = code
    }

    /// The error of the call that this thread has just made.
    package static var current: Errno { Errno(code: errno) }

    /// Whether the path is there, but no folder.
    package var isNoFolder: Bool { code == ENOTDIR }

    /// The system's words for it.
    package var text: String { String(cString: strerror(code)) }

    /// The system's words for it.
    package var description: String { text }
}
