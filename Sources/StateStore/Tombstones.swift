/// The transaction that deleted a key, or, for a key that ends with a slash, the last that deleted one right under it.
struct Tombstone: Hashable, TableElement {
    let key: Key
    let revision: Revision
}

/// When keys were deleted.
///
/// Only the newest deletions are known by their key. An older one is known as one of its directory, so that as many keys
/// as you like can come and go; the last change of a prefix may then be told too late, never too early.
struct Tombstones: Sendable {
    private let limit: Int
    private var table: SortedTable<Tombstone>

    init(sorted tombstones: [Tombstone] = [], limit: Int = 16_384) {
        self.limit = limit
        table = SortedTable(sorted: tombstones)
    }

    /// All of them, in the order of their keys.
    var all: [Tombstone] {
        Array(
            sequence(state: table.start) { [table] position in
                guard position < table.end else { return nil }
                defer { position = table.position(after: position) }
                return table[position]
            }
        )
    }

    /// The last deletion in a scope that is known; 0 where there is none.
    func newest(in scope: Scope) -> Revision {
        switch scope {
        case .key(let key):
            max(table[key]?.revision ?? 0, table[key.directory]?.revision ?? 0)
        case .prefix(let prefix):
            max(table.newest(in: table.range(of: prefix)), table[prefix.directory]?.revision ?? 0)
        }
    }

    /// Notes a deletion.
    mutating func record(_ key: Key, _ revision: Revision) {
        table.put(Tombstone(key: key, revision: revision))
    }

    /// Forgets a deletion, of a key that is made again.
    mutating func remove(_ key: Key) {
        table.remove(key)
    }

    /// Where there are too many, turns the older half into deletions of their directories.
    /// - Returns: What was turned, by their keys.
    mutating func fold() -> [Tombstone] {
        guard table.count > limit else { return [] }
        let byAge = all.filter { $0.key.bytes.last != UInt8(ascii: "/") && !$0.key.bytes.isEmpty }
            .sorted { $0.revision < $1.revision }
        let old = Array(byAge.prefix(max(byAge.count - limit / 2, 0)))
        for tombstone in old {
            table.remove(tombstone.key)
            let directory = tombstone.directory
            if table[directory.key].map({ $0.revision < directory.revision }) ?? true { table.put(directory) }
        }
        return old
    }
}

extension Tombstone {
    /// The deletion as one of the key's directory.
    var directory: Tombstone { Tombstone(key: key.directory, revision: revision) }
}
