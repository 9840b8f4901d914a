internal import CLinux
internal import Glibc

/// The system calls that the driver makes on files, each with its error as a value.
enum System {
    /// A system call that failed.
    struct Failure: Error, Hashable, CustomStringConvertible {
        let code: CInt
        /// What was tried, such as `mkdir /a/b`.
        let action: String

        init(_ action: String, code: CInt = errno) {
            self.code = code
            self.action = action
        }

        var description: String { "\(action): \(String(cString: strerror(code)))" }
    }

    /// What lies at a path.
    struct FileStatus: Hashable {
        enum Kind: Hashable {
            case directory, regular, symbolicLink, blockDevice, other
        }

        let kind: Kind
        /// The file system's device number, and the file's number on it.
        let device: UInt
        let inode: UInt
        /// The device that a device file stands for.
        let represents: UInt
        /// In bytes.
        let size: Int64
        /// How much of the disk the file takes, in bytes; of one with several names, each name's part.
        let allocated: Int64
        /// When the file was last changed in any way, by the system's clock, in nanoseconds since 1970.
        let changed: Int64

        fileprivate init(_ status: stat) {
            kind =
                switch status.st_mode & S_IFMT {
                case S_IFDIR: .directory
                case S_IFREG: .regular
                case S_IFLNK: .symbolicLink
                case S_IFBLK: .blockDevice
                default: .other
                }
            device = UInt(status.st_dev)
            inode = UInt(status.st_ino)
            represents = UInt(status.st_rdev)
            size = Int64(status.st_size)
            allocated = Int64(status.st_blocks) * 512 / (kind == .regular ? max(1, Int64(status.st_nlink)) : 1)
            changed = max(System.nanoseconds(status.st_mtim), System.nanoseconds(status.st_ctim))
        }
    }

    /// Room on a file system, in bytes and files.
    struct Usage: Hashable {
        var total: Int64
        var free: Int64
        /// Free for processes without privileges.
        var available: Int64
        var files: Int64
        var freeFiles: Int64
    }

