internal import Workflows
internal import StateStore
internal import Volumes

/// The rows of plugins in the store.
struct PluginRows: Sendable {
    let store: any Store
    let log: @Sendable (String) -> Void

    /// The plugins as they were last stored; what can't be read is left out.
    var all: [Plugin] {
        store.view.entries(in: Keys.plugins).compactMap { try? $0.value.record() }
    }

    /// Stores what is new of a plugin. Where that fails, the next time tries again.
    func put(_ plugin: Plugin) async {
        await change(puts: [plugin])
    }

    /// Stores what is new of plugins, and deletes rows.
    func change(puts: [Plugin], deletes: [Key] = []) async {
        let view = store.view
        var operations = deletes.map { Transaction.Operation.delete($0) }
        for plugin in puts {
            let key = Keys.plugin(plugin.id)
            let value = Value(plugin)
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
