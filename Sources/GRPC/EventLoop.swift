internal import CGRPC
internal import CGRPCShims
internal import Glibc
internal import Platform
internal import Synchronization

/// The one thread that waits on gRPC's completion queue, and on which Swift tasks can run between its events.
///
/// A task that runs here when its call completes goes on without a hop to another thread, which is most of what a call
/// to a local plugin costs beyond gRPC itself. A task that runs elsewhere is resumed there.
///
/// Nothing may block this thread: it serves every channel and every server of the process.
public final class EventLoop: TaskExecutor {
    /// The loop that all channels and servers share. It starts gRPC core and lives as long as the process.
    public static let shared = EventLoop()

    // Safe although they are pointers: gRPC's functions on queues and calls may be called from any thread.

    /// gRPC's queue, which this loop alone takes events from.
    nonisolated(unsafe) let queue: OpaquePointer?
    private nonisolated(unsafe) let waker: OpaquePointer?
    private let thread = Atomic<UInt>(0)
    private let inbox = Mutex(Inbox())
    // Safe although it is mutable: only the loop's own thread touches it.
    private nonisolated(unsafe) var ready: [UnownedJob] = []

    private struct Inbox {
        var jobs: [UnownedJob] = []
        var isWakeUnderWay = false
    }

    private init() {
        silenceCoreLog()
        grpc_init()
        queue = grpc_completion_queue_create_for_next(nil)
        // A call that never reaches a wire: a batch of no operations on it is an event that any thread may post.
        let channel = grpc_lame_client_channel_create("wake", GRPC_STATUS_UNAVAILABLE, "wake")
        waker = grpc_channel_create_call(
            channel,
            nil,
            0,
            queue,
            grpc_slice_from_static_string("/wake"),
            nil,
            .never,
            nil
        )
        let started = Semaphore()
        startThread { [self] in
            thread.store(currentThread, ordering: .relaxed)
            started.signal()
            run()
        }
        started.wait()
    }

    /// Runs an operation's work on the loop's thread, as far as it is not bound to another executor.
    ///
    /// For code that makes many short calls. It must not block.
    public static func run<Result, Failure: Error>(
        isolation: isolated (any Actor)? = #isolation,
        _ operation: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        try await withTaskExecutorPreference(shared, isolation: isolation, operation: operation)
    }

    /// Takes a job; part of `TaskExecutor`.
    public func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if currentThread == thread.load(ordering: .relaxed) {
            ready.append(job)
            return
        }
        let mustWake = inbox.withLock { inbox in
            inbox.jobs.append(job)
            defer { inbox.isWakeUnderWay = true }
            return !inbox.isWakeUnderWay
        }
        if mustWake {
            cgrpc_wake(waker, nil)
        }
    }

    private func run() {
        // Jobs that keep making jobs must not keep events from being taken.
        let roundsBetweenEvents = 16
        let never = gpr_timespec.never
        let atOnce = gpr_inf_past(GPR_CLOCK_MONOTONIC)
        let executor = asUnownedTaskExecutor()
        var jobs: [UnownedJob] = []
        while true {
            for _ in 0..<roundsBetweenEvents where !ready.isEmpty {
                swap(&jobs, &ready)
                for job in jobs {
                    job.runSynchronously(on: executor)
                }
                jobs.removeAll(keepingCapacity: true)
            }
            take(grpc_completion_queue_next(queue, ready.isEmpty ? never : atOnce, nil))
        }
    }

    private func take(_ event: grpc_event) {
        guard event.type == GRPC_OP_COMPLETE else { return }
        guard let tag = event.tag else {
            inbox.withLock { inbox in
                ready.append(contentsOf: inbox.jobs)
                inbox.jobs.removeAll(keepingCapacity: true)
                inbox.isWakeUnderWay = false
            }
            return
        }
        Operation.handedBack(tag).completed(event.success != 0)
    }
}

/// Something under way in gRPC that ends with one event.
///
/// Its memory outlives the operation because the operation's tag holds a reference, which the event gives back.
class Operation {
    // Orders what the starting thread wrote before what the loop's thread reads, without leaning on how gRPC's queue does
    // it. The thread sanitizer sees this, and not gRPC.
    private let isHandedOver = Atomic<Bool>(false)

    /// A reference for gRPC to hand back with the event.
    func retainedTag() -> UnsafeMutableRawPointer {
        isHandedOver.store(true, ordering: .releasing)
        return Unmanaged.passRetained(self).toOpaque()
    }

    /// Takes the reference that came with an event.
    static func handedBack(_ tag: UnsafeMutableRawPointer) -> Operation {
        let operation = Unmanaged<Operation>.fromOpaque(tag).takeRetainedValue()
        _ = operation.isHandedOver.load(ordering: .acquiring)
        return operation
    }

    /// Takes back a reference that no event will hand back.
    func releaseTag() {
        Unmanaged.passUnretained(self).release()
    }

    /// The event came; runs on the loop's thread.
    func completed(_ isSuccess: Bool) {}
}

/// gRPC core writes its log to standard error, where it means nothing to users; `GRPC_VERBOSITY` brings it back.
private func silenceCoreLog() {
    if getenv("GRPC_VERBOSITY") == nil {
        gpr_set_log_function { _ in }
    }
}
