internal import CSI
package import JSON
package import Volumes

/// Deletes a snapshot from its plugin's storage, and the record of it where there is one.
package struct DeleteSnapshot: Deletion {
    package static let kind = "delete snapshot"
    package let id: String
    package let pluginID: String
    /// The name it was made by, which must not be made again meanwhile; nil where we did not make it.
    package let name: String?
    /// The stored ones with those of the request over them.
    package var secrets: Secrets
    package var attempts = Attempts()

    package init(_ id: String, pluginID: String, name: String?, secrets: Secrets) {
        self.id = id
        self.name = name
        self.pluginID = pluginID
        self.secrets = secrets
    }

    package init(record: JSON, secrets: Secrets) throws(RecordError) {
        id = try record.member("snapshot")
        pluginID = try record.member("pluginID")
        name = try record.member("name", or: nil)
        self.secrets = secrets
        attempts.mayBeDone = true
    }

    package var record: JSON { .record(["snapshot": id, "pluginID": pluginID, "name": name]) }
    package var volume: VolumeID? { nil }
    package var object: String { "snapshot \"\(id)\"" }
    package var turns: Set<Turn> {
        let names = name.map { Set([Turn.snapshotName($0, pluginID: pluginID)]) } ?? []
        return names.union([.snapshot(id, pluginID: pluginID)])
    }

    package var call: Call {
        Call(.controller(plugin: pluginID), DeleteSnapshotRequest(snapshotID: id, secrets: secrets.revealed))
    }

    package var outcome: WorkflowAction {
        .commit([.deleteSnapshot(id, pluginID: pluginID), .changeProvider(pluginID)], .nothing)
    }
}
