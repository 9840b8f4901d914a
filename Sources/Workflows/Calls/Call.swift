public import CSI

/// A call as a value: where it goes, and what is asked there.
public struct Call: Hashable, Sendable {
    /// Where it goes.
    public let target: Target
    /// What is asked; its type says which RPC it is.
    public let request: any UnaryRequestMessage

    /// A call.
    public init(_ target: Target, _ request: any UnaryRequestMessage) {
        self.target = target
        self.request = request
    }

    /// The RPC.
    public var rpc: RPC { type(of: request).rpc }

    /// Whether both ask for the same at the same place.
    public static func == (left: Call, right: Call) -> Bool {
        left.target == right.target && AnyHashable(left.request) == AnyHashable(right.request)
    }

    /// Mixes in what makes calls equal.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(target)
        hasher.combine(AnyHashable(request))
    }
}

/// What answered a ``Call``.
public struct Answer: Hashable, Sendable {
    /// The message; its type goes with the request's.
    public let message: any ResponseMessage
    /// What can't be read of it, or is beyond what is kept; nil where all is well. Set where something was made, so that
    /// it is known by its ID all the same.
    public let fault: MessageError?

    /// An answer.
    public init(_ message: any ResponseMessage, fault: MessageError? = nil) {
        self.message = message
        self.fault = fault
    }

    /// Whether both say the same.
    public static func == (left: Answer, right: Answer) -> Bool {
        AnyHashable(left.message) == AnyHashable(right.message) && left.fault == right.fault
    }

    /// Mixes in what makes answers equal.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(AnyHashable(message))
    }
}
