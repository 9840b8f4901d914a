internal import CLinux
internal import Glibc

/// An open file or folder, closed with the last reference.
///
/// The calls are methods, so that nothing is closed while the kernel works on it.
final class Descriptor: Sendable {
    private let number: CInt

    /// Takes over what a system call opened.
    /// - Parameter action: What was tried, for the error.
    init(_ number: CInt, _ action: @autoclosure () -> String) throws(System.Failure) {
        guard number >= 0 else {
            let code = errno
            throw System.Failure(action(), code: code)
        }
        self.number = number
    }

    deinit {
        close(number)
    }

    /// Runs a system call, again where a signal interrupts it.
    /// - Returns: What it returned, negative where it failed.
    func call<Result: SignedInteger>(_ body: (CInt) -> Result) -> Result {
        while true {
            let result = body(number)
            guard result < 0, errno == EINTR else { return result }
        }
    }

    /// Runs a system call that returns a negative number where it fails.
    @discardableResult
    func run<Result: SignedInteger>(
        _ action: @autoclosure () -> String,
        _ body: (CInt) -> Result
    ) throws(System.Failure) -> Result {
        let result = call(body)
        guard result >= 0 else {
            let code = errno
            throw System.Failure(action(), code: code)
        }
        return result
    }

    /// Where /proc shows the open file itself. The calls that know paths only reach it here, a symbolic link too.
    func withPath<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
        "/proc/self/fd/\(number)".withCString(body)
    }

    func status() throws(System.Failure) -> stat {
        var status = stat()
        try run("fstat") { fstat($0, &status) }
        return status
    }

    // MARK: Folders

    /// The codes that say that something is not there, or is no folder any more.
    static let absence: Set<CInt> = [ENOENT, ENOTDIR, ELOOP, ESTALE]

    /// Opens what has a name in this folder, without following or starting anything; nil where nothing has it.
    /// - Throws: EXDEV where something is mounted there.
    func entry(_ name: FileName) throws(System.Failure) -> Entry? {
        var tries = 100
        while true {
            let opened = call { clinux_open_beneath($0, name.bytes, clinux_O_PATH) }
            if opened < 0 {
                let code = errno
                if Self.absence.contains(code) { return nil }
                tries -= 1
                // Both also stand for a folder that is moved elsewhere at this very moment.
                if code == EXDEV || code == EAGAIN, tries > 0 { continue }
                throw System.Failure("open \(name)", code: code)
            }
            let descriptor = try Descriptor(opened, "open \(name)")
            return Entry(name: name, descriptor: descriptor, status: try descriptor.status())
        }
    }

    /// Opens a folder for reading that is known by ``entry(_:)``.
    func openedFolder() throws(System.Failure) -> Descriptor {
        try Descriptor(call { clinux_open_beneath($0, ".", O_RDONLY | O_DIRECTORY) }, "open a folder")
    }

    /// Opens the folder that this folder lies in now; nil where it lies in none.
    func openedParent() throws(System.Failure) -> Descriptor? {
        let opened = call { openat($0, "..", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC) }
        if opened < 0, Self.absence.contains(errno) { return nil }
        return try Descriptor(opened, "open ..")
    }

    /// Goes through the names in this folder, without `.` and `..`, while they are read.
    /// - Parameter body: Is also told whether the name is listed as a folder's.
    func forEachName(_ body: (_ name: FileName, _ isFolder: Bool) throws -> Void) throws {
        // As linux_dirent64 has them: inode, offset, length of the record, type, name, NUL.
        let (lengthOffset, typeOffset, nameOffset) = (16, 18, 19)
        while true {
            var code: CInt = 0
            let records = [UInt8](unsafeUninitializedCapacity: 32 << 10) { room, count in
                let length = call { clinux_getdents($0, room.baseAddress, CUnsignedInt(room.count)) }
                code = length < 0 ? errno : 0
                count = max(0, length)
            }
            // A folder that was removed has nothing left.
            if code == ENOENT { return }
            guard code == 0 else { throw System.Failure("read a folder", code: code) }
            if records.isEmpty { return }
            var rest = records[...]
            while !rest.isEmpty {
                let length = rest.dropFirst(lengthOffset).prefix(2).reversed().reduce(0) { $0 << 8 | Int($1) }
                guard length > nameOffset, length <= rest.count else {
                    throw System.Failure("read a folder", code: EIO)
                }
                let record = rest.prefix(length)
                let name = record.dropFirst(nameOffset).prefix { $0 != 0 }
                if !name.elementsEqual(".".utf8), !name.elementsEqual("..".utf8) {
                    try body(FileName(bytes: name), record[record.startIndex + typeOffset] == UInt8(DT_DIR))
                }
                rest = rest.dropFirst(length)
            }
        }
    }
}

/// What was found under a name in a folder.
struct Entry {
    let name: FileName
    /// Opened by O_PATH: it stands for the file, and can't read it.
    let descriptor: Descriptor
    let status: stat
}

extension stat {
    /// The file's kind, such as `S_IFREG`.
    var kind: mode_t { st_mode & S_IFMT }
    /// The mode without the kind.
    var permissions: mode_t { st_mode & 0o7777 }
    var isFolder: Bool { kind == S_IFDIR }
    /// What the file takes on the disk, in bytes.
    var allocated: Int64 {
        let (bytes, isTooLarge) = Int64(st_blocks).multipliedReportingOverflow(by: 512)
        return isTooLarge ? .max : bytes
    }
    var identity: FileIdentity { FileIdentity(device: UInt64(st_dev), inode: UInt64(st_ino)) }
}

/// What tells a file from all others that are there at the same time.
struct FileIdentity: Hashable {
    let device: UInt64
    let inode: UInt64
}
