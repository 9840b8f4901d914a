/// What a transaction does to a view, and what an engine has to store for it.
struct Plan: Sendable {
    var outcome: Transaction.Outcome
    /// Nil where nothing changes.
    var changes: Changes?
    /// Deletions that are known by their directory from now on.
    var folded: [Tombstone] = []
}

extension View {
    /// Performs a transaction that is valid.
    mutating func apply(_ transaction: Transaction) -> Plan {
        let obstacles = transaction.guards.compactMap { condition in
            let found = self[condition.key]
            let holds =
                switch condition {
                case .absent: found == nil
                case .unchanged(_, let revision): found?.modifyRevision == revision
                }
            return holds ? nil : Transaction.Obstacle(condition: condition, found: found)
        }
        guard obstacles.isEmpty else { return Plan(outcome: .refused(obstacles)) }
        var changes: [Change] = []
        let revision = revision + 1
        for operation in transaction.operations {
            switch operation {
            case .put(let key, let value):
                let old = self[key]
                changes.append(
                    put(
                        Entry(
                            key: key,
                            value: value,
                            createRevision: old?.createRevision ?? revision,
                            modifyRevision: revision,
                            version: (old?.version ?? 0) + 1
                        )
                    )
                )
            case .delete(let key):
                guard self[key] != nil else { continue }
                changes.append(delete(key, revision))
            case .deletePrefix(let prefix):
                for entry in entries(in: prefix) { changes.append(delete(entry.key, revision)) }
            }
        }
        guard !changes.isEmpty else { return Plan(outcome: .committed(self.revision)) }
        return finish(changes, revision)
    }

    /// Becomes what another view is, in one transaction later than all of both.
    ///
    /// Entries that were the same stay untouched; others keep where and how often they were put, but are modified now.
    mutating func restore(_ other: View, keeping kept: [Key]) -> Plan {
        func isKept(_ key: Key) -> Bool { kept.contains { key.hasPrefix($0) } }
        let revision = max(revision, other.revision) + 1
        var changes: [Change] = []
        for entry in entries(in: "") where other[entry.key] == nil && !isKept(entry.key) {
            changes.append(delete(entry.key, revision))
        }
        for entry in other.entries(in: "") where self[entry.key] != entry && !isKept(entry.key) {
            changes.append(
                put(
                    Entry(
                        key: entry.key,
                        value: entry.value,
                        createRevision: entry.createRevision,
                        modifyRevision: revision,
                        version: entry.version
                    )
                )
            )
        }
        return finish(changes, revision)
    }

    private mutating func finish(_ changes: [Change], _ revision: Revision) -> Plan {
        self.revision = revision
        return Plan(
            outcome: .committed(revision),
            changes: Changes(revision: revision, changes: changes),
            folded: tombstones.fold()
        )
    }

    private mutating func put(_ entry: Entry) -> Change {
        table.put(entry)
        tombstones.remove(entry.key)
        return .put(entry)
    }

    private mutating func delete(_ key: Key, _ revision: Revision) -> Change {
        table.remove(key)
        tombstones.record(key, revision)
        return .deleted(key)
    }
}