    /// The time of the system's clock, in nanoseconds since 1970.
    static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return nanoseconds(time)
    }

    /// How coarse the times are that the kernel notes at files, in nanoseconds: a jiffy of the slowest kernels is 10 ms.
    static let clockGranularity: Int64 = 10_000_000

    static func nanoseconds(_ time: timespec) -> Int64 {
        Int64(time.tv_sec).multipliedReportingOverflow(by: 1_000_000_000).partialValue &+ Int64(time.tv_nsec)
    }

    // MARK: Files

    /// What lies at a path, a symbolic link being itself; nil where there is nothing.
    static func status(_ path: String) throws(Failure) -> FileStatus? {
        var status = stat()
        if lstat(path, &status) == 0 { return FileStatus(status) }
        if errno == ENOENT || errno == ENOTDIR { return nil }
        throw Failure("lstat \(path)")
    }

    /// A path without symbolic links, `.` and `..`; nil where there is nothing at it.
    static func realPath(_ path: String) throws(Failure) -> String? {
        guard let resolved = realpath(path, nil) else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw Failure("realpath \(path)")
        }
        defer { free(resolved) }
        return String(cString: resolved)
    }

    /// Makes a folder. - Returns: false where something is there already.
    @discardableResult
    static func makeDirectory(_ path: String, mode: mode_t) throws(Failure) -> Bool {
        if mkdir(path, mode) == 0 { return true }
        if errno == EEXIST { return false }
        throw Failure("mkdir \(path)")
    }

    static func setMode(_ path: String, _ mode: mode_t) throws(Failure) {
        guard chmod(path, mode) == 0 else { throw Failure("chmod \(path)") }
    }

    /// Makes an empty file. - Returns: false where something is there already.
    @discardableResult
    static func makeFile(_ path: String, mode: mode_t = 0o600) throws(Failure) -> Bool {
        let descriptor = open(path, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, mode)
        if descriptor < 0 {
            if errno == EEXIST { return false }
            throw Failure("create \(path)")
        }
        close(descriptor)
        return true
    }

    /// Makes a file at least so large, in bytes; what is new reads as zeros and takes no room yet.
    static func grow(_ path: String, to size: Int64) throws(Failure) {
        try withDescriptor(path, O_WRONLY | O_NOFOLLOW) { descriptor throws(Failure) in
            var status = stat()
            guard fstat(descriptor, &status) == 0 else { throw Failure("fstat \(path)") }
            guard Int64(status.st_size) < size else { return }
            guard ftruncate(descriptor, Int(size)) == 0 else { throw Failure("ftruncate \(path)") }
            guard fsync(descriptor) == 0 else { throw Failure("fsync \(path)") }
        }
    }

    /// Takes room on the disk for a file, in bytes; where there is too little, as much as there is.
    static func allocate(_ path: String, _ bytes: Int64) throws(Failure) {
        try withDescriptor(path, O_WRONLY | O_NOFOLLOW) { descriptor throws(Failure) in
            let code = posix_fallocate(descriptor, 0, off_t(bytes))
            guard code == 0 else { throw Failure("allocate \(path)", code: code) }
        }
    }

    /// Removes an empty folder; nothing there is as good.
    static func removeDirectory(_ path: String) throws(Failure) {
        guard rmdir(path) == 0 || errno == ENOENT else { throw Failure("rmdir \(path)") }
    }

    /// Removes a file; nothing there is as good.
    static func removeFile(_ path: String) throws(Failure) {
        guard unlink(path) == 0 || errno == ENOENT else { throw Failure("unlink \(path)") }
    }

    /// Gives a file another name on the same file system, in the place of one that has it.
    static func rename(_ path: String, to newPath: String) throws(Failure) {
        guard Glibc.rename(path, newPath) == 0 else { throw Failure("rename \(path)") }
    }

    /// The names in a folder, without `.` and `..`.
    static func names(in path: String) throws(Failure) -> [String] {
        guard let stream = opendir(path) else { throw Failure("opendir \(path)") }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                if errno != 0 { throw Failure("readdir \(path)") }
                return names
            }
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { room in
                String(decoding: room.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
    }

    /// Reads a small file, such as those of /proc and /sys; nil where there is none.
    static func contents(of path: String, limit: Int = 16 << 20) throws(Failure) -> [UInt8]? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENXIO || errno == ENODEV { return nil }
            throw Failure("open \(path)")
        }
        defer { close(descriptor) }
        var contents: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while contents.count < limit {
            let length = read(descriptor, &chunk, chunk.count)
            if length == 0 { return contents }
            if length > 0 {
                contents += chunk.prefix(length)
            } else if errno == ENODEV {
                // The device that a file of /sys tells of is gone by now.
                return nil
            } else if errno != EINTR {
                throw Failure("read \(path)")
            }
        }
        throw Failure("read \(path)", code: EFBIG)
    }

    /// A part of a file or device that has it whole.
    static func bytes(of path: String, at offset: Int64, count: Int) throws(Failure) -> [UInt8] {
        try withDescriptor(path, O_RDONLY) { descriptor throws(Failure) in
            let bytes = try bytes(of: descriptor, path, at: offset, count: count)
            guard bytes.count == count else { throw Failure("read \(path)", code: EIO) }
            return bytes
        }
    }

    /// A part of an open file; fewer bytes only where the file ends.
    /// - Parameter path: The file's name in errors.
    static func bytes(of file: CInt, _ path: String, at offset: Int64, count: Int) throws(Failure) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var length = 0
        while length < count {
            let more = bytes.withUnsafeMutableBytes { room in
                pread(file, room.baseAddress?.advanced(by: length), count - length, off_t(offset) + length)
            }
            if more == 0 { break }
            if more > 0 {
                length += more
            } else if errno != EINTR {
                throw Failure("read \(path)")
            }
        }
        bytes.removeLast(count - length)
        return bytes
    }

    static func writable(_ path: String) -> Bool { access(path, W_OK) == 0 }

    static func usage(_ path: String) throws(Failure) -> Usage {
        var status = statvfs()
        guard statvfs(path, &status) == 0 else { throw Failure("statvfs \(path)") }
        let unit = Int64(clamping: status.f_frsize)
        let bytes = { (blocks: UInt) in Int64(clamping: blocks).multipliedReportingOverflow(by: unit).partialValue }
        return Usage(
            total: bytes(status.f_blocks),
            free: bytes(status.f_bfree),
            available: bytes(status.f_bavail),
            files: Int64(clamping: status.f_files),
            freeFiles: Int64(clamping: status.f_ffree)
        )
    }

    /// Waits until all that was written to a path's file system is on the disk.
    static func syncFileSystem(of path: String) throws(Failure) {
        try withDescriptor(path, O_RDONLY) { descriptor throws(Failure) in
            guard clinux_syncfs(descriptor) == 0 else { throw Failure("syncfs \(path)") }
        }
    }

    /// Waits until a folder's names are on the disk, or a device's buffers in the file behind it.
    static func sync(_ path: String) throws(Failure) {
        try withDescriptor(path, O_RDONLY) { descriptor throws(Failure) in
            guard fsync(descriptor) == 0 else { throw Failure("fsync \(path)") }
        }
    }

    /// How large a block device is, in bytes.
    static func sizeOfDevice(_ path: String) throws(Failure) -> Int64 {
        var size: UInt64 = 0
        try withDescriptor(path, O_RDONLY) { descriptor throws(Failure) in
            guard ioctl(descriptor, clinux_BLKGETSIZE64, &size) == 0 else { throw Failure("size of \(path)") }
        }
        return Int64(clamping: size)
    }

    /// Gives a folder and what is made in it to a group, which may write (mode bits `g+rwxs`).
    static func share(_ path: String, withGroup group: UInt32) throws(Failure) {
        var status = stat()
        guard lstat(path, &status) == 0 else { throw Failure("lstat \(path)") }
        guard lchown(path, uid_t.max, group) == 0 else { throw Failure("chgrp \(path)") }
        try setMode(path, status.st_mode & 0o7777 | 0o2070)
    }

    /// Takes a file's lock, which the processes that inherit the descriptor share.
    /// - Returns: The open file; nil where another process holds the lock.
    static func lock(_ path: String) throws(Failure) -> CInt? {
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw Failure("open \(path)") }
        if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
        let failure = Failure("lock \(path)")
        close(descriptor)
        if failure.code == EWOULDBLOCK { return nil }
        throw failure
    }

    static func closeDescriptor(_ descriptor: CInt) {
        close(descriptor)
    }

    /// Whether this process has CAP_SYS_RESOURCE, as ext4 wants it for growing while it is mounted.
    static var canGrowMountedFileSystems: Bool {
        get throws(Failure) {
            let status = String(decoding: try contents(of: "/proc/self/status") ?? [], as: UTF8.self)
            let line = status.split(separator: "\n").first { $0.hasPrefix("CapEff:\t") }
            let capabilities = line.flatMap { UInt64($0.dropFirst("CapEff:\t".count), radix: 16) } ?? 0
            return capabilities & 1 << 24 != 0
        }
    }

    static func withDescriptor<Result>(
        _ path: String,
        _ flags: CInt,
        _ body: (CInt) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let descriptor = open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure("open \(path)") }
        defer { close(descriptor) }
        return try body(descriptor)
    }
}

extension timespec {
    init(nanoseconds: Int64) {
        self.init(tv_sec: Int(nanoseconds / 1_000_000_000), tv_nsec: Int(nanoseconds % 1_000_000_000))
    }
}
