internal import CSI
internal import JSON
internal import Volumes

/// Deletes a volume from its plugin's storage, and deregisters it once that is done.
///
/// Nobody can take the volume into use meanwhile, since that needs its turn too.
struct DeleteVolume: Workflow {
    static let kind = "delete volume"
    let id: VolumeID
    let pluginID: String
    let externalID: String
    /// What CSI knew it by when it was made, which must not be made again meanwhile.
    let name: String
    /// The stored ones with those of the request over them.
    private(set) var secrets: Secrets
    private var attempts = Attempts()

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
    var wish: JSON { record }
    var volume: VolumeID? { id }
    var turns: Set<Turn> {
        let names: Set<Turn> = name.isEmpty ? [] : [.name(name, pluginID: pluginID)]
        return names.union([.volume(id), .backing(externalID, pluginID: pluginID)])
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
        case .failed(let failure) where failure.error.code == .notFound:
            // The volume is gone, though CSI would have the plugin say OK.
            return [forgetting]
        case .failed(let failure):
            return switch attempts.record(failure) {
            case .again: [.call(call, isDelayed: true)]
            case .tell(let error), .refused(let error): [.fail(error), .end]
            }
        case .expired(let isCalling):
            attempts.isExpired = true
            guard isCalling || attempts.mayBeDone else { return [.fail(.unreachable(id, pluginID)), .end] }
            return [.fail(.deadline("controller delete volume", volume: id, plugin: pluginID))]
        case .cancelled:
            return [.fail(.cancelled("delete volume", volume: id, plugin: pluginID)), .end]
        case .withheld: return []
        }
    }

    private var call: PluginCall {
        .deleteVolume(.init(volumeID: externalID, secrets: secrets.revealed))
    }

    private var forgetting: WorkflowAction {
        .commit(
            [.deleteVolume(id, externalID: externalID, pluginID: pluginID), .changeProvider(pluginID)],
            .nothing
        )
    }
}
