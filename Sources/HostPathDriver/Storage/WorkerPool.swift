internal import GRPC
internal import Glibc

/// Threads for work that blocks, so that the threads which answer calls never do.
///
/// A thread is started when work has none, and ends when it has had none for a while. Work that has begun goes on to its
/// end, whether or not its caller still waits.
final class WorkerPool: Sendable {
    private let queue: WorkQueue

    /// - Parameter threads: How many pieces of work run at a time; the others wait in their order.
    init(threads: Int) {
        queue = WorkQueue(threads: threads)
    }

    deinit {
        queue.close()
    }

    /// Runs `body` on one of the threads.
    /// - Parameter work: The long work that this is; nil for other work.
    /// - Throws: What `body` throws, what the work was called off with before it began, or RESOURCE_EXHAUSTED where too
    ///   much waits already, or no thread can be had.
    func run<Result: Sendable>(
        for work: LongWork? = nil,
        _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            let job = Job(work: work) {
                continuation.resume(
                    with: Swift.Result {
                        try work?.advance()
                        return try body()
                    }
                )
            }
            if let refusal = queue.add(job) { continuation.resume(throwing: refusal) }
        }
    }

    /// Lets work that was called off end now where it still waits for a thread.
    func dismissCalledOff() {
        for job in queue.takeCalledOff() { job.run() }
    }
}

private struct Job: Sendable {
    /// nil for work that can't be called off.
    let work: LongWork?
    /// Ends at once where the work was called off.
    let run: @Sendable () -> Void
}

/// Work that waits for a thread.
private final class WorkQueue: Sendable {
    private struct State {
        var waiting: [Job] = []
        var threads = 0
        var idleThreads = 0
        var isClosed = false
    }

    private let state = Monitor(State())
    private let maximumThreads: Int

    /// How long a thread without work stays.
    private static let idleTime = Duration.seconds(10)

    init(threads: Int) {
        maximumThreads = threads
    }

    /// Takes work. - Returns: Why it could not; nil where it did.
    func add(_ job: Job) -> RPCError? {
        state.withLock(waking: .one) { state in
            do throws(RPCError) {
                // It may have been called off when it was not here yet to be taken out.
                try job.work?.advance()
            } catch {
                return error
            }
            guard state.waiting.count < 10_000 else {
                return RPCError(.resourceExhausted, "too many calls are waiting")
            }
            if state.idleThreads <= state.waiting.count, state.threads < maximumThreads {
                let code = startThread()
                if code == 0 {
                    state.threads += 1
                } else if state.threads == 0 {
                    return RPCError(.resourceExhausted, "no thread can be started: \(String(cString: strerror(code)))")
                }
            }
            state.waiting.append(job)
            return nil
        }
    }

    /// Takes out what was called off before a thread was free for it.
    func takeCalledOff() -> [Job] {
        state.withLock { state in
            let jobs = state.waiting.filter { $0.work?.isCalledOff == true }
            state.waiting.removeAll { $0.work?.isCalledOff == true }
            return jobs
        }
    }

    func close() {
        state.withLock { $0.isClosed = true }
    }

    private func startThread() -> CInt {
        var thread = pthread_t()
        let queue = Unmanaged.passRetained(self)
        let code = pthread_create(&thread, nil, runWork, queue.toOpaque())
        if code == 0 {
            pthread_detach(thread)
        } else {
            queue.release()
        }
        return code
    }

    /// Runs work as long as there is any.
    fileprivate func work() {
        while let job = next() { job.run() }
    }

    private func next() -> Job? {
        var isIdle = false
        let job = state.wait(until: .now + Self.idleTime) { state -> Job?? in
            if isIdle { state.idleThreads -= 1 }
            isIdle = state.waiting.isEmpty
            if !isIdle { return .some(state.waiting.removeFirst()) }
            if state.isClosed { return .some(nil) }
            state.idleThreads += 1
            return nil
        }
        if let job = job ?? nil { return job }
        // The time is over, but work may have come since.
        return state.withLock { state in
            if isIdle && job == nil { state.idleThreads -= 1 }
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            state.threads -= 1
            return nil
        }
    }
}

private func runWork(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    Unmanaged<WorkQueue>.fromOpaque(argument).takeRetainedValue().work()
    return nil
}
