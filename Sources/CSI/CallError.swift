public import GRPC

/// A call of CSI that brought no answer to be used.
public struct CallError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why there is none.
    public enum Cause: Hashable, Sendable {
        /// The call ended with a code other than OK.
        case status
        /// The request could not be sent: one of its fields breaks a rule. The plugin has not seen it.
        case request(MessageError)
        /// The plugin answered OK, but its answer breaks a rule, so what it did is not known.
        case answer(MessageError)
    }

    /// The method's path.
    public let method: String
    /// How the call ended; INVALID_ARGUMENT for a request that could not be sent, INTERNAL for an answer that can't be
    /// used.
    public let code: StatusCode
    /// Text for people.
    public let message: String
    /// Why there is no answer.
    public let cause: Cause

    init(_ method: String, _ error: RPCError) {
        self.method = method
        code = error.code
        message = error.message
        cause = .status
    }

    init(_ method: String, request error: MessageError) {
        self.method = method
        code = .invalidArgument
        message = "the request can't be sent: \(error)"
        cause = .request(error)
    }

    init(_ method: String, answer error: MessageError) {
        self.method = method
        code = .internal
        message = "the plugin's answer is wrong: \(error)"
        cause = .answer(error)
    }

    /// The code's name, the text and the method.
    public var description: String { "\(code): \(message) (\(method))" }
}
