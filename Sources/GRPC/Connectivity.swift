internal import Glibc
internal import Platform

/// The state of a channel's connection, fine enough to tell a user what to mend.
public enum Connectivity: Hashable, Sendable {
    /// Nothing was dialled yet, or the connection is at rest.
    case idle
    /// An attempt is under way.
    case connecting
    /// The server answers.
    case connected
    /// There is no socket at the path.
    case missing
    /// The socket exists, but this process may not use it.
    case permissionDenied
    /// The socket exists, but nobody listens on it.
    case refused
    /// The last attempt failed for another reason.
    case unreachable
    /// The channel was closed.
    case closed

    init(_ error: Errno) {
        switch error.code {
        case ENOENT, ENOTDIR: self = .missing
        case EACCES, EPERM: self = .permissionDenied
        case ECONNREFUSED: self = .refused
        default: self = .unreachable
        }
    }
}

extension Connectivity: CustomStringConvertible {
    /// The state in words, such as `no such file`.
    public var description: String {
        switch self {
        case .idle: "idle"
        case .connecting: "connecting"
        case .connected: "connected"
        case .missing: "no such file"
        case .permissionDenied: "permission denied"
        case .refused: "connection refused"
        case .unreachable: "unreachable"
        case .closed: "closed"
        }
    }
}

extension Endpoint {
    /// What stands between this process and a unix socket now; nil for nothing, and for TCP.
    func obstacle() -> Connectivity? {
        guard case .unix(let path) = self else { return nil }
        return UnixSocket.errorConnecting(to: path).map(Connectivity.init)
    }
}
