internal import CLinux
internal import Glibc

/// System calls that copy files, and tell which room on the disk they take.
extension System {
    /// Opens a file, to be closed by ``closeDescriptor(_:)``.
    static func openFile(_ path: String, _ flags: CInt) throws(Failure) -> CInt {
        let descriptor = Glibc.open(path, flags | O_CLOEXEC)
        guard descriptor >= 0 else { throw Failure("open \(path)") }
        return descriptor
    }

    /// Reads a part of a file; what lies behind its end reads as zeros.
    static func readPart(
        _ file: CInt,
        _ path: String,
        at offset: Int64,
        into room: UnsafeMutableRawPointer,
        count: Int
    ) throws(Failure) {
        var length = 0
        while length < count {
            let more = Glibc.pread(file, room + length, count - length, off_t(offset) + length)
            if more == 0 {
                memset(room + length, 0, count - length)
                return
            }
            if more > 0 {
                length += more
            } else if errno != EINTR {
                throw Failure("read \(path)")
            }
        }
    }

    /// Writes a part of a file.
    static func writePart(
        _ file: CInt,
        _ path: String,
        at offset: Int64,
        from bytes: UnsafeRawPointer,
        count: Int
    ) throws(Failure) {
        var length = 0
        while length < count {
            let more = Glibc.pwrite(file, bytes + length, count - length, off_t(offset) + length)
            if more >= 0 {
                length += more
            } else if errno != EINTR {
                throw Failure("write \(path)")
            }
        }
    }

    /// Makes a file an image of another, which shares all its blocks.
    /// - Throws: ``Failure`` with EOPNOTSUPP where the file system can't share blocks.
    static func clone(_ source: CInt, to target: CInt, _ path: String) throws(Failure) {
        guard clinux_clone(target, source) == 0 else { throw Failure("clone \(path)") }
    }

    /// Whether the file system of an empty file can share blocks between files. Nothing is written to find out.
    static func canClone(_ empty: CInt) -> Bool {
        clinux_clone(empty, empty) == 0
    }

    /// Copies a part of a file to the same place of another.
    /// - Returns: How many bytes were copied; 0 where the source ends.
    static func copyRange(_ source: CInt, to target: CInt, at offset: Int64, count: Int, _ path: String) throws(Failure)
        -> Int
    {
        while true {
            var (from, to) = (offset, offset)
            let count = clinux_copy_file_range(source, &from, target, &to, count)
            if count >= 0 { return count }
            if errno != EINTR { throw Failure("copy to \(path)") }
        }
    }

    /// Begins to bring a part of a file to the disk, or waits until it is there.
    static func writeOut(_ file: CInt, at offset: Int64, count: Int64, waiting: Bool, _ path: String) throws(Failure) {
        guard clinux_write_out(file, Int(offset), Int(count), waiting ? 1 : 0) == 0 else {
            throw Failure("write \(path) out")
        }
    }

    /// The next data or hole of a file from a position on; nil where none follows.
    static func seek(_ file: CInt, _ position: Int64, to kind: ExtentKind, _ path: String) throws(Failure) -> Int64? {
        let found = lseek(file, off_t(position), kind == .data ? clinux_SEEK_DATA : clinux_SEEK_HOLE)
        if found >= 0 { return Int64(found) }
        if errno == ENXIO { return nil }
        throw Failure("seek in \(path)")
    }

    /// What a part of a file is.
    enum ExtentKind {
        case data, hole
    }

    /// The parts of a file that hold data, in their order.
    static func forEachData(
        of file: CInt,
        _ path: String,
        _ body: (_ offset: Int64, _ end: Int64) throws -> Void
    ) throws {
        var position: Int64 = 0
        while let data = try seek(file, position, to: .data, path),
            let end = try seek(file, data, to: .hole, path), end > data
        {
            try body(data, end)
            position = end
        }
    }

    /// How much of a file is not holes, in bytes.
    static func dataBytes(of path: String) throws -> Int64 {
        let file = try openFile(path, O_RDONLY | O_NOFOLLOW)
        defer { closeDescriptor(file) }
        var bytes: Int64 = 0
        try forEachData(of: file, path) { offset, end in bytes += end - offset }
        return bytes
    }

    // MARK: Room on the disk

    /// Sets room on the disk aside for a part of a file, as far as it has none.
    ///
    /// The file's size stays as it is, also where the part lies behind its end.
    static func allocate(_ path: String, from offset: Int64, to end: Int64) throws(Failure) {
        guard end > offset else { return }
        try withDescriptor(path, O_RDWR | O_NOFOLLOW) { file throws(Failure) in
            // XFS wants as much free room as it is asked for, whatever of it the file has already.
            for gap in try gaps(of: file, offset..<end, path) {
                while clinux_fallocate(file, CInt(FALLOC_FL_KEEP_SIZE), Int(gap.lowerBound), Int(gap.count)) != 0 {
                    guard errno == EINTR else { throw Failure("allocate \(path)") }
                }
            }
        }
    }

