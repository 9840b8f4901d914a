internal import CSI
internal import JSON
internal import Volumes

/// Deletes a snapshot from its plugin's storage, and the record of it where there is one.
struct DeleteSnapshot: Workflow {
    static let kind = "delete snapshot"
    let id: String
    let pluginID: String
    /// The stored ones with those of the request over them.
    let secrets: Secrets
    private var attempts = Attempts()

    init(_ id: String, pluginID: String, secrets: Secrets) {
        self.id = id
        self.pluginID = pluginID
        self.secrets = secrets
    }

    init(record: JSON, secrets: Secrets) throws(RecordError) {
        id = try record.member("snapshot")
        pluginID = try record.member("pluginID")
        self.secrets = secrets
        attempts.mayBeDone = true
    }

    var record: JSON { .record(["snapshot": id, "pluginID": pluginID]) }

    var volume: VolumeID? { nil }
    var turns: Set<Turn> { [.snapshot(id, pluginID: pluginID)] }
    var phase: String { "deleting" }

    mutating func next(_ event: WorkflowEvent) -> [WorkflowAction] {
        switch event {
        case .begun, .resumed: return [.call(call)]
        case .answered: return [forgetting]
        case .failed(let failure) where failure.error.code == .notFound: return [forgetting]
        case .failed(let failure):
            return switch attempts.record(failure) {
            case .again: [.call(call, isDelayed: true)]
            case .tell(let error), .refused(let error): [.fail(error), .end]
            }
        case .expired(let isCalling):
            attempts.isExpired = true
            guard isCalling || attempts.mayBeDone else { return [.fail(.unreachable(nil, pluginID)), .end] }
            return [.fail(.deadline("controller delete snapshot", volume: nil, plugin: pluginID))]
        case .cancelled, .superseded:
            return [.fail(.cancelled("delete snapshot", volume: nil, plugin: pluginID)), .end]
        case .withheld: return []
        }
    }

    private var call: PluginCall { .deleteSnapshot(.init(snapshotID: id, secrets: secrets.revealed)) }
    private var forgetting: WorkflowAction { .commit([.deleteSnapshot(id, pluginID: pluginID)], .nothing) }
}
