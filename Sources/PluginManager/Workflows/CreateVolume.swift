internal import CSI
internal import JSON
internal import Volumes

/// Makes a volume in a plugin's storage, and registers it.
struct CreateVolume: Creation {
    static let kind = "create volume"
    static let field = "CreateVolumeResponse.volume.accessible_topology"
    /// The volume as it was asked for.
    let target: Volumes.Volume
    /// CSI's idempotency key.
    let name: String
    /// The plugin as it was then, so that the request is the same at every try.
    let plugin: Plugin
    var secrets: Secrets
    var progress = CreationProgress.creating
    var attempts = Attempts()
    private let request: CreateVolumeRequest

    /// - Throws: ``VolumeError`` where the plugin can't be asked for such a volume.
    init(
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

    init(record: JSON, secrets: Secrets) throws(RecordError) {
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

    var record: JSON { .record(["target": target, "name": name, "plugin": plugin, "progress": progress]) }
    var wish: JSON { .record(["target": target, "name": name]) }
    var pluginID: String { target.pluginID }
    var volume: VolumeID? { target.id }
    var turns: Set<Turn> { [.volume(target.id), .name(name, pluginID: pluginID)] }

    var call: Call {
        var request = request
        request.secrets = secrets.revealed
        return Call(.controller(plugin: pluginID), request)
    }

    func removal(of id: String) -> (Call, Kept) {
        (Call(.controller(plugin: pluginID), DeleteVolumeRequest(volumeID: id, secrets: secrets.revealed)), .volume(id))
    }

    func made(by answer: Answer) -> (id: String, outcome: WorkflowAction?)? {
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
