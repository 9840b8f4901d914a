internal import CSQLite
internal import Glibc

/// A prepared statement. It owns the values that are bound to it, and lets them go after each run: they may be secrets.
final class Statement {
    let sql: String
    private let pointer: OpaquePointer
    /// The connection, for its words about a failure.
    private let handle: OpaquePointer

    init(_ sql: String, on handle: OpaquePointer) throws(SQLiteError) {
        var pointer: OpaquePointer?
        var isWhole = true
        let code = sql.withCString { text in
            var rest: UnsafePointer<CChar>?
            defer { isWhole = rest.map { String(cString: $0).allSatisfy(\.isWhitespace) } ?? true }
            return sqlite3_prepare_v3(handle, text, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, &rest)
        }
        guard code == SQLITE_OK else { throw SQLiteError(of: handle, code: code, sql: sql) }
        guard let pointer else { throw .misuse("there is no statement", sql: sql) }
        guard isWhole else {
            sqlite3_finalize(pointer)
            throw .misuse("there is more than one statement, of which the first alone would be run", sql: sql)
        }
        self.sql = sql
        self.pointer = pointer
        self.handle = handle
    }

    deinit {
        sqlite3_finalize(pointer)
    }

    /// Whether it changes nothing in the database.
    var isReadOnly: Bool { sqlite3_stmt_readonly(pointer) != 0 }

    /// Runs it with values, and hands each row to `body` until that returns false.
    func run(_ values: [Value], _ body: (borrowing Row) throws -> Bool = { _ in true }) throws {
        defer {
            sqlite3_reset(pointer)
            sqlite3_clear_bindings(pointer)
        }
        try bind(values)
        while try step() {
            guard try body(Row(pointer)) else { return }
        }
    }

    private func bind(_ values: [Value]) throws(SQLiteError) {
        let count = Int(sqlite3_bind_parameter_count(pointer))
        guard count == values.count else {
            throw .misuse("\(values.count) values for \(count) placeholders", sql: sql)
        }
        for (index, value) in values.enumerated() {
            let code = bind(value, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw SQLiteError(of: handle, code: code, sql: sql) }
        }
    }

    private func bind(_ value: Value, at index: Int32) -> Int32 {
        // SQLITE_TRANSIENT, a macro that Swift can't read: SQLite copies what it is given.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(pointer, index)
        case .integer(let number): return sqlite3_bind_int64(pointer, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    sqlite3_bind_text64(
                        pointer,
                        index,
                        characters.baseAddress ?? emptyText,
                        UInt64(bytes.count),
                        copied,
                        UInt8(SQLITE_UTF8)
                    )
                }
            }
        case .blob(let bytes):
            // A nil pointer would bind NULL.
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(pointer, index, 0) }
            return sqlite3_bind_blob64(pointer, index, bytes, UInt64(bytes.count), copied)
        }
    }

    /// Goes to the next row; false where there is none.
    private func step() throws(SQLiteError) -> Bool {
        let code = sqlite3_step(pointer)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw SQLiteError(of: handle, code: code, sql: sql)
        }
    }
}

/// A place for text of no bytes: a nil pointer would bind NULL.
private nonisolated(unsafe) let emptyText = UnsafePointer(strdup(""))
