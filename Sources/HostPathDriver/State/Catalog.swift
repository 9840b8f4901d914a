internal import CSI
internal import SQLite

/// The driver's memory: what exists, and what is about to be made or removed, written before it is.
final class Catalog: Sendable {
    let database: Database
    let reserve: Reserve

    /// Opens the database. Where the schema is the one of this version it writes nothing, so that a full disk does not
    /// keep the driver from starting.
    /// - Parameters:
    ///   - mayBeNew: false where there is data, which an empty database would make nobody's.
    ///   - node: The node that mounts of version 1 belong to.
    init(path: String, mayBeNew: Bool, node: String) throws {
        // SQLite takes a lost file for an empty database, and throws away the log beside it.
        guard try mayBeNew || System.status(path)?.size ?? 0 > 0 else { throw Self.lost(path) }
        reserve = Reserve(path: path + ".reserve")
        // SQLite itself needs some room, for the index of its log.
        try reserve.releaseOnFullDisk()
        database = try Database(path: path)
        let version = try database.read { db in try db.row("PRAGMA user_version") { $0.integer(0) } ?? 0 }
        guard version != 0 || mayBeNew else { throw Self.lost(path) }
        guard version <= Self.version else {
            throw HostPathDriver.Failure("the database \(path) has version \(version), which is not known here")
        }
        if version < Self.version { try free { db in try Self.upgrade(db, from: version, node: node) } }
        reserve.fill()
    }

    /// Changes the database on the way to a removal, which a full disk must not prevent.
    func free(_ body: (Connection) throws -> sending Void) throws {
        defer { reserve.fill() }
        do {
            try database.write(body)
        } catch let error as SQLiteError where error.isFull {
            try reserve.release()
            try database.write(body)
        }
    }

    private static func lost(_ path: String) -> HostPathDriver.Failure {
        HostPathDriver.Failure(
            "the database \(path) is missing or empty, but there is data of volumes or snapshots beside it: "
                + "bring the database back, or move the data away"
        )
    }

    /// The version of the schema; 0 is a database without one.
    private static let version: Int64 = 2

    private static func upgrade(_ db: Connection, from version: Int64, node: String) throws {
        if version < 1 { try db.executeScript(firstSchema) }
        if version < 2 {
            try db.executeScript(
                """
                ALTER TABLE volumes ADD COLUMN thin INTEGER NOT NULL DEFAULT 0;
                ALTER TABLE volumes ADD COLUMN trouble TEXT;
                ALTER TABLE snapshots ADD COLUMN trouble TEXT;
                ALTER TABLE mounts ADD COLUMN node TEXT NOT NULL DEFAULT '';
                ALTER TABLE mounts ADD COLUMN resolved TEXT;
                ALTER TABLE mounts ADD COLUMN made INTEGER NOT NULL DEFAULT 1;
                UPDATE volumes SET thin = layout != 'directory';
                """
            )
            try db.execute("UPDATE mounts SET node = ?", [.text(node)])
        }
        try db.executeScript("PRAGMA user_version = \(Self.version);")
    }

    /// The schema of version 1.
    private static let firstSchema = """
        CREATE TABLE IF NOT EXISTS volumes (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL,
            layout TEXT NOT NULL,
            capacity INTEGER NOT NULL,
            request BLOB NOT NULL
        );
        CREATE TABLE IF NOT EXISTS mutable_parameters (
            volume TEXT NOT NULL REFERENCES volumes (id) ON DELETE CASCADE,
            key TEXT NOT NULL,
            value TEXT NOT NULL,
            PRIMARY KEY (volume, key)
        );
        CREATE TABLE IF NOT EXISTS groups (
            id TEXT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL,
            seconds INTEGER NOT NULL,
            nanos INTEGER NOT NULL,
            request BLOB NOT NULL
        );
        CREATE TABLE IF NOT EXISTS snapshots (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            name TEXT NOT NULL UNIQUE,
            state TEXT NOT NULL,
            volume TEXT NOT NULL,
            groupID TEXT REFERENCES groups (id),
            layout TEXT NOT NULL,
            size INTEGER NOT NULL,
            seconds INTEGER NOT NULL,
            nanos INTEGER NOT NULL
        );
        CREATE INDEX IF NOT EXISTS snapshots_of_volume ON snapshots (volume, sequence);
        CREATE INDEX IF NOT EXISTS snapshots_of_group ON snapshots (groupID);
        CREATE TABLE IF NOT EXISTS attachments (
            volume TEXT NOT NULL REFERENCES volumes (id),
            node TEXT NOT NULL,
            readonly INTEGER NOT NULL,
            capability BLOB NOT NULL,
            PRIMARY KEY (volume, node)
        );
        CREATE TABLE IF NOT EXISTS mounts (
            volume TEXT NOT NULL REFERENCES volumes (id),
            path TEXT NOT NULL,
            state TEXT NOT NULL,
            readonly INTEGER NOT NULL,
            request BLOB NOT NULL,
            PRIMARY KEY (volume, path)
        );

        """
}

// MARK: Volumes

