internal import CSI
package import JSON
package import Volumes

/// Makes a volume in a plugin's storage, and registers it.
package struct CreateVolume: Creation {
    package static let kind = "create volume"
    package static let field = "CreateVolumeResponse.volume.accessible_topology"
    /// The volume as it was asked for.
    package let target: Volumes.Volume
    /// CSI's idempotency key.
    package let name: String
    /// The plugin as it was then, so that the request is the same at every try.
    package let plugin: Plugin
    package var secrets: Secrets
    package var progress = CreationProgress.creating
    package var attempts = Attempts()
    private let request: CreateVolumeRequest

    /// - Throws: ``VolumeError`` where the plugin can't be asked for such a volume.
    package init(
        _ target: Volumes.Volume,
        name: String,
        secrets: Secrets,
        plugin: Plugin
    ) throws(VolumeError) {
        self.target = target
        self.name = name
        self.plugin = plugin
        self.secrets = secrets
        request = try CreateVolumeRequest(target, name: name, secrets: secrets, plugin: plugin)
    }

    package init(record: JSON, secrets: Secrets) throws(RecordError) {
        do {
            try self.init(
                try record.member("target"),
                name: try record.member("name"),
                secrets: secrets,
                plugin: try record.member("plugin")
            )
        } catch let error as RecordError {
            throw error
        } catch {
            throw RecordError("\(error)")
        }
        attempts.mayBeDone = true
        progress = try record.member("progress", or: progress)
    }

    package var record: JSON { .record(["target": target, "name": name, "plugin": plugin, "progress": progress]) }
    package var wish: JSON { .record(["target": target, "name": name]) }
    package var pluginID: String { target.pluginID }
    package var volume: VolumeID? { target.id }
    package var turns: Set<Turn> { [.volume(target.id), .name(name, pluginID: pluginID)] }

    package var call: Call {
        var request = request
        request.secrets = secrets.revealed
        return Call(.controller(plugin: pluginID), request)
    }

    package func removal(of id: String) -> (Call, Kept) {
        (Call(.controller(plugin: pluginID), DeleteVolumeRequest(volumeID: id, secrets: secrets.revealed)), .volume(id))
    }

    package func made(by answer: Answer) -> (id: String, outcome: WorkflowAction?)? {
        guard let response = answer.message as? CreateVolumeResponse, let made = response.volume else { return nil }
        guard made.accessibleTopology.count <= VolumeValidation.maximumTopologies else { return (made.volumeID, nil) }
        var volume = target
        volume.externalID = made.volumeID
        volume.capacity = made.capacityBytes
        volume.context = made.volumeContext
        volume.topologies = made.accessibleTopology.map { Volumes.Topology(segments: $0.segments) }
        let changes: [StateChange] = [
            .putVolume(volume), .putVolumeSecrets(volume.id, secrets), .changeProvider(pluginID),
        ]
        return (made.volumeID, .commit(changes, .volume(volume, isNew: true)))
    }
}
