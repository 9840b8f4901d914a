internal import CSQLite
internal import Glibc

/// What statements run on, inside ``Database/read(_:)`` and ``Database/write(_:)``.
public final class Connection {
    private let handle: OpaquePointer
    /// Statements stay prepared: a program has few, and runs them often.
    private var statements: [String: OpaquePointer] = [:]

    init(path: String, isReadOnly: Bool) throws(SQLiteError) {
        var handle: OpaquePointer?
        let access = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let code = sqlite3_open_v2(path, &handle, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
        guard let handle else { throw SQLiteError(code: code, message: "\(path) can't be opened") }
        guard code == SQLITE_OK else {
            let message = String(cString: sqlite3_errmsg(handle))
            sqlite3_close_v2(handle)
            throw SQLiteError(code: code, message: "\(path): \(message)")
        }
        self.handle = handle
    }

    deinit {
        for statement in statements.values { sqlite3_finalize(statement) }
        sqlite3_close_v2(handle)
    }

    /// Waits at most so long, in milliseconds, for a lock that another process holds.
    func waitForLocks(milliseconds: Int32) {
        sqlite3_busy_timeout(handle, milliseconds)
    }

    /// How many rows the last INSERT, UPDATE or DELETE touched.
    public var changedRows: Int { Int(sqlite3_changes64(handle)) }

    /// The row id that the last INSERT made.
    public var lastInsertedRowID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// Runs one statement for its effect.
    /// - Parameter values: What the placeholders stand for, in their order.
    public func execute(_ sql: String, _ values: [Value] = []) throws(SQLiteError) {
        let statement = try prepare(sql, values)
        defer { sqlite3_reset(statement) }
        while try step(statement, sql) {}
    }

    /// Runs several statements without placeholders, such as a schema.
    public func executeScript(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw failure(code, sql) }
    }

    /// All rows of a result, each as `body` reads it.
    public func rows<Element>(
        _ sql: String,
        _ values: [Value] = [],
        _ body: (borrowing Row) throws -> Element
    ) throws -> [Element] {
        let statement = try prepare(sql, values)
        defer { sqlite3_reset(statement) }
        var elements: [Element] = []
        while try step(statement, sql) { elements.append(try body(Row(statement))) }
        return elements
    }

    /// The first row of a result as `body` reads it; nil where there is none.
    public func row<Element>(
        _ sql: String,
        _ values: [Value] = [],
        _ body: (borrowing Row) throws -> Element
    ) throws -> Element? {
        let statement = try prepare(sql, values)
        defer { sqlite3_reset(statement) }
        return try step(statement, sql) ? try body(Row(statement)) : nil
    }

    private func prepare(_ sql: String, _ values: [Value]) throws(SQLiteError) -> OpaquePointer {
        let statement = try prepare(sql)
        guard Int(sqlite3_bind_parameter_count(statement)) == values.count else {
            throw SQLiteError(code: SQLITE_RANGE, message: "\(values.count) values for the placeholders", sql: sql)
        }
        for (index, value) in values.enumerated() {
            let code = bind(value, to: statement, at: Int32(index + 1))
            guard code == SQLITE_OK else { throw failure(code, sql) }
        }
        return statement
    }

    private func prepare(_ sql: String) throws(SQLiteError) -> OpaquePointer {
        if let statement = statements[sql] { return statement }
        var statement: OpaquePointer?
        let code = sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil)
        guard code == SQLITE_OK, let statement else { throw failure(code, sql) }
        statements[sql] = statement
        return statement
    }

    private func bind(_ value: Value, to statement: OpaquePointer, at index: Int32) -> Int32 {
        // SQLITE_TRANSIENT, a macro that Swift can't read: SQLite copies what it is given.
        let copied = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        switch value {
        case .null: return sqlite3_bind_null(statement, index)
        case .integer(let number): return sqlite3_bind_int64(statement, index, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) { characters in
                    sqlite3_bind_text64(
                        statement,
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
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(statement, index, 0) }
            return sqlite3_bind_blob64(statement, index, bytes, UInt64(bytes.count), copied)
        }
    }

    private func step(_ statement: OpaquePointer, _ sql: String) throws(SQLiteError) -> Bool {
        let code = sqlite3_step(statement)
        switch code {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        default: throw failure(code, sql)
        }
    }

    private func failure(_ code: Int32, _ sql: String) -> SQLiteError {
        SQLiteError(code: code, message: String(cString: sqlite3_errmsg(handle)), sql: sql)
    }
}

/// A place for text of no bytes: a nil pointer would bind NULL.
private nonisolated(unsafe) let emptyText = UnsafePointer(strdup(""))
