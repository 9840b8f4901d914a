extension JSON {
    /// A number as it is written, so that none loses digits.
    public struct Number: Hashable, Sendable {
        /// The number's text, in JSON's grammar.
        public let literal: String

        init(literal: String) {
            self.literal = literal
        }

        /// A whole number.
        public init(_ value: Int64) {
            literal = String(value)
        }

        /// A whole number.
        public init(_ value: UInt64) {
            literal = String(value)
        }

        /// The number where it is written as a whole one and fits; `1.0` and `1e3` are none, as for Go's integer fields.
        public var int64: Int64? { Int64(literal) }

        /// The number where it is written as a whole one without a sign and fits.
        public var uint64: UInt64? { literal.hasPrefix("-") ? nil : UInt64(literal) }

        /// The nearest number of 64 bits; nil where it is too large.
        public var double: Double? {
            guard let value = Double(literal), value.isFinite else { return nil }
            return value
        }
    }
}
