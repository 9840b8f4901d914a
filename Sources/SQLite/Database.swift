internal import CSQLite
internal import Glibc
internal import Platform
internal import Synchronization

/// A SQLite database in one file, used by one process.
///
/// A committed transaction is on the disk when ``write(_:)`` returns (WAL with `synchronous=FULL`). Calls block: they
/// wait for each other and for the disk. The file and those that SQLite puts beside it have mode 0600.
public final class Database: Sendable {
    private let connection: Mutex<Connection>

    /// Opens a database, and creates it where there is none.
    /// - Parameter path: The file; its folder exists.
    /// - Throws: ``SQLiteError`` where the file can't be opened or is no database.
    public init(path: String) throws {
        // SQLite gives the files beside it the same mode.
        let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else {
            throw SQLiteError(code: SQLITE_CANTOPEN, message: "\(path): \(Errno.current)")
        }
        fchmod(descriptor, 0o600)
        close(descriptor)
        connection = Mutex(try Self.connect(path))
    }

    private static func connect(_ path: String) throws -> sending Connection {
        let connection = try Connection(path: path)
        connection.waitForLocks(milliseconds: 5000)
        let mode = try connection.row("PRAGMA journal_mode = WAL") { $0.text(0) }
        guard mode == "wal" else {
            throw SQLiteError(code: SQLITE_CANTOPEN, message: "\(path): no write-ahead log here, but \(mode ?? "none")")
        }
        try connection.executeScript(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
        )
        return connection
    }

    /// Reads, from one state of the database.
    public func read<Result>(_ body: (Connection) throws -> sending Result) throws -> sending Result {
        try transaction("BEGIN DEFERRED", body)
    }

    /// Changes the database: all that `body` does, or nothing where it throws.
    public func write<Result>(_ body: (Connection) throws -> sending Result) throws -> sending Result {
        try transaction("BEGIN IMMEDIATE", body)
    }

    private func transaction<Result>(
        _ begin: String,
        _ body: (Connection) throws -> sending Result
    ) throws -> sending Result {
        try connection.withLock { connection in
            try connection.execute(begin)
            do {
                let result = try body(connection)
                try connection.execute("COMMIT")
                return result
            } catch {
                // Where the failure has rolled back already there is nothing left to do, and this says so.
                try? connection.execute("ROLLBACK")
                throw error
            }
        }
    }
}
