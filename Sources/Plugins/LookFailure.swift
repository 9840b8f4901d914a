internal import Workflows
internal import CSI
internal import GRPC

/// Why a look brought nothing.
struct LookFailure: Error, Hashable, Sendable {
    /// How the call ended.
    let code: StatusCode
    /// What went wrong in words that are the same when it goes wrong again.
    let cause: String
    /// The cause, and what the plugin says of it.
    let description: String
    /// Whether it happened after Probe said that the plugin is ready.
    private let isOfFingerprint: Bool

    /// An answer that can't be.
    init(_ cause: String) {
        code = .internal
        self.cause = cause
        description = cause
        isOfFingerprint = true
    }

    /// A call that failed. What stands before the socket says more than gRPC does.
    init(_ rpc: String, _ error: CallError, _ channel: Channel) {
        code = error.code
        isOfFingerprint = rpc != "Probe"
        let connectivity = error.code == .unavailable ? channel.connectivity() : .connected
        switch (error.cause, connectivity) {
        case (.answer(let fault), _):
            cause = "\(rpc): \(PlainText.clean(fault.field, limit: 256))"
            description = "\(rpc): \(PlainText.clean(fault.description, limit: 256))"
        case (_, .missing), (_, .permissionDenied), (_, .refused):
            cause = "\(channel.endpoint): \(connectivity)"
            description = cause
        default:
            cause = "\(rpc): \(error.code)"
            description = cause + (error.message.isEmpty ? "" : ": \(PlainText.clean(error.message, limit: 256))")
        }
    }

    /// Whether the connection is gone, or the plugin says so.
    var isOfConnection: Bool { code == .unavailable }

    /// Whether a plugin that was healthy gets a second chance: it was slow, or Probe said otherwise. What Probe itself
    /// says counts at once, and so does a connection that is lost.
    var isDoubtful: Bool { code == .deadlineExceeded || isOfFingerprint && !isOfConnection }
}
