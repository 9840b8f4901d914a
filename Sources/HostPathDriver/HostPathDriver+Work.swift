internal import GRPC

/// Where work runs, so that long work never keeps quick work waiting.
enum Lane {
    /// What takes moments: the database, mounts, making images.
    case quick
    /// Copies of volumes.
    case copies
    /// What looks at every file of a folder: removing it, measuring it, giving it to a group; and growing file systems.
    case walks
}

/// The threads of each lane.
final class Lanes: Sendable {
    private let quick = WorkerPool(threads: 16)
    private let copies = WorkerPool(threads: 4)
    private let walks = WorkerPool(threads: 4)

    subscript(lane: Lane) -> WorkerPool {
        switch lane {
        case .quick: quick
        case .copies: copies
        case .walks: walks
        }
    }

    /// Lets work that was called off end now where it still waits for a thread.
    func dismissCalledOff() {
        copies.dismissCalledOff()
        walks.dismissCalledOff()
    }
}

extension HostPathDriver {
    /// Does blocking work on a thread for it, while it has what it claims for itself.
    ///
    /// Once begun it goes on to its end, also where the caller is gone.
    /// - Throws: ABORTED where another call has one of the claims; otherwise what `body` throws, as a code.
    func perform<Response: Sendable>(
        _ claims: Set<Claim> = [],
        lane: Lane = .quick,
        _ body: @escaping @Sendable () throws -> Response
    ) async throws -> Response {
        try await holding(claims) { try await run(lane, body) }
    }

    /// Does work in several parts, while it has what it claims for itself.
    /// - Parameter copy: The copy that this is; nil for other work.
    /// - Throws: ABORTED where another call has one of the claims.
    func holding<Response>(
        _ claims: Set<Claim>,
        for copy: LongWork? = nil,
        _ body: () async throws -> Response
    ) async throws -> Response {
        try turns.take(claims, for: copy)
        defer { turns.release(claims) }
        return try await body()
    }

    /// Does blocking work on a thread of a lane.
    /// - Parameter work: The long work that this is; nil for other work.
    /// - Throws: What `body` throws, as a code, or what the work was called off with before it began.
    func run<Response: Sendable>(
        _ lane: Lane,
        for work: LongWork? = nil,
        _ body: @escaping @Sendable () throws -> Response
    ) async throws -> Response {
        try await lanes[lane].run(for: work) {
            do {
                return try body()
            } catch {
                throw RPCError(from: error)
            }
        }
    }

    /// Does blocking work that may take long, and that is called off where the driver stops.
    /// - Throws: UNAVAILABLE where the driver stops; otherwise what `body` throws, as a code.
    func runLong<Response: Sendable>(
        _ lane: Lane,
        _ body: @escaping @Sendable (LongWork) throws -> Response
    ) async throws -> Response {
        let work = try longWorks.begin()
        defer { longWorks.end(work) }
        return try await run(lane, for: work) { try body(work) }
    }

    /// Copies data, while it has what it claims for itself.
    ///
    /// A caller that cancels calls the copy off. One that runs out of time does not: the copy goes on, and who repeats the
    /// call is told how far it is, or gets what it made.
    /// - Parameters:
    ///   - finished: Finds what an earlier call made, and waits for no other copy; nil where there is nothing.
    ///   - body: Copies, in steps that end where the work is called off.
    /// - Throws: ABORTED where another call has one of the claims, UNAVAILABLE where the driver stops; otherwise what
    ///   the bodies throw, as a code.
    func copy<Response: Sendable>(
        _ claims: Set<Claim>,
        for call: ServerCall,
        unless finished: @escaping @Sendable () throws -> Response?,
        _ body: @escaping @Sendable (LongWork) throws -> Response
    ) async throws -> Response {
        let work = try longWorks.begin()
        defer { longWorks.end(work) }
        return try await holding(claims, for: work) {
            try await withTaskCancellationHandler {
                if let response = try await run(.quick, finished) { return response }
                return try await run(.copies, for: work) { try body(work) }
            } onCancel: {
                // Near the deadline it can't be told whether the caller gave up or ran out of time.
                if let deadline = call.deadline, .now > deadline - .seconds(1) { return }
                work.callOff()
                endCalledOff()
            }
        }
    }

    /// Does something for a copy that needs volumes to itself, when its turn comes.
    /// - Throws: ABORTED where it does not come soon.
    func withTurn<Result>(_ claims: Set<Claim>, for copy: LongWork, _ body: () throws -> Result) throws -> Result {
        try turns.take(claims, for: copy, within: .seconds(10))
        defer { turns.release(claims) }
        return try body()
    }

    /// Calls off what takes long, so that a driver that is to stop need not wait for it, and returns when it has ended.
    public func shutdown() async {
        longWorks.callOff()
        endCalledOff()
        await longWorks.drain()
    }

    /// Ends the waiting of work that was called off, for a thread or for its turn.
    private func endCalledOff() {
        turns.wake()
        lanes.dismissCalledOff()
    }
}
