/// Who watches which keys. Finding the watchers of a key costs no more for those of other keys.
struct WatchIndex: Sendable {
    typealias ID = UInt64

    private var keys: [Key: Set<ID>] = [:]
    private var prefixes: [Key: Set<ID>] = [:]
    /// How many watched prefixes have a length, in bytes; a key is looked up once for each.
    private var lengths: [Int: Int] = [:]

    var isEmpty: Bool { keys.isEmpty && prefixes.isEmpty && lengths.isEmpty }

    mutating func insert(_ id: ID, _ scope: Scope) {
        switch scope {
        case .key(let key): keys[key, default: []].insert(id)
        case .prefix(let prefix):
            if prefixes[prefix] == nil { lengths[prefix.bytes.count, default: 0] += 1 }
            prefixes[prefix, default: []].insert(id)
        }
    }

    mutating func remove(_ id: ID, _ scope: Scope) {
        switch scope {
        case .key(let key):
            keys[key]?.remove(id)
            if keys[key]?.isEmpty == true { keys[key] = nil }
        case .prefix(let prefix):
            guard prefixes[prefix]?.remove(id) != nil, prefixes[prefix]?.isEmpty == true else { return }
            prefixes[prefix] = nil
            let length = prefix.bytes.count
            lengths[length] = lengths[length].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }

    /// The watchers of a key.
    func watchers(of key: Key) -> Set<ID> {
        var found = keys[key] ?? []
        for length in lengths.keys where length <= key.bytes.count {
            if let watchers = prefixes[Key(bytes: key.bytes.prefix(length))] { found.formUnion(watchers) }
        }
        return found
    }
}
