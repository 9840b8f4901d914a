package import StateStore
package import Volumes

extension StateChange {
    /// The change with what is known only when it is stored.
    /// - Parameters:
    ///   - view: The store before.
    ///   - now: Nanoseconds since 1970.
    ///   - plugin: The plugin as last seen, whose name and version a volume shows.
    package func stamped(in view: View, now: Int64, plugin: Plugin?) -> StateChange {
        guard case .putVolume(var volume) = self else { return self }
        if view[Keys.volume(volume.id)] == nil { volume.createTime = now }
        volume.modifyTime = now
        if let plugin, plugin.isKnown {
            volume.provider = plugin.provider
            volume.providerVersion = plugin.version
            volume.isControllerRequired = plugin.hasController
        }
        return .putVolume(volume)
    }

    /// What the change is in the store.
    package var operations: [Transaction.Operation] {
        switch self {
        case .putVolume(let volume):
            return [
                .put(Keys.volume(volume.id), Value(volume)),
                .delete(Keys.released(volume.remoteID, pluginID: volume.pluginID)),
            ]
        case .putVolumeSecrets(_, nil): return []
        case .putVolumeSecrets(let id, let secrets?):
            return [secrets.isEmpty ? .delete(Keys.secrets(of: id)) : .put(Keys.secrets(of: id), Value(secrets))]
        case .deleteVolume(let id, let externalID, let pluginID):
            return [
                .delete(Keys.volume(id)),
                .delete(Keys.secrets(of: id)),
                .delete(Keys.released(externalID, pluginID: pluginID)),
            ]
        case .releaseVolume(let volume):
            return [
                .delete(Keys.volume(volume.id)),
                .delete(Keys.secrets(of: volume.id)),
                .put(Keys.released(volume.remoteID, pluginID: volume.pluginID), Value([])),
            ]
        case .putSnapshot(let snapshot, let secrets):
            let key = Keys.secrets(ofSnapshot: snapshot.id, pluginID: snapshot.pluginID)
            return [
                .put(Keys.snapshot(snapshot.id, pluginID: snapshot.pluginID), Value(snapshot)),
                secrets.isEmpty ? .delete(key) : .put(key, Value(secrets)),
            ]
        case .deleteSnapshot(let id, let pluginID):
            return [
                .delete(Keys.snapshot(id, pluginID: pluginID)),
                .delete(Keys.secrets(ofSnapshot: id, pluginID: pluginID)),
            ]
        case .changeProvider(let pluginID): return [.put(Keys.provider(pluginID), Value([]))]
        }
    }
}
