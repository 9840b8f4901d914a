internal import CSI
internal import JSON
internal import Volumes

/// Makes a volume in a plugin's storage, and registers it.
///
/// CSI's CreateVolume is idempotent by name, so it is asked again until the outcome is known. Once nobody waits it goes on,
/// and registers what it gets. Only who cancels it has it undone: then it asks once more, to learn the volume's ID, and
/// deletes that, unless somebody has it (names are the users' own, so it may be older than this operation).
struct CreateVolume: Workflow {
    enum Phase: Hashable, Sendable {
        case creating
        /// Nil before the volume's ID is known.
        case undoing(externalID: String?)
    }

    static let kind = "create volume"
    /// The volume as it was asked for.
    let target: Volumes.Volume
    /// CSI's idempotency key.
    let name: String
    /// The plugin as it was then, so that the request is the same at every try.
    let plugin: Plugin
    private(set) var secrets: Secrets
    private var progress: Phase = .creating
    private var attempts = Attempts()
    private var request: CreateVolumeRequest

    /// - Throws: ``VolumeError`` where the plugin can't be asked for such a volume.
    init(
        _ target: Volumes.Volume,
        name: String,
        secrets: Secrets,
        plugin: Plugin
    ) throws(VolumeError) {
        self.target = target
        self.name = name
        self.plugin = plugin
        self.secrets = secrets
        request = try CreateVolumeRequest(target, name: name, secrets: secrets, plugin: plugin)
    }

    init(record: JSON, secrets: Secrets) throws(RecordError) {
        do {
            try self.init(
                try record.member("target"),
                name: try record.member("name"),
                secrets: secrets,
                plugin: try record.member("plugin")
            )
        } catch let error as RecordError {
            throw error
        } catch {
            throw RecordError("\(error)")
        }
        attempts.mayBeDone = true
        if try record.member("isUndoing", or: false) {
            progress = .undoing(externalID: try record.member("externalID", or: nil))
        }
    }

    var record: JSON {
        var (isUndoing, externalID) = (false, String?.none)
        if case .undoing(let id) = progress { (isUndoing, externalID) = (true, id) }
        return .record([
            "target": target, "name": name, "plugin": plugin, "isUndoing": isUndoing, "externalID": externalID,
        ])
    }

    var wish: JSON { .record(["target": target, "name": name]) }
    var pluginID: String { target.pluginID }
    var volume: VolumeID? { target.id }
    var turns: Set<Turn> { [.volume(target.id), .name(name, pluginID: pluginID)] }

    var phase: String {
        switch progress {
        case .creating: "creating"
        case .undoing: "undoing"
        }
    }

    mutating func renew(with secrets: Secrets) -> Bool {
        guard case .creating = progress else { return false }
        self.secrets = secrets
        request.secrets = secrets.revealed
        attempts.renew()
        return true
    }

    mutating func next(_ event: WorkflowEvent) -> [WorkflowAction] {
        switch (progress, event) {
        case (.creating, .begun), (.creating, .resumed): [.call(.createVolume(request))]
        case (.creating, .answered(.createVolume(let response))): registration(response)
        case (.creating, .failed(let failure)): again(after: failure)
        case (.creating, .expired(let isCalling)): expire(isCalling)
        case (.creating, .cancelled): cancel()
        case (.undoing(nil), .resumed): [.call(.createVolume(request), isDelayed: true)]
        case (.undoing(nil), .answered(.createVolume(let response))): undo(response)
        case (.undoing(nil), .failed(let failure)):
            failure.verdict == .refused ? [.end] : [.call(.createVolume(request), isDelayed: true)]
        case (.undoing(let id?), .resumed): [removal(of: id)]
        case (.undoing(let id?), .failed(let failure)):
            failure.error.code == .notFound ? [.end] : [removal(of: id)]
        case (.undoing(.some), .answered): [.commit([.changeProvider(pluginID)], .nothing)]
        case (.undoing, .withheld), (.undoing, .cancelled): [.end]
        default: []
        }
    }

    private mutating func registration(_ response: CreateVolumeResponse) -> [WorkflowAction] {
        guard let made = response.volume else {
            return again(after: .unusable("CreateVolumeResponse.volume", of: pluginID, for: target.id))
        }
        guard made.accessibleTopology.count <= VolumeValidation.maximumTopologies else {
            let field = "CreateVolumeResponse.volume.accessible_topology"
            return again(after: .unusable(field, of: pluginID, for: target.id))
        }
        var volume = target
        volume.externalID = made.volumeID
        volume.capacity = made.capacityBytes
        volume.context = made.volumeContext
        volume.topologies = made.accessibleTopology.map { Volumes.Topology(segments: $0.segments) }
        return [
            .commit(
                [.putVolume(volume), .putVolumeSecrets(volume.id, secrets), .changeProvider(pluginID)],
                .volume(volume, isNew: true)
            )
        ]
    }

    private mutating func again(after failure: CallFailure) -> [WorkflowAction] {
        let next = WorkflowAction.call(.createVolume(request), isDelayed: true)
        return switch attempts.record(failure) {
        case .again: [next]
        case .tell(let error): [.fail(error), next]
        case .refused(let error): [.fail(error), .end]
        }
    }

    private mutating func expire(_ isCalling: Bool) -> [WorkflowAction] {
        attempts.isExpired = true
        guard isCalling || attempts.mayBeDone else {
            return [.fail(.unreachable(target.id, pluginID)), .end]
        }
        return [.fail(.deadline("controller create volume", volume: target.id, plugin: pluginID))]
    }

    private mutating func cancel() -> [WorkflowAction] {
        let failure = WorkflowAction.fail(.cancelled("create volume", volume: target.id, plugin: pluginID))
        guard attempts.mayBeDone else { return [failure, .end] }
        progress = .undoing(externalID: nil)
        return [.save, failure, .call(.createVolume(request), isDelayed: true)]
    }

    private mutating func undo(_ response: CreateVolumeResponse) -> [WorkflowAction] {
        guard let id = response.volume?.volumeID else { return [.call(.createVolume(request), isDelayed: true)] }
        progress = .undoing(externalID: id)
        return [.save, removal(of: id)]
    }

    private func removal(of id: String) -> WorkflowAction {
        .callUnlessKept(.deleteVolume(.init(volumeID: id, secrets: secrets.revealed)), .volume(id))
    }
}

extension VolumeError {
    /// The plugin could not be asked in the time there was.
    static func unreachable(_ volume: VolumeID?, _ plugin: String) -> VolumeError {
        VolumeError(
            .unavailable,
            "plugin \"\(plugin)\" cannot be reached",
            volume: volume?.name,
            plugin: plugin
        )
    }
}
