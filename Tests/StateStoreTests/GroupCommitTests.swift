import TestSupport
import Testing

@testable import StateStore

@Suite("Transactions that come together")
struct GroupCommitTests {
    @Test("share one commit, and are answered after it")
    func oneCommit() async throws {
        try await withFolder { folder in
            try await withSQLiteStore(folder.file("store.db")) { store in
                let tasks = try await hold(store, 200) { number in
                    try await store.change(.put(Key("v/\(number)"), ""), .put("last", ""))
                }
                #expect(store.view.revision == 0 && store.commitCount == 0)
                store.resumeWriting()
                var revisions: Set<Revision> = []
                for task in tasks { revisions.insert(try await task.value) }
                #expect(revisions == Set(1...200))
                #expect(store.commitCount == 1)
                #expect(store.view["last"]?.version == 200)
            }
        }
    }

    @Test("see each other, so that one of them wins a guard")
    func guards() async throws {
        try await withFolder { folder in
            try await withSQLiteStore(folder.file("store.db")) { store in
                let tasks = try await hold(store, 10) { _ in
                    try await store.commit(Transaction(guards: [.absent("a")], [.put("a", "")]))
                }
                store.resumeWriting()
                var outcomes: [Transaction.Outcome: Int] = [:]
                for task in tasks { outcomes[try await task.value, default: 0] += 1 }
                #expect(outcomes.count == 2 && outcomes[.committed(1)] == 1)
            }
        }
    }

    @Test("are performed though their tasks are cancelled while they wait")
    func cancelled() async throws {
        try await withFolder { folder in
            try await withSQLiteStore(folder.file("store.db")) { store in
                let tasks = try await hold(store, 1) { _ in try await store.change(.put("a", "1")) }
                for task in tasks { task.cancel() }
                store.resumeWriting()
                for task in tasks { #expect(try await task.value == 1) }
                #expect(store.contents() == ["a": "1"])
            }
        }
    }

    @Test("are finished when the store closes")
    func closing() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            try await withSQLiteStore(path) { store in
                let tasks = try await hold(store, 3) { number in try await store.change(.put(Key("v/\(number)"), "")) }
                async let closed: Void = store.close()
                store.resumeWriting()
                await closed
                for task in tasks { _ = try await task.value }
            }
            try await withSQLiteStore(path) { store in
                #expect(store.contents().keys.sorted() == ["v/0", "v/1", "v/2"])
            }
        }
    }

    /// Begins transactions and returns when all of them wait.
    private func hold<Answer: Sendable>(
        _ store: SQLiteStore,
        _ count: Int,
        _ transaction: @escaping @Sendable (Int) async throws -> Answer
    ) async throws -> [Task<Answer, any Error>] {
        store.suspendWriting()
        let tasks = (0..<count).map { number in Task { try await transaction(number) } }
        #expect(await eventually { store.waitingCount == count })
        return tasks
    }
}
