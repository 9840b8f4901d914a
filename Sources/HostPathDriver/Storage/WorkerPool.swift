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
    /// - Throws: What `body` throws, or RESOURCE_EXHAUSTED where too much waits already, or no thread can be had.
    func run<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) async throws -> Result {
        try await withCheckedThrowingContinuation { continuation in
            if let refusal = queue.add({ continuation.resume(with: Swift.Result(catching: body)) }) {
                continuation.resume(throwing: refusal)
            }
        }
    }
}

/// Work that waits for a thread.
private final class WorkQueue: Sendable {
    private struct State {
        var waiting: [@Sendable () -> Void] = []
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
    func add(_ work: @escaping @Sendable () -> Void) -> RPCError? {
        state.withLock(waking: .one) { state in
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
            state.waiting.append(work)
            return nil
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
        while let work = next() { work() }
    }

    private func next() -> (@Sendable () -> Void)? {
        var isIdle = false
        let work = state.wait(until: .now + Self.idleTime) { state -> (@Sendable () -> Void)?? in
            if isIdle { state.idleThreads -= 1 }
            isIdle = state.waiting.isEmpty
            if !isIdle { return .some(state.waiting.removeFirst()) }
            if state.isClosed { return .some(nil) }
            state.idleThreads += 1
            return nil
        }
        if let work = work ?? nil { return work }
        // The time is over, but work may have come since.
        return state.withLock { state in
            if isIdle && work == nil { state.idleThreads -= 1 }
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
