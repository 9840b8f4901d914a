internal import GRPC

/// What a copy of a volume in use is to be.
enum Consistency {
    /// The volume as it is at one moment.
    case pointInTime
    /// Whatever is read while others write.
    case none

    /// The parameter that says so.
    static let parameter = "consistency"

    /// - Throws: INVALID_ARGUMENT where the parameter has a value that it can't have.
    init(_ parameters: [String: String]) throws(RPCError) {
        switch parameters[Self.parameter] {
        case nil: self = .pointInTime
        case "none": self = .none
        default: throw RPCError(.invalidArgument, "parameters.\(Self.parameter) can only be \"none\"")
        }
    }
}
