internal import Workflows
internal import StateStore
internal import Volumes

/// The rows of the plugins' instances in the store.
struct PluginRows: Sendable {
    let store: any Store
    let log: @Sendable (String) -> Void

    /// The instances as they were last stored; what can't be read is left out.
    var all: [PluginInstance] {
        store.view.entries(in: Keys.plugins).compactMap { try? $0.value.record() }
    }

    /// The keys of all rows.
    var keys: [Key] { store.view.entries(in: Keys.plugins).map(\.key) }

    /// Stores what is new of an instance. Where that fails, the next time tries again.
    func put(_ instance: PluginInstance) async {
        await change(puts: [instance])
    }

    /// Stores what is new of instances, and deletes rows.
    func change(puts: [PluginInstance], deletes: [Key] = []) async {
        let view = store.view
        var operations = deletes.map { Transaction.Operation.delete($0) }
        for instance in puts {
            let key = instance.key
            let value = Value(instance)
            if view[key]?.value != value { operations.append(.put(key, value)) }
        }
        var rest = operations[...]
        while !rest.isEmpty {
            let part = rest.prefix(Transaction.maximumCount)
            rest = rest.dropFirst(part.count)
            do throws(StoreError) {
                _ = try await store.commit(Transaction(Array(part)))
            } catch {
                log("the state of plugins could not be stored: \(error)")
            }
        }
    }
}

extension PluginInstance {
    /// Where its row lies.
    var key: Key { Keys.instance(of: plugin.id, nodeID: nodeID, socket: socket) }
}
