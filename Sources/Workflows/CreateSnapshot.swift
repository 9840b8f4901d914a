internal import CSI
package import JSON
package import Volumes

/// Cuts a snapshot of a volume, and keeps a record of it.
package struct CreateSnapshot: Creation {
    package static let kind = "create snapshot"
    package let source: VolumeID
    package let externalSourceID: String
    package let pluginID: String
    package let name: String
    package let parameters: [String: String]
    /// The volume's with those of the request over them; stored with the snapshot.
    package var secrets: Secrets
    package var progress = CreationProgress.creating
    package var attempts = Attempts()

    package init(
        of volume: Volumes.Volume,
        pluginID: String,
        name: String,
        parameters: [String: String],
        secrets: Secrets
    ) {
        source = volume.id
        externalSourceID = volume.externalID
        self.pluginID = pluginID
        self.name = name
        self.parameters = parameters
        self.secrets = secrets
    }

    package init(record: JSON, secrets: Secrets) throws(RecordError) {
        source = try record.member("source")
        externalSourceID = try record.member("externalSourceID")
        pluginID = try record.member("pluginID")
        name = try record.member("name")
        parameters = try record.member("parameters", or: [:])
        self.secrets = secrets
        attempts.mayBeDone = true
        attempts.hasChanged = try record.member("hasChanged", or: false)
        progress = try record.member("progress", or: progress)
    }

    package var record: JSON {
        .record([
            "source": source, "externalSourceID": externalSourceID, "pluginID": pluginID, "name": name,
            "parameters": parameters, "progress": progress, "hasChanged": attempts.hasChanged,
        ])
    }

    package var wish: JSON {
        .record([
            "source": source, "externalSourceID": externalSourceID, "pluginID": pluginID, "name": name,
            "parameters": parameters,
        ])
    }
    package var volume: VolumeID? { source }
    package var object: String { "snapshot \"\(name)\" of volume \(source)" }
    package var turns: Set<Turn> { [.volume(source), .snapshotName(name, pluginID: pluginID)] }

    package var call: Call {
        Call(
            .controller(plugin: pluginID),
            CreateSnapshotRequest(
                sourceVolumeID: externalSourceID,
                name: name,
                secrets: secrets.revealed,
                parameters: parameters
            )
        )
    }

    package func removal(of id: String) -> (Call, Kept) {
        (
            Call(.controller(plugin: pluginID), DeleteSnapshotRequest(snapshotID: id, secrets: secrets.revealed)),
            .snapshot(id)
        )
    }

    package func made(by answer: Answer) -> Made {
        guard let made = (answer.message as? CreateSnapshotResponse)?.snapshot else {
            return .unusable("CreateSnapshotResponse.snapshot is missing")
        }
        let id = made.snapshotID
        if id.isEmpty { return .unusable("CreateSnapshotResponse.snapshot.snapshot_id is empty") }
        // Another volume's snapshot is not this one's to remove.
        guard made.sourceVolumeID.isEmpty || made.sourceVolumeID.isIdentical(to: externalSourceID) else {
            return .unusable("CreateSnapshotResponse.snapshot.source_volume_id is not the one asked for")
        }
        if let fault = answer.fault { return .unkeepable(id: id, "\(fault)") }
        let snapshot = Volumes.Snapshot(
            id: id,
            pluginID: pluginID,
            name: name,
            sourceVolume: source,
            externalSourceVolumeID: externalSourceID,
            sizeBytes: max(made.sizeBytes, 0),
            createTime: made.creationTime?.seconds ?? 0,
            isReady: made.readyToUse
        )
        let changes: [StateChange] = [.putSnapshot(snapshot, secrets), .changeProvider(pluginID)]
        return .keepable(id: id, .commit(changes, .snapshot(snapshot)))
    }
}
