internal import CSI
internal import JSON
internal import Volumes

/// Deletes a snapshot from its plugin's storage, and the record of it where there is one.
struct DeleteSnapshot: Deletion {
    static let kind = "delete snapshot"
    let id: String
    let pluginID: String
    /// The name it was made by, which must not be made again meanwhile; nil where we did not make it.
    let name: String?
    /// The stored ones with those of the request over them.
    var secrets: Secrets
    var attempts = Attempts()

    init(_ id: String, pluginID: String, name: String?, secrets: Secrets) {
        self.id = id
        self.name = name
        self.pluginID = pluginID
        self.secrets = secrets
    }

    init(record: JSON, secrets: Secrets) throws(RecordError) {
        id = try record.member("snapshot")
        pluginID = try record.member("pluginID")
        name = try record.member("name", or: nil)
        self.secrets = secrets
        attempts.mayBeDone = true
    }

    var record: JSON { .record(["snapshot": id, "pluginID": pluginID, "name": name]) }
    var volume: VolumeID? { nil }
    var turns: Set<Turn> {
        let names = name.map { Set([Turn.snapshotName($0, pluginID: pluginID)]) } ?? []
        return names.union([.snapshot(id, pluginID: pluginID)])
    }

    var call: Call {
        Call(.controller(plugin: pluginID), DeleteSnapshotRequest(snapshotID: id, secrets: secrets.revealed))
    }

    var outcome: WorkflowAction {
        .commit([.deleteSnapshot(id, pluginID: pluginID), .changeProvider(pluginID)], .nothing)
    }
}
