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

    /// Checks a file before it is opened.
    /// - Returns: Whether there is something in it.
    /// - Throws: ``StoreError`` where the file is no store or is newer.
    func check(_ path: String) throws(StoreError) -> Bool {
        guard let header = try FileHeader(path: path) else { return false }
        // A file that was only begun, or whose changes are still in the log beside it, has 0.
        guard header.applicationID == Self.applicationID || header.applicationID == 0 else { throw foreign(path) }
        try checkVersion(header.userVersion, path)
        return true
    }

    /// Brings an open database to this schema.
    func prepare(_ connection: Connection, path: String) throws {
        let id = try connection.row("PRAGMA application_id") { $0.integer(0) } ?? 0
        let version = try connection.row("PRAGMA user_version") { $0.integer(0) } ?? 0
        if id == 0 {
            let tables = try connection.row("SELECT count(*) FROM sqlite_schema") { $0.integer(0) } ?? 0
            guard tables == 0, version == 0 else { throw foreign(path) }
        } else if id != Self.applicationID {
            throw foreign(path)
        }
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
