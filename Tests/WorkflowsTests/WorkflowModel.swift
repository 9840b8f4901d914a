import CSI
import JSON
import Testing
import Volumes

@testable import Workflows

/// A provider's storage, as far as workflows change it.
struct ModelProvider: Hashable {
    /// IDs by the names that they were made by.
    var volumes: [String: String] = [:]
    var snapshots: [String: String] = [:]
    var capacity: Int64 = 1000

    /// Does what a call asks for.
    mutating func take(_ call: Call) -> Answer {
        Answer(perform(call.request))
    }

    private mutating func perform(_ request: any UnaryRequestMessage) -> any ResponseMessage {
        switch request {
        case let request as CreateVolumeRequest:
            let id = volumes[request.name] ?? "vol-\(request.name)"
            volumes[request.name] = id
            return CreateVolumeResponse(volume: .init(capacityBytes: capacity, volumeID: id))
        case let request as DeleteVolumeRequest:
            volumes = volumes.filter { $0.value != request.volumeID }
            return DeleteVolumeResponse()
        case let request as ControllerExpandVolumeRequest:
            capacity = max(capacity, request.capacityRange?.requiredBytes ?? 0)
            return ControllerExpandVolumeResponse(capacityBytes: capacity)
        case let request as CreateSnapshotRequest:
            let id = snapshots[request.name] ?? "snap-\(request.name)"
            snapshots[request.name] = id
            return CreateSnapshotResponse(
                snapshot: .init(snapshotID: id, sourceVolumeID: request.sourceVolumeID, readyToUse: true)
            )
        case let request as DeleteSnapshotRequest:
            snapshots = snapshots.filter { $0.value != request.snapshotID }
            return DeleteSnapshotResponse()
        default: return ValidateVolumeCapabilitiesResponse()
        }
    }

    /// Whether a plugin that keeps CSI's rules may fail so: it does not refuse for ever what it has done, and knows what
    /// it has.
    func mayFail(_ call: Call, with failure: CallFailure) -> Bool {
        switch call.request {
        case let request as CreateVolumeRequest: volumes[request.name] == nil || !failure.isDenial
        case let request as CreateSnapshotRequest: snapshots[request.name] == nil || !failure.isDenial
        case let request as DeleteVolumeRequest:
            failure.error.code != .notFound || !volumes.values.contains(request.volumeID)
        case let request as DeleteSnapshotRequest:
            failure.error.code != .notFound || !snapshots.values.contains(request.snapshotID)
        default: true
        }
    }
}

/// What becomes of a call.
enum ModelEnding: Hashable {
    case answered
    case failed(CallFailure, hasEffect: Bool)
}

/// A workflow with its runner, its store and its plugin, all as values, so that every course of events can be tried.
struct WorkflowModel {
    enum Hand {
        case nothing
        case calling(Call)
        case pausing(WorkflowAction)
    }

    private(set) var workflow: any Workflow
    private(set) var provider: ModelProvider
    /// What is registered: the volumes by the plugin's IDs.
    private(set) var volumes: Set<String>
    private(set) var snapshots: Set<String>
    private(set) var capacity: Int64
    /// The row of the operation; nil where there is none.
    private(set) var row: (record: JSON, secrets: Secrets)?
    private(set) var hand = Hand.nothing
    private(set) var commits = 0
    private(set) var successes = 0
    private(set) var failures: [VolumeError] = []
    private(set) var isAttended = true
    private(set) var isOver = false
    /// Whether it was given up, with what may be left named.
    private(set) var hasAbandoned = false
    private(set) var trace: [String] = []
    /// What may still happen.
    var misbehaviours: Int
    /// How many of the following may still happen in all.
    var disturbances: Int
    var crashes = 1
    var cancels = 1
    var expiries = 1
    var renewals = 1

    init(
        _ workflow: any Workflow,
        _ provider: ModelProvider,
        volumes: Set<String> = [],
        snapshots: Set<String> = [],
        _ extent: Extent
    ) {
        self.workflow = workflow
        self.provider = provider
        self.volumes = volumes
        self.snapshots = snapshots
        misbehaviours = extent.misbehaviours
        disturbances = extent.disturbances
        capacity = provider.capacity
        row = (workflow.record, workflow.secrets)
    }

