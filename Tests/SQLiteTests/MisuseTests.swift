import Foundation
import SQLite
import TestSupport
import Testing

/// Each fault of a program that uses a database traps in debug, and says what it is.
@Suite("Misuse of a database", .enabled(if: _isDebugAssertConfiguration()))
struct MisuseTests {
    @Test("A statement gets as many values as it has placeholders")
    func values() async {
        let end = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try withDatabase { database, _ in try database.read { try $0.execute("SELECT ?, ?", [1]) } }
        }
        #expect(end.says("1 values for 2 placeholders"))
    }

    @Test("One statement is run at a time")
    func several() async {
        let end = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try withDatabase { database, _ in try database.write { try $0.execute("SELECT 1; SELECT 2") } }
        }
        #expect(end.says("more than one statement"))
    }

    @Test("A read changes nothing")
    func writingRead() async {
        let end = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try withDatabase { database, _ in try database.read { try $0.execute("CREATE TABLE t (a)") } }
        }
        #expect(end.says("a read changes something"))
    }

    @Test("A transaction has no other inside")
    func nested() async {
        let end = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try withDatabase { database, _ in try database.read { _ in try database.read { _ in } } }
        }
        #expect(end.says("inside another"))
    }

    @Test("A connection serves its transaction and nothing else")
    func escaped() async {
        let end = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try withDatabase { database, _ in
                nonisolated(unsafe) var escaped: Connection?
                try database.read { escaped = $0 }
                try escaped?.execute("SELECT 1")
            }
        }
        #expect(end.says("outside of its transaction"))
    }

    @Test("A row is asked for columns that it has")
    func column() async {
        let end = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try withDatabase { database, _ in _ = try database.read { try $0.row("SELECT 1") { $0.integer(1) } } }
        }
        #expect(end.says("no column 1"))
    }

    @Test("What was opened for reading is not written to")
    func readOnly() async {
        let end = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
            try withDatabase { _, path in try Database(reading: path).write { _ in } }
        }
        #expect(end.says("opened for reading"))
    }
}

private func withDatabase(_ body: (Database, String) throws -> Void) throws {
    let folder = try TemporaryFolder()
    try body(try Database(path: folder.file("test.db")), folder.file("test.db"))
}

extension ExitTest.Result? {
    fileprivate func says(_ reason: String) -> Bool {
        self.map { String(decoding: $0.standardErrorContent, as: UTF8.self).contains(reason) } ?? false
    }
}
