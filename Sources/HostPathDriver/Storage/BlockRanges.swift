internal import CSI
internal import Glibc

/// Ranges of image files, ascending and apart from each other.
enum BlockRanges {
    /// What differences are told in, in bytes.
    private static let blockBytes = 4096
    /// How much is compared at a time, in bytes.
    private static let stepBytes = 1 << 20
    /// How many such steps one call takes, so that a caller can end between two.
    private static let stepsPerCall = 64

    /// What one call has found.
    struct Part {
        let ranges: [BlockMetadata]
        /// Where to go on; nil where nothing follows.
        let next: Int64?
    }

    /// The first ranges from an offset on that hold data. The rest of the file is holes, which read as zeros.
    static func allocated(_ path: String, from offset: Int64, count: Int) throws(System.Failure) -> Part {
        try System.withDescriptor(path, O_RDONLY) { file throws(System.Failure) in
            var ranges: [BlockMetadata] = []
            var position = offset
            while ranges.count < count {
                guard let data = try System.seek(file, position, to: .data, path),
                    let end = try System.seek(file, data, to: .hole, path), end > data
                else { return Part(ranges: ranges, next: nil) }
                ranges.append(BlockMetadata(byteOffset: data, sizeBytes: end - data))
                position = end
            }
            return Part(ranges: ranges, next: position)
        }
    }

    /// The first ranges from an offset on in which two files differ, of as much as is compared in one call.
    static func changed(
        from base: String,
        to target: String,
        offset: Int64,
        count: Int
    ) throws(System.Failure) -> Part {
        try System.withDescriptor(base, O_RDONLY) { base throws(System.Failure) in
            try System.withDescriptor(target, O_RDONLY) { file throws(System.Failure) in
                var ranges: [BlockMetadata] = []
                var position = offset / Int64(blockBytes) * Int64(blockBytes)
                for _ in 0..<stepsPerCall where ranges.count < count {
                    let next = [
                        try System.seek(base, position, to: .data, target),
                        try System.seek(file, position, to: .data, target),
                    ]
                    guard let data = next.compactMap(\.self).min() else { return Part(ranges: ranges, next: nil) }
                    position = max(position, data / Int64(blockBytes) * Int64(blockBytes))
                    try compare(base, file, at: position, target, &ranges)
                    position += Int64(stepBytes)
                }
                guard ranges.count > count else { return Part(ranges: ranges, next: position) }
                return Part(ranges: Array(ranges.prefix(count)), next: ranges[count].byteOffset)
            }
        }
    }

    private static func compare(
        _ base: CInt,
        _ target: CInt,
        at position: Int64,
        _ path: String,
        _ ranges: inout [BlockMetadata]
    ) throws(System.Failure) {
        let (old, new) = (try bytes(base, position, path), try bytes(target, position, path))
        for start in stride(from: 0, to: stepBytes, by: blockBytes) {
            guard old[start..<(start + blockBytes)] != new[start..<(start + blockBytes)] else { continue }
            let offset = position + Int64(start)
            if let last = ranges.last, last.byteOffset + last.sizeBytes == offset {
                ranges[ranges.count - 1].sizeBytes += Int64(blockBytes)
            } else {
                ranges.append(BlockMetadata(byteOffset: offset, sizeBytes: Int64(blockBytes)))
            }
        }
    }

    /// One step of a file; what lies behind its end reads as zeros.
    private static func bytes(_ file: CInt, _ position: Int64, _ path: String) throws(System.Failure) -> [UInt8] {
        let bytes = try System.bytes(of: file, path, at: position, count: stepBytes)
        return bytes + [UInt8](repeating: 0, count: stepBytes - bytes.count)
    }
}
