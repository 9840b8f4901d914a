internal import CLinux
internal import Glibc

/// A copy of an image file, made in one step where the disk can share blocks, and in passes where not.
///
/// A pass goes on while the image is written to. The next one brings what has changed since, and when nobody writes during
/// one, the copy is the image.
struct ImageCopy {
    let source: String
    let target: String
    let work: LongWork

    /// How much is copied between two looks at whether the work is still wanted, in bytes.
    private static let pieceBytes: Int64 = 16 << 20
    /// How much is compared at a time, and what is written where a part of it differs, in bytes.
    private static let stepBytes = 1 << 20
    private static let blockBytes = 4096

    /// Makes the target share all blocks of the source, as it is at one moment.
    func clone() throws {
        try withFiles(making: true) { source, target in try System.clone(source, to: target, self.target) }
    }

    /// Makes the target and copies everything that is not a hole.
    func copy() throws {
        try withFiles(making: true) { source, target in
            guard ftruncate(target, off_t(try size(source))) == 0 else {
                throw System.Failure("ftruncate \(self.target)")
            }
            // What is copied goes to the disk at once: the end would have to wait for all of it, and can't be called off.
            var written: (offset: Int64, count: Int64)?
            try System.forEachData(of: source, self.source) { offset, end in
                var position = offset
                while position < end {
                    let count = Int(min(end - position, Self.pieceBytes))
                    let copied = Int64(
                        try System.copyRange(source, to: target, at: position, count: count, self.target)
                    )
                    guard copied > 0 else { return }
                    try System.writeOut(target, at: position, count: copied, waiting: false, self.target)
                    if let written {
                        try System.writeOut(
                            target,
                            at: written.offset,
                            count: written.count,
                            waiting: true,
                            self.target
                        )
                    }
                    written = (position, copied)
                    position += copied
                    try work.advance(bytes: copied)
                }
            }
        }
    }

    /// Brings what differs from the source into the target.
    /// - Parameter deadline: When to stop; nil to go on to the end.
    /// - Returns: false where the time was over before the end.
    func update(until deadline: ContinuousClock.Instant? = nil) throws -> Bool {
        try withFiles(making: false) { source, target in
            let size = try size(source)
            guard ftruncate(target, off_t(size)) == 0 else { throw System.Failure("ftruncate \(self.target)") }
            let comparison = Comparison(source, self.source, target, self.target, step: Self.stepBytes)
            var position: Int64 = 0
            while position < size {
                let data = try System.seek(source, position, to: .data, self.source)
                let stale = try System.seek(target, position, to: .data, self.target)
                guard let next = [data, stale].compactMap(\.self).min() else { return true }
                position = next / Int64(Self.stepBytes) * Int64(Self.stepBytes)
                let end = min(size, position + Int64(Self.stepBytes))
                if data.map({ $0 < end }) ?? false {
                    try comparison.bringOver(at: position, count: Int(end - position), block: Self.blockBytes)
                } else {
                    try System.punch(target, from: position, to: end, self.target)
                }
                position = end
                try work.advance()
                if let deadline, deadline < .now { return false }
            }
            return true
        }
    }

    /// Waits until the copy is on the disk, its name included.
    func sync() throws(System.Failure) {
        try System.sync(target)
        try System.sync(Storage.folder(of: target))
    }

    private func withFiles<Result>(making: Bool, _ body: (CInt, CInt) throws -> Result) throws -> Result {
        if making {
            try System.removeFile(target)
            try System.makeFile(target)
        }
        let source = try System.openFile(source, O_RDONLY | O_NOFOLLOW)
        defer { close(source) }
        let target = try System.openFile(target, O_RDWR | O_NOFOLLOW)
        defer { close(target) }
        return try body(source, target)
    }

    private func size(_ file: CInt) throws(System.Failure) -> Int64 {
        var status = stat()
        guard fstat(file, &status) == 0 else { throw System.Failure("fstat \(source)") }
        return Int64(status.st_size)
    }
}

/// Two files, a part of each at a time.
private struct Comparison: ~Copyable {
    private let source: CInt
    private let target: CInt
    private let sourcePath: String
    private let targetPath: String
    private let bytes: UnsafeMutableRawBufferPointer
    private let step: Int

    init(_ source: CInt, _ sourcePath: String, _ target: CInt, _ targetPath: String, step: Int) {
        (self.source, self.sourcePath) = (source, sourcePath)
        (self.target, self.targetPath) = (target, targetPath)
        self.step = step
        bytes = .allocate(byteCount: 2 * step, alignment: 4096)
    }

    deinit {
        bytes.deallocate()
    }

    /// Writes the blocks of a part that differ.
    func bringOver(at offset: Int64, count: Int, block: Int) throws(System.Failure) {
        guard let new = bytes.baseAddress, count <= step else { return }
        let old = new + step
        try System.readPart(source, sourcePath, at: offset, into: new, count: count)
        try System.readPart(target, targetPath, at: offset, into: old, count: count)
        guard memcmp(new, old, count) != 0 else { return }
        for start in stride(from: 0, to: count, by: block) {
            let length = min(block, count - start)
            guard memcmp(new + start, old + start, length) != 0 else { continue }
            try System.writePart(target, targetPath, at: offset + Int64(start), from: new + start, count: length)
        }
    }
}
