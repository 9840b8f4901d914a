internal import CLinux
internal import Glibc

/// Copies what regular files hold, in the way that the file systems can.
final class FileContent {
    /// The most that is copied between two looks at whether the work was called off, in bytes.
    private static let pieceSize: Int64 = 16 << 20

    private let work: LongWork
    private var canShare = true
    private var canCopyInKernel = true
    private lazy var buffer = [UInt8](repeating: 0, count: 256 << 10)

    init(work: LongWork) {
        self.work = work
    }

    /// Copies a file into an empty one: sharing its blocks, or else what is data and not hole.
    ///
    /// A file that grows meanwhile is copied up to its size of before, one that shrinks as far as it goes.
    func copy(from source: Descriptor, _ status: stat, to target: Descriptor) throws {
        let size = Int64(status.st_size)
        guard size > 0 else { return }
        if try share(source, with: target) { return try work.advance(bytes: min(size, status.allocated)) }
        var offset: Int64 = 0
        var end: Int64 = 0
        while let extent = try extent(of: source, in: offset..<size) {
            end = try copy(extent, of: source, to: target)
            offset = extent.upperBound
        }
        if end < size {
            let end = try min(size, Int64(source.status().st_size))
            try target.run("resize") { ftruncate($0, off_t(end)) }
        }
    }

    /// - Returns: false where the file system can't.
    private func share(_ source: Descriptor, with target: Descriptor) throws(System.Failure) -> Bool {
        guard canShare else { return false }
        let result = target.call { target in source.call { clinux_clone(target, $0) } }
        if result >= 0 { return true }
        let code = errno
        switch code {
        case EOPNOTSUPP, ENOTTY, EXDEV: canShare = false
        case EINVAL, ETXTBSY: break
        default: throw System.Failure("share blocks", code: code)
        }
        return false
    }

    /// The first part of a range that is no hole; nil where all of it is one.
    private func extent(of file: Descriptor, in range: Range<Int64>) throws(System.Failure) -> Range<Int64>? {
        guard !range.isEmpty else { return nil }
        let start = file.call { lseek($0, off_t(range.lowerBound), clinux_SEEK_DATA) }
        if start < 0 {
            let code = errno
            switch code {
            case ENXIO: return nil
            // A file system that knows no holes.
            case EINVAL, EOPNOTSUPP: return range
            default: throw System.Failure("seek data", code: code)
            }
        }
        guard range.contains(Int64(start)) else { return nil }
        let end = try file.run("seek a hole") { lseek($0, start, clinux_SEEK_HOLE) }
        return Int64(start)..<max(Int64(start) + 1, min(Int64(end), range.upperBound))
    }

    /// - Returns: How far it came: to the end of the range or of the file.
    private func copy(_ range: Range<Int64>, of source: Descriptor, to target: Descriptor) throws -> Int64 {
        var offset = range.lowerBound
        while offset < range.upperBound {
            let count = Int(min(Self.pieceSize, range.upperBound - offset))
            var length = try copyInKernel(offset, count, of: source, to: target)
            // Some file systems say that there is nothing where they can't.
            if length == 0 { length = try copyByHand(offset, count, of: source, to: target) }
            if length == 0 { break }
            offset += Int64(length)
            try work.advance(bytes: Int64(length))
        }
        return offset
    }

    /// - Returns: How many bytes were copied; none where the file ends, or the file systems can't.
    private func copyInKernel(
        _ offset: Int64,
        _ count: Int,
        of source: Descriptor,
        to target: Descriptor
    ) throws(System.Failure) -> Int {
        guard canCopyInKernel else { return 0 }
        var (from, to) = (offset, offset)
        let length = target.call { target in
            source.call { clinux_copy_file_range($0, &from, target, &to, count) }
        }
        if length >= 0 { return length }
        let code = errno
        switch code {
        case EXDEV, EOPNOTSUPP, ENOSYS: canCopyInKernel = false
        case EINVAL, ETXTBSY: break
        default: throw System.Failure("copy", code: code)
        }
        return 0
    }

    /// - Returns: How many bytes were copied; none where the file ends.
    private func copyByHand(
        _ offset: Int64,
        _ count: Int,
        of source: Descriptor,
        to target: Descriptor
    ) throws(System.Failure) -> Int {
        let length = try source.run("read") { pread($0, &buffer, min(count, buffer.count), off_t(offset)) }
        var written = 0
        while written < length {
            written += try target.run("write") { target in
                buffer.withUnsafeBytes {
                    pwrite(target, $0.baseAddress?.advanced(by: written), length - written, off_t(offset) + written)
                }
            }
        }
        return length
    }
}
