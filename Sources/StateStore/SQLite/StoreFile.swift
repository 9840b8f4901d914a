internal import Glibc
internal import Platform
internal import SQLite

/// A store's SQLite file.
struct StoreFile: Sendable {
    private let path: String
    private let database: Database
    private var file: FileInUse
    private var log: FileInUse

    /// Opens a file, creates it where there is none, and brings an older one to the schema.
    ///
    /// The caller has its ``StoreLock``.
    init(path: String, schema: Schema = .current) throws(StoreError) {
        self.path = path
        if try !schema.check(path) {
            if let log = try? FileStatus(ofFileAt: path + "-wal"), log.size > 0 {
                throw StoreError(
                    .damaged,
                    "\(path) is gone, but there are changes for it in \(path)-wal, which was left"
                )
            }
            try Self.create(path, schema)
        }
        do {
            database = try Database(path: path)
            try database.write { connection in
                // What is deleted may have been a secret.
                try connection.executeScript("PRAGMA secure_delete = ON")
                try Self.checkIntegrity(connection, path)
                try schema.prepare(connection, path: path)
            }
            file = try FileInUse(path)
            log = try FileInUse(path + "-wal")
        } catch {
            throw StoreError(error, in: path)
        }
    }

    /// Makes a file with nothing in it under another name first, so that what has the right name is a whole store.
    private static func create(_ path: String, _ schema: Schema) throws(StoreError) {
        let draft = path + ".new"
        func remove() { for file in [draft, draft + "-wal", draft + "-shm"] { unlink(file) } }
        // One that was begun where the last process was killed.
        remove()
        do {
            // SQLite moves its log into the file when it closes it, and keeps the log where it can't.
            try Database(path: draft).write { try schema.prepare($0, path: path) }
            guard (try? FileStatus(ofFileAt: draft + "-wal")) == nil else {
                throw StoreError(.full, "\(path) could not be made, is the device full?")
            }
            guard rename(draft, path) == 0 else { throw Errno.current }
            try Folder.flushFolder(of: path)
        } catch {
            remove()
            throw StoreError(error, in: path)
        }
    }

    private static func checkIntegrity(_ connection: Connection, _ path: String) throws {
        let finding = try connection.row("PRAGMA quick_check(1)") { $0.text(0) } ?? "no answer"
        guard finding == "ok" else {
            throw StoreError(
                .damaged,
                "\(path) is damaged (\(finding)); it was left as it is, restore a backup elsewhere"
            )
        }
    }

    /// All that the file holds.
    func load() throws(StoreError) -> View {
        do {
            let (revision, entries, tombstones) = try database.read { connection in
                (
                    try connection.row("SELECT revision FROM store") { $0.integer(0) },
                    try connection.rows(
                        "SELECT key, value, create_revision, modify_revision, version FROM entries ORDER BY key"
                    ) { row in
                        Entry(
                            key: Key(bytes: row.blob(0)),
                            value: Value(row.blob(1)),
                            createRevision: row.integer(2),
                            modifyRevision: row.integer(3),
                            version: row.integer(4)
                        )
                    },
                    try connection.rows("SELECT key, revision FROM tombstones ORDER BY key") { row in
                        Tombstone(key: Key(bytes: row.blob(0)), revision: row.integer(1))
                    }
                )
            }
            guard let revision, Self.areConsistent(revision, entries, tombstones) else {
                throw StoreError(.damaged, "\(path) is damaged: its rows contradict each other; it was left as it is")
            }
            let table = SortedTable(sorted: entries)
            return View(
                revision: revision,
                table: table,
                // Those of keys that were made again stay in the file.
                tombstones: Tombstones(sorted: tombstones.filter { table[$0.key] == nil })
            )
        } catch {
            throw StoreError(error, in: path)
        }
    }

