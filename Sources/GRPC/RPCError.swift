/// A call that ended with anything but OK, and what a server's handler throws to answer with a code.
public struct RPCError: Error, Hashable, Sendable {
    /// How the call ended.
    public var code: StatusCode
    /// Text for people. It comes from the peer, or from gRPC where the peer was not reached.
    public var message: String
    /// What came, or is to be sent, after the messages.
    public var metadata: Metadata
    /// Whether it is certain that the peer ended the call with this: its answer was a status and nothing before it, as
    /// servers send errors. Else gRPC may have, such as for a connection that was cut or a message beyond its limit, and
    /// what the peer meant is not known. Set for unary calls.
    public var isFromPeer = false

    /// An error with a code, a text and, optionally, trailing metadata.
    public init(_ code: StatusCode, _ message: String, metadata: Metadata = [:]) {
        self.code = code
        self.message = message
        self.metadata = metadata
    }
}

extension RPCError: CustomStringConvertible {
    /// The code's name and the text.
    public var description: String { "\(code): \(message)" }
}
