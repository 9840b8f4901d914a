import Testing

@testable import StateStore

@Suite("What the store is made of")
struct StructureTests {
    @Test("a sorted table does what a sorted array does")
    func table() {
        struct Element: TableElement, Equatable {
            let key: Key
            let revision: Revision
        }
        var generator = SeededGenerator(state: 7)
        var table = SortedTable<Element>(capacity: 8)
        var model: [Key: Revision] = [:]
        for revision in 1...6000 {
            let key = Key("k/\(Int.random(in: 0..<300, using: &generator))")
            // It grows, shrinks to nothing, and grows again.
            let grows = (revision / 1500) % 2 == 0
            if Int.random(in: 0..<10, using: &generator) < (grows ? 7 : 1) {
                table.put(Element(key: key, revision: Revision(revision)))
                model[key] = Revision(revision)
            } else {
                table.remove(key)
                model[key] = nil
            }
            guard revision % 50 == 0 else { continue }
            let sorted = model.map { Element(key: $0.key, revision: $0.value) }.sorted { $0.key < $1.key }
            for prefix: Key in ["", "k/1", "k/25", "k/299", "l"] {
                let expected = sorted.filter { $0.key.hasPrefix(prefix) }
                let range = table.range(of: prefix)
                var found: [Element] = []
                var position = range.lowerBound
                while position < range.upperBound {
                    found.append(table[position])
                    position = table.position(after: position)
                }
                #expect(found == expected)
                #expect(table.count(in: range) == expected.count)
                #expect(table.newest(in: range) == expected.map(\.revision).max() ?? 0)
            }
            #expect(table.count == sorted.count)
            #expect(table[key]?.revision == model[key])
        }
    }

    @Test("a watch index finds who a linear scan finds")
    func watchIndex() {
        var generator = SeededGenerator(state: 11)
        var index = WatchIndex()
        var model: [WatchIndex.ID: Scope] = [:]
        func text() -> Key {
            Key(
                bytes: (0..<Int.random(in: 0...4, using: &generator)).map { _ in .random(in: 97...98, using: &generator)
                }
            )
        }
        for id in WatchIndex.ID(1)...2000 {
            let scope: Scope = Bool.random(using: &generator) ? .key(text()) : .prefix(text())
            index.insert(id, scope)
            model[id] = scope
            if let other = model.keys.sorted().randomElement(using: &generator), id % 3 != 0, let scope = model[other] {
                index.remove(other, scope)
                model[other] = nil
            }
            let key = text()
            #expect(index.watchers(of: key) == Set(model.filter { $0.value.contains(key) }.keys))
        }
        for (id, scope) in model { index.remove(id, scope) }
        #expect(index.watchers(of: "a").isEmpty && index.isEmpty)
    }

    @Test("deletions that are too many are known by their directory, and never too early")
    func tombstones() {
        var tombstones = Tombstones(limit: 10)
        for number in 1...11 { tombstones.record(Key("v/\(number % 2)/\(number)"), Revision(number)) }
        #expect(tombstones.fold().map(\.revision) == [1, 2, 3, 4, 5, 6])
        #expect(tombstones.newest(in: .key("v/1/11")) == 11)
        #expect(tombstones.newest(in: .key("v/1/1")) == 5)
        #expect(tombstones.newest(in: .prefix("v/1/never")) == 5)
        #expect(tombstones.newest(in: .prefix("v/0/")) == 10)
        #expect(tombstones.newest(in: .prefix("v/2/")) == 0)
        #expect(tombstones.newest(in: .prefix("")) == 11)
        #expect(tombstones.fold().isEmpty)
        for number in 12...10_000 {
            tombstones.record(Key("v/0/\(number)"), Revision(number))
            _ = tombstones.fold()
        }
        #expect(tombstones.all.count <= 11)
    }
}

/// The same numbers at every run (splitmix64).
private struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