    var hasCancelled: Bool { cancels == 0 }

    // MARK: - What happens

    /// The courses of an event: it is handled, or the agent is killed before one of the actions.
    func courses(of event: WorkflowEvent, _ text: String) -> [WorkflowModel] {
        var model = self
        model.trace.append(text)
        let actions = model.workflow.next(event)
        return model.courses(of: actions)
    }

    private func courses(of actions: [WorkflowAction]) -> [WorkflowModel] {
        var results: [WorkflowModel] = []
        var model = self
        for action in actions where !model.isOver {
            if disturbances > 0, crashes > 0, action.isStored { results += model.killed() }
            model.perform(action)
        }
        return results + [model]
    }

    /// The agent is killed, and started again.
    func killed() -> [WorkflowModel] {
        var model = self
        model.crashes = 0
        model.disturbances -= 1
        model.trace.append("kill")
        model.hand = .nothing
        model.isAttended = false
        guard let row else {
            model.isOver = true
            return [model]
        }
        do {
            model.workflow = try type(of: workflow).init(record: row.record, secrets: row.secrets)
        } catch {
            Issue.record("a record can't be read: \(error) (\(trace))")
            return []
        }
        return model.courses(of: .resumed, "resume")
    }

    private mutating func perform(_ action: WorkflowAction) {
        switch action {
        case .save: row = (workflow.record, workflow.secrets)
        case .call(let call, isDelayed: false): hand = .calling(call)
        case .call(_, isDelayed: true), .callUnlessKept: hand = .pausing(action)
        case .commit(let changes, _, _):
            for change in changes { apply(change) }
            commits += 1
            if isAttended { successes += 1 }
            end()
        case .fail(let error):
            if isAttended { failures.append(error) }
            isAttended = false
        case .end: end()
        case .abandon:
            hasAbandoned = true
            end()
        }
    }

    private mutating func end() {
        row = nil
        hand = .nothing
        isAttended = false
        isOver = true
    }

    private mutating func apply(_ change: StateChange) {
        switch change {
        case .putVolume(let volume):
            volumes.insert(volume.remoteID)
            capacity = volume.capacity
        case .deleteVolume(_, let externalID, _): volumes.remove(externalID)
        case .releaseVolume(let volume): volumes.remove(volume.remoteID)
        case .putSnapshot(let snapshot, _): snapshots.insert(snapshot.id)
        case .deleteSnapshot(let id, _): snapshots.remove(id)
        case .putVolumeSecrets, .changeProvider: break
        }
    }

    /// Every course that goes on from here.
    /// - Parameter extent: Says which failures calls may have.
    func courses(_ extent: Extent) -> [WorkflowModel] {
        var results: [WorkflowModel] = []
        if disturbances > 0, crashes > 0 { results += killed() }
        if disturbances > 0, expiries > 0, isAttended {
            var model = self
            model.expiries = 0
            model.disturbances -= 1
            if case .calling = hand {
                results += model.courses(of: .expired(isCalling: true), "expire in call")
            } else {
                results += model.courses(of: .expired(isCalling: false), "expire")
            }
        }
        if disturbances > 0, renewals > 0, !isAttended { results += renewed() }
        switch hand {
        case .calling(let call):
            results += ended(call, .answered)
            if disturbances > 0, crashes > 0 {
                var model = self
                _ = model.provider.take(call)
                model.trace.append("effect")
                results += model.killed()
            }
            if disturbances > 0, cancels > 0 {
                for hasEffect in [false, true] { results += cancelled(call, hasEffect) }
            }
            guard misbehaviours > 0 else { break }
            var model = self
            model.misbehaviours -= 1
            for failure in extent.failures(of: call) where provider.mayFail(call, with: failure) {
                results += model.ended(call, .failed(failure, hasEffect: false))
                if [.pending, .unknown].contains(failure.verdict) {
                    results += model.ended(call, .failed(failure, hasEffect: true))
                }
            }
        case .pausing(let action):
            results += pauseOver(action)
            if disturbances > 0, cancels > 0 {
                var model = self
                model.cancels = 0
                model.disturbances -= 1
                model.hand = .nothing
                results += model.courses(of: .cancelled, "cancel")
            }
        case .nothing: break
        }
        return results
    }

