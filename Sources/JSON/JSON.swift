/// A JSON value (RFC 8259).
///
/// Texts are equal where their bytes are, numbers where their literals are, and objects where their members come in
/// the same order.
public enum JSON: Sendable {
    case null
    case bool(Bool)
    case number(Number)
    case string(String)
    case array([JSON])
    case object(Members)

    /// How deep a value keeps what is nested in it: far deeper than any reader goes, and shallow enough for code that
    /// calls itself once per level.
    public static let keptDepth = 64

    /// What a value is, in the words of Go's JSON errors.
    public enum Kind: String, Sendable {
        case null, bool, number, string, array, object
    }

    /// What the value is.
    public var kind: Kind {
        switch self {
        case .null: .null
        case .bool: .bool
        case .number: .number
        case .string: .string
        case .array: .array
        case .object: .object
        }
    }
}

extension JSON: Hashable {
    /// Whether two values are the same.
    public static func == (one: JSON, other: JSON) -> Bool {
        switch (one, other) {
        case (.null, .null): true
        case (.bool(let one), .bool(let other)): one == other
        case (.number(let one), .number(let other)): one == other
        case (.string(let one), .string(let other)): one.utf8.elementsEqual(other.utf8)
        case (.array(let one), .array(let other)): one == other
        case (.object(let one), .object(let other)): one == other
        default: false
        }
    }

    /// Feeds the value into a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(kind)
        switch self {
        case .null: break
        case .bool(let value): hasher.combine(value)
        case .number(let value): hasher.combine(value)
        case .string(let value): hasher.combine(Array(value.utf8))
        case .array(let values): hasher.combine(values)
        case .object(let members): hasher.combine(members)
        }
    }
}
