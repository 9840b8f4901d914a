extension HCL {
    /// What stands in a file or between braces: `x { }` and `x = { }` are the same, and keys may repeat.
    public struct Body: Sendable {
        /// Everything in the order it is written.
        public let items: [Item]
        /// Where the body begins.
        public let position: Position
    }

    /// A key with its value, or a block.
    public struct Item: Sendable {
        /// The key, as it is written.
        public let key: String
        /// The names between a block's key and its brace.
        public let labels: [Label]
        /// The value; a block's is an object.
        public let value: Value
        /// Where the key stands.
        public let position: Position
    }

    /// A name between a block's key and its brace.
    public struct Label: Sendable {
        /// The name.
        public let text: String
        /// Where it stands.
        public let position: Position

        /// A name at a place.
        public init(text: String, position: Position) {
            self.text = text
            self.position = position
        }
    }

    /// A value.
    public struct Value: Sendable {
        /// What the value is.
        public let kind: Kind
        /// Where it begins; in JSON where its key does.
        public let position: Position

        /// What a value is.
        public enum Kind: Sendable {
            case string(String)
            case number(Number)
            case bool(Bool)
            case list([Value])
            case object(Body)
        }
    }

    /// A number as it is written.
    public struct Number: Hashable, Sendable {
        /// The number's text: decimal, hexadecimal after `0x`, or octal after `0`.
        public let literal: String

        /// Whether it has a fraction or an exponent.
        public var isFloat: Bool {
            !isHexadecimal && literal.utf8.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
        }

        /// The number where it is whole and fits.
        public var int64: Int64? {
            let digits = literal.hasPrefix("-") ? literal.dropFirst() : literal[...]
            let sign = literal.hasPrefix("-") ? "-" : ""
            if isHexadecimal { return Int64(sign + digits.dropFirst(2), radix: 16) }
            if digits.count > 1, digits.hasPrefix("0") { return Int64(sign + digits, radix: 8) }
            return Int64(literal)
        }

        /// The nearest number of 64 bits, for one that has a fraction or an exponent; nil where it is too large.
        public var double: Double? {
            guard isFloat, let value = Double(literal), value.isFinite else { return nil }
            return value
        }

        private var isHexadecimal: Bool {
            literal.hasPrefix("0x") || literal.hasPrefix("0X") || literal.hasPrefix("-0x") || literal.hasPrefix("-0X")
        }
    }
}
