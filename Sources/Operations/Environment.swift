internal import Plugins
internal import Workflows
internal import StateStore
internal import Volumes

/// What an ``OperationRun`` acts on: the store and the plugins.
struct Environment: Sendable {
    let store: any Store
    let plugins: any PluginLookup
    let turns: Turns
    let backoff: Backoff
    /// Nanoseconds since 1970.
    let now: @Sendable () -> Int64
    let log: @Sendable (String) -> Void

    /// Notes how the store takes what is to be kept, and says whether to go on trying; without a failure it did.
    typealias Watcher = (StoreError?) -> Bool

    /// What keeps a workflow as it is now.
    func intent(_ workflow: any Workflow, as id: String, since: Int64) -> [Transaction.Operation] {
        let key = Keys.secrets(ofOperation: id)
        return [
            .put(Keys.operation(id), Value(StoredOperation(workflow, since: since))),
            workflow.secrets.isEmpty ? .delete(key) : .put(key, Value(workflow.secrets)),
        ]
    }

    /// Stores a workflow as it is now.
    func save(_ workflow: any Workflow, as id: String, since: Int64, _ watcher: Watcher) async -> Revision? {
        await persist(watcher) { _ in intent(workflow, as: id, since: since) }
    }

    /// Forgets a workflow.
    func forget(_ id: String, _ watcher: Watcher) async -> Revision? {
        await persist(watcher) { _ in [.delete(Keys.operation(id)), .delete(Keys.secrets(ofOperation: id))] }
    }

    /// Stores an outcome and forgets the workflow, in one transaction.
    func commit(
        _ changes: [StateChange],
        of pluginID: String,
        ending id: String,
        _ watcher: Watcher
    ) async -> Revision? {
        await persist(watcher) { view in
            let plugin = plugins.status(of: pluginID)
            let time = now()
            return changes.flatMap { $0.operations(in: view, now: time, plugin: plugin) } + [
                .delete(Keys.operation(id)),
                .delete(Keys.secrets(ofOperation: id)),
            ]
        }
    }

    /// Whether something of a provider is registered, or was and has been kept on purpose.
    func keeps(_ kept: Kept, of pluginID: String) -> Bool {
        let view = store.view
        switch kept {
        case .snapshot(let id): return view[Keys.snapshot(id, pluginID: pluginID)] != nil
        case .volume(let externalID):
            if view[Keys.released(externalID, pluginID: pluginID)] != nil { return true }
            return view.entries(in: Keys.volumes).contains { entry in
                // What can't be read may be the one.
                guard let volume = try? entry.value.record(Volume.self) else { return true }
                return volume.pluginID.isIdentical(to: pluginID) && volume.remoteID.isIdentical(to: externalID)
            }
        }
    }

    /// Commits what is to be stored, again and again while the store fails: the plugin has done its part, so there is no way
    /// back.
    /// - Returns: Nil where it is left to the next start.
    private func persist(_ watcher: Watcher, _ operations: (View) -> [Transaction.Operation]) async -> Revision? {
        var tries = 0
        while true {
            do throws(StoreError) {
                if case .committed(let revision) = try await store.commit(Transaction(operations(store.view))) {
                    _ = watcher(nil)
                    return revision
                }
            } catch {
                // The same transaction would be refused for ever.
                guard watcher(error), error.code != .closed, error.code != .invalid else {
                    log("an operation is left to the next start, since it cannot be stored: \(error)")
                    return nil
                }
                if tries == 0 { log("storing an operation failed, which is tried again: \(error)") }
            }
            tries += 1
            try? await Task.sleep(for: backoff.delay(after: tries, isAttended: true))
        }
    }
}
