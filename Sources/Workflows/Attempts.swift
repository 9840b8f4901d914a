internal import enum CSI.Verdict
package import Volumes

/// What the tries of one call told so far.
package struct Attempts: Hashable, Sendable {
    /// How often a plugin may fail in a way that CSI does not describe, before whoever waits is told.
    package static let failuresToTell = 3

    /// Whether the plugin may have done what it was asked for.
    package var mayBeDone = false
    /// Whether a try that may have had its effect was made with other secrets, so that what is proved of the present request
    /// says nothing of that one.
    package var hasChanged = false
    /// How often it failed so.
    package var failures = 0
    /// Whether nobody waits any more.
    package var isExpired = false
    /// How many tries ended with an error of the plugin.
    private var answeredTries = 0
    /// How many ended without any word of the plugin.
    private var unansweredTries = 0

    /// No tries yet.
    package init(isExpired: Bool = false) {
        self.isExpired = isExpired
    }

    /// Whether the plugin answered every try, each with an error.
    package var areAllErrors: Bool { answeredTries > 0 && unansweredTries == 0 }

    /// What to do after a failure.
    package enum Verdict: Hashable, Sendable {
        /// Ask again.
        case again
        /// It is not done, and never will be.
        case refused(VolumeError)
        /// Ask again, but tell whoever waits.
        case tell(VolumeError)
    }

    /// Takes a failure in.
    /// - Parameter isProof: Whether a refusal proves that earlier tries of the same request had no effect, as CSI's
    ///   creations do (CONTRACT.md, "Storage of a create that is superseded").
    package mutating func record(_ failure: CallFailure, isProof: Bool) -> Verdict {
        if failure.verdict != nil {
            if failure.isAnswer { answeredTries += 1 } else { unansweredTries += 1 }
        }
        switch failure.verdict {
        case .refused, .done:
            return mayBeDone && (!isProof || hasChanged) ? .tell(failure.error) : .refused(failure.error)
        // What stands in the way now may not have done so before.
        case .tryLater, .tryElsewhere: return mayBeDone ? .tell(failure.error) : .refused(failure.error)
        case nil: return isExpired && !mayBeDone ? .refused(failure.error) : .again
        case .pending, .unknown:
            mayBeDone = true
            if failure.isPassing { return .again }
            failures += 1
            return failures == Self.failuresToTell ? .tell(failure.error) : .again
        }
    }

    /// Somebody waits again.
    package mutating func renew() {
        isExpired = false
        failures = 0
    }
}

extension Attempts {
    /// Nobody waits any more.
    /// - Parameter isCalling: Whether a call is in flight.
    /// - Returns: What they are told: with the code `unavailable` where the plugin was never asked, so that there is
    ///   nothing to go on with.
    package mutating func expire(_ isCalling: Bool, _ workflow: some Workflow) -> VolumeError {
        isExpired = true
        return isCalling || mayBeDone ? .deadline(workflow) : .unreachable(workflow)
    }
}

extension VolumeError {
    /// Nobody waits any more for an operation that goes on.
    package static func deadline(_ workflow: some Workflow) -> VolumeError {
        VolumeError(
            .deadlineExceeded,
            workflow,
            "\(type(of: workflow).kind): the deadline passed; the operation goes on"
        )
    }

    /// Somebody stopped an operation.
    package static func cancelled(_ workflow: some Workflow) -> VolumeError {
        VolumeError(.cancelled, workflow, "\(type(of: workflow).kind): the operation was cancelled")
    }

    /// The plugin could not be asked in the time there was.
    package static func unreachable(_ workflow: some Workflow) -> VolumeError {
        VolumeError(.unavailable, workflow, "plugin \"\(workflow.pluginID)\" cannot be reached")
    }

    package init(_ code: Code, _ workflow: some Workflow, _ message: String) {
        self.init(code, message, volume: workflow.volume?.name, plugin: workflow.pluginID)
    }
}
