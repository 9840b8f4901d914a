/// A value of a column, or of a placeholder in a statement.
public enum Value: Hashable, Sendable {
    /// SQL's NULL.
    case null
    /// A signed integer of 64 bits.
    case integer(Int64)
    /// Text; U+0000 inside is kept.
    case text(String)
    /// Bytes.
    case blob([UInt8])

    /// Text, or NULL.
    public static func optional(_ text: String?) -> Value {
        text.map(Value.text) ?? .null
    }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// Text.
    public init(stringLiteral value: String) {
        self = .text(value)
    }

    /// An integer.
    public init(integerLiteral value: Int64) {
        self = .integer(value)
    }
}
