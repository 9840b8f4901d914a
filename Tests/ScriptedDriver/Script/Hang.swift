/// A place where calls stop until a test lets them go on, or their callers give up.
public final class Hang: Sendable {
    private struct State: CustomStringConvertible {
        var reached = 0
        var isReleased = false

        var description: String { "\(reached) calls came" }
    }

    private let state = Watched(State())
    let outlivesCaller: Bool

    /// - Parameter outlivesCaller: Whether a call goes on hanging, and takes effect when it is released, although its
    ///   caller has given up: the driver that finishes late.
    public init(outlivesCaller: Bool = false) {
        self.outlivesCaller = outlivesCaller
    }

    /// How many calls have come so far.
    public var count: Int { state.value.reached }

    /// Waits until calls hang here, or have done so.
    /// - Throws: ``WaitError`` where too few came in time.
    public func reached(_ count: Int = 1, within limit: Duration = .seconds(30)) async throws {
        try await state.wait(limit, for: "\(count) calls to hang") { $0.reached >= count }
    }

    /// Lets the calls that hang go on, and those that come later pass.
    public func release() {
        state.update { $0.isReleased = true }
    }

    /// Stops a call here.
    /// - Throws: `CancellationError` where its task is cancelled.
    func stop() async throws {
        state.update { $0.reached += 1 }
        try await state.wait { $0.isReleased }
    }
}
