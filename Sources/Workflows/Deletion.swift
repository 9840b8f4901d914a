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
}

extension Deletion {
    package var phase: String { "deleting" }
    package var wish: JSON { record }

    package mutating func renew(with secrets: Secrets) -> Bool {
        self.secrets = secrets
        attempts.renew()
        return true
    }

    package mutating func next(_ event: WorkflowEvent) -> [WorkflowAction] {
        switch event {
        case .begun, .resumed: return [.call(call)]
        case .answered: return [outcome]
        case .failed(let failure) where failure.verdict == .done: return [outcome]
        case .failed(let failure):
            return switch attempts.record(failure) {
            case .again: [.call(call, isDelayed: true)]
            case .tell(let error), .refused(let error): [.fail(error), .end]
            }
        case .expired(let isCalling):
            let failure = attempts.expire(isCalling, self)
            return failure.code == .unavailable ? [.fail(failure), .end] : [.fail(failure)]
        case .cancelled: return [.fail(.cancelled(self)), .end]
        case .withheld: return []
        }
    }
}
