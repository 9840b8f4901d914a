/// How a call ended, as gRPC's status codes say it.
///
/// The set is open: a peer may answer with any number, and it arrives here as it was sent.
public struct StatusCode: RawRepresentable, Hashable, Sendable {
    /// The number on the wire.
    public let rawValue: Int32

    /// A code by its number on the wire.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// The call succeeded.
    public static let ok = StatusCode(rawValue: 0)
    /// The caller cancelled the call.
    public static let cancelled = StatusCode(rawValue: 1)
    /// The cause is not known.
    public static let unknown = StatusCode(rawValue: 2)
    /// The request is wrong, whatever the state of the system.
    public static let invalidArgument = StatusCode(rawValue: 3)
    /// The deadline passed; whether the call had an effect is not known.
    public static let deadlineExceeded = StatusCode(rawValue: 4)
    /// What the request names does not exist.
    public static let notFound = StatusCode(rawValue: 5)
    /// What the request would make exists already, and differs.
    public static let alreadyExists = StatusCode(rawValue: 6)
    /// The caller lacks the right.
    public static let permissionDenied = StatusCode(rawValue: 7)
    /// A quota, or room, is used up.
    public static let resourceExhausted = StatusCode(rawValue: 8)
    /// The system is not in the state that the request needs.
    public static let failedPrecondition = StatusCode(rawValue: 9)
    /// Another operation on the same object is pending.
    public static let aborted = StatusCode(rawValue: 10)
    /// A value is outside what the server can do.
    public static let outOfRange = StatusCode(rawValue: 11)
    /// The server does not have the method.
    public static let unimplemented = StatusCode(rawValue: 12)
    /// The server broke.
    public static let `internal` = StatusCode(rawValue: 13)
    /// The server can't be reached, or not now.
    public static let unavailable = StatusCode(rawValue: 14)
    /// Data is lost or damaged.
    public static let dataLoss = StatusCode(rawValue: 15)
    /// The caller is not known.
    public static let unauthenticated = StatusCode(rawValue: 16)

    private static let names = [
        "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
        "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED",
        "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
    ]
}

extension StatusCode: CustomStringConvertible {
    /// The code's name as gRPC spells it, such as `NOT_FOUND`; `CODE(42)` for a number without a name.
    public var description: String {
        Self.names.indices.contains(Int(rawValue)) ? Self.names[Int(rawValue)] : "CODE(\(rawValue))"
    }
}

extension StatusCode {
    /// A code by its name as gRPC spells it, such as `NOT_FOUND`; nil for a name that gRPC does not have.
    public init?(name: String) {
        guard let index = Self.names.firstIndex(of: name) else { return nil }
        self.init(rawValue: Int32(index))
    }
}