    /// What of a range of a file has no room on the disk; all of it where the file system does not tell.
    private static func gaps(of file: CInt, _ range: Range<Int64>, _ path: String) throws(Failure) -> [Range<Int64>] {
        var gaps: [Range<Int64>] = []
        var position = range.lowerBound
        while position < range.upperBound {
            let extents: [fiemap_extent]
            do throws(Failure) {
                extents = try self.extents(of: file, from: UInt64(position), path)
            } catch {
                guard error.code == EOPNOTSUPP else { throw error }
                return [range]
            }
            for extent in extents {
                let start = min(Int64(clamping: extent.fe_logical), range.upperBound)
                if start > position { gaps.append(position..<start) }
                let (end, overflows) = start.addingReportingOverflow(Int64(clamping: extent.fe_length))
                position = max(position, overflows ? range.upperBound : end)
            }
            let isLast = extents.last.map { $0.fe_flags & UInt32(FIEMAP_EXTENT_LAST) != 0 } ?? true
            if isLast, position < range.upperBound {
                gaps.append(position..<range.upperBound)
                break
            }
        }
        return gaps
    }

    /// Ends a file, and gives back the room that was set aside behind its end.
    static func truncate(_ path: String, to size: Int64) throws(Failure) {
        guard Glibc.truncate(path, off_t(size)) == 0 else { throw Failure("truncate \(path)") }
    }

    /// Gives the room of a part of a file back, which reads as zeros from then on.
    static func punch(_ file: CInt, from offset: Int64, to end: Int64, _ path: String) throws(Failure) {
        let mode = CInt(FALLOC_FL_KEEP_SIZE | FALLOC_FL_PUNCH_HOLE)
        guard clinux_fallocate(file, mode, Int(offset), Int(end - offset)) == 0 else {
            throw Failure("punch a hole into \(path)")
        }
    }

    /// What of a file's room on the disk is its alone, in bytes.
    struct Extents: Hashable {
        /// All that no other file has as well.
        var own: Int64 = 0
        /// What of it holds data.
        var writtenAlone: Int64 = 0
    }

    /// The room that a file has on a disk where files can share it.
    static func extents(of path: String) throws(Failure) -> Extents {
        try withDescriptor(path, O_RDONLY | O_NOFOLLOW) { file throws(Failure) in
            var sums = Extents()
            var position: UInt64 = 0
            while true {
                let extents = try extents(of: file, from: position, path)
                for extent in extents {
                    let bytes = Int64(clamping: extent.fe_length)
                    guard extent.fe_flags & UInt32(FIEMAP_EXTENT_SHARED) == 0 else { continue }
                    sums.own += bytes
                    if extent.fe_flags & UInt32(FIEMAP_EXTENT_UNWRITTEN) == 0 { sums.writtenAlone += bytes }
                }
                guard let last = extents.last, last.fe_flags & UInt32(FIEMAP_EXTENT_LAST) == 0 else { return sums }
                let (next, overflows) = last.fe_logical.addingReportingOverflow(last.fe_length)
                guard !overflows, next > position else { return sums }
                position = next
            }
        }
    }

    private static func extents(of file: CInt, from position: UInt64, _ path: String) throws(Failure) -> [fiemap_extent]
    {
        let maximum = 512
        let (head, each) = (MemoryLayout<fiemap>.size, MemoryLayout<fiemap_extent>.stride)
        let room = UnsafeMutableRawBufferPointer.allocate(byteCount: head + maximum * each, alignment: 16)
        defer { room.deallocate() }
        var request = fiemap()
        request.fm_start = position
        request.fm_length = .max - position
        request.fm_extent_count = UInt32(maximum)
        room.storeBytes(of: request, as: fiemap.self)
        guard let address = room.baseAddress, ioctl(file, clinux_FS_IOC_FIEMAP, address) == 0 else {
            throw Failure("extents of \(path)")
        }
        let count = min(maximum, Int(room.load(as: fiemap.self).fm_mapped_extents))
        return (0..<count).map { room.load(fromByteOffset: head + $0 * each, as: fiemap_extent.self) }
    }

    /// Whether somebody has a device for himself: a file system on it is mounted, in whichever mount namespace.
    static func isHeld(_ device: String) throws(Failure) -> Bool {
        let descriptor = Glibc.open(device, O_RDONLY | O_EXCL | O_CLOEXEC)
        if descriptor >= 0 {
            close(descriptor)
            return false
        }
        if errno == EBUSY { return true }
        // The device was taken away meanwhile.
        if errno == ENXIO || errno == ENOENT { return false }
        throw Failure("open \(device)")
    }
}
