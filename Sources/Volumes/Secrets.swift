/// What a plugin needs to know and nobody else may: names and values.
///
/// Neither printing nor mirrors show anything of it.
public struct Secrets: Hashable, Sendable {
    /// The values by their names. Only a request to a plugin and the store's own rows may hold them.
    public var revealed: [String: String]

    /// Secrets.
    public init(_ values: [String: String] = [:]) {
        revealed = values
    }

    /// Whether there are none.
    public var isEmpty: Bool { revealed.isEmpty }

    /// These with others laid over them: the others win, name by name (CONTRACT.md, "Header secrets").
    public func merging(_ others: Secrets) -> Secrets {
        Secrets(revealed.merging(others.revealed) { _, other in other })
    }
}

extension Secrets: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How many there are.
    public var description: String { "\(revealed.count) secrets" }
    /// How many there are.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
