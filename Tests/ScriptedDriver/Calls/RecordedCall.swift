public import CSI
public import GRPC

/// A call that a driver took, as the driver saw it.
public struct RecordedCall: Sendable, Identifiable {
    /// How a call ended.
    public enum Outcome: Sendable, Hashable {
        /// With these answers; unary calls have one.
        case answered([[UInt8]])
        /// With an error.
        case failed(RPCError)
        /// The caller went away, its time was up, or the driver was stopped, before there was an answer.
        case abandoned
        /// The driver closed the connection.
        case cut
    }

    /// Its place in the order of arrival, from 1.
    public let id: Int
    /// The method.
    public let rpc: RPC
    /// The request's bytes; they may hold secrets.
    public let request: [UInt8]
    /// What came with the request.
    public let metadata: Metadata
    /// When the caller would stop waiting; nil for never.
    public let deadline: ContinuousClock.Instant?
    /// When the driver took it.
    public let start: ContinuousClock.Instant
    /// When its outcome was certain, just before it was sent; nil while it is under way.
    public internal(set) var end: ContinuousClock.Instant?
    /// How it ended; nil while it is under way.
    public internal(set) var outcome: Outcome?
    /// Whether the driver behind the script answered OK, whatever the caller was told.
    public internal(set) var hadEffect = false
    /// The IDs and names of volumes, snapshots and groups that it is about: those in the request, and the ID of what it
    /// created.
    public internal(set) var subjects: [String]

    /// Whether two calls were under way at the same time.
    public func overlaps(_ other: RecordedCall) -> Bool {
        id != other.id && isBefore(end: other.end) && other.isBefore(end: end)
    }

    private func isBefore(end other: ContinuousClock.Instant?) -> Bool {
        other.map { start < $0 } ?? true
    }
}

extension RecordedCall: CustomStringConvertible {
    /// The method, its subjects and its outcome; nothing else of the request.
    public var description: String {
        let text = subjects.isEmpty ? "\(rpc)" : "\(rpc)(\(subjects.joined(separator: ", ")))"
        return switch outcome {
        case .none: "\(text) under way"
        case .answered: "\(text) answered"
        case .failed(let error): "\(text) failed with \(error.code)"
        case .abandoned: "\(text) abandoned"
        case .cut: "\(text) cut"
        }
    }
}
