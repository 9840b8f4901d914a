import Foundation
import SQLite
import TestSupport
import Testing

@testable import StateStore

@Suite("A SQLite store")
struct SQLiteStoreTests {
    @Test("is after a restart what it was, with every revision")
    func restart() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            let before = try await withSQLiteStore(path) { store in
                for number in 1...20 {
                    try await store.change(.put(Key("v/\(number % 13)"), Value([UInt8(number)])))
                    try await store.change(.deletePrefix(Key("v/\(number % 7)")), .put("last", ""))
                }
                try await store.change(.put("v/0/\u{0}", Value([])))
                return store.view
            }
            try await withSQLiteStore(path) { store in
                #expect(Array(store.view.entries(in: "")) == Array(before.entries(in: "")))
                #expect(store.view.revision == 41)
                #expect(store.view.tombstones.all == before.tombstones.all)
                let error = #expect(throws: StoreError.self) { try store.watch([.prefix("")], after: 40) }
                #expect(error?.code == .compacted)
                let watch = try store.watch([.prefix("")], after: 41)
                try await store.change(.put("a", ""))
                #expect(try await watch.next().revision == 42)
            }
        }
    }

    @Test("remembers after a restart which directories lost keys, where they were too many")
    func foldedTombstones() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            let before = try await withSQLiteStore(path) { store in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for part in 0..<160 {
                        group.addTask {
                            let keys = (0..<Transaction.maximumCount).map { Key("v/\(part)/\($0)") }
                            _ = try await store.commit(Transaction(keys.map { .put($0, "") }))
                        }
                    }
                    try await group.waitForAll()
                }
                try await store.change(.deletePrefix("v/1"))
                try await store.change(.deletePrefix("v/"))
                return store.view
            }
            #expect(before.tombstones.all.contains { $0.key == "v/1/" && $0.revision == 161 })
            #expect(before.tombstones.all.count < 10_000)
            try await withSQLiteStore(path) { store in
                #expect(store.view.tombstones.all == before.tombstones.all)
                #expect(store.view.lastChange(in: .prefix("v/1/")) == 161)
            }
        }
    }

    @Test("notices that something else wrote to its file, and writes nothing over it")
    func foreignWrite() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            try await withSQLiteStore(path) { store in
                try await store.change(.put("a", "1"))
                try Database(path: path).write { try $0.execute("UPDATE store SET revision = 7") }
                let error = await #expect(throws: StoreError.self) { try await store.change(.put("a", "2")) }
                #expect(error?.code == .failed)
                #expect(store.contents() == ["a": "1"])
            }
            try await withSQLiteStore(path) { store in
                #expect(store.contents() == ["a": "1"])
                let revision = try await store.change(.put("a", "2"))
                #expect(revision == 8)
            }
        }
    }

    @Test("is no backup of itself while it runs")
    func ownFile() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            try await withSQLiteStore(path) { store in
                try await store.change(.put("a", "1"))
                let error = await #expect(throws: StoreError.self) { try await store.restore(from: path) }
                #expect(error?.code == .inUse)
                try await store.change(.put("a", "2"))
            }
            try await withSQLiteStore(path) { store in #expect(store.contents() == ["a": "2"]) }
        }
    }

    @Test(
        "refuses a backup with rows that no store writes",
        arguments: [
            "UPDATE store SET revision = 9223372036854775806", "UPDATE store SET revision = 0", "DELETE FROM store",
            "UPDATE entries SET version = 9223372036854775807", "UPDATE entries SET create_revision = 2",
            "UPDATE entries SET modify_revision = 9", "UPDATE entries SET key = x'612f'",
            "INSERT INTO tombstones VALUES (x'61', 9)", "UPDATE entries SET value = zeroblob(2000000)",
            "DROP TABLE entries", "PRAGMA user_version = 0",
            "DROP TABLE tombstones; CREATE VIEW tombstones AS SELECT 'b' AS key, 1 AS revision UNION ALL SELECT 'b', 1",
        ]
    )
    func craftedBackup(change: String) async throws {
        try await withFolder { folder in
            try await withSQLiteStore(folder.file("store.db")) { store in
                try await store.change(.put("a", "1"))
                let backup = folder.file("backup")
                try await store.backUp(to: backup)
                try Database(path: backup).write { try $0.executeScript(change) }
                await #expect(throws: StoreError.self) { try await store.restore(from: backup) }
                let revision = try await store.change(.put("b", "1"))
                #expect(revision == 2 && store.contents() == ["a": "1", "b": "1"])
            }
        }
    }

    @Test("says that the device is full, and goes on when it is not", .enabled(if: getuid() == 0))
    func full() async throws {
        try await withFolder { folder in
            try #require(mount("store", folder.path, "tmpfs", 0, "size=2m") == 0)
            defer { umount2(folder.path, Int32(MNT_DETACH)) }
            let path = folder.file("store.db")
            let before = try await withSQLiteStore(path) { store in
                let large = Value([UInt8](repeating: 7, count: 100_000))
                let failure = await #expect(throws: StoreError.self) {
                    for number in 0..<40 { try await store.change(.put(Key("v/\(number)"), large)) }
                }
                #expect(failure?.code == .full)
                let stored = Array(store.view.entries(in: ""))
                #expect(!stored.isEmpty && store.view.revision == stored.count)
                let backup = folder.file("backup")
                let unfinished = await #expect(throws: StoreError.self) { try await store.backUp(to: backup) }
                #expect(unfinished?.code == .full)
                #expect(!FileManager.default.fileExists(atPath: backup))

                // One that does not fit takes none with it that does.
                store.suspendWriting()
                let tooLarge = Task {
                    try await store.commit(Transaction((0..<9).map { .put(Key("large/\($0)"), large) }))
                }
                #expect(await eventually { store.waitingCount == 1 })
                let small = Task { try await store.change(.put("small", "1")) }
                #expect(await eventually { store.waitingCount == 2 })
                store.resumeWriting()
                await #expect(throws: StoreError.self) { try await tooLarge.value }
                #expect(try await small.value == store.view.revision)
                #expect(Array(store.view.entries(in: "v/")) == stored)

                try #require(mount("store", folder.path, "tmpfs", UInt(MS_REMOUNT), "size=16m") == 0)
                try await store.change(.put("after", "1"))
                return store.view
            }
            try await withSQLiteStore(path) { store in
                #expect(store.view.revision == before.revision)
                #expect(Array(store.view.entries(in: "")) == Array(before.entries(in: "")))
            }
        }
    }

    @Test("takes no backup that whoever opened it does not accept")
    func refusedBackup() async throws {
        try await withFolder { folder in
            let store = try SQLiteStore(path: folder.file("store.db")) { backup in
                backup["b"].map { "its row b is \($0.value.text)" }
            }
            try await store.change(.put("a", "1"), .put("b", "wrong"))
            try await store.backUp(to: folder.file("backup"))
            try await store.change(.delete("b"))
            let error = await #expect(throws: StoreError.self) { try await store.restore(from: folder.file("backup")) }
            #expect(error?.code == .invalid && error?.message == "its row b is wrong")
            #expect(store.contents() == ["a": "1"])
            await store.close()
        }
    }
}
