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
