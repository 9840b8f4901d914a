internal import Volumes

/// What the tries of one call told so far.
struct Attempts: Hashable, Sendable {
    /// How often a plugin may fail in a way that CSI does not describe, before whoever waits is told.
    static let failuresToTell = 3

    /// Whether the plugin may have done what it was asked for.
    var mayBeDone = false
    /// How often it failed so.
    var failures = 0
    /// Whether nobody waits any more.
    var isExpired = false

    /// What to do after a failure.
    enum Verdict: Hashable, Sendable {
        /// Ask again.
        case again
        /// It is not done, and never will be.
        case refused(VolumeError)
        /// Ask again, but tell whoever waits.
        case tell(VolumeError)
    }

    /// Takes a failure in.
    mutating func record(_ failure: CallFailure) -> Verdict {
        switch failure.verdict {
        case .refused: return .refused(failure.error)
        // What stands in the way now may not have done so before.
        case .denied: return mayBeDone ? .tell(failure.error) : .refused(failure.error)
        case .unsent: return isExpired && !mayBeDone ? .refused(failure.error) : .again
        case .pending, .unknown:
            mayBeDone = true
            return .again
        case .failed:
            mayBeDone = true
            failures += 1
            return failures == Self.failuresToTell ? .tell(failure.error) : .again
        }
    }

    /// Somebody waits again.
    mutating func renew() {
        isExpired = false
        failures = 0
    }
}

extension VolumeError {
    /// Nobody waits any more for an operation that goes on.
    static func deadline(_ what: String, volume: VolumeID?, plugin: String) -> VolumeError {
        VolumeError(
            .deadlineExceeded,
            "\(what): the deadline passed; the operation goes on",
            volume: volume?.name,
            plugin: plugin
        )
    }

    /// Somebody stopped an operation.
    static func cancelled(_ what: String, volume: VolumeID?, plugin: String) -> VolumeError {
        VolumeError(.cancelled, "\(what): the operation was cancelled", volume: volume?.name, plugin: plugin)
    }
}
