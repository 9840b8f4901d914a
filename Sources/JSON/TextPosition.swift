/// A place in a text, as editors count.
public struct TextPosition: Hashable, Sendable, CustomStringConvertible {
    /// The line, from 1 on.
    public let line: Int
    /// The column, from 1 on, in code points.
    public let column: Int

    /// A place.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The place of a byte in a text of UTF-8.
    public init(of offset: Int, in bytes: [UInt8]) {
        let passed = bytes.prefix(offset)
        let lineStart = passed.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        line = 1 + passed.count { $0 == UInt8(ascii: "\n") }
        column = 1 + passed[lineStart...].count { $0 & 0xc0 != 0x80 }
    }

    /// Line and column with a colon between them.
    public var description: String { "\(line):\(column)" }
}
