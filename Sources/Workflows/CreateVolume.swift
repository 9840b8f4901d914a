internal import CSI
package import JSON
package import Volumes

/// Makes a volume in a plugin's storage, and registers it.
package struct CreateVolume: Creation, Hashable {
    package static let kind = "create volume"
    /// The volume as it was asked for.
    package let target: Volumes.Volume
    /// CSI's idempotency key.
    package private(set) var name: String
    /// The plugin as it was then, so that the request is the same at every try.
    package let plugin: Plugin
    package var secrets: Secrets
    package var progress = CreationProgress.creating
    package var attempts = Attempts()
    /// Earlier wishes that this one has taken the place of, which may have been made by the same name.
    private var superseded: [Superseded] = []
    private var request: CreateVolumeRequest

    /// A wish that another has taken the place of.
    private struct Superseded: Hashable, Record {
        let target: Volumes.Volume
        let plugin: Plugin

        init(target: Volumes.Volume, plugin: Plugin) {
            (self.target, self.plugin) = (target, plugin)
        }

        init(json: JSON) throws(RecordError) {
            self.init(target: try json.member("target"), plugin: try json.member("plugin"))
        }

        var json: JSON { .record(["target": target, "plugin": plugin]) }
    }

    /// - Throws: ``VolumeError`` where the plugin can't be asked for such a volume.
    package init(
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

    package init(record: JSON, secrets: Secrets) throws(RecordError) {
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
        attempts.hasChanged = try record.member("hasChanged", or: false)
        progress = try record.member("progress", or: progress)
        superseded = try record.member("superseded", or: [])
    }

    package var record: JSON {
        .record([
            "target": target, "name": name, "plugin": plugin, "progress": progress,
            "hasChanged": attempts.hasChanged, "superseded": superseded,
        ])
    }
    package var wish: JSON { .record(["target": target]) }
    package var pluginID: String { target.pluginID }
    package var volume: VolumeID? { target.id }
    package var object: String { "volume \"\(name)\"" }
    /// What is undone has nothing to do with the volume any more, only with the name at the plugin.
    package var turns: Set<Turn> {
        let name = Turn.name(name, pluginID: pluginID)
        if case .undoing = progress { return [name] }
        return [.volume(target.id), name]
    }

    package var call: Call {
        var request = request
        request.secrets = secrets.revealed
        return Call(.controller(plugin: pluginID), request)
    }

    package func removal(of id: String) -> (Call, Kept) {
        let request = DeleteVolumeRequest(volumeID: id, secrets: secrets.revealed)
        return (Call(.controller(plugin: pluginID), request), .volume(id))
    }

    package func made(by answer: Answer) -> Made {
        guard let made = (answer.message as? CreateVolumeResponse)?.volume else {
            return .unusable("CreateVolumeResponse.volume is missing")
        }
        let id = made.volumeID
        if id.isEmpty { return .unusable("CreateVolumeResponse.volume.volume_id is empty") }
        if let fault = fault(of: made, answer) { return .unkeepable(id: id, "CreateVolumeResponse.volume.\(fault)") }
        var volume = target
        volume.nameAtPlugin = name
        volume.externalID = id
        volume.capacity = made.capacityBytes
        volume.context = made.volumeContext
        volume.topologies = made.accessibleTopology.map { Volumes.Topology(segments: $0.segments) }
        let changes: [StateChange] = [
            .putVolume(volume), .putVolumeSecrets(volume.id, secrets), .changeProvider(pluginID),
        ]
        return .keepable(id: id, .commit(changes, .volume(volume, isNew: true), sole: .volume(id)))
    }

    /// Why a volume can't be kept (CONTRACT.md, "What plugins send"); one that is too large can.
    private func fault(of made: CSI.Volume, _ answer: Answer) -> String? {
        if let fault = answer.fault { return "\(fault)" }
        if made.capacityBytes < 0 { return "capacity_bytes is negative" }
        if made.capacityBytes > 0, made.capacityBytes < target.requestedCapacityMin {
            return "capacity_bytes is \(made.capacityBytes), less than the required \(target.requestedCapacityMin)"
        }
        let count = made.accessibleTopology.count
        if count > VolumeValidation.maximumTopologies { return "accessible_topology has \(count) entries" }
        return nil
    }
}

// MARK: - Superseding

extension CreateVolume {
    /// Takes the place of a create whose tries all ended with errors. The same name is tried, since what the old one may
    /// have made may do for the new one too.
    package mutating func supersede(with wish: any Workflow, secrets: Secrets?) -> Bool {
        guard case .creating = progress, attempts.areAllErrors, let wish = wish as? CreateVolume,
            wish.target.id == target.id, wish.pluginID.isIdentical(to: pluginID),
            var next = try? CreateVolume(wish.target, name: name, secrets: secrets ?? self.secrets, plugin: wish.plugin)
        else { return false }
        next.superseded = superseded
        if attempts.mayBeDone { next.superseded.append(Superseded(target: target, plugin: plugin)) }
        self = next
        return true
    }

    package mutating func releaseSuperseded() -> [CreateVolume] {
        defer { superseded = [] }
        return superseded.compactMap { old in
            // What could be asked for once can be asked for again.
            guard var undo = try? CreateVolume(old.target, name: name, secrets: secrets, plugin: old.plugin) else {
                return nil
            }
            undo.progress = .undoing(id: nil)
            undo.attempts.mayBeDone = true
            return undo
        }
    }

    /// A name that is taken means, after another wish, that this was fulfilled: it is undone, and the new one is made by
    /// a name of its own.
    package mutating func evade(_ failure: CallFailure) -> [WorkflowAction]? {
        guard failure.error.code == .exists, !superseded.isEmpty else { return nil }
        let old = releaseSuperseded()
        name = Self.suffixed(name, for: target.id)
        request.name = name
        attempts = Attempts(isExpired: attempts.isExpired)
        return [.save(beginning: old), .call(call)]
    }

    /// A name that no other volume is made by: with eight hex digits of the volume's namespace and ID, and of the name.
    package static func suffixed(_ name: String, for id: VolumeID) -> String {
        let bytes = Array(id.namespace.utf8) + [0] + Array(id.name.utf8) + [0] + Array(name.utf8)
        // FNV-1a.
        let hash = bytes.reduce(UInt32(2_166_136_261)) { ($0 ^ UInt32($1)) &* 16_777_619 }
        let digits = String(hash, radix: 16)
        let suffix = "-" + String(repeating: "0", count: 8 - digits.count) + digits
        var stem = Substring(name)
        while stem.utf8.count + suffix.utf8.count > VolumeValidation.maximumTextBytes { stem = stem.dropLast() }
        return stem + suffix
    }
}
