internal import Plugins
internal import StateStore
internal import Volumes
internal import Workflows

/// What an ``OperationRun`` acts on: the store and the plugins.
struct Environment: Sendable {
    let store: any Store
    let plugins: any PluginLookup
    let turns: Turns
    let index: VolumeIndex
    let backoff: Backoff
    let makeID: @Sendable () -> String
    /// Nanoseconds since 1970.
    let now: @Sendable () -> Int64
    let log: @Sendable (String) -> Void

    /// Notes how the store takes what is to be kept, and says whether to go on trying; without a failure it did.
    typealias Watcher = (StoreError?) -> Bool

    /// What came of storing something.
    enum Storing<Kept> {
        case stored(Kept)
        /// The store would refuse it for ever, and why.
        case unstorable(String)
        /// It is left to the next start.
        case left
    }

    /// What was stored of an outcome.
    struct Stored {
        let changes: [StateChange]
        let revision: Revision
        /// The transaction that first stored a volume, where one was changed.
        let createRevision: Revision?
    }

    /// What keeps a workflow as it is now.
    /// - Parameter leftover: What may be left of it where it is abandoned.
    func intent(
        _ workflow: any Workflow,
        as id: String,
        since: Int64,
        leftover: String? = nil,
        lastError: String? = nil
    ) -> [Transaction.Operation] {
        let key = Keys.secrets(ofOperation: id)
        let record = StoredOperation(workflow, since: since, leftover: leftover, lastError: lastError)
        // What is given up is not asked for again.
        let hasSecrets = leftover == nil && !workflow.secrets.isEmpty
        return [
            .put(Keys.operation(id), Value(record)),
            hasSecrets ? .put(key, Value(workflow.secrets)) : .delete(key),
        ]
    }

    /// Stores a workflow as it is now, and others with it.
    func save(
        _ workflow: any Workflow,
        as id: String,
        since: Int64,
        with others: [(id: String, workflow: CreateVolume)],
        _ watcher: Watcher
    ) async -> Storing<Revision> {
        await persist(watcher) { _ in
            intent(workflow, as: id, since: since)
                + others.flatMap { intent($0.workflow, as: $0.id, since: since) }
        }
    }

    /// Stores that a workflow was given up.
    func abandon(
        _ workflow: any Workflow,
        as id: String,
        since: Int64,
        _ leftover: String,
        _ lastError: String?,
        _ watcher: Watcher
    ) async -> Storing<Revision> {
        await persist(watcher) { _ in
            intent(workflow, as: id, since: since, leftover: leftover, lastError: lastError)
        }
    }

    /// Forgets a workflow.
    func forget(_ id: String, _ watcher: Watcher) async -> Storing<Revision> {
        await persist(watcher) { _ in Self.removal(of: id) }
    }

    /// Stores an outcome and forgets the workflow, in one transaction.
    func commit(
        _ changes: [StateChange],
        of pluginID: String,
        ending id: String,
        _ watcher: Watcher
    ) async -> Storing<Stored> {
        var stamped: [StateChange] = []
        var createRevision: Revision?
        let result = await persist(watcher) { view in
            let plugin = plugins.status(of: pluginID)
            let time = now()
            stamped = changes.map { $0.stamped(in: view, now: time, plugin: plugin) }
            for case .putVolume(let volume) in stamped { createRevision = view[Keys.volume(volume.id)]?.createRevision }
            return stamped.flatMap(\.operations) + Self.removal(of: id)
        }
        switch result {
        case .stored(let revision):
            index.take(stamped)
            return .stored(Stored(changes: stamped, revision: revision, createRevision: createRevision))
        case .unstorable(let reason): return .unstorable(reason)
        case .left: return .left
        }
    }

    private static func removal(of id: String) -> [Transaction.Operation] {
        [.delete(Keys.operation(id)), .delete(Keys.secrets(ofOperation: id))]
    }

    /// Whether something of a provider is registered, or was and has been kept on purpose.
    func keeps(_ kept: Kept, of pluginID: String) -> Bool {
        let view = store.view
        // What can't be read may be the one.
        switch kept {
        case .snapshot(let id):
            return view[Keys.snapshot(id, pluginID: pluginID)] != nil || view.hasSetAside(Keys.snapshots(of: pluginID))
        case .volume(let externalID):
            return !index.unreadable.isEmpty || view.hasSetAside(Keys.volumes)
                || view[Keys.released(externalID, pluginID: pluginID)] != nil
                || !index.owners(of: externalID, pluginID: pluginID, besides: nil).isEmpty
        }
    }

    /// The other volume of ours that has a storage; nil where none has.
    func owner(of kept: Kept, of pluginID: String, besides id: VolumeID?) -> VolumeID? {
        guard case .volume(let externalID) = kept else { return nil }
        return index.owners(of: externalID, pluginID: pluginID, besides: id).first
    }

    /// Commits what is to be stored, again and again while the store fails: the plugin has done its part, so there is no way
    /// back.
    private func persist(
        _ watcher: Watcher,
        _ operations: (View) -> [Transaction.Operation]
    ) async -> Storing<Revision> {
        var tries = 0
        while true {
            do throws(StoreError) {
                if case .committed(let revision) = try await store.commit(Transaction(operations(store.view))) {
                    _ = watcher(nil)
                    return .stored(revision)
                }
            } catch {
                if error.code == .invalid { return .unstorable(error.message) }
                guard watcher(error), error.code != .closed else {
                    log("an operation is left to the next start, since it cannot be stored: \(error)")
                    return .left
                }
                if tries == 0 { log("storing an operation failed, which is tried again: \(error)") }
            }
            tries += 1
            try? await Task.sleep(for: backoff.delay(after: tries, isAttended: true))
        }
    }
}
