internal import CSI
package import JSON
package import Volumes

/// Registers a volume that exists in its plugin's storage, or changes one that is registered: the plugin is asked whether
/// the volume can be used so, then to let it grow, and what came of it is stored at the end, all of it or nothing.
///
/// The question comes before the growth, so that a wish that is refused has changed nothing (csi-mapping.md, W10).
package struct UpdateVolume: Workflow {
    package enum Step: String, Record {
        case validating
        case expanding
    }

    /// The capacities that the plugin is asked for, in bytes.
    package struct Growth: Hashable, Record {
        package let min: Int64
        package let max: Int64

        package init(min: Int64, max: Int64) {
            (self.min, self.max) = (min, max)
        }

        package init(json: JSON) throws(RecordError) {
            self.init(min: try json.member("min"), max: try json.member("max"))
        }

        package var json: JSON { .record(["min": min, "max": max]) }
    }

    package static let kind = "update volume"
    /// The volume as it is to be.
    package let target: Volumes.Volume
    /// Whether it was not registered before.
    package let isNew: Bool
    /// What the volume is to grow to; nil where it is not.
    package let growth: Growth?
    /// The plugin as it was when the operation began, so that the requests are the same at every try.
    package let plugin: Plugin
    /// Words before the messages of a growth that fails, as the peer has them.
    package let prefix: String
    /// Those that the plugin is told.
    package private(set) var secrets: Secrets
    /// Whether the secrets are stored with the volume; else it keeps those it has.
    package let storesSecrets: Bool
    /// Whether the plugin is asked if the volume can be used so.
    private let isValidated: Bool
    /// What is left to ask, in its order.
    private var steps: [Step]
    private var attempts = Attempts()
    private var validation: ValidateVolumeCapabilitiesRequest?
    private var expansion: ControllerExpandVolumeRequest?

    /// - Throws: ``VolumeError`` where the plugin can't be asked for it.
    package init(
        _ target: Volumes.Volume,
        isNew: Bool,
        isValidated: Bool,
        growth: Growth?,
        secrets: Secrets,
        storesSecrets: Bool,
        plugin: Plugin,
        prefix: String
    ) throws(VolumeError) {
        self.target = target
        self.isNew = isNew
        self.growth = growth
        self.secrets = secrets
        self.storesSecrets = storesSecrets
        self.plugin = plugin
        self.prefix = prefix
        self.isValidated = isValidated
        steps = (isValidated ? [.validating] : []) + (growth != nil ? [.expanding] : [])
        validation = isValidated ? try .init(target, secrets: secrets, plugin: plugin) : nil
        expansion =
            if let growth {
                try .init(target, min: growth.min, max: growth.max, secrets: secrets, plugin: plugin)
            } else {
                nil
            }
    }

    package init(record: JSON, secrets: Secrets) throws(RecordError) {
        do {
            try self.init(
                try record.member("target"),
                isNew: try record.member("isNew"),
                isValidated: try record.member("isValidated"),
                growth: try record.member("growth", or: nil),
                secrets: secrets,
                storesSecrets: try record.member("storesSecrets"),
                plugin: try record.member("plugin"),
                prefix: try record.member("prefix", or: "")
            )
        } catch let error as RecordError {
            throw error
        } catch {
            throw RecordError("\(error)")
        }
        attempts.mayBeDone = growth != nil
    }

    package var record: JSON {
        .record([
            "target": target, "isNew": isNew, "isValidated": isValidated, "growth": growth,
            "storesSecrets": storesSecrets, "plugin": plugin, "prefix": prefix,
        ])
    }

    package var wish: JSON {
        .record([
            "target": target, "isNew": isNew, "isValidated": isValidated, "growth": growth,
            "storesSecrets": storesSecrets,
        ])
    }
    package var pluginID: String { target.pluginID }
    package var volume: VolumeID? { target.id }
    package var turns: Set<Turn> { [.volume(target.id), .backing(target.remoteID, pluginID: pluginID)] }
    package var phase: String { steps.first?.rawValue ?? "storing" }

    package var leftover: String {
        "volume \(target.id): it may have grown to \(growth?.min ?? 0) bytes at the plugin, which is not on record"
    }

    package mutating func renew(with secrets: Secrets?) -> Bool {
        if let secrets {
            self.secrets = secrets
            validation?.secrets = secrets.revealed
            expansion?.secrets = secrets.revealed
        }
        attempts.renew()
        return true
    }

    package mutating func next(_ event: WorkflowEvent) -> [WorkflowAction] {
        switch event {
        case .begun, .resumed: return [step()]
        case .answered(let answer):
            switch answer.message {
            case let response as ValidateVolumeCapabilitiesResponse: return validated(response)
            case let response as ControllerExpandVolumeResponse: return [registration(grown: response)]
            default: return []
            }
        case .failed(let failure): return again(after: failure)
        case .expired(let isCalling):
            attempts.isExpired = true
            let mayHaveGrown = steps.first == .expanding && (isCalling || attempts.mayBeDone)
            guard mayHaveGrown else {
                let error: VolumeError = attempts.mayBeDone ? .deadline(self) : .unreachable(self)
                return isCalling ? [.fail(.deadline(self))] : [.fail(error), .end]
            }
            return [.fail(.deadline(self))]
        case .cancelled:
            let mayHaveGrown = steps.first == .expanding && attempts.mayBeDone
            return [.fail(.cancelled(self)), mayHaveGrown ? .abandon(leftover) : .end]
        case .unstorable: return [.abandon(leftover)]
        case .withheld, .taken: return []
        }
    }

    private func step(isDelayed: Bool = false) -> WorkflowAction {
        if steps.first == .validating, let validation {
            return .call(Call(.controller(plugin: pluginID), validation), isDelayed: isDelayed)
        }
        if steps.first == .expanding, let expansion {
            return .call(Call(.controller(plugin: pluginID), expansion), isDelayed: isDelayed)
        }
        return registration(grown: nil)
    }

    private mutating func validated(_ response: ValidateVolumeCapabilitiesResponse) -> [WorkflowAction] {
        do {
            try target.check(
                confirmed: response.confirmed?.volumeCapabilities.map(ConfirmedCapability.init),
                message: PlainText.clean(PlainText.redact(secrets, in: response.message), limit: 1024)
            )
        } catch {
            return [.fail(error.prefixed("controller validate volume: CSI.ControllerValidateVolume: ")), .end]
        }
        // What was asked so far had no effect, so only the tries of the growth count from here on.
        attempts = Attempts(isExpired: attempts.isExpired)
        steps.removeFirst()
        return [step()]
    }

    private func registration(grown: ControllerExpandVolumeResponse?) -> WorkflowAction {
        var volume = target
        if let growth { (volume.requestedCapacityMin, volume.requestedCapacityMax) = (growth.min, growth.max) }
        if let grown {
            volume.capacity = grown.capacityBytes
            let nodesExpand = plugin.node?.capabilities.contains(.expandVolume) ?? false
            volume.isNodeExpansionPending = volume.isNodeExpansionPending || grown.nodeExpansionRequired && nodesExpand
        }
        let changes: [StateChange] = [
            .putVolume(volume), .putVolumeSecrets(volume.id, storesSecrets ? secrets : nil),
        ]
        return .commit(
            grown == nil ? changes : changes + [.changeProvider(pluginID)],
            .volume(volume, isNew: isNew)
        )
    }

    private mutating func again(after failure: CallFailure) -> [WorkflowAction] {
        let verdict = attempts.record(failure, isProof: false)
        let isQuestion = steps.first == .validating
        // Nobody waits, and nothing was changed: there is no point in going on.
        if isQuestion, attempts.isExpired { return [.end] }
        let prefix = isQuestion ? "" : self.prefix + "unable to expand volume: "
        return switch verdict {
        case .again: [step(isDelayed: true)]
        case .tell(let error) where !isQuestion: [.fail(error.prefixed(prefix)), step(isDelayed: true)]
        case .tell(let error), .refused(let error): [.fail(error.prefixed(prefix)), .end]
        }
    }
}
