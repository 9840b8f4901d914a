import CSQLite
import Foundation
import SQLite
import TestSupport
import Testing

@testable import StateStore

@Suite("The file of a SQLite store")
struct StoreFileTests {
    @Test("is for its owner only, and so are those beside it")
    func mode() async throws {
        try await withFolder { folder in
            try await withSQLiteStore(folder.file("store.db")) { store in
                try await store.change(.put("a", ""))
                let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
                #expect(Set(files) == ["store.db", "store.db-wal", "store.db-shm", "store.db.lock"])
                for file in files {
                    let attributes = try FileManager.default.attributesOfItem(atPath: folder.file(file))
                    #expect(attributes[.posixPermissions] as? Int == 0o600, "\(file)")
                }
            }
        }
    }

    @Test("brings an older file to its schema, step by step and once")
    func migration() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            try await withSQLiteStore(path) { try await $0.change(.put("a", "1")) }
            let schema = Schema(
                migrations: Schema.current.migrations + [
                    "ALTER TABLE store ADD COLUMN note TEXT",
                    "UPDATE store SET note = 'migrated'; UPDATE entries SET version = 7",
                ]
            )
            for version in [7, 8] as [Int64] {
                try await withSQLiteStore(path, schema: schema) { store in
                    #expect(store.view["a"]?.version == version)
                    try await store.change(.put("a", "2"))
                }
            }
            let newer = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
            #expect(newer?.code == .newer)
            #expect(newer?.message.contains("schema version 3 and this program knows 1") == true)
        }
    }

    @Test("leaves an older file as it is where its migration fails")
    func failedMigration() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            try await withSQLiteStore(path) { try await $0.change(.put("a", "1")) }
            let schema = Schema(
                migrations: Schema.current.migrations + ["DELETE FROM entries; SELECT nonsense FROM store"]
            )
            #expect(throws: StoreError.self) { try SQLiteStore(path: path, schema: schema) }
            try await withSQLiteStore(path) { store in #expect(store.contents() == ["a": "1"]) }
        }
    }

    @Test("refuses a file that is damaged, of something else or newer, and leaves it as it is")
    func refusedFiles() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            try await withSQLiteStore(path) { store in
                for number in 0..<300 { try await store.change(.put(Key("v/\(number)"), "a text for each volume")) }
            }
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            var overwritten = whole
            overwritten.replaceSubrange(8192..<12288, with: Data(repeating: 0x5a, count: 4096))
            var newer = whole
            newer.replaceSubrange(60..<64, with: [0, 0, 1, 0])
            var foreign = whole
            foreign.replaceSubrange(68..<72, with: [1, 2, 3, 4])
            let cases: [(Data, StoreError.Code)] = [
                (Data(), .damaged), (Data("no database, but some text".utf8), .damaged), (whole.prefix(50), .damaged),
                (whole.prefix(whole.count - 8192), .damaged), (overwritten, .damaged), (foreign, .damaged),
                (newer, .newer),
            ]
            for (contents, code) in cases {
                try contents.write(to: URL(fileURLWithPath: path))
                let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
                #expect(error?.code == code)
                #expect(error?.description.contains(path) == true)
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == contents)
            }
            try whole.write(to: URL(fileURLWithPath: path))
            try await withSQLiteStore(path) { store in #expect(store.view.entries(in: "").count == 300) }
        }
    }

    @Test("refuses a log whose file is gone")
    func lostFile() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            try Data(repeating: 1, count: 8192).write(to: URL(fileURLWithPath: path + "-wal"))
            let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
            #expect(error?.code == .damaged)
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test("looks at a database of something else without touching it", arguments: ["DELETE", "WAL"])
    func foreignDatabase(journal: String) async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            var theirs: OpaquePointer?
            try #require(sqlite3_open(path, &theirs) == SQLITE_OK)
            let script = "PRAGMA journal_mode = \(journal); CREATE TABLE theirs (a); INSERT INTO theirs VALUES (1)"
            #expect(sqlite3_exec(theirs, script, nil, nil, nil) == SQLITE_OK)
            sqlite3_close(theirs)
            try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
            let before = try Data(contentsOf: URL(fileURLWithPath: path))
            let error = #expect(throws: StoreError.self) { try SQLiteStore(path: path) }
            #expect(error?.code == .damaged)
            #expect(error?.message.contains("something else") == true)
            #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["store.db"])
        }
    }

    @Test("takes a store whose mark is in the log only, as it was where an early agent was killed")
    func markInLog() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            do {
                let database = try Database(path: folder.file("early.db"))
                try database.write { try Schema.current.prepare($0, path: path) }
                for suffix in ["", "-wal"] {
                    try FileManager.default.copyItem(atPath: folder.file("early.db") + suffix, toPath: path + suffix)
                }
            }
            #expect(try FileHeader(path: path)?.applicationID == 0)
            try await withSQLiteStore(path) { try await $0.change(.put("a", "1")) }
            try await withSQLiteStore(path) { store in #expect(store.contents() == ["a": "1"]) }
        }
    }

    @Test("is whole or not there: one that was only begun is begun again")
    func begun() async throws {
        try await withFolder { folder in
            let path = folder.file("store.db")
            for suffix in ["", "-wal", "-shm"] { try folder.write("half", to: "store.db.new" + suffix) }
            try await withSQLiteStore(path) { try await $0.change(.put("a", "1")) }
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(files) == ["store.db", "store.db.lock"])
        }
    }
}
