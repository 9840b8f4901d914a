internal import enum CSI.Verdict
package import JSON
package import Volumes

/// A workflow that makes something in a plugin's storage, and keeps a record of it.
///
/// CSI's calls for it are idempotent by name, so the plugin is asked again until the outcome is known. Once nobody waits the
/// workflow goes on, and keeps what it gets. Only who cancels it has it undone: then it asks once more, to learn the ID of
/// what was made, and removes that, unless somebody has it (names are the users' own, so it may be older than this
/// operation).
package protocol Creation: Workflow {
    /// The field of the plugin's answer that cannot be kept where ``made(by:)`` has no outcome.
    static var field: String { get }
    var secrets: Secrets { get set }
    /// How far it has come.
    var progress: CreationProgress { get set }
    /// What the tries told so far.
    var attempts: Attempts { get set }
    /// The call that makes it, the same at every try.
    var call: Call { get }
    /// The call that removes what was made, and what it would take away.
    func removal(of id: String) -> (Call, Kept)
    /// What the plugin says that it made.
    /// - Returns: Its ID, and what is to be kept of it; nil where the answer can't be used for the one or the other.
    func made(by answer: Answer) -> (id: String, outcome: WorkflowAction?)?
}

/// How far something that is made has come.
package enum CreationProgress: Hashable, Record {
    case creating
    /// Nil before the ID of what was made is known.
    case undoing(id: String?)

    package init(json: JSON) throws(RecordError) {
        let isUndoing = try json.member("isUndoing", or: false)
        self = isUndoing ? .undoing(id: try json.member("id", or: nil)) : .creating
    }

    package var json: JSON {
        switch self {
        case .creating: .record(["isUndoing": false])
        case .undoing(let id): .record(["isUndoing": true, "id": id])
        }
    }
}

extension Creation {
    package var phase: String {
        switch progress {
        case .creating: "creating"
        case .undoing: "undoing"
        }
    }

    package mutating func renew(with secrets: Secrets) -> Bool {
        guard case .creating = progress else { return false }
        self.secrets = secrets
        attempts.renew()
        return true
    }

    package mutating func next(_ event: WorkflowEvent) -> [WorkflowAction] {
        switch (progress, event) {
        case (.creating, .begun), (.creating, .resumed): [.call(call)]
        case (.creating, .answered(let answer)):
            made(by: answer)?.outcome.map { [$0] } ?? again(after: .unusable(Self.field, of: pluginID, for: volume))
        case (.creating, .failed(let failure)): again(after: failure)
        case (.creating, .expired(let isCalling)): expire(isCalling)
        case (.creating, .cancelled): cancel()
        case (.undoing(nil), .resumed): [.call(call, isDelayed: true)]
        case (.undoing(nil), .answered(let answer)): undo(answer)
        case (.undoing(nil), .failed(let failure)):
            failure.verdict == .refused ? [.end] : [.call(call, isDelayed: true)]
        case (.undoing(let id?), .resumed): [remove(id)]
        case (.undoing(let id?), .failed(let failure)): failure.verdict == .done ? [.end] : [remove(id)]
        case (.undoing(.some), .answered): [.commit([.changeProvider(pluginID)], .nothing)]
        case (.undoing, .withheld), (.undoing, .cancelled): [.end]
        default: []
        }
    }

    private mutating func again(after failure: CallFailure) -> [WorkflowAction] {
        switch attempts.record(failure) {
        case .again: [.call(call, isDelayed: true)]
        case .tell(let error): [.fail(error), .call(call, isDelayed: true)]
        case .refused(let error): [.fail(error), .end]
        }
    }

    private mutating func expire(_ isCalling: Bool) -> [WorkflowAction] {
        let failure = attempts.expire(isCalling, self)
        return failure.code == .unavailable ? [.fail(failure), .end] : [.fail(failure)]
    }

    private mutating func cancel() -> [WorkflowAction] {
        let failure = WorkflowAction.fail(.cancelled(self))
        guard attempts.mayBeDone else { return [failure, .end] }
        progress = .undoing(id: nil)
        return [.save, failure, .call(call, isDelayed: true)]
    }

    private mutating func undo(_ answer: Answer) -> [WorkflowAction] {
        guard let id = made(by: answer)?.id else { return [.call(call, isDelayed: true)] }
        progress = .undoing(id: id)
        return [.save, remove(id)]
    }

    private func remove(_ id: String) -> WorkflowAction {
        let (call, kept) = removal(of: id)
        return .callUnlessKept(call, kept)
    }
}
