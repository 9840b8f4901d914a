internal import CSI
internal import JSON
internal import Volumes

/// Deletes a snapshot from its plugin's storage, and the record of it where there is one.
struct DeleteSnapshot: Workflow {
    static let kind = "delete snapshot"
    let id: String
    let pluginID: String
    /// The name it was made by, which must not be made again meanwhile; nil where we did not make it.
    let name: String?
    /// The stored ones with those of the request over them.
    private(set) var secrets: Secrets
    private var attempts = Attempts()

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
    var wish: JSON { record }
    var volume: VolumeID? { nil }
    var turns: Set<Turn> {
        let names = name.map { Set([Turn.snapshotName($0, pluginID: pluginID)]) } ?? []
        return names.union([.snapshot(id, pluginID: pluginID)])
    }
    var phase: String { "deleting" }

    mutating func renew(with secrets: Secrets) -> Bool {
        self.secrets = secrets
        attempts.renew()
        return true
    }

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
        case .cancelled:
            return [.fail(.cancelled("delete snapshot", volume: nil, plugin: pluginID)), .end]
        case .withheld: return []
        }
    }

    private var call: PluginCall { .deleteSnapshot(.init(snapshotID: id, secrets: secrets.revealed)) }
    private var forgetting: WorkflowAction {
        .commit([.deleteSnapshot(id, pluginID: pluginID), .changeProvider(pluginID)], .nothing)
    }
}