    /// A call ends.
    func ended(_ call: Call, _ ending: ModelEnding) -> [WorkflowModel] {
        var model = self
        model.hand = .nothing
        switch ending {
        case .answered:
            let answer = model.provider.take(call)
            return model.courses(of: .answered(answer), "answer")
        case .failed(let failure, let hasEffect):
            if hasEffect { _ = model.provider.take(call) }
            return model.courses(
                of: .failed(failure),
                "\(failure.error.grpcStatus ?? failure.verdict?.rawValue ?? "unsent")\(hasEffect ? " after effect" : "")"
            )
        }
    }

    /// Somebody cancels while the call is in flight, as the runner does it.
    private func cancelled(_ call: Call, _ hasEffect: Bool) -> [WorkflowModel] {
        var model = self
        model.cancels = 0
        model.disturbances -= 1
        model.hand = .nothing
        if hasEffect { _ = model.provider.take(call) }
        model.trace.append("cancel in call\(hasEffect ? " after effect" : "")")
        let actions = model.workflow.next(.failed(.passing))
        if actions.contains(where: \.isLast) {
            return model.courses(of: actions)
        }
        return model.courses(of: .cancelled, "…")
    }

    func pauseOver(_ action: WorkflowAction) -> [WorkflowModel] {
        var model = self
        switch action {
        case .call(let call, _): model.hand = .calling(call)
        case .callUnlessKept(let call, let kept):
            let isKept =
                switch kept {
                case .volume(let id): volumes.contains(id)
                case .snapshot(let id): snapshots.contains(id)
                }
            if isKept {
                model.hand = .nothing
                return model.courses(of: .withheld, "withheld")
            }
            model.hand = .calling(call)
        default: Issue.record("the runner cannot wait before \(action)")
        }
        return [model]
    }

    private func renewed() -> [WorkflowModel] {
        var model = self
        model.renewals = 0
        model.disturbances -= 1
        guard model.workflow.renew(with: Secrets(["password": "renewed-secret"])) else { return [] }
        model.isAttended = true
        model.trace.append("renew")
        model.row = (model.workflow.record, model.workflow.secrets)
        guard case .pausing = hand else { return [model] }
        model.hand = .nothing
        return model.courses(of: .resumed, "resume")
    }

    /// The plugin does as it should from now on, until the operation is over.
    func drained() -> WorkflowModel {
        var model = self
        model.crashes = 0
        for _ in 0..<20 where !model.isOver {
            let next =
                switch model.hand {
                case .calling(let call): model.ended(call, .answered)
                case .pausing(let action): model.pauseOver(action)
                case .nothing: [WorkflowModel]()
                }
            guard let next = next.last else { break }
            model = next
        }
        return model
    }
}

extension WorkflowAction {
    fileprivate var isLast: Bool { self == .end }

    fileprivate var isStored: Bool {
        switch self {
        case .save, .commit, .end, .abandon: true
        default: false
        }
    }
}

extension CallFailure {
    /// Whether a plugin may say so only of what it did not make by this very request.
    fileprivate var isDenial: Bool { verdict == .refused || [.notFound, .exists].contains(error.code) }

    static func test(
        _ verdict: Verdict?,
        _ code: VolumeError.Code = .pluginFailed,
        isPassing: Bool = false,
        isAnswer: Bool = true
    ) -> CallFailure {
        CallFailure(
            verdict,
            VolumeError(code, verdict?.rawValue ?? "unsent"),
            isPassing: isPassing,
            isAnswer: isAnswer
        )
    }

    /// The connection was lost.
    static let passing = test(.unknown, .unavailable, isPassing: true, isAnswer: false)
    /// The plugin broke.
    static let broken = test(.unknown)
    static let unsent = test(nil, .unavailable, isPassing: true)
}

extension Plugin {
    /// A plugin that answers and can do all that workflows ask for.
    static func able(_ id: String) -> Plugin {
        var plugin = Plugin(id: id)
        plugin.provider = "memory.csi.test"
        plugin.hasController = true
        plugin.controllerCapabilities = [.createDeleteVolume, .createDeleteSnapshot, .cloneVolume, .expandVolume]
        plugin.health = .healthy
        return plugin
    }
}
