/// What a ``SortedTable`` holds.
protocol TableElement: Sendable {
    var key: Key { get }
    /// The transaction that made the element what it is.
    var revision: Revision { get }
}

/// Elements in the order of their keys, for some hundred thousand of them.
///
/// They lie in chunks: a copy of the table shares them, and a change copies one chunk and the list of chunks. Each chunk
/// knows its newest revision, so that the newest of a range is found without looking at every element.
struct SortedTable<Element: TableElement>: Sendable {
    /// Where an element stands; valid until the table changes.
    struct Position: Hashable, Comparable {
        var chunk: Int
        var offset: Int

        static func < (left: Position, right: Position) -> Bool {
            (left.chunk, left.offset) < (right.chunk, right.offset)
        }
    }

    private struct Chunk: Sendable {
        var elements: [Element]
        var newest: Revision

        init(_ elements: [Element]) {
            self.elements = elements
            newest = elements.lazy.map(\.revision).max() ?? 0
        }
    }

    private let capacity: Int
    /// None is empty.
    private var chunks: [Chunk] = []
    private(set) var count = 0

    init(capacity: Int = 256) {
        self.capacity = capacity
    }

    /// A table of elements that are in order, each key once.
    init(sorted elements: [Element], capacity: Int = 256) {
        self.init(capacity: capacity)
        count = elements.count
        chunks = stride(from: 0, to: count, by: capacity).map { start in
            Chunk(Array(elements[start..<min(start + capacity, elements.count)]))
        }
    }

    // MARK: Reading

    var start: Position { Position(chunk: 0, offset: 0) }
    var end: Position { Position(chunk: chunks.count, offset: 0) }

    /// The first position whose key fulfils a condition that all later keys fulfil too.
    func first(where condition: (Key) -> Bool) -> Position {
        let chunk = partition(chunks.count) { index in chunks[index].elements.last.map { condition($0.key) } ?? true }
        guard chunk < chunks.count else { return end }
        let elements = chunks[chunk].elements
        return Position(chunk: chunk, offset: partition(elements.count) { condition(elements[$0].key) })
    }

    /// The positions of the keys that begin so.
    func range(of prefix: Key) -> Range<Position> {
        first { $0 >= prefix }..<first { $0 > prefix && !$0.hasPrefix(prefix) }
    }

    subscript(position: Position) -> Element {
        chunks[position.chunk].elements[position.offset]
    }

    subscript(key: Key) -> Element? {
        find(key).map { self[$0] }
    }

    func position(after position: Position) -> Position {
        position.offset + 1 < chunks[position.chunk].elements.count
            ? Position(chunk: position.chunk, offset: position.offset + 1)
            : Position(chunk: position.chunk + 1, offset: 0)
    }

    func position(before position: Position) -> Position {
        position.offset > 0
            ? Position(chunk: position.chunk, offset: position.offset - 1)
            : Position(chunk: position.chunk - 1, offset: chunks[position.chunk - 1].elements.count - 1)
    }

    func count(in range: Range<Position>) -> Int {
        slices(of: range).reduce(0) { $0 + $1.offsets.count }
    }

    /// The newest revision of the elements there; 0 where there are none.
    func newest(in range: Range<Position>) -> Revision {
        slices(of: range).reduce(0) { newest, slice in
            let chunk = chunks[slice.chunk]
            guard slice.offsets.count < chunk.elements.count else { return max(newest, chunk.newest) }
            return max(newest, chunk.elements[slice.offsets].lazy.map(\.revision).max() ?? 0)
        }
    }

    private func slices(of range: Range<Position>) -> some Sequence<(chunk: Int, offsets: Range<Int>)> {
        (range.lowerBound.chunk..<min(range.upperBound.chunk + 1, chunks.count)).lazy.map { chunk in
            let from = chunk == range.lowerBound.chunk ? range.lowerBound.offset : 0
            let to = chunk == range.upperBound.chunk ? range.upperBound.offset : chunks[chunk].elements.count
            return (chunk, from..<to)
        }
    }

    private func find(_ key: Key) -> Position? {
        let position = first { $0 >= key }
        return position < end && self[position].key == key ? position : nil
    }

    /// The first number below `count` that fulfils a condition; `count` where none does.
    private func partition(_ count: Int, _ condition: (Int) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if condition(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    // MARK: Changing

    /// Puts an element in the place of its key.
    mutating func put(_ element: Element) {
        var position = first { $0 >= element.key }
        if position < end, self[position].key == element.key {
            chunks[position.chunk].elements[position.offset] = element
            chunks[position.chunk].newest = max(chunks[position.chunk].newest, element.revision)
            return
        }
        count += 1
        guard !chunks.isEmpty else {
            chunks = [Chunk([element])]
            return
        }
        if position == end {
            position = Position(chunk: chunks.count - 1, offset: chunks[chunks.count - 1].elements.count)
        }
        chunks[position.chunk].elements.insert(element, at: position.offset)
        chunks[position.chunk].newest = max(chunks[position.chunk].newest, element.revision)
        split(position.chunk)
    }

    /// Takes the element of a key away.
    mutating func remove(_ key: Key) {
        guard let position = find(key) else { return }
        count -= 1
        let removed = chunks[position.chunk].elements.remove(at: position.offset)
        let left = chunks[position.chunk].elements.count
        if left == 0 {
            chunks.remove(at: position.chunk)
        } else if left < capacity / 4, position.chunk + 1 < chunks.count,
            left + chunks[position.chunk + 1].elements.count <= capacity
        {
            chunks[position.chunk] = Chunk(chunks[position.chunk].elements + chunks[position.chunk + 1].elements)
            chunks.remove(at: position.chunk + 1)
        } else if removed.revision == chunks[position.chunk].newest {
            chunks[position.chunk] = Chunk(chunks[position.chunk].elements)
        }
    }

    private mutating func split(_ index: Int) {
        let elements = chunks[index].elements
        guard elements.count > capacity else { return }
        chunks[index] = Chunk(Array(elements[..<(elements.count / 2)]))
        chunks.insert(Chunk(Array(elements[(elements.count / 2)...])), at: index + 1)
    }
}
