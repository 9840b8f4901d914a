/// The keys that somebody watches.
public enum Scope: Hashable, Sendable {
    /// One key.
    case key(Key)
    /// All keys that begin so; the empty prefix is the whole store.
    case prefix(Key)

    func contains(_ key: Key) -> Bool {
        switch self {
        case .key(let only): key == only
        case .prefix(let prefix): key.hasPrefix(prefix)
        }
    }
}
