public import StateStore
internal import Volumes

extension Store {
    /// Sets aside what can't be read, so that everything else can be worked with, and takes back what can be read again,
    /// perhaps by a newer version.
    ///
    /// A row goes with its secrets, so that no other that gets its key gets them too. Rows of kinds that this version does
    /// not know stay where they are.
    /// - Returns: What was set aside now.
    /// - Throws: `StoreError` where the store fails.
    public func setAsideUnreadableRows() async throws(StoreError) -> [UnreadableRow] {
        for row in view.entries(in: Keys.aside) { try await takeBack(row) }
        let rows = view.unreadableRows.filter { row in Keys.ofRecords.contains { row.key.hasPrefix($0) } }
        for row in rows {
            do throws(StoreError) {
                try await move(row.key, to: Keys.aside(row.key))
            } catch  where error.code == .invalid {
                // Its key is too long to be put behind another, and it stays.
            }
        }
        return rows
    }

    private func takeBack(_ row: Entry) async throws(StoreError) {
        let key = Keys.original(ofAside: row.key)
        // Secrets come with what has them.
        guard !key.hasPrefix(Keys.secrets), view[key] == nil, (try? view.check(row.value, at: key)) != nil else {
            return
        }
        try await move(row.key, to: key)
    }

    /// Moves a row, and its secrets where there are none at its new place.
    private func move(_ old: Key, to new: Key) async throws(StoreError) {
        let view = view
        let isLeaving = !old.hasPrefix(Keys.aside)
        let oldSecrets = isLeaving ? Keys.secrets(ofRowAt: old) : Keys.aside(Keys.secrets(ofRowAt: new))
        let newSecrets = isLeaving ? Keys.aside(Keys.secrets(ofRowAt: old)) : Keys.secrets(ofRowAt: new)
        var operations: [Transaction.Operation] = []
        for (old, new) in [(old, new), (oldSecrets, newSecrets)] {
            guard let entry = view[old] else { continue }
            operations += [.put(new, entry.value), .delete(old)]
        }
        _ = try await commit(Transaction(operations))
    }
}