extension Catalog {
    private static let volumeColumns = "sequence, id, name, state, layout, thin, capacity, request, trouble"

    private static func volume(_ row: borrowing Row) throws -> VolumeRecord {
        VolumeRecord(
            sequence: row.integer(0),
            id: row.text(1),
            name: row.text(2),
            state: try known(VolumeRecord.State(rawValue: row.text(3))),
            layout: try known(Layout(rawValue: row.text(4))),
            isThin: row.integer(5) != 0,
            capacity: row.integer(6),
            request: try CreateVolumeRequest(decoding: row.blob(7)),
            trouble: row.optionalText(8)
        )
    }

    /// A volume that exists for callers.
    func volume(_ id: String) throws -> VolumeRecord? {
        try database.read { db in
            try db.row(
                "SELECT \(Self.volumeColumns) FROM volumes WHERE id = ? AND state = 'ready'",
                [.text(id)],
                Self.volume
            )
        }
    }

    /// A volume in any state.
    func anyVolume(_ id: String) throws -> VolumeRecord? {
        try database.read { db in
            try db.row("SELECT \(Self.volumeColumns) FROM volumes WHERE id = ?", [.text(id)], Self.volume)
        }
    }

    /// A volume in any state, by the name it was created with.
    func volume(named name: String) throws -> VolumeRecord? {
        try database.read { db in
            try db.row("SELECT \(Self.volumeColumns) FROM volumes WHERE name = ?", [.text(name)], Self.volume)
        }
    }

    /// The volumes that callers see, from a place in the list on: those that exist, and those that can't be removed.
    func volumes(after sequence: Int64 = 0, limit: Int = .max) throws -> [VolumeRecord] {
        try database.read { db in
            try db.rows(
                """
                SELECT \(Self.volumeColumns) FROM volumes
                WHERE sequence > ? AND (state = 'ready' OR trouble NOT NULL) ORDER BY sequence LIMIT ?
                """,
                [.integer(sequence), .integer(Int64(limit))],
                Self.volume
            )
        }
    }

    /// All volumes, also those that a crash left half made or half deleted.
    func allVolumes() throws -> [VolumeRecord] {
        try database.read { db in
            try db.rows("SELECT \(Self.volumeColumns) FROM volumes ORDER BY sequence", [], Self.volume)
        }
    }

    func add(_ volume: VolumeRecord) throws {
        try database.write { db in
            try db.execute(
                "INSERT INTO volumes (id, name, state, layout, thin, capacity, request) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    .text(volume.id), .text(volume.name), .text(volume.state.rawValue), .text(volume.layout.rawValue),
                    .integer(volume.isThin ? 1 : 0), .integer(volume.capacity), .blob(try volume.request.encoded()),
                ]
            )
            for (key, value) in volume.request.mutableParameters {
                try db.execute(
                    "INSERT INTO mutable_parameters VALUES (?, ?, ?)",
                    [.text(volume.id), .text(key), .text(value)]
                )
            }
        }
    }

    func setState(_ state: VolumeRecord.State, ofVolume id: String) throws {
        try free { db in
            try db.execute("UPDATE volumes SET state = ? WHERE id = ?", [.text(state.rawValue), .text(id)])
        }
    }

    /// Notes why a volume could not be removed, so that it stays listed.
    func setTrouble(_ trouble: String, ofVolume id: String) throws {
        try free { db in try db.execute("UPDATE volumes SET trouble = ? WHERE id = ?", [.text(trouble), .text(id)]) }
    }

    func setCapacity(_ capacity: Int64, ofVolume id: String) throws {
        try database.write { db in
            try db.execute("UPDATE volumes SET capacity = ? WHERE id = ?", [.integer(capacity), .text(id)])
        }
    }

    func removeVolume(_ id: String) throws {
        try free { db in try db.execute("DELETE FROM volumes WHERE id = ?", [.text(id)]) }
    }

    func setMutableParameters(_ parameters: [String: String], ofVolume id: String) throws {
        try database.write { db in
            for (key, value) in parameters {
                try db.execute(
                    "INSERT OR REPLACE INTO mutable_parameters VALUES (?, ?, ?)",
                    [.text(id), .text(key), .text(value)]
                )
            }
        }
    }

    func mutableParameters(ofVolume id: String) throws -> [String: String] {
        let pairs = try database.read { db in
            try db.rows("SELECT key, value FROM mutable_parameters WHERE volume = ?", [.text(id)]) {
                ($0.text(0), $0.text(1))
            }
        }
        return Dictionary(pairs) { first, _ in first }
    }

    /// The last place that was ever given out in a list: `volumes` or `snapshots`.
    func lastSequence(of table: String) throws -> Int64 {
        try database.read { db in
            try db.row("SELECT seq FROM sqlite_sequence WHERE name = ?", [.text(table)]) { $0.integer(0) } ?? 0
        }
    }

    /// A value from a column; nil means that a later version wrote it.
    static func known<Value>(_ value: Value?) throws -> Value {
        guard let value else {
            throw HostPathDriver.Failure("the database holds a value that this version does not know")
        }
        return value
    }
}
