/// A name in a folder: bytes without a slash, in no particular encoding.
struct FileName: Hashable, CustomStringConvertible {
    /// The bytes, and the NUL that ends them for the kernel.
    let bytes: [CChar]

    init(_ text: String) {
        bytes = Array(text.utf8CString)
    }

    /// - Parameter bytes: Without the NUL.
    init(bytes: some Sequence<UInt8>) {
        self.bytes = bytes.map(CChar.init(bitPattern:)) + [0]
    }

    fileprivate init(terminated bytes: ArraySlice<CChar>) {
        self.bytes = Array(bytes)
    }

    var description: String { String(decoding: bytes.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self) }
}

/// Names that wait for their turn, the last first, in one block of memory.
struct FileNames {
    private var bytes: [CChar] = []

    mutating func append(_ name: FileName) {
        bytes += name.bytes
    }

    mutating func popLast() -> FileName? {
        guard !bytes.isEmpty else { return nil }
        let start = bytes.dropLast().lastIndex(of: 0).map { $0 + 1 } ?? 0
        defer { bytes.removeSubrange(start...) }
        return FileName(terminated: bytes[start...])
    }
}
