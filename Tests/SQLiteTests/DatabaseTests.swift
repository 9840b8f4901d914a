import CSQLite
import Foundation
import SQLite
import Testing

@Suite("A SQLite database")
struct DatabaseTests {
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("sqlite-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    private func withDatabase(_ body: (Database, String) throws -> Void) throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appendingPathComponent("test.db").path
        let database = try Database(path: path)
        try database.write {
            try $0.executeScript("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT UNIQUE, data BLOB)")
        }
        try body(database, path)
    }

    @Test("gives back every kind of value as it was bound")
    func values() throws {
        try withDatabase { database, _ in
            let texts = ["", "a", "Grüße\u{0}\n", String(repeating: "x", count: 100_000)]
            let blobs: [[UInt8]] = [[], [0], [0, 255, 7]]
            try database.write { db in
                for (index, text) in texts.enumerated() {
                    try db.execute(
                        "INSERT INTO t VALUES (?, ?, ?)",
                        [.integer(Int64.max - Int64(index)), .text(text), .blob(blobs[index % blobs.count])]
                    )
                }
                try db.execute("INSERT INTO t VALUES (1, NULL, NULL)")
            }
            let read = try database.read { db in
                try db.rows("SELECT id, name, data FROM t WHERE id > 1 ORDER BY id DESC") {
                    ($0.integer(0), $0.text(1), $0.blob(2))
                }
            }
            #expect(read.map(\.0) == (0..<4).map { Int64.max - Int64($0) })
            #expect(read.map(\.1) == texts)
            #expect(read.map(\.2) == [[], [0], [0, 255, 7], []])
            let nothing = try database.read { db in
                try db.row("SELECT name, data IS NULL FROM t WHERE id = 1") {
                    ($0.optionalText(0), $0.isNull(0), $0.integer(1))
                }
            }
            #expect(nothing?.0 == nil && nothing?.1 == true && nothing?.2 == 1)
        }
    }

    @Test("takes back all that a failed transaction did")
    func rollback() throws {
        try withDatabase { database, _ in
            try database.write { try $0.execute("INSERT INTO t VALUES (1, 'a', NULL)") }
            let error = try #require(throws: SQLiteError.self) {
                try database.write { db in
                    try db.execute("INSERT INTO t VALUES (2, 'b', NULL)")
                    try db.execute("INSERT INTO t VALUES (3, 'a', NULL)")
                }
            }
            #expect(error.isConstraintViolation)
            #expect(error.description.contains("UNIQUE"))
            #expect(try database.read { try $0.rows("SELECT id FROM t") { $0.integer(0) } } == [1])
        }
    }

    @Test("says which statement is wrong, and goes on")
    func wrongStatement() throws {
        try withDatabase { database, _ in
            let error = try #require(throws: SQLiteError.self) {
                try database.read { try $0.rows("SELECT nothing FROM t") { $0.integer(0) } }
            }
            #expect(error.sql == "SELECT nothing FROM t")
            #expect(try database.read { try $0.row("SELECT count(*) FROM t") { $0.integer(0) } } == 0)
        }
    }

    @Test("keeps its files to their owner")
    func privateFiles() throws {
        try withDatabase { database, path in
            try database.write { try $0.execute("INSERT INTO t VALUES (1, 'a', NULL)") }
            for file in [path, path + "-wal", path + "-shm"] {
                let mode = try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int
                #expect(mode == 0o600, "\(file)")
            }
        }
    }

    @Test("refuses a file that is no database, and one behind a symbolic link")
    func notADatabase() throws {
        try withDatabase { _, path in
            let other = folder.appendingPathComponent("other").path
            try Data(repeating: 65, count: 4096).write(to: URL(fileURLWithPath: other))
            #expect(throws: SQLiteError.self) { try Database(path: other) }
            let link = folder.appendingPathComponent("link").path
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: path)
            #expect(throws: SQLiteError.self) { try Database(path: link) }
        }
    }

    @Test("serves many threads, one transaction at a time")
    func threads() async throws {
        let path = folder.appendingPathComponent("threads.db").path
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try Database(path: path)
        try database.write { try $0.executeScript("CREATE TABLE n (value INTEGER); INSERT INTO n VALUES (0)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<25 {
                        try database.write { db in
                            let value = try db.row("SELECT value FROM n") { $0.integer(0) } ?? 0
                            try db.execute("UPDATE n SET value = ?", [.integer(value + 1)])
                        }
                    }
                }
            }
            try await group.waitForAll()
        }
        #expect(try database.read { try $0.row("SELECT value FROM n") { $0.integer(0) } } == 200)
    }

    @Test("keeps nothing of the values that a statement was run with")
    func clearedBindings() throws {
        try withDatabase { database, _ in
            let before = sqlite3_memory_used()
            let value = Value.blob([UInt8](repeating: 1, count: 32 << 20))
            let length = try database.read { try $0.row("SELECT length(?)", [value]) { $0.integer(0) } }
            #expect(length == 32 << 20)
            #expect(sqlite3_memory_used() - before < 1 << 20)
        }
    }

    @Test("opened for reading, shows what is in the file and its log, and leaves both as they are")
    func reading() throws {
        try withDatabase { database, path in
            try database.write { try $0.execute("INSERT INTO t VALUES (1, 'a', NULL)") }
            let contents = { try ["", "-wal"].map { try Data(contentsOf: URL(fileURLWithPath: path + $0)) } }
            let before = try contents()
            try #require(!before[1].isEmpty)
            let name = try Database(reading: path).read { try $0.row("SELECT name FROM t") { $0.text(0) } }
            #expect(name == "a")
            #expect(try contents() == before)
            #expect(throws: SQLiteError.self) { try Database(reading: path + "-none") }
            #expect(!FileManager.default.fileExists(atPath: path + "-none"))
        }
    }
}
