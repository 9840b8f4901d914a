internal import CSQLite

/// What statements run on, inside ``Database/read(_:)`` and ``Database/write(_:)`` and nowhere else.
///
/// Misuse is a fault of the program: it traps in debug, with its reason, and is a ``SQLiteError`` in release.
public final class Connection {
    /// What may be done at the moment.
    enum Access {
        case nothing, reading, writing
    }

    private let handle: OpaquePointer
    /// Statements stay prepared: a program has few, and runs them often.
    private var statements: [String: Statement] = [:]
    var access = Access.nothing

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
        statements = [:]
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
        do { try statement(sql).run(values) } catch { throw error as? SQLiteError ?? .misuse("\(error)", sql: sql) }
    }

    /// Runs several statements without placeholders, such as a schema.
    public func executeScript(_ sql: String) throws(SQLiteError) {
        guard access == .writing else { throw .misuse("a script runs in a write only", sql: sql) }
        try runScript(sql)
    }

    /// Runs several statements, whatever may be done.
    func runScript(_ sql: String) throws(SQLiteError) {
        let code = sqlite3_exec(handle, sql, nil, nil, nil)
        guard code == SQLITE_OK else { throw SQLiteError(of: handle, code: code, sql: sql) }
    }

    /// All rows of a result, each as `body` reads it.
    public func rows<Element>(
        _ sql: String,
        _ values: [Value] = [],
        _ body: (borrowing Row) throws -> Element
    ) throws -> [Element] {
        var elements: [Element] = []
        try statement(sql).run(values) { row in
            elements.append(try body(row))
            return true
        }
        return elements
    }

    /// The first row of a result as `body` reads it; nil where there is none.
    public func row<Element>(
        _ sql: String,
        _ values: [Value] = [],
        _ body: (borrowing Row) throws -> Element
    ) throws -> Element? {
        var element: Element?
        try statement(sql).run(values) { row in
            element = try body(row)
            return false
        }
        return element
    }

    private func statement(_ sql: String) throws(SQLiteError) -> Statement {
        guard access != .nothing else { throw .misuse("the connection is used outside of its transaction", sql: sql) }
        let statement = try prepared(sql)
        guard access == .writing || statement.isReadOnly else { throw .misuse("a read changes something", sql: sql) }
        return statement
    }

    private func prepared(_ sql: String) throws(SQLiteError) -> Statement {
        if let statement = statements[sql] { return statement }
        let statement = try Statement(sql, on: handle)
        statements[sql] = statement
        return statement
    }
}
