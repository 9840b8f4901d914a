internal import CSI
internal import SQLite

// MARK: Attachments

extension Catalog {
    private static func attachment(_ row: borrowing Row) throws -> AttachmentRecord {
        AttachmentRecord(
            volumeID: row.text(0),
            nodeID: row.text(1),
            readonly: row.integer(2) != 0,
            capability: try VolumeCapability(decoding: row.blob(3))
        )
    }

    /// The nodes that a volume is attached to.
    func attachments(ofVolume id: String) throws -> [AttachmentRecord] {
        try database.read { db in
            try db.rows(
                "SELECT volume, node, readonly, capability FROM attachments WHERE volume = ? ORDER BY node",
                [.text(id)],
                Self.attachment
            )
        }
    }

    /// Writes an attachment down unless its node has no room.
    /// - Parameter limit: How many volumes the node takes; 0 for no limit.
    /// - Returns: false where the node is full.
    func add(_ attachment: AttachmentRecord, limit: Int64) throws -> Bool {
        try database.write { db in
            let attached = try db.row(
                "SELECT count(*) FROM attachments WHERE node = ?",
                [.text(attachment.nodeID)]
            ) { $0.integer(0) }
            guard limit == 0 || attached ?? 0 < limit else { return false }
            try db.execute(
                "INSERT INTO attachments (volume, node, readonly, capability) VALUES (?, ?, ?, ?)",
                [
                    .text(attachment.volumeID), .text(attachment.nodeID), .integer(attachment.readonly ? 1 : 0),
                    .blob(try attachment.capability.encoded()),
                ]
            )
            return true
        }
    }

    /// Forgets a volume's attachment to one node, or to all where `node` is nil.
    func removeAttachments(ofVolume id: String, node: String?) throws {
        try free { db in
            try db.execute(
                "DELETE FROM attachments WHERE volume = ?1 AND (?2 IS NULL OR node = ?2)",
                [.text(id), .optional(node)]
            )
        }
    }
}

// MARK: Mounts

extension Catalog {
    private static let mountColumns = "volume, node, path, resolved, made, state, readonly, request"

    private static func mount(_ row: borrowing Row) throws -> MountRecord {
        MountRecord(
            volumeID: row.text(0),
            nodeID: row.text(1),
            path: row.text(2),
            resolvedPath: row.optionalText(3),
            isMade: row.integer(4) != 0,
            state: try known(MountRecord.State(rawValue: row.text(5))),
            readonly: row.integer(6) != 0,
            request: try NodePublishVolumeRequest(decoding: row.blob(7))
        )
    }

    /// Where a volume is staged and published.
    func mounts(ofVolume id: String) throws -> [MountRecord] {
        try database.read { db in
            try db.rows(
                "SELECT \(Self.mountColumns) FROM mounts WHERE volume = ? ORDER BY path",
                [.text(id)],
                Self.mount
            )
        }
    }

    /// All mounts that the driver has made, or was about to.
    func allMounts() throws -> [MountRecord] {
        try database.read { db in try db.rows("SELECT \(Self.mountColumns) FROM mounts", [], Self.mount) }
    }

    /// Writes a mount down, in the place of what was known of the volume there, unless something else lies at the path.
    /// - Returns: The mount that is in the way, in the caller's spelling or without links; nil where there is none.
    func add(_ mount: MountRecord) throws -> MountRecord? {
        try database.write { db in
            let paths = [mount.path, mount.resolvedPath ?? mount.path]
            let other = try db.row(
                """
                SELECT \(Self.mountColumns) FROM mounts
                WHERE (path IN (?1, ?2) OR resolved IN (?1, ?2)) AND NOT (volume = ?3 AND path = ?1)
                """,
                paths.map(Value.text) + [.text(mount.volumeID)],
                Self.mount
            )
            if let other { return other }
            try db.execute(
                "INSERT OR REPLACE INTO mounts (\(Self.mountColumns)) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    .text(mount.volumeID), .text(mount.nodeID), .text(mount.path), .optional(mount.resolvedPath),
                    .integer(mount.isMade ? 1 : 0), .text(mount.state.rawValue), .integer(mount.readonly ? 1 : 0),
                    .blob(try mount.request.encoded()),
                ]
            )
            return nil
        }
    }

    func setState(_ state: MountRecord.State, of mount: MountRecord) throws {
        try free { db in
            try db.execute(
                "UPDATE mounts SET state = ? WHERE volume = ? AND path = ?",
                [.text(state.rawValue), .text(mount.volumeID), .text(mount.path)]
            )
        }
    }

    func remove(_ mount: MountRecord) throws {
        try free { db in
            try db.execute(
                "DELETE FROM mounts WHERE volume = ? AND path = ?",
                [.text(mount.volumeID), .text(mount.path)]
            )
        }
    }
}
