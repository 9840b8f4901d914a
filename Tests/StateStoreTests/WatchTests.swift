import TestSupport
import Testing

@testable import StateStore

extension StoreContractTests {
    @Suite("Watching")
    struct Watching {
        @Test("tells every transaction in its scopes, in order, with what it changed there", arguments: Engine.allCases)
        func order(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                let watch = try store.watch([.prefix("v/"), .key("w"), .prefix("v/a")], after: 0)
                try await store.change(.put("v/a", "1"), .put("x", "1"))
                try await store.change(.put("x", "2"))
                try await store.change(.put("w", "3"), .put("w/a", "3"))
                try await store.change(.deletePrefix("v/"))
                let seen = [try await watch.next(), try await watch.next(), try await watch.next()]
                #expect(seen.map(\.revision) == [1, 3, 4])
                #expect(seen.map { $0.changes.map(\.key) } == [["v/a"], ["w"], ["v/a"]])
                #expect(seen[2].changes == [.deleted("v/a")])
                guard case .put(let entry) = seen[0].changes[0] else { throw Refused() }
                #expect(entry.value == "1" && entry.createRevision == 1)
            }
        }

        @Test("starts after the revision asked for, be it past or yet to come", arguments: Engine.allCases)
        func start(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                for _ in 0..<3 { try await store.change(.put("a", "")) }
                #expect(try await store.watch([.key("a")], after: 2).next().revision == 3)
                let future = try store.watch([.key("a")], after: 4)
                for _ in 0..<2 { try await store.change(.put("a", "")) }
                #expect(try await future.next().revision == 5)
            }
        }

        @Test("wakes a waiting task when the change comes", arguments: Engine.allCases)
        func waiting(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                let watch = try store.watch([.prefix("v/")], after: store.view.revision)
                async let changes = watch.next()
                #expect(await eventually { watch.isAwaited })
                try await store.change(.put("u", ""))
                try await store.change(.put("v/a", ""))
                #expect(try await changes.revision == 2)
            }
        }

        @Test("misses nothing while many write", arguments: Engine.allCases)
        func complete(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                let watch = try store.watch([.prefix("v/")], after: 0)
                async let seen = {
                    var keys: [Key] = []
                    var last: Revision = 0
                    while keys.count < 400 {
                        let changes = try await watch.next()
                        #expect(changes.revision > last)
                        last = changes.revision
                        keys += changes.changes.map(\.key)
                    }
                    return keys
                }()
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for task in 0..<8 {
                        group.addTask {
                            for number in 0..<50 {
                                try await store.change(.put(Key("v/\(task)/\(number)"), ""), .put("other", ""))
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                #expect(Set(try await seen).count == 400)
            }
        }

        @Test("wakes of 10,000 only those whose key changed", arguments: Engine.allCases)
        func many(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                let watches = try (0..<10_000).map { try store.watch([.key(Key("v/\($0)"))], after: 0) }
                try await withThrowingTaskGroup(of: Key?.self) { group in
                    for watch in watches {
                        group.addTask {
                            do { return try await watch.next().changes[0].key } catch is CancellationError {
                                return nil
                            }
                        }
                    }
                    try await store.change(.put("v/7", ""), .put("v/70", ""), .put("w", ""))
                    #expect(Set([try await group.next(), try await group.next()]) == ["v/7", "v/70"])
                    group.cancelAll()
                    let others = try await group.reduce(into: []) { $0.append($1) }
                    #expect(others.count == 9_998 && others.allSatisfy { $0 == nil })
                }
            }
        }

        @Test("ends with its task, and serves the next one", arguments: Engine.allCases)
        func taskCancelled(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                let watch = try store.watch([.key("a")], after: 0)
                let task = Task { try await watch.next() }
                #expect(await eventually { watch.isAwaited })
                task.cancel()
                await #expect(throws: CancellationError.self) { try await task.value }
                try await store.change(.put("a", ""))
                #expect(try await watch.next().revision == 1)
            }
        }

        @Test("ends when it is cancelled or the store closes", arguments: Engine.allCases)
        func ended(engine: Engine) async throws {
            try await engine.withStore { store, _ in
                let cancelled = try store.watch([.key("a")], after: 0)
                let waiting = Task { try await cancelled.next() }
                #expect(await eventually { cancelled.isAwaited })
                cancelled.cancel()
                await #expect(throws: CancellationError.self) { try await waiting.value }
                await #expect(throws: CancellationError.self) { try await cancelled.next() }
                let other = try store.watch([.key("a")], after: 0)
                let change = Task { try await other.next() }
                #expect(await eventually { other.isAwaited })
                await store.close()
                let error = await #expect(throws: StoreError.self) { try await change.value }
                #expect(error?.code == .closed)
                #expect(throws: StoreError.self) { try store.watch([.key("a")], after: 0) }
            }
        }

        @Test("says so where the history does not reach back so far", arguments: Engine.allCases)
        func compacted(engine: Engine) async throws {
            try await engine.withStore(history: 10) { store, _ in
                let slow = try store.watch([.key("a")], after: 0)
                let idle = try store.watch([.key("b")], after: 0)
                for _ in 0..<25 { try await store.change(.put("a", "")) }
                let error = #expect(throws: StoreError.self) { try store.watch([.key("a")], after: 14) }
                #expect(error?.code == .compacted)
                #expect(try await store.watch([.key("a")], after: 15).next().revision == 16)
                let late = await #expect(throws: StoreError.self) { try await slow.next() }
                #expect(late?.code == .compacted)
                // Who missed nothing loses nothing.
                try await store.change(.put("b", ""))
                #expect(try await idle.next().revision == 26)
            }
        }
    }
}
