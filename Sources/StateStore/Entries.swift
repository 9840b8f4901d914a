/// Entries of one ``View``, in the order of their keys.
///
/// `entries.starting(at: key).prefix(100)` is a page, `entries.ending(at: key).reversed().prefix(100)` one that goes down.
public struct Entries: BidirectionalCollection, Sendable {
    /// The place of an entry.
    public struct Index: Comparable, Sendable {
        let position: SortedTable<Entry>.Position

        /// Whether one place comes before another.
        public static func < (left: Index, right: Index) -> Bool { left.position < right.position }
    }

    private let table: SortedTable<Entry>
    private let range: Range<SortedTable<Entry>.Position>

    init(table: SortedTable<Entry>, range: Range<SortedTable<Entry>.Position>) {
        self.table = table
        self.range = range
    }

    /// Those from a key on, which need not be there.
    public func starting(at key: Key) -> Entries {
        let start = Swift.min(Swift.max(table.first { $0 >= key }, range.lowerBound), range.upperBound)
        return Entries(table: table, range: start..<range.upperBound)
    }

    /// Those up to a key, which need not be there, and the key's own.
    public func ending(at key: Key) -> Entries {
        let end = Swift.max(Swift.min(table.first { $0 > key }, range.upperBound), range.lowerBound)
        return Entries(table: table, range: range.lowerBound..<end)
    }

    /// The place of the first.
    public var startIndex: Index { Index(position: range.lowerBound) }
    /// The place behind the last.
    public var endIndex: Index { Index(position: range.upperBound) }
    /// How many there are.
    public var count: Int { table.count(in: range) }
    /// The entry at a place.
    public subscript(index: Index) -> Entry { table[index.position] }
    /// The place after another.
    public func index(after index: Index) -> Index { Index(position: table.position(after: index.position)) }
    /// The place before another.
    public func index(before index: Index) -> Index { Index(position: table.position(before: index.position)) }
}
