internal import CSI
internal import JSON
internal import Volumes

/// Deletes a volume from its plugin's storage, and deregisters it once that is done.
///
/// Nobody can take the volume into use meanwhile, since that needs its turn too.
struct DeleteVolume: Deletion {
    static let kind = "delete volume"
    let id: VolumeID
    let pluginID: String
    let externalID: String
    /// What CSI knew it by when it was made, which must not be made again meanwhile.
    let name: String
    /// The stored ones with those of the request over them.
    var secrets: Secrets
    var attempts = Attempts()

    /// - Parameter secrets: The stored ones with those of the request over them.
    init(_ volume: Volumes.Volume, name: String, secrets: Secrets) {
        id = volume.id
        pluginID = volume.pluginID
        externalID = volume.externalID
        self.name = name
        self.secrets = secrets
    }

    init(record: JSON, secrets: Secrets) throws(RecordError) {
        id = try record.member("volume")
        pluginID = try record.member("pluginID")
        externalID = try record.member("externalID")
        name = try record.member("name", or: "")
        self.secrets = secrets
        attempts.mayBeDone = true
    }

    var record: JSON { .record(["volume": id, "pluginID": pluginID, "externalID": externalID, "name": name]) }
    var volume: VolumeID? { id }
    var turns: Set<Turn> {
        let names: Set<Turn> = name.isEmpty ? [] : [.name(name, pluginID: pluginID)]
        return names.union([.volume(id), .backing(externalID, pluginID: pluginID)])
    }

    var call: Call {
        Call(.controller(plugin: pluginID), DeleteVolumeRequest(volumeID: externalID, secrets: secrets.revealed))
    }

    var outcome: WorkflowAction {
        .commit(
            [.deleteVolume(id, externalID: externalID, pluginID: pluginID), .changeProvider(pluginID)],
            .nothing
        )
    }
}
