internal import enum CSI.Verdict
package import JSON
package import Volumes

/// A workflow that deletes something from a plugin's storage, and forgets it once that is done.
///
/// It is asked again until the outcome is known; what cannot be deleted stays as it was.
package protocol Deletion: Workflow {
    var secrets: Secrets { get set }
    /// What the tries told so far.
    var attempts: Attempts { get set }
    /// The call that deletes it.
    var call: Call { get }
    /// What is to be forgotten then.
    var outcome: WorkflowAction { get }
    /// What is to be deleted, in words.
    var object: String { get }
}

extension Deletion {
    package var phase: String { "deleting" }
    package var wish: JSON { record }
    package var leftover: String { "\(object): it may be gone at the plugin, though it is on record" }

    package mutating func renew(with secrets: Secrets?) -> Bool {
        self.secrets = secrets ?? self.secrets
        attempts.renew()
        return true
    }

    package mutating func next(_ event: WorkflowEvent) -> [WorkflowAction] {
        switch event {
        case .begun, .resumed: return [.call(call)]
        case .answered: return [outcome]
        case .failed(let failure) where failure.verdict == .done: return [outcome]
        case .failed(let failure):
            return switch attempts.record(failure, isProof: false) {
            case .again: [.call(call, isDelayed: true)]
            case .tell(let error): [.fail(error), .call(call, isDelayed: true)]
            case .refused(let error): [.fail(error), .end]
            }
        case .expired(let isCalling):
            let failure = attempts.expire(isCalling, self)
            return failure.code == .unavailable ? [.fail(failure), .end] : [.fail(failure)]
        case .cancelled: return [.fail(.cancelled(self)), attempts.mayBeDone ? .abandon(leftover) : .end]
        case .unstorable: return [.abandon(leftover)]
        case .withheld, .taken: return []
        }
    }
}
