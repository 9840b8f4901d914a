public import GRPC

/// A call of CSI that brought no answer to be used.
public struct CallError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Why there is none.
    public enum Cause: Hashable, Sendable {
        /// The plugin ended the call with a code other than OK.
        case status
        /// gRPC ended the call, such as for a connection that was cut or an answer beyond its limits. It may be that the
        /// plugin did all that it was asked for.
        case connection
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
        cause = error.isFromPeer || !error.code.isGivenByGRPC ? .status : .connection
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

extension StatusCode {
    /// Whether gRPC itself gives the code to calls that fail on their way: for codes of HTTP and of HTTP/2's resets
    /// (gRPC's "HTTP to gRPC Status Code Mapping"), for its own limits and deadlines.
    fileprivate var isGivenByGRPC: Bool {
        switch self {
        case .cancelled, .unknown, .deadlineExceeded, .permissionDenied, .resourceExhausted, .unimplemented, .internal,
            .unavailable, .unauthenticated:
            true
        default: false
        }
    }
}
