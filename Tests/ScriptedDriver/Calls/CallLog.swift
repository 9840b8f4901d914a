public import CSI

/// Calls in the order in which a driver took them.
public struct CallLog: RandomAccessCollection, Sendable {
    private var calls: [RecordedCall] = []

    init(_ calls: [RecordedCall] = []) {
        self.calls = calls
    }

    /// The first call's position.
    public var startIndex: Int { calls.startIndex }
    /// The position after the last call's.
    public var endIndex: Int { calls.endIndex }
    /// A call by its position in this log.
    public subscript(position: Int) -> RecordedCall { calls[position] }

    /// The calls of some methods.
    public func of(_ rpcs: RPC...) -> CallLog {
        CallLog(calls.filter { rpcs.contains($0.rpc) })
    }

    /// The calls about a volume, snapshot or group, by ID or name.
    public func on(_ subject: String) -> CallLog {
        CallLog(calls.filter { $0.subjects.contains(subject) })
    }

    /// The methods, in order.
    public var rpcs: [RPC] { calls.map(\.rpc) }

    /// The calls that have not ended.
    public var underWay: CallLog { CallLog(calls.filter { $0.end == nil }) }

    /// Every two of these calls that were under way at the same time. Where a caller gave up, its call ends when the
    /// driver hears of it.
    public var overlapping: [(RecordedCall, RecordedCall)] {
        calls.enumerated().flatMap { index, call in
            calls[(index + 1)...].filter { call.overlaps($0) }.map { (call, $0) }
        }
    }

    /// The most of these calls that were under way at one time.
    public var maximumConcurrency: Int {
        calls.map { call in
            calls.count { $0.start <= call.start && ($0.end.map { call.start < $0 } ?? true) }
        }.max() ?? 0
    }

    /// The most calls of a method about one volume, snapshot or group that were under way at one time.
    public func maximumConcurrency(of rpc: RPC, on subject: String) -> Int {
        of(rpc).on(subject).maximumConcurrency
    }

    mutating func append(_ call: RecordedCall) {
        calls.append(call)
    }

    /// Changes a call by its number, in a log of all calls.
    mutating func update(_ id: Int, _ change: (inout RecordedCall) -> Void) {
        guard calls.indices.contains(id - 1) else { return }
        change(&calls[id - 1])
    }
}

extension CallLog: CustomStringConvertible {
    /// The calls, one after the other.
    public var description: String { calls.isEmpty ? "no calls" : calls.map(\.description).joined(separator: "; ") }
}
