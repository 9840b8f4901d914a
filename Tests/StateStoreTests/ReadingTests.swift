import StateStore
import Synchronization
import TestSupport
import Testing

extension StoreContractTests {
    @Suite("Reading")
    struct Reading {
        @Test("lists a prefix in the order of bytes, not of letters", arguments: Engine.allCases)
        func order(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                // The two forms of é are one to String and two to the store.
                let keys = ["v/B", "v/a", "v/a/b", "v/a0", "v/e\u{301}", "v/z", "v/\u{e9}"]
                _ = try await store.commit(Transaction((keys + ["u", "w"]).reversed().map { .put(Key($0), "") }))
                #expect(store.view.entries(in: "v/").map(\.key) == keys.map { Key($0) })
                #expect(store.view.entries(in: "v/a").count == 3)
                #expect(store.view.entries(in: "none").isEmpty)
            }
        }

        @Test("pages up and down, from a key that may have gone", arguments: Engine.allCases)
        func pages(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                for start in stride(from: 100, to: 1000, by: 100) {
                    _ = try await store.commit(Transaction((start..<(start + 100)).map { .put(Key("v/\($0)"), "") }))
                }
                var up: [Key] = []
                var next: Key? = "v/"
                while let from = next {
                    let page = store.view.entries(in: "v/").starting(at: from).prefix(8)
                    up += page.prefix(7).map(\.key)
                    next = page.dropFirst(7).first?.key
                    // What is deleted behind a page neither hides nor repeats what stays.
                    if let last = up.last { try await store.change(.delete(last)) }
                }
                #expect(up == (100..<1000).map { Key("v/\($0)") })
                let left = store.view.entries(in: "v/")
                #expect(left.reversed().map(\.key) == left.map(\.key).reversed())
                let down = left.ending(at: "v/500").reversed().prefix(3).map(\.key)
                #expect(down == left.map(\.key).filter { $0 <= "v/500" }.suffix(3).reversed())
                #expect(left.starting(at: "w").isEmpty && left.ending(at: "u").isEmpty)
            }
        }

        @Test("of a view stays what it was while the store changes", arguments: Engine.allCases)
        func consistent(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                try await store.change(.put("a", "1"), .put("b", "1"))
                let view = store.view
                try await store.change(.put("a", "2"), .delete("b"), .put("c", "2"))
                #expect(view.revision == 1)
                #expect(view.entries(in: "").map(\.value) == ["1", "1"])
                #expect(store.contents() == ["a": "2", "c": "2"])
            }
        }

        @Test("tells the last change of a key and of a prefix, deletions included", arguments: Engine.allCases)
        func lastChange(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                try await store.change(.put("v/a/1", ""), .put("v/a/2", ""))
                try await store.change(.put("v/b/1", ""))
                try await store.change(.delete("v/a/1"))
                try await store.change(.put("w", ""))
                #expect(store.view.lastChange(in: .prefix("v/a/")) == 3)
                #expect(store.view.lastChange(in: .prefix("v/a/2")) == 1)
                #expect(store.view.lastChange(in: .prefix("v/b/")) == 2)
                #expect(store.view.lastChange(in: .prefix("v/")) == 3)
                #expect(store.view.lastChange(in: .prefix("")) == 4)
                #expect(store.view.lastChange(in: .prefix("x")) == 0)
                #expect(store.view.lastChange(in: .key("v/a/1")) == 3)
                #expect(store.view.lastChange(in: .key("v/a/2")) == 1)
                #expect(store.view.lastChange(in: .key("v/a")) == 0)
                try await store.change(.put("v/a/1", ""))
                #expect(store.view.lastChange(in: .key("v/a/1")) == 5)
            }
        }

        @Test("decodes a value once", arguments: Engine.allCases)
        func decodedOnce(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                try await store.change(.put("a", "17"))
                let decodings = Atomic(0)
                func number() throws -> Int? {
                    try #require(store.view["a"]).value.decoded { bytes in
                        decodings.add(1, ordering: .relaxed)
                        return Int(String(decoding: bytes, as: UTF8.self))
                    }
                }
                #expect(try number() == 17)
                try await store.change(.put("b", "1"))
                #expect(try number() == 17)
                #expect(decodings.load(ordering: .relaxed) == 1)
                try await store.change(.put("a", "18"))
                #expect(try number() == 18)
                #expect(decodings.load(ordering: .relaxed) == 2)
            }
        }

        @Test("shows no value in any description", arguments: Engine.allCases)
        func secrets(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                let operation = Transaction.Operation.put("secret/default/db", "swordfish")
                let watch = try store.watch([.prefix("secret/")], after: 0)
                try await store.change(operation)
                let entry = try #require(store.view["secret/default/db"])
                let refused = try await store.commit(Transaction(guards: [.absent(entry.key)], [operation]))
                let tooLarge = Value([UInt8](repeating: UInt8(ascii: "s"), count: Transaction.maximumValueSize + 1))
                let error = await #expect(throws: StoreError.self) { try await store.change(.put("a", tooLarge)) }
                let changes = try await watch.next()
                _ = entry.value.decoded { String(decoding: $0, as: UTF8.self) }
                for shown: Any in [
                    entry, operation, refused, changes, store.view, try #require(error), Transaction([operation]),
                ] {
                    var text = "\(shown) \(String(reflecting: shown))"
                    dump(shown, to: &text)
                    // The first letters of it as dump shows an array of bytes.
                    let numbers = text.split { !$0.isNumber }.joined(separator: " ")
                    #expect(
                        !text.contains("swordfish") && !numbers.contains("115 119 111") && !numbers.contains("115 115")
                    )
                }
            }
        }
    }
}
