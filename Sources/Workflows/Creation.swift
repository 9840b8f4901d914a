internal import CSI
package import Volumes

/// A workflow that makes something in a plugin's storage, and keeps a record of it.
///
/// CSI's calls for it are idempotent by name, so the plugin is asked again until the outcome is known. Once nobody waits the
/// workflow goes on, and keeps what it gets. Only where somebody cancels it, or what was made can't be kept, is it undone:
/// then it asks once more, to learn the ID of what was made, and removes that, unless somebody has it (names are the users'
/// own, so it may be older than this operation).
package protocol Creation: Workflow {
    var secrets: Secrets { get set }
    /// How far it has come.
    var progress: CreationProgress { get set }
    /// What the tries told so far.
    var attempts: Attempts { get set }
    /// The call that makes it, the same at every try.
    var call: Call { get }
    /// What was to be made, in words.
    var object: String { get }
    /// The call that removes what was made, and what it would take away.
    func removal(of id: String) -> (Call, Kept)
    /// What the plugin says that it made.
    func made(by answer: Answer) -> Made
    /// Creates of an earlier wish that may have had their effect; from now on they are no longer this one's.
    mutating func releaseSuperseded() -> [CreateVolume]
    /// Tries something else after a failure; nil where there is nothing else.
    mutating func evade(_ failure: CallFailure) -> [WorkflowAction]?
}

/// What a plugin says that it made.
package enum Made: Hashable, Sendable {
    /// Something that can be kept, by its ID, and how.
    case keepable(id: String, WorkflowAction)
    /// Something that can't be kept, by its ID, and why.
    case unkeepable(id: String, String)
    /// Nothing that could be asked for again; what is wrong with the answer.
    case unusable(String)

    var id: String? {
        switch self {
        case .keepable(let id, _), .unkeepable(let id, _): id
        case .unusable: nil
        }
    }
}

extension Creation {
    package mutating func releaseSuperseded() -> [CreateVolume] { [] }
    package mutating func evade(_ failure: CallFailure) -> [WorkflowAction]? { nil }

    package var phase: String {
        switch progress {
        case .creating, .keeping: "creating"
        case .undoing: "undoing"
        }
    }

    package var leftover: String {
        if case .undoing(let id?, _) = progress {
            return "\(object): the plugin's \"\(id)\" may be left"
        }
        return "\(object): it may have been made, under an ID that nobody learned"
    }

    package mutating func renew(with secrets: Secrets?) -> Bool {
        if case .undoing = progress { return false }
        if let secrets, secrets != self.secrets {
            attempts.hasChanged = attempts.hasChanged || attempts.mayBeDone
            self.secrets = secrets
        }
        attempts.renew()
        return true
    }

    package mutating func next(_ event: WorkflowEvent) -> [WorkflowAction] {
        switch progress {
        case .creating: nextOfCreating(event)
        case .keeping(let id): nextOfKeeping(id, event)
        case .undoing(let id, let tries): nextOfUndoing(id, tries, event)
        }
    }

    // MARK: - Creating

    private mutating func nextOfCreating(_ event: WorkflowEvent) -> [WorkflowAction] {
        switch event {
        case .begun, .resumed: [.call(call)]
        case .answered(let answer): keep(made(by: answer))
        case .failed(let failure): evade(failure) ?? again(after: failure)
        case .expired(let isCalling): expire(isCalling)
        case .cancelled: cancel()
        case .withheld, .taken, .unstorable: []
        }
    }

    private mutating func keep(_ made: Made) -> [WorkflowAction] {
        switch made {
        case .keepable(let id, let outcome):
            progress = .keeping(id: id)
            return [outcome]
        case .unkeepable(let id, let fault): return undo(id, because: fault)
        case .unusable(let fault): return again(after: .unusable(fault, of: pluginID, for: volume))
        }
    }

    private mutating func again(after failure: CallFailure) -> [WorkflowAction] {
        switch attempts.record(failure, isProof: true) {
        case .again: [.call(call, isDelayed: true)]
        case .tell(let error): [.fail(error), .call(call, isDelayed: true)]
        case .refused(let error): end(with: error)
        }
    }

