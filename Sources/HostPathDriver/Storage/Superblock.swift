/// What a file system says of itself at its beginning.
enum Superblock {
    enum Defect {
        /// There is none of the file system that is looked for.
        case missing
        /// The kernel found an error, and nobody has repaired the file system since.
        case hasErrors
    }

    /// What is wrong with the file system on a device or in an image file; nil where nothing is.
    static func defect(of layout: Layout, on path: String) throws(System.Failure) -> Defect? {
        switch layout {
        case .ext4:
            let bytes = try System.bytes(of: path, at: 1024, count: 64)
            guard number(bytes[0x38..<0x3A].reversed()) == 0xEF53 else { return .missing }
            // EXT4_ERROR_FS of s_state.
            return bytes[0x3A] & 2 != 0 ? .hasErrors : nil
        case .xfs:
            let bytes = try System.bytes(of: path, at: 0, count: 256)
            guard bytes.starts(with: "XFSB".utf8) else { return .missing }
            // Only version 5 has incompatible features; bit 4 of them is NEEDSREPAIR.
            let isVersion5 = bytes[101] & 0xF == 5
            return isVersion5 && number(bytes[216..<220]) & 0x10 != 0 ? .hasErrors : nil
        case .directory, .block: return nil
        }
    }

    /// Whether the file system on a device or in an image file lags behind the volume's size. Less than what another
    /// group of blocks needs for itself stays unused.
    static func isSmaller(than volume: VolumeRecord, on path: String) throws(System.Failure) -> Bool {
        let bytes = try System.bytes(of: path, at: 0, count: 2048)
        let size: (blocks: UInt64, ofBytes: UInt64, unused: UInt64)
        switch volume.layout {
        case .ext4:
            // little(offset, count) of the superblock, which begins at 1024.
            let little = { (offset: Int, count: Int) in
                number(bytes[(1024 + offset)..<(1024 + offset + count)].reversed())
            }
            guard little(0x38, 2) == 0xEF53, little(0x18, 4) <= 6 else {
                throw System.Failure("read \(path)", code: 22)
            }
            let blockSize: UInt64 = 1024 << little(0x18, 4)
            let has64Bits = little(0x60, 4) & 0x80 != 0
            let inodeTable = little(0x28, 4).multipliedReportingOverflow(by: max(128, little(0x58, 2))).partialValue
            size = (
                little(0x04, 4) | (has64Bits ? little(0x150, 4) << 32 : 0), blockSize,
                // What resize2fs leaves out: inodes, bitmaps, and fifty blocks of data.
                inodeTable / blockSize + little(0xCE, 2) + 64
            )
        case .xfs:
            guard bytes.starts(with: "XFSB".utf8) else { throw System.Failure("read \(path)", code: 22) }
            // An allocation group has at least 64 blocks.
            size = (number(bytes[8..<16]), number(bytes[4..<8]), 64)
        case .directory, .block: return false
        }
        let (needed, overflows) = size.blocks.addingReportingOverflow(size.unused)
        let (end, isTooLarge) = needed.multipliedReportingOverflow(by: size.ofBytes)
        return !overflows && !isTooLarge && end < UInt64(clamping: volume.capacity)
    }

    /// A number from its bytes, the most significant first.
    private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
