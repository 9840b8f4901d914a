package import StateStore
internal import Volumes

extension View {
    /// The names of the plugins that made what is stored under a plugin's ID: volumes, snapshots, and operations that
    /// are in hand. The empty one stands for a name that is not known.
    package func providers(of pluginID: String) -> Set<String> {
        var names: Set<String> = hasSetAside(Keys.volumes) || hasSetAside(Keys.operations) ? [""] : []
        for entry in entries(in: Keys.volumes) {
            // What can't be read may be one.
            guard let volume = try? entry.value.record(Volume.self) else {
                names.insert("")
                continue
            }
            if volume.pluginID.isIdentical(to: pluginID) { names.insert(volume.provider) }
        }
        let isInHand = entries(in: Keys.operations).contains { entry in
            let operation = try? entry.value.record(StoredOperation.self).restored(secrets: Secrets())
            return operation?.pluginID.isIdentical(to: pluginID) ?? true
        }
        let hasSnapshots =
            !entries(in: Keys.snapshots(of: pluginID)).isEmpty || hasSetAside(Keys.snapshots(of: pluginID))
        if isInHand || hasSnapshots { names.insert("") }
        return names
    }
}
