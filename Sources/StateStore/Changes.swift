/// What one transaction changed.
public struct Changes: Hashable, Sendable {
    /// The transaction.
    public let revision: Revision
    /// Each key at most once.
    public var changes: [Change]
}

/// What became of a key.
public enum Change: Hashable, Sendable {
    /// It was made, or put again.
    case put(Entry)
    /// It was deleted.
    case deleted(Key)

    /// The key.
    public var key: Key {
        switch self {
        case .put(let entry): entry.key
        case .deleted(let key): key
        }
    }
}
