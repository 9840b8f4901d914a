internal import CSQLite
internal import Glibc
internal import Platform
internal import Synchronization

/// A SQLite database in one file, used by one process.
///
/// A committed transaction is on the disk when ``write(_:)`` returns (WAL with `synchronous=FULL`). Calls block: they
/// wait for each other and for the disk, and must not be made inside one another. The file and those that SQLite puts
/// beside it have mode 0600.
public final class Database: Sendable {
    private let connection: Mutex<Connection>
    private let isReadOnly: Bool
    /// The thread whose transaction is under way; 0 where none is.
    private let user = Atomic<UInt>(0)

    /// Opens a database, and creates it where there is none.
    /// - Parameter path: The file; its folder exists.
    /// - Throws: ``SQLiteError`` where the file can't be opened or is no database.
    public init(path: String) throws {
        try Self.touch(path, O_RDWR | O_CREAT) { fchmod($0, 0o600) }
        connection = Mutex(try Self.connect(path, isReadOnly: false))
        isReadOnly = false
    }

    /// Opens a database that is only to be looked at: its file stays as it is, and so does the log beside it.
    /// - Throws: As for ``init(path:)``, also where there is no file.
    public init(reading path: String) throws {
        try Self.touch(path, O_RDONLY) { _ in }
        connection = Mutex(try Self.connect(path, isReadOnly: true))
        isReadOnly = true
    }

    /// Refuses what SQLite would follow or take: links, and files of other kinds. SQLite gives the files that it puts
    /// beside the database the same mode.
    private static func touch(_ path: String, _ flags: Int32, _ body: (Int32) -> Void) throws(SQLiteError) {
        let descriptor = open(path, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0o600)
        guard descriptor >= 0 else {
            throw SQLiteError(code: SQLITE_CANTOPEN, message: "\(path): \(Errno.current)")
        }
        body(descriptor)
        close(descriptor)
    }

    private static func connect(_ path: String, isReadOnly: Bool) throws -> sending Connection {
        let connection = try Connection(path: path, isReadOnly: isReadOnly)
        connection.waitForLocks(milliseconds: 5000)
        try connection.runScript("PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;")
        guard !isReadOnly else { return connection }
        connection.access = .writing
        defer { connection.access = .nothing }
        let mode = try connection.row("PRAGMA journal_mode = WAL") { $0.text(0) }
        guard mode == "wal" else {
            throw SQLiteError(code: SQLITE_CANTOPEN, message: "\(path): no write-ahead log here, but \(mode ?? "none")")
        }
        try connection.runScript("PRAGMA synchronous = FULL")
        return connection
    }

    /// Reads, from one state of the database.
    public func read<Result>(_ body: (Connection) throws -> sending Result) throws -> sending Result {
        try transaction("BEGIN DEFERRED", .reading, body)
    }

    /// Changes the database: all that `body` does, or nothing where it throws.
    public func write<Result>(_ body: (Connection) throws -> sending Result) throws -> sending Result {
        guard !isReadOnly else { throw SQLiteError.misuse("a database that was opened for reading is written to") }
        return try transaction("BEGIN IMMEDIATE", .writing, body)
    }

    private func transaction<Result>(
        _ begin: String,
        _ access: Connection.Access,
        _ body: (Connection) throws -> sending Result
    ) throws -> sending Result {
        let thread = currentThread
        guard user.load(ordering: .relaxed) != thread else {
            throw SQLiteError.misuse("a transaction is begun inside another, for which it would wait for ever")
        }
        return try connection.withLock { connection in
            user.store(thread, ordering: .relaxed)
            defer { user.store(0, ordering: .relaxed) }
            connection.access = access
            defer { connection.access = .nothing }
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
