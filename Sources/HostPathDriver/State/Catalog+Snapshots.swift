internal import CSI
internal import SQLite

extension Catalog {
    private static let snapshotColumns =
        "sequence, id, name, state, volume, groupID, layout, size, seconds, nanos, trouble"

    private static func snapshot(_ row: borrowing Row) throws -> SnapshotRecord {
        SnapshotRecord(
            sequence: row.integer(0),
            id: row.text(1),
            name: row.text(2),
            state: try known(VolumeRecord.State(rawValue: row.text(3))),
            volumeID: row.text(4),
            groupID: row.optionalText(5),
            layout: try known(Layout(rawValue: row.text(6))),
            size: row.integer(7),
            created: Timestamp(seconds: row.integer(8), nanos: Int32(truncatingIfNeeded: row.integer(9))),
            trouble: row.optionalText(10)
        )
    }

    /// A snapshot that exists for callers.
    func snapshot(_ id: String) throws -> SnapshotRecord? {
        try anySnapshot(id).flatMap { $0.state == .ready ? $0 : nil }
    }

    /// A snapshot in any state.
    func anySnapshot(_ id: String) throws -> SnapshotRecord? {
        try database.read { db in
            try db.row("SELECT \(Self.snapshotColumns) FROM snapshots WHERE id = ?", [.text(id)], Self.snapshot)
        }
    }

    /// A snapshot in any state, by the name it was created with.
    func snapshot(named name: String) throws -> SnapshotRecord? {
        try database.read { db in
            try db.row("SELECT \(Self.snapshotColumns) FROM snapshots WHERE name = ?", [.text(name)], Self.snapshot)
        }
    }

    /// The snapshots that exist for callers, from a place in the list on; of one volume, or of all.
    func snapshots(after sequence: Int64, ofVolume volume: String?, limit: Int) throws -> [SnapshotRecord] {
        try database.read { db in
            try db.rows(
                """
                SELECT \(Self.snapshotColumns) FROM snapshots
                WHERE sequence > ? AND (state = 'ready' OR trouble NOT NULL) AND (?2 IS NULL OR volume = ?2) ORDER BY sequence LIMIT ?3
                """,
                [.integer(sequence), .optional(volume), .integer(Int64(limit))],
                Self.snapshot
            )
        }
    }

    /// A group's members in any state, in the order in which they were asked for.
    func snapshots(ofGroup group: String) throws -> [SnapshotRecord] {
        try database.read { db in
            try db.rows(
                "SELECT \(Self.snapshotColumns) FROM snapshots WHERE groupID = ? ORDER BY sequence",
                [.text(group)],
                Self.snapshot
            )
        }
    }

    /// All snapshots, also those that a crash left half made or half deleted.
    func allSnapshots() throws -> [SnapshotRecord] {
        try database.read { db in
            try db.rows("SELECT \(Self.snapshotColumns) FROM snapshots ORDER BY sequence", [], Self.snapshot)
        }
    }

    func add(_ snapshot: SnapshotRecord) throws {
        try database.write { db in try Self.add(snapshot, db) }
    }

    private static func add(_ snapshot: SnapshotRecord, _ db: Connection) throws {
        try db.execute(
            """
            INSERT INTO snapshots (id, name, state, volume, groupID, layout, size, seconds, nanos)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(snapshot.id), .text(snapshot.name), .text(snapshot.state.rawValue), .text(snapshot.volumeID),
                .optional(snapshot.groupID), .text(snapshot.layout.rawValue), .integer(snapshot.size),
                .integer(snapshot.created.seconds), .integer(Int64(snapshot.created.nanos)),
            ]
        )
    }

    func setState(_ state: VolumeRecord.State, ofSnapshot id: String) throws {
        try free { db in
            try db.execute("UPDATE snapshots SET state = ? WHERE id = ?", [.text(state.rawValue), .text(id)])
        }
    }

    /// Notes why a snapshot could not be removed, so that it stays listed.
    func setTrouble(_ trouble: String, ofSnapshot id: String) throws {
        try free { db in try db.execute("UPDATE snapshots SET trouble = ? WHERE id = ?", [.text(trouble), .text(id)]) }
    }

    func removeSnapshot(_ id: String) throws {
        try free { db in try db.execute("DELETE FROM snapshots WHERE id = ?", [.text(id)]) }
    }
}

// MARK: Groups

extension Catalog {
    private static let groupColumns = "id, name, state, seconds, nanos, request"

    private static func group(_ row: borrowing Row) throws -> GroupRecord {
        GroupRecord(
            id: row.text(0),
            name: row.text(1),
            state: try known(VolumeRecord.State(rawValue: row.text(2))),
            created: Timestamp(seconds: row.integer(3), nanos: Int32(truncatingIfNeeded: row.integer(4))),
            request: try CreateVolumeGroupSnapshotRequest(decoding: row.blob(5))
        )
    }

    /// A group in any state.
    func group(_ id: String) throws -> GroupRecord? {
        try database.read { db in
            try db.row("SELECT \(Self.groupColumns) FROM groups WHERE id = ?", [.text(id)], Self.group)
        }
    }

    /// A group in any state, by the name it was created with.
    func group(named name: String) throws -> GroupRecord? {
        try database.read { db in
            try db.row("SELECT \(Self.groupColumns) FROM groups WHERE name = ?", [.text(name)], Self.group)
        }
    }

    /// The groups that a crash left half made or half deleted.
    func unfinishedGroups() throws -> [GroupRecord] {
        try database.read { db in
            try db.rows("SELECT \(Self.groupColumns) FROM groups WHERE state != 'ready'", [], Self.group)
        }
    }

    /// Writes a group down with all its members, or nothing.
    func add(_ group: GroupRecord, members: [SnapshotRecord]) throws {
        try database.write { db in
            try db.execute(
                "INSERT INTO groups (id, name, state, seconds, nanos, request) VALUES (?, ?, ?, ?, ?, ?)",
                [
                    .text(group.id), .text(group.name), .text(group.state.rawValue), .integer(group.created.seconds),
                    .integer(Int64(group.created.nanos)), .blob(try group.request.encoded()),
                ]
            )
            for member in members { try Self.add(member, db) }
        }
    }

    /// Sets the state of a group and of all its members at once.
    func setState(_ state: VolumeRecord.State, ofGroup id: String) throws {
        try free { db in
            try db.execute("UPDATE groups SET state = ? WHERE id = ?", [.text(state.rawValue), .text(id)])
            try db.execute("UPDATE snapshots SET state = ? WHERE groupID = ?", [.text(state.rawValue), .text(id)])
        }
    }

    /// Forgets a group and all its members.
    func removeGroup(_ id: String) throws {
        try free { db in
            try db.execute("DELETE FROM snapshots WHERE groupID = ?", [.text(id)])
            try db.execute("DELETE FROM groups WHERE id = ?", [.text(id)])
        }
    }
}
