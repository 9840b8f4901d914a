/// Why bytes are no JSON, in the words of Go's decoder.
public struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Kind: Hashable, Sendable {
        /// There is nothing but white space.
        case empty
        /// The text ends within a value.
        case truncated
        /// A character stands where it can't.
        case syntax
        /// Values nest too deep.
        case depth
        /// A text is no UTF-8.
        case encoding
    }

    /// What is wrong.
    public let kind: Kind
    /// The error's text. It quotes one character at most.
    public let description: String
    /// The place, counted in bytes from 0 on.
    public let offset: Int
    /// The place as line and column.
    public let position: TextPosition
}
