internal import CSI
internal import JSON
internal import Volumes

/// Cuts a snapshot of a volume, and keeps a record of it.
struct CreateSnapshot: Creation {
    static let kind = "create snapshot"
    static let field = "CreateSnapshotResponse.snapshot"
    let source: VolumeID
    let externalSourceID: String
    let pluginID: String
    let name: String
    let parameters: [String: String]
    /// The volume's with those of the request over them; stored with the snapshot.
    var secrets: Secrets
    var progress = CreationProgress.creating
    var attempts = Attempts()

    init(
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

    init(record: JSON, secrets: Secrets) throws(RecordError) {
        source = try record.member("source")
        externalSourceID = try record.member("externalSourceID")
        pluginID = try record.member("pluginID")
        name = try record.member("name")
        parameters = try record.member("parameters", or: [:])
        self.secrets = secrets
        attempts.mayBeDone = true
        progress = try record.member("progress", or: progress)
    }

    var record: JSON {
        .record([
            "source": source, "externalSourceID": externalSourceID, "pluginID": pluginID, "name": name,
            "parameters": parameters, "progress": progress,
        ])
    }

    var wish: JSON {
        .record([
            "source": source, "externalSourceID": externalSourceID, "pluginID": pluginID, "name": name,
            "parameters": parameters,
        ])
    }
    var volume: VolumeID? { source }
    var turns: Set<Turn> { [.volume(source), .snapshotName(name, pluginID: pluginID)] }

    var call: Call {
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

    func removal(of id: String) -> (Call, Kept) {
        (
            Call(.controller(plugin: pluginID), DeleteSnapshotRequest(snapshotID: id, secrets: secrets.revealed)),
            .snapshot(id)
        )
    }

    func made(by answer: Answer) -> (id: String, outcome: WorkflowAction?)? {
        guard let response = answer.message as? CreateSnapshotResponse, let made = response.snapshot else { return nil }
        let snapshot = Volumes.Snapshot(
            id: made.snapshotID,
            pluginID: pluginID,
            name: name,
            sourceVolume: source,
            externalSourceVolumeID: made.sourceVolumeID,
            sizeBytes: made.sizeBytes,
            createTime: made.creationTime?.seconds ?? 0,
            isReady: made.readyToUse
        )
        let changes: [StateChange] = [.putSnapshot(snapshot, secrets), .changeProvider(pluginID)]
        return (made.snapshotID, .commit(changes, .snapshot(snapshot)))
    }
}
