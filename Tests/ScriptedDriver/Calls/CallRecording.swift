public import CSI

/// What records calls, and lets tests wait for them.
public protocol CallRecording: Sendable {
    /// All calls so far.
    var calls: CallLog { get }

    /// Waits until the calls so far are as wanted, and returns them.
    /// - Parameter isWanted: Looks at the calls it is given, and at nothing else of the driver.
    /// - Throws: ``WaitError`` where they are not in time.
    @discardableResult
    func calls(
        within limit: Duration,
        until isWanted: @escaping @Sendable (CallLog) -> Bool
    ) async throws -> CallLog
}

extension CallRecording {
    /// Waits until so many calls of a method have come, and returns them; they may be under way.
    /// - Throws: ``WaitError`` where too few came in time.
    @discardableResult
    public func calls(_ rpc: RPC, atLeast count: Int, within limit: Duration = .seconds(30)) async throws -> CallLog {
        try await calls(within: limit) { $0.of(rpc).count >= count }.of(rpc)
    }

    /// Waits until no call is under way.
    /// - Throws: ``WaitError`` where one still is when the time is up.
    public func idle(within limit: Duration = .seconds(30)) async throws {
        try await calls(within: limit) { $0.underWay.isEmpty }
    }
}
