/// The store as it was after one transaction. It never changes; what comes later is in another view.
///
/// Taking one costs nothing, and keeping one costs what has changed since.
public struct View: Sendable {
    /// The last transaction that is in the view.
    public internal(set) var revision: Revision
    var table: SortedTable<Entry>
    var tombstones: Tombstones

    init(
        revision: Revision = 0,
        table: SortedTable<Entry> = SortedTable(),
        tombstones: Tombstones = Tombstones()
    ) {
        self.revision = revision
        self.table = table
        self.tombstones = tombstones
    }

    /// The entry of a key.
    public subscript(key: Key) -> Entry? {
        table[key]
    }

    /// All entries whose keys begin so.
    public func entries(in prefix: Key) -> Entries {
        Entries(table: table, range: table.range(of: prefix))
    }

    /// The last transaction that changed something in a scope, deletions included; 0 where there was none.
    ///
    /// Where the scope lost keys a long time ago, or its neighbours did, it may be a later transaction than that.
    public func lastChange(in scope: Scope) -> Revision {
        let newest =
            switch scope {
            case .key(let key): table[key]?.modifyRevision ?? 0
            case .prefix(let prefix): table.newest(in: table.range(of: prefix))
            }
        return max(newest, tombstones.newest(in: scope))
    }
}

extension Entry: TableElement {
    var revision: Revision { modifyRevision }
}
