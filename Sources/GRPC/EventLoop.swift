internal import CGRPC
internal import Glibc
internal import Platform
internal import Synchronization

/// The one thread that waits on gRPC's completion queue. Tasks whose calls complete there go on where they ran before.
///
/// Nothing may block this thread: it serves every channel and every server of the process.
final class EventLoop: Sendable {
    /// The loop that all channels and servers share. It starts gRPC core and lives as long as the process.
    static let shared = EventLoop()

    // Safe although it is a pointer: gRPC's functions on queues may be called from any thread.

    /// gRPC's queue, which this loop alone takes events from.
    nonisolated(unsafe) let queue: OpaquePointer?

    private init() {
        silenceCoreLog()
        grpc_init()
        queue = grpc_completion_queue_create_for_next(nil)
        startThread { [self] in
            while true { take(grpc_completion_queue_next(queue, gpr_timespec.never, nil)) }
        }
    }

    private func take(_ event: grpc_event) {
        guard event.type == GRPC_OP_COMPLETE, let tag = event.tag else { return }
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
