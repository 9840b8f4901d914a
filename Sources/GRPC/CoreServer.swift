internal import CGRPC
internal import CGRPCShims
internal import Platform
internal import Synchronization

/// gRPC core's server, and the one owner of it.
///
/// Safe to share although it holds a pointer: gRPC's functions on servers may be called from any thread.
final class CoreServer: @unchecked Sendable {
    let handlers: Server.Handlers
    private let pointer: OpaquePointer?
    private let shutdownState = Mutex(ShutdownState())

    private struct ShutdownState {
        var hasBegun = false
        var isComplete = false
        var waiters: [UnsafeContinuation<Void, Never>] = []
    }

    /// How many calls gRPC may hand over before the loop asks for more.
    private static let outstandingAcceptances = 32

    init(handlers: Server.Handlers, maximumMessageBytes: Int) {
        self.handlers = handlers
        var arguments = ChannelArguments()
        arguments.set("grpc.max_receive_message_length", maximumMessageBytes)
        arguments.set("grpc.so_reuseport", 0)
        // One connection can't fill the memory with calls, nor keep its descriptor without saying a word.
        arguments.set("grpc.max_concurrent_streams", 16_384)
        arguments.set("grpc.server_handshake_timeout_ms", 20_000)
        _ = EventLoop.shared
        pointer = arguments.withCoreArguments { grpc_server_create($0, nil) }
        grpc_server_register_completion_queue(pointer, EventLoop.shared.queue, nil)
    }

    deinit {
        grpc_server_destroy(pointer)
    }

    /// Binds an endpoint; the result is its port (1 for a unix socket), or 0 where that failed.
    func bind(_ endpoint: Endpoint, tls: TLSConfiguration?) -> Int {
        let credentials =
            if let tls { tls.serverCredentials() } else { grpc_insecure_server_credentials_create() }
        guard let credentials else { return 0 }
        defer { grpc_server_credentials_release(credentials) }
        return withPrivateFiles { Int(grpc_server_add_http2_port(pointer, endpoint.serverAddress, credentials)) }
    }

    func start() {
        grpc_server_start(pointer)
        for _ in 0..<Self.outstandingAcceptances {
            accept()
        }
    }

    /// Asks for one more call.
    func accept() {
        let acceptance = Acceptance(self)
        let tag = acceptance.retainedTag()
        let result = grpc_server_request_call(
            pointer,
            &acceptance.memory.pointee.call,
            &acceptance.memory.pointee.details,
            &acceptance.memory.pointee.metadata,
            EventLoop.shared.queue,
            EventLoop.shared.queue,
            tag
        )
        if result != GRPC_CALL_OK {
            acceptance.releaseTag()
        }
    }

    /// Ends a server that never served.
    func abandon() {
        grpc_server_shutdown_and_notify(pointer, EventLoop.shared.queue, ShutdownNotice(self).retainedTag())
    }

    func shutdown(grace: Duration) async {
        let isFirst = shutdownState.withLock { state in
            defer { state.hasBegun = true }
            return !state.hasBegun
        }
        if isFirst {
            abandon()
        }
        let cancelsRest = Task {
            try await Task.sleep(for: grace.clampedToWait)
            grpc_server_cancel_all_calls(pointer)
        }
        await withUnsafeContinuation { continuation in
            let isComplete = shutdownState.withLock { state in
                if !state.isComplete { state.waiters.append(continuation) }
                return state.isComplete
            }
            if isComplete { continuation.resume() }
        }
        cancelsRest.cancel()
    }

    fileprivate func shutdownIsComplete() {
        let waiters = shutdownState.withLock { state in
            state.isComplete = true
            defer { state.waiters = [] }
            return state.waiters
        }
        waiters.forEach { $0.resume() }
    }
}

/// The end of a shutdown: no call is left.
private final class ShutdownNotice: Operation {
    private let server: CoreServer

    init(_ server: CoreServer) {
        self.server = server
    }

    override func completed(_ isSuccess: Bool) {
        server.shutdownIsComplete()
    }
}

/// A call that the server waits for, and its memory from then on.
final class Acceptance: Operation {
    let memory: UnsafeMutablePointer<cgrpc_acceptance>
    private let server: CoreServer

    init(_ server: CoreServer) {
        self.server = server
        memory = .allocate(capacity: 1)
        cgrpc_acceptance_init(memory)
    }

    deinit {
        cgrpc_acceptance_destroy(memory)
        memory.deallocate()
    }

    override func completed(_ isSuccess: Bool) {
        // Without success the server is shutting down.
        guard isSuccess else { return }
        server.accept()
        IncomingCall(self, handlers: server.handlers).start()
    }
}
