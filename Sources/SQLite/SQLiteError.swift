internal import CSQLite

/// A failure of SQLite, or of the file under a database.
public struct SQLiteError: Error, Hashable, Sendable, CustomStringConvertible {
    /// SQLite's extended result code; the primary code is its lowest byte.
    public let code: Int32
    /// What SQLite says, without any value that was bound.
    public let message: String
    /// The statement that failed, with its placeholders.
    public let sql: String?

    init(code: Int32, message: String, sql: String? = nil) {
        self.code = code
        self.message = message
        self.sql = sql
    }

    /// What a connection says of the call that has just failed.
    init(of connection: OpaquePointer, code: Int32, sql: String) {
        self.init(code: code, message: String(cString: sqlite3_errmsg(connection)), sql: sql)
    }

    /// A fault of the program that uses the database: traps in debug, and is an error in release.
    static func misuse(_ reason: String, sql: String? = nil) -> SQLiteError {
        let error = SQLiteError(code: SQLITE_MISUSE, message: "misuse: \(reason)", sql: sql)
        assertionFailure("\(error)")
        return error
    }

    /// Whether the device or a quota is full.
    public var isFull: Bool { code & 0xFF == SQLITE_FULL }
    /// Whether the file is damaged, or no database.
    public var isDamaged: Bool { [SQLITE_CORRUPT, SQLITE_NOTADB].contains(code & 0xFF) }
    /// Whether a row breaks a constraint of the schema.
    public var isConstraintViolation: Bool { code & 0xFF == SQLITE_CONSTRAINT }
    /// Whether another process kept the database locked for too long.
    public var isBusy: Bool { code & 0xFF == SQLITE_BUSY }

    /// The message, and the statement where there is one.
    public var description: String {
        sql.map { "SQLite: \(message) (\(code)) in \"\($0)\"" } ?? "SQLite: \(message) (\(code))"
    }
}
