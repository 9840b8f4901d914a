internal import CSI
package import JSON
package import Volumes

/// Deletes a volume from its plugin's storage, and deregisters it once that is done.
///
/// Nobody can take the volume into use meanwhile, since that needs its turn too.
package struct DeleteVolume: Deletion {
    package static let kind = "delete volume"
    package let id: VolumeID
    package let pluginID: String
    package let externalID: String
    /// What CSI knew it by when it was made, which must not be made again meanwhile; empty where we did not make it.
    package let name: String
    /// The stored ones with those of the request over them.
    package var secrets: Secrets
    package var attempts = Attempts()

    /// - Parameter secrets: The stored ones with those of the request over them.
    package init(_ volume: Volumes.Volume, secrets: Secrets) {
        id = volume.id
        pluginID = volume.pluginID
        externalID = volume.externalID
        name = volume.nameAtPlugin
        self.secrets = secrets
    }

    package init(record: JSON, secrets: Secrets) throws(RecordError) {
        id = try record.member("volume")
        pluginID = try record.member("pluginID")
        externalID = try record.member("externalID")
        name = try record.member("name", or: "")
        self.secrets = secrets
        attempts.mayBeDone = true
    }

    package var record: JSON { .record(["volume": id, "pluginID": pluginID, "externalID": externalID, "name": name]) }
    package var volume: VolumeID? { id }
    package var object: String { "volume \(id), \"\(externalID)\" at the plugin" }
    package var turns: Set<Turn> {
        let names: Set<Turn> = name.isEmpty ? [] : [.name(name, pluginID: pluginID)]
        return names.union([.volume(id), .backing(externalID, pluginID: pluginID)])
    }

    package var call: Call {
        Call(.controller(plugin: pluginID), DeleteVolumeRequest(volumeID: externalID, secrets: secrets.revealed))
    }

    package var outcome: WorkflowAction {
        .commit(
            [.deleteVolume(id, externalID: externalID, pluginID: pluginID), .changeProvider(pluginID)],
            .nothing
        )
    }
}
