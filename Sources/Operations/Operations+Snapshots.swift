internal import Plugins
internal import Workflows
internal import struct CSI.RPC
internal import StateStore
public import Volumes

extension Operations {
    /// Makes a snapshot of a volume.
    /// - Parameter pluginID: Empty for the volume's plugin.
    public func createSnapshot(
        of id: VolumeID,
        pluginID: String,
        name: String,
        parameters: [String: String],
        secrets: Secrets
    ) async throws(VolumeError) -> Snapshot {
        let done = try await perform(on: id, secrets: secrets.isEmpty ? nil : secrets) { view throws(VolumeError) in
            guard let volume = try view.volume(id) else {
                throw VolumeError(.notFound, "no such volume \"\(id)\"", volume: id.name)
            }
            let pluginID = pluginID.isEmpty ? volume.pluginID : pluginID
            let plugin = try self.plugin(pluginID, serving: .createSnapshot) {
                "plugin \"\(pluginID)\" does not support snapshot"
            }
            let fault: String? =
                if name.isEmpty {
                    "missing Name"
                } else if name.unicodeScalars.contains(where: VolumeValidation.isForbiddenInNames) {
                    "Name contains a control character"
                } else if volume.externalID.isEmpty {
                    "missing VolumeID"
                } else {
                    nil
                }
            if let fault {
                throw VolumeError(
                    .invalid,
                    "could not create snapshot: controller create snapshot: CSI.ControllerCreateSnapshot: \(fault)",
                    volume: id.name,
                    plugin: plugin.id
                )
            }
            try VolumeValidation.check(name, is: "snapshot name", of: id, plugin: plugin.id)
            try VolumeValidation.check(parameters, are: "parameters", of: id, plugin: plugin.id)
            try VolumeValidation.check(secrets, of: id, plugin: plugin.id)
            return CreateSnapshot(
                of: volume,
                pluginID: plugin.id,
                name: name,
                parameters: parameters,
                secrets: try view.secrets(of: id).merging(secrets)
            )
        }
        guard case .snapshot(let snapshot) = done.product else {
            throw VolumeError(.pluginFailed, "the operation brought no snapshot", volume: id.name)
        }
        return snapshot
    }

    /// Deletes a snapshot.
    /// - Parameter secrets: Laid over those that were stored when it was made.
    public func deleteSnapshot(_ id: String, pluginID: String, secrets: Secrets) async throws(VolumeError) {
        _ = try await perform(on: nil, secrets: secrets.isEmpty ? nil : secrets) { view throws(VolumeError) in
            _ = try self.plugin(pluginID, serving: .deleteSnapshot) { "plugin does not support snapshot" }
            guard !id.isEmpty else {
                throw VolumeError(
                    .invalid,
                    "controller delete snapshot: CSI.ControllerDeleteSnapshot: missing SnapshotID",
                    plugin: pluginID
                )
            }
            try VolumeValidation.check(
                id,
                is: "snapshot id",
                limit: VolumeValidation.maximumRemoteIDBytes,
                of: nil,
                plugin: pluginID
            )
            try VolumeValidation.check(secrets, of: nil, plugin: pluginID)
            do throws(RecordError) {
                let key = Keys.secrets(ofSnapshot: id, pluginID: pluginID)
                let stored = try view[key]?.value.record(Secrets.self) ?? Secrets()
                let snapshot = try view[Keys.snapshot(id, pluginID: pluginID)]?.value.record(Snapshot.self)
                return DeleteSnapshot(
                    id,
                    pluginID: pluginID,
                    name: snapshot?.name,
                    secrets: stored.merging(secrets)
                )
            } catch {
                throw VolumeError(.unavailable, "the record of snapshot \(id) cannot be read: \(error)")
            }
        }
    }

    /// A plugin that can be asked, and that has what an RPC requires.
    func plugin(
        _ id: String,
        serving rpc: RPC,
        otherwise text: () -> String
    ) throws(VolumeError) -> Plugin {
        guard let plugin = plugins.status(of: id) else {
            throw VolumeError(.notFound, "no such plugin \"\(id)\"", plugin: id)
        }
        if plugin.isKnown, !plugin.serves(rpc) {
            throw VolumeError(.unsupported, text(), plugin: id)
        }
        guard plugin.isHealthy else {
            throw VolumeError(.unavailable, "no healthy controllers for CSI plugin: \(id)", plugin: id)
        }
        return plugin
    }
}
