import StateStore
import TestSupport
import Testing

extension StoreContractTests {
    @Suite("Transactions")
    struct Transactions {
        @Test("give each change one revision, and each key its past", arguments: Engine.allCases)
        func revisions(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                #expect(store.view.revision == 0)
                #expect(try await store.change(.put("a", "1"), .put("b", "1")) == 1)
                #expect(try await store.change(.put("a", "2")) == 2)
                let (a, b) = (try #require(store.view["a"]), try #require(store.view["b"]))
                #expect((a.value, a.createRevision, a.modifyRevision, a.version) == ("2", 1, 2, 2))
                #expect((b.value, b.createRevision, b.modifyRevision, b.version) == ("1", 1, 1, 1))
                try await store.change(.delete("a"))
                try await store.change(.put("a", "3"))
                let again = try #require(store.view["a"])
                #expect((again.createRevision, again.modifyRevision, again.version) == (4, 4, 1))
            }
        }

        @Test("change nothing and take no revision where there is nothing to change", arguments: Engine.allCases)
        func nothing(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                try await store.change(.put("a", "1"))
                #expect(try await store.change(.delete("b"), .deletePrefix("c/")) == 1)
                #expect(try await store.change() == 1)
                #expect(store.view.revision == 1)
            }
        }

        @Test("are refused whole where a guard does not hold, and name what is there", arguments: Engine.allCases)
        func guards(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                try await store.change(.put("a", "1"))
                let outcome = try await store.commit(
                    Transaction(
                        guards: [
                            .absent("a"), .unchanged("a", 1), .unchanged("a", 7), .unchanged("b", 1), .absent("b"),
                        ],
                        [.put("c", "1"), .delete("a")]
                    )
                )
                guard case .refused(let obstacles) = outcome else { throw Refused() }
                #expect(obstacles.map(\.condition) == [.absent("a"), .unchanged("a", 7), .unchanged("b", 1)])
                #expect(obstacles.map(\.found) == [store.view["a"], store.view["a"], nil])
                #expect(store.contents() == ["a": "1"])
                #expect(store.view.revision == 1)
            }
        }

        @Test("let one of many win a guard", arguments: Engine.allCases)
        func race(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                let winners = try await withThrowingTaskGroup(of: Bool.self) { group in
                    for number in 0..<50 {
                        group.addTask {
                            let put = Transaction.Operation.put("a", Value(Array("\(number)".utf8)))
                            let outcome = try await store.commit(Transaction(guards: [.absent("a")], [put]))
                            guard case .committed = outcome else { return false }
                            return true
                        }
                    }
                    return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
                }
                #expect(winners == 1)
                #expect(store.view["a"]?.version == 1)
            }
        }

        @Test("delete all that begins with a prefix and nothing beside it", arguments: Engine.allCases)
        func deletePrefix(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                try await store.change(
                    .put("v/a", ""),
                    .put("v/b/c", ""),
                    .put("v", ""),
                    .put("w/a", ""),
                    .put("v0", "")
                )
                try await store.change(.deletePrefix("v/"), .put("x", ""))
                #expect(store.contents().keys.sorted() == ["v", "v0", "w/a", "x"])
                #expect(store.view.revision == 2)
            }
        }

        @Test("are checked before they change anything", arguments: Engine.allCases)
        func invalid(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                let long = Key(String(repeating: "k", count: Transaction.maximumKeyLength + 1))
                let large = Value([UInt8](repeating: 0, count: Transaction.maximumValueSize + 1))
                let many = (0...Transaction.maximumCount).map { Transaction.Operation.delete(Key("k\($0)")) }
                let invalid: [Transaction] = [
                    Transaction([.put("", "")]),
                    Transaction([.put("volume/", "")]),
                    Transaction([.put(long, "")]),
                    Transaction([.put("a", large)]),
                    Transaction([.put("a", "1"), .put("a", "2")]),
                    Transaction([.put("a", "1"), .delete("a")]),
                    Transaction([.put("a/b", "1"), .deletePrefix("a/")]),
                    Transaction(guards: [.absent("a/")], []),
                    Transaction(many),
                ]
                for transaction in invalid {
                    let error = await #expect(throws: StoreError.self) { try await store.commit(transaction) }
                    #expect(error?.code == .invalid)
                }
                #expect(store.view.revision == 0)
            }
        }

        @Test("are refused by a store that was closed", arguments: Engine.allCases)
        func closed(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                try await store.change(.put("a", "1"))
                await store.close()
                let error = await #expect(throws: StoreError.self) { try await store.change(.put("a", "2")) }
                #expect(error?.code == .closed)
                #expect(store.contents() == ["a": "1"])
            }
        }
    }
}
