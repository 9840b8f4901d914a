internal import Platform
internal import SQLite

/// The tables of a store's file, and how older ones become them.
struct Schema: Sendable {
    /// Marks a SQLite file as a store (`PRAGMA application_id`): "CSIb".
    static let applicationID: Int64 = 0x4353_4962

    /// Each script makes the next version of what the ones before made; the first begins with an empty file.
    let migrations: [String]

    static let current = Schema(migrations: [
        """
        CREATE TABLE store (revision INTEGER NOT NULL) STRICT;
        INSERT INTO store VALUES (0);
        CREATE TABLE entries (
            key BLOB PRIMARY KEY NOT NULL,
            value BLOB NOT NULL,
            create_revision INTEGER NOT NULL,
            modify_revision INTEGER NOT NULL,
            version INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE tombstones (key BLOB PRIMARY KEY NOT NULL, revision INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        """
    ])

    var version: Int64 { Int64(migrations.count) }

    /// Checks a file before it is opened, and leaves it as it is.
    /// - Returns: Whether there is one.
    /// - Throws: ``StoreError`` where the file is no store or is newer.
    func check(_ path: String) throws(StoreError) -> Bool {
        guard let header = try FileHeader(path: path) else { return false }
        let mark = header.applicationID == 0 ? try Self.markInLog(path) : header.applicationID
        guard mark == Self.applicationID else { throw foreign(path) }
        try checkVersion(header.userVersion, path)
        return true
    }

    /// The mark of a file whose header has none: early stores had it in the log beside the file at first.
    private static func markInLog(_ path: String) throws(StoreError) -> Int64? {
        guard let log = try? FileStatus(ofFileAt: path + "-wal"), log.size > 0 else { return nil }
        do {
            return try Database(reading: path).read { connection in
                try connection.row("PRAGMA application_id") { $0.integer(0) }
            }
        } catch {
            throw StoreError(error, in: path)
        }
    }

    /// Brings a database to this schema: a store, or one with nothing in it.
    func prepare(_ connection: Connection, path: String) throws {
        let version = try connection.row("PRAGMA user_version") { $0.integer(0) } ?? 0
        try checkVersion(version, path)
        guard version < self.version else { return }
        for migration in migrations[Int(version)...] { try connection.executeScript(migration) }
        try connection.execute("PRAGMA application_id = \(Self.applicationID)")
        try connection.execute("PRAGMA user_version = \(self.version)")
    }

    private func checkVersion(_ version: Int64, _ path: String) throws(StoreError) {
        guard version <= self.version else {
            throw StoreError(
                .newer,
                "\(path) has schema version \(version) and this program knows \(self.version): run the newer program"
            )
        }
        guard version >= 0 else { throw foreign(path) }
    }

    private func foreign(_ path: String) -> StoreError {
        StoreError(.damaged, "\(path) is a SQLite file of something else; it was left as it is")
    }
}
