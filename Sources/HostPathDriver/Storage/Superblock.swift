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

    /// A number from its bytes, the most significant first.
    private static func number(_ bytes: some Sequence<UInt8>) -> UInt64 {
        bytes.reduce(0) { $0 << 8 | UInt64($1) }
    }
}
