internal import GRPC
internal import Synchronization

/// A piece of work that may take long, such as a copy: how far it has come, and whether it is still wanted.
///
/// One thread does the work, any others look at it or call it off.
final class LongWork: Sendable {
    private struct State {
        var total: Int64 = 0
        var done: Int64 = 0
        var isCalledOff = false
    }

    private let state = Mutex(State())

    /// Adds to what there is to do, in bytes.
    func expect(bytes: Int64) {
        state.withLock { $0.total += bytes }
    }

    /// Notes that so many bytes more are done.
    /// - Throws: CANCELLED where the work was called off.
    func advance(bytes: Int64 = 0) throws(RPCError) {
        let isCalledOff = state.withLock { state in
            state.done += bytes
            return state.isCalledOff
        }
        if isCalledOff { throw RPCError(.cancelled, "the work was called off") }
    }

    /// Lets the work end at its next step, and fail with CANCELLED.
    func callOff() {
        state.withLock { $0.isCalledOff = true }
    }

    /// How far it has come, for people: `1.2 of 10.0 GiB`, or without a total where that is not known.
    var progress: String {
        let (done, total) = state.withLock { ($0.done, $0.total) }
        let (unit, name) = total >= 1 << 30 || done >= 1 << 30 ? (Int64(1 << 30), "GiB") : (1 << 20, "MiB")
        let tenths = { (bytes: Int64) in "\(bytes / unit).\(bytes % unit * 10 / unit)" }
        return total > 0 ? "\(tenths(min(done, total))) of \(tenths(total)) \(name)" : "\(tenths(done)) \(name)"
    }
}