    /// Ends; what an earlier wish may have made is undone by operations of its own.
    private mutating func end(with error: VolumeError) -> [WorkflowAction] {
        let superseded = releaseSuperseded()
        return [.fail(error)] + (superseded.isEmpty ? [] : [.save(beginning: superseded)]) + [.end]
    }

    private mutating func expire(_ isCalling: Bool) -> [WorkflowAction] {
        let failure = attempts.expire(isCalling, self)
        return failure.code == .unavailable ? end(with: failure) : [.fail(failure)]
    }

    private mutating func cancel() -> [WorkflowAction] {
        let failure = VolumeError.cancelled(self)
        guard attempts.mayBeDone else { return end(with: failure) }
        let superseded = releaseSuperseded()
        progress = .undoing(id: nil)
        return [.save(beginning: superseded), .fail(failure), .call(call, isDelayed: true)]
    }

    // MARK: - Keeping

    private mutating func nextOfKeeping(_ id: String, _ event: WorkflowEvent) -> [WorkflowAction] {
        switch event {
        case .taken(let owner):
            progress = .creating
            let text = "the plugin answered with \"\(id)\", which is the storage of volume \(owner)"
            return end(with: VolumeError(.exists, self, text))
        case .unstorable(let reason): return undo(id, because: reason)
        case .expired:
            attempts.isExpired = true
            return [.fail(.deadline(self))]
        case .cancelled: return undo(id, because: nil)
        case .resumed:
            progress = .creating
            return [.call(call)]
        case .begun, .answered, .failed, .withheld: return []
        }
    }

    private mutating func undo(_ id: String, because fault: String?) -> [WorkflowAction] {
        let superseded = releaseSuperseded()
        progress = .undoing(id: id)
        let error: VolumeError =
            if let fault {
                VolumeError(.pluginFailed, self, "plugin \"\(pluginID)\" made what cannot be kept: \(fault)")
            } else {
                .cancelled(self)
            }
        return [.save(beginning: superseded), .fail(error), remove(id)]
    }

    // MARK: - Undoing

    private mutating func nextOfUndoing(_ id: String?, _ tries: Int, _ event: WorkflowEvent) -> [WorkflowAction] {
        switch (event, id) {
        case (.resumed, nil), (.begun, nil): return [.call(call, isDelayed: true)]
        case (.resumed, let id?), (.begun, let id?): return [remove(id)]
        case (.answered(let answer), nil):
            guard let id = made(by: answer).id else { return undoAgain(nil, tries) }
            progress = .undoing(id: id)
            return [.save(), remove(id)]
        case (.answered, .some): return [.commit([.changeProvider(pluginID)], .nothing)]
        // Nothing of this request is there: it was never made, what it was made from is gone, or another is in its place.
        case (.failed(let failure), nil) where failure.verdict == .refused && !attempts.hasChanged: return [.end]
        case (.failed(let failure), nil) where [.notFound, .exists].contains(failure.error.code): return [.end]
        case (.failed(let failure), .some) where failure.verdict == .done: return [.end]
        // What was not asked does not count.
        case (.failed(let failure), let id): return undoAgain(id, failure.verdict == nil ? tries - 1 : tries)
        case (.withheld, _): return [.end]
        case (.cancelled, _), (.unstorable, _): return [.abandon(leftover)]
        case (.expired, _), (.taken, _): return []
        }
    }

    private mutating func undoAgain(_ id: String?, _ tries: Int) -> [WorkflowAction] {
        progress = .undoing(id: id, tries: tries + 1)
        if tries + 1 >= CreationProgress.maximumUndoTries { return [.abandon(leftover)] }
        return [id.map(remove) ?? .call(call, isDelayed: true)]
    }

    private func remove(_ id: String) -> WorkflowAction {
        let (call, kept) = removal(of: id)
        return .callUnlessKept(call, kept)
    }
}
