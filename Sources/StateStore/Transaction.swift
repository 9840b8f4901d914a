/// Changes that are made together, or not at all where a guard does not hold.
///
/// Guards look at the store as it was before the transaction.
public struct Transaction: Hashable, Sendable {
    /// What must hold.
    public var guards: [Guard]
    /// What is changed then.
    public var operations: [Operation]

    /// A transaction.
    public init(guards: [Guard] = [], _ operations: [Operation]) {
        self.guards = guards
        self.operations = operations
    }

    /// A condition.
    public enum Guard: Hashable, Sendable {
        /// The key is not there.
        case absent(Key)
        /// The key was last put by this transaction, and not deleted since.
        case unchanged(Key, Revision)

        var key: Key {
            switch self {
            case .absent(let key), .unchanged(let key, _): key
            }
        }
    }

    /// A change.
    public enum Operation: Hashable, Sendable {
        /// Makes the key, or gives it another value.
        case put(Key, Value)
        /// Deletes the key if it is there.
        case delete(Key)
        /// Deletes all keys that begin so.
        case deletePrefix(Key)
    }

    /// What came of a transaction.
    public enum Outcome: Hashable, Sendable {
        /// It is stored, under this revision; where nothing was to be changed, that of the transaction before.
        case committed(Revision)
        /// Nothing was changed, because of these.
        case refused([Obstacle])
    }

    /// A guard that did not hold.
    public struct Obstacle: Hashable, Sendable {
        /// The guard.
        public let condition: Guard
        /// What its key stands for; nil where the key is not there.
        public let found: Entry?
    }
}

extension Transaction {
    /// The most guards, and the most operations, of one transaction (etcd's default).
    public static let maximumCount = 128
    /// The longest key, in bytes: room for the longest ID of a plugin's, and what stands around it.
    public static let maximumKeyLength = 8192
    /// The largest value, in bytes.
    public static let maximumValueSize = 1 << 20

    /// Checks what must hold whatever the store contains.
    func validate() throws(StoreError) {
        guard guards.count <= Self.maximumCount, operations.count <= Self.maximumCount else {
            throw StoreError(.invalid, "a transaction has at most \(Self.maximumCount) guards and as many operations")
        }
        for condition in guards { try Self.check(condition.key) }
        var puts: Set<Key> = []
        for case .put(let key, let value) in operations {
            try Self.check(key)
            guard puts.insert(key).inserted else { throw StoreError(.invalid, "\(key) is put twice") }
            guard value.bytes.count <= Self.maximumValueSize else {
                throw StoreError(.invalid, "\(key) has \(value), more than \(Self.maximumValueSize)")
            }
        }
        for operation in operations {
            switch operation {
            case .put: continue
            case .delete(let key):
                try Self.check(key)
                guard !puts.contains(key) else { throw StoreError(.invalid, "\(key) is put and deleted") }
            case .deletePrefix(let prefix):
                if let key = puts.first(where: { $0.hasPrefix(prefix) }) {
                    throw StoreError(.invalid, "\(key) is put and deleted")
                }
            }
        }
    }

    static func check(_ key: Key) throws(StoreError) {
        guard !key.bytes.isEmpty, key.bytes.last != UInt8(ascii: "/") else {
            throw StoreError(.invalid, "\"\(key)\" is no key: it is empty or ends with a slash")
        }
        guard key.bytes.count <= maximumKeyLength else {
            throw StoreError(.invalid, "a key of \(key.bytes.count) bytes is longer than \(maximumKeyLength)")
        }
    }
}