    /// Whether rows can have been written by a store. Who restores a backup may have been given one that was not.
    private static func areConsistent(_ revision: Revision, _ entries: [Entry], _ tombstones: [Tombstone]) -> Bool {
        // Far from overflow, however long the store goes on from here.
        let numbers: ClosedRange<Int64> = 0...(1 << 60)
        return numbers.contains(revision)
            && entries.allSatisfy { entry in
                (try? Transaction.check(entry.key)) != nil
                    && entry.value.bytes.count <= Transaction.maximumValueSize
                    && 1 <= entry.createRevision && entry.createRevision <= entry.modifyRevision
                    && entry.modifyRevision <= revision
                    && 1 <= entry.version && numbers.contains(entry.version)
            }
            && tombstones.allSatisfy { $0.revision <= revision }
            && zip(entries, entries.dropFirst()).allSatisfy { $0.key < $1.key }
            && zip(tombstones, tombstones.dropFirst()).allSatisfy { $0.key < $1.key }
    }

    /// Stores what transactions do, all in one commit.
    /// - Throws: ``StoreError``, also where the file is not at the revision `before`: something else wrote to it; and where
    ///   the file is not in its place any more.
    mutating func save(_ plans: [Plan], from before: Revision, to revision: Revision) throws(StoreError) {
        try file.check()
        try log.check()
        do {
            try database.write { connection in
                for plan in plans {
                    for change in plan.changes?.changes ?? [] {
                        switch change {
                        case .put(let entry): try Self.put(entry, connection)
                        case .deleted(let key):
                            try connection.execute("DELETE FROM entries WHERE key = ?", [.blob(key.bytes)])
                            try Self.put(Tombstone(key: key, revision: plan.changes?.revision ?? revision), connection)
                        }
                    }
                    for tombstone in plan.folded {
                        try connection.execute("DELETE FROM tombstones WHERE key = ?", [.blob(tombstone.key.bytes)])
                        try Self.put(tombstone.directory, connection)
                    }
                }
                try connection.execute(
                    "UPDATE store SET revision = ? WHERE revision = ?",
                    [.integer(revision), .integer(before)]
                )
                guard connection.changedRows == 1 else {
                    throw StoreError(.failed, "\(path) was changed by something else: restart to read it again")
                }
            }
            // Where the transaction lies: taken away meanwhile, the log has taken it along.
            try log.check()
        } catch {
            throw StoreError(error, in: path)
        }
    }

    /// Fills a new file with a view.
    func fill(with view: View) throws(StoreError) {
        do {
            try database.write { connection in
                for entry in view.entries(in: "") { try Self.put(entry, connection) }
                for tombstone in view.tombstones.all { try Self.put(tombstone, connection) }
                try connection.execute("UPDATE store SET revision = ?", [.integer(view.revision)])
            }
        } catch {
            throw StoreError(error, in: path)
        }
    }

    private static func put(_ entry: Entry, _ connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO entries (key, value, create_revision, modify_revision, version) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (key) DO UPDATE
            SET value = ?2, create_revision = ?3, modify_revision = ?4, version = ?5
            """,
            [
                .blob(entry.key.bytes), .blob(entry.value.bytes), .integer(entry.createRevision),
                .integer(entry.modifyRevision), .integer(entry.version),
            ]
        )
    }

    private static func put(_ tombstone: Tombstone, _ connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO tombstones (key, revision) VALUES (?1, ?2)
            ON CONFLICT (key) DO UPDATE SET revision = max(revision, ?2)
            """,
            [.blob(tombstone.key.bytes), .integer(tombstone.revision)]
        )
    }
}

extension StoreError {
    /// What a failure of SQLite means for the store.
    init(_ error: any Error, in path: String) {
        switch error {
        case let error as StoreError: self = error
        case let error as SQLiteError where error.isFull: self.init(.full, "\(path): no space left", cause: error)
        case let error as SQLiteError where error.isDamaged:
            self.init(.damaged, "\(path) is damaged; it was left as it is, restore a backup elsewhere", cause: error)
        default: self.init(.failed, "\(path) failed", cause: error)
        }
    }
}
