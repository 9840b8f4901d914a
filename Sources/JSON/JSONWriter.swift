/// Writes JSON without white space, value by value, as the peer's answers look: `<`, `>` and `&` as they are.
///
/// The caller keeps the grammar: a key before each value of an object, and one value outside of all.
public struct JSONWriter: Sendable {
    /// What is written.
    public private(set) var bytes: [UInt8] = []
    /// Whether a comma stands before what comes next.
    private var followsValue = false

    /// A writer of nothing yet.
    public init() {}

    /// Makes room for so many bytes.
    public mutating func reserveCapacity(_ count: Int) {
        bytes.reserveCapacity(count)
    }

    // MARK: Containers

    /// Writes an array of the values that `body` writes.
    public mutating func array<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
        try container("[", "]", body)
    }

    /// Writes an object of the keys and values that `body` writes.
    public mutating func object<E: Error>(_ body: (inout JSONWriter) throws(E) -> Void) throws(E) {
        try container("{", "}", body)
    }

    /// Writes a key; its value comes next.
    public mutating func key(_ key: String) {
        beginValue()
        quote(key)
        bytes.append(UInt8(ascii: ":"))
        followsValue = false
    }

    private mutating func container<E: Error>(
        _ begin: Unicode.Scalar,
        _ end: Unicode.Scalar,
        _ body: (inout JSONWriter) throws(E) -> Void
    ) throws(E) {
        beginValue()
        bytes.append(UInt8(ascii: begin))
        followsValue = false
        try body(&self)
        bytes.append(UInt8(ascii: end))
        followsValue = true
    }

    private mutating func beginValue() {
        if followsValue { bytes.append(UInt8(ascii: ",")) }
        followsValue = true
    }

    // MARK: Values

    /// Writes a text.
    public mutating func value(_ value: String) {
        beginValue()
        quote(value)
    }

    /// Writes a whole number.
    public mutating func value(_ value: some BinaryInteger) {
        beginValue()
        var text = String(value)
        text.withUTF8 { bytes.append(contentsOf: $0) }
    }

    /// Writes `true` or `false`.
    public mutating func value(_ value: Bool) {
        beginValue()
        bytes.append(contentsOf: (value ? "true" : "false").utf8)
    }

    /// Writes `null`.
    public mutating func null() {
        beginValue()
        bytes.append(contentsOf: "null".utf8)
    }

    /// Writes a value that another writer has written.
    public mutating func value(written bytes: [UInt8]) {
        beginValue()
        self.bytes += bytes
    }

    /// Writes a piece of JSON that is known beforehand, with all its commas; what comes next follows it without one.
    public mutating func piece(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
        followsValue = false
    }

    /// Writes a piece of JSON that another writer has written, in the same way.
    public mutating func piece(_ written: [UInt8]) {
        bytes += written
        followsValue = false
    }

    /// Writes a value with all that is in it.
    public mutating func value(_ value: JSON) {
        switch value {
        case .null: null()
        case .bool(let value): self.value(value)
        case .number(let number):
            beginValue()
            bytes.append(contentsOf: number.literal.utf8)
        case .string(let text): self.value(text)
        case .array(let values): array { for value in values { $0.value(value) } }
        case .object(let members):
            object {
                for member in members {
                    $0.key(member.key)
                    $0.value(member.value)
                }
            }
        }
    }

    // MARK: Texts

    private mutating func quote(_ text: String) {
        var text = text
        text.withUTF8 { quote($0) }
    }

    /// Writes the runs between what is escaped in one go each.
    private mutating func quote(_ text: UnsafeBufferPointer<UInt8>) {
        bytes.append(UInt8(ascii: "\""))
        var written = 0
        var index = 0
        while index < text.count {
            let byte = text[index]
            guard Self.mayBeEscaped(byte), let escape = Self.escape(at: index, of: text) else {
                index += 1
                continue
            }
            bytes.append(contentsOf: text[written..<index])
            bytes.append(contentsOf: escape.utf8)
            index += byte == Self.separatorStart ? 3 : 1
            written = index
        }
        bytes.append(contentsOf: text[written...])
        bytes.append(UInt8(ascii: "\""))
    }

    private static let separatorStart: UInt8 = 0xe2

    private static func mayBeEscaped(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") || byte == separatorStart
    }

    /// What stands for the character at a place; nil for itself.
    private static func escape(at index: Int, of text: UnsafeBufferPointer<UInt8>) -> String? {
        let byte = text[index]
        switch byte {
        case UInt8(ascii: "\""): return #"\""#
        case UInt8(ascii: "\\"): return #"\\"#
        case 0x08: return #"\b"#
        case 0x0c: return #"\f"#
        case 0x0a: return #"\n"#
        case 0x0d: return #"\r"#
        case 0x09: return #"\t"#
        case 0..<0x10: return #"\u000"# + String(byte, radix: 16)
        case 0..<0x20: return #"\u00"# + String(byte, radix: 16)
        default:
            let rest = text[index...]
            if rest.starts(with: [separatorStart, 0x80, 0xa8]) { return #"\u2028"# }
            return rest.starts(with: [separatorStart, 0x80, 0xa9]) ? #"\u2029"# : nil
        }
    }
}
