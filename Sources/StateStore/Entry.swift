/// The number of a transaction that changed the store; it only grows, and 0 is before the first.
public typealias Revision = Int64

/// A key with its value and its past.
public struct Entry: Hashable, Sendable {
    /// The key.
    public let key: Key
    /// The value.
    public let value: Value
    /// The transaction that made the key.
    public let createRevision: Revision
    /// The transaction that last put it.
    public let modifyRevision: Revision
    /// How often it was put since it was made: 1 for a new key.
    public let version: Int64
}
