internal import CSI
internal import JSON
internal import Volumes

/// Cuts a snapshot of a volume, and keeps a record of it.
///
/// As with volumes, CreateSnapshot is idempotent by name, and only who cancels the operation has it undone.
struct CreateSnapshot: Workflow {
    enum Phase: Hashable, Sendable {
        case creating
        /// Nil before the snapshot's ID is known.
        case undoing(id: String?)
    }

    static let kind = "create snapshot"
    let source: VolumeID
    let externalSourceID: String
    let pluginID: String
    let name: String
    let parameters: [String: String]
    /// The volume's with those of the request over them; stored with the snapshot.
    private(set) var secrets: Secrets
    private var progress: Phase = .creating
    private var attempts = Attempts()

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
        if try record.member("isUndoing", or: false) {
            progress = .undoing(id: try record.member("snapshotID", or: nil))
        }
    }

    var record: JSON {
        var (isUndoing, snapshotID) = (false, String?.none)
        if case .undoing(let id) = progress { (isUndoing, snapshotID) = (true, id) }
        return .record([
            "source": source, "externalSourceID": externalSourceID, "pluginID": pluginID, "name": name,
            "parameters": parameters, "isUndoing": isUndoing, "snapshotID": snapshotID,
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

    var phase: String {
        switch progress {
        case .creating: "creating"
        case .undoing: "undoing"
        }
    }

    mutating func renew(with secrets: Secrets) -> Bool {
        guard case .creating = progress else { return false }
        self.secrets = secrets
        attempts.renew()
        return true
    }

    mutating func next(_ event: WorkflowEvent) -> [WorkflowAction] {
        switch (progress, event) {
        case (.creating, .begun), (.creating, .resumed): [.call(creation)]
        case (.creating, .answered(.createSnapshot(let response))): record(response)
        case (.creating, .failed(let failure)): again(after: failure)
        case (.creating, .expired(let isCalling)): expire(isCalling)
        case (.creating, .cancelled): cancel()
        case (.undoing(nil), .resumed): [.call(creation, isDelayed: true)]
        case (.undoing(nil), .answered(.createSnapshot(let response))): undo(response)
        case (.undoing(nil), .failed(let failure)):
            failure.verdict == .refused ? [.end] : [.call(creation, isDelayed: true)]
        case (.undoing(let id?), .resumed): [removal(of: id)]
        case (.undoing(let id?), .failed(let failure)):
            failure.error.code == .notFound ? [.end] : [removal(of: id)]
        case (.undoing(.some), .answered): [.commit([.changeProvider(pluginID)], .nothing)]
        case (.undoing, .withheld), (.undoing, .cancelled): [.end]
        default: []
        }
    }

    private var creation: PluginCall {
        .createSnapshot(
            .init(sourceVolumeID: externalSourceID, name: name, secrets: secrets.revealed, parameters: parameters)
        )
    }

    private mutating func record(_ response: CreateSnapshotResponse) -> [WorkflowAction] {
        guard let made = response.snapshot else {
            return again(after: .unusable("CreateSnapshotResponse.snapshot", of: pluginID, for: source))
        }
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
        return [.commit([.putSnapshot(snapshot, secrets), .changeProvider(pluginID)], .snapshot(snapshot))]
    }

    private mutating func again(after failure: CallFailure) -> [WorkflowAction] {
        let next = WorkflowAction.call(creation, isDelayed: true)
        return switch attempts.record(failure) {
        case .again: [next]
        case .tell(let error): [.fail(error), next]
        case .refused(let error): [.fail(error), .end]
        }
    }

    private mutating func expire(_ isCalling: Bool) -> [WorkflowAction] {
        attempts.isExpired = true
        guard isCalling || attempts.mayBeDone else { return [.fail(.unreachable(source, pluginID)), .end] }
        return [.fail(.deadline("controller create snapshot", volume: source, plugin: pluginID))]
    }

    private mutating func cancel() -> [WorkflowAction] {
        let failure = WorkflowAction.fail(.cancelled("create snapshot", volume: source, plugin: pluginID))
        guard attempts.mayBeDone else { return [failure, .end] }
        progress = .undoing(id: nil)
        return [.save, failure, .call(creation, isDelayed: true)]
    }

    private mutating func undo(_ response: CreateSnapshotResponse) -> [WorkflowAction] {
        guard let id = response.snapshot?.snapshotID else { return [.call(creation, isDelayed: true)] }
        progress = .undoing(id: id)
        return [.save, removal(of: id)]
    }

    private func removal(of id: String) -> WorkflowAction {
        .callUnlessKept(.deleteSnapshot(.init(snapshotID: id, secrets: secrets.revealed)), .snapshot(id))
    }
}
