internal import GRPC
internal import Synchronization

/// A piece of work that may take long, such as a copy: how far it has come, and whether it is still wanted.
///
/// One thread does the work, any others look at it or call it off.
final class LongWork: Sendable {
    private struct State {
        var total: Int64 = 0
        var done: Int64 = 0
        var end: RPCError?
    }

    private let state = Mutex(State())
    private let deadline: ContinuousClock.Instant?

    /// - Parameter deadline: When the work is called off by itself; nil for never.
    init(until deadline: ContinuousClock.Instant? = nil) {
        self.deadline = deadline
    }

    /// Adds to what there is to do, in bytes.
    func expect(bytes: Int64) {
        state.withLock { $0.total += bytes }
    }

    /// Notes that so many bytes more are done.
    /// - Throws: What the work was called off with.
    func advance(bytes: Int64 = 0) throws(RPCError) {
        let end = state.withLock { state in
            state.done = state.done.addingReportingOverflow(bytes).partialValue
            return state.end
        }
        if let end { throw end }
        if let deadline, .now > deadline { throw RPCError(.deadlineExceeded, "the work is not done yet") }
    }

    /// Whether the work is to end at its next step.
    var isCalledOff: Bool { state.withLock { $0.end != nil } }

    /// Lets the work end at its next step, and fail with a code. The first to call it off says why.
    func callOff(_ reason: RPCError = RPCError(.cancelled, "the work was called off")) {
        state.withLock { $0.end = $0.end ?? reason }
    }

    /// How far it has come, for people: `1.2 of 10.0 GiB`, or without a total where that is not known.
    var progress: String {
        let (done, total) = state.withLock { ($0.done, $0.total) }
        let (unit, name) = total >= 1 << 30 || done >= 1 << 30 ? (Int64(1 << 30), "GiB") : (1 << 20, "MiB")
        let tenths = { (bytes: Int64) in "\(bytes / unit).\(bytes % unit * 10 / unit)" }
        return total > 0 ? "\(tenths(min(done, total))) of \(tenths(total)) \(name)" : "\(tenths(done)) \(name)"
    }
}
