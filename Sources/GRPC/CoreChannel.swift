internal import CGRPC

/// gRPC core's channel, and the one owner of it.
///
/// Safe to share although it holds a pointer: gRPC's functions on channels may be called from any thread.
final class CoreChannel: @unchecked Sendable {
    private let pointer: OpaquePointer

    /// A channel to an endpoint; nil where the TLS configuration can't be used.
    init?(_ endpoint: Endpoint, tls: TLSConfiguration?, maximumMessageBytes: Int) {
        _ = EventLoop.shared
        let credentials =
            if let tls { tls.channelCredentials() } else { grpc_insecure_credentials_create() }
        guard let credentials else { return nil }
        defer { grpc_channel_credentials_release(credentials) }
        var arguments = ChannelArguments()
        arguments.set("grpc.max_receive_message_length", maximumMessageBytes)
        // Texts and trailers of 64 KiB and more: escapes make texts three times as long.
        arguments.set("grpc.max_metadata_size", 1 << 20)
        // Every channel has connections of its own: a shared one would outlive its replaced socket.
        arguments.set("grpc.use_local_subchannel_pool", 1)
        // Who calls decides on repeating.
        arguments.set("grpc.enable_retries", 0)
        // A proxy from the environment must not see calls to plugins.
        arguments.set("grpc.enable_http_proxy", 0)
        arguments.set("grpc.service_config_disable_resolution", 1)
        // An idle connection to a local plugin costs nothing.
        arguments.set("grpc.client_idle_timeout_ms", Int(CInt.max))
        // How long an attempt to connect may take, whatever its name says. See `Channel` for attempts after the first.
        arguments.set("grpc.min_reconnect_backoff_ms", 5_000)
        switch endpoint {
        case .unix: arguments.set("grpc.default_authority", "localhost")
        case .tcp: break
        }
        if let name = tls?.serverName {
            arguments.set("grpc.ssl_target_name_override", name)
        }
        let pointer = arguments.withCoreArguments { grpc_channel_create(endpoint.clientTarget, credentials, $0) }
        guard let pointer else { return nil }
        self.pointer = pointer
    }

    deinit {
        grpc_channel_destroy(pointer)
    }

    func connectivity(tryingToConnect: Bool) -> grpc_connectivity_state {
        grpc_channel_check_connectivity_state(pointer, tryingToConnect ? 1 : 0)
    }

    /// Returns when the state is no longer `state`, or the time is up.
    func stateChange(from state: grpc_connectivity_state, timeout: Duration) async {
        _ = await withUnsafeContinuation { continuation in
            let watch = Continuation(continuation)
            grpc_channel_watch_connectivity_state(
                pointer,
                state,
                .now.advanced(by: timeout),
                EventLoop.shared.queue,
                watch.retainedTag()
            )
        }
    }

    func makeCall(_ method: String, deadline: gpr_timespec) -> CoreCall {
        let path = grpc_slice_from_copied_buffer(method, method.utf8.count)
        defer { grpc_slice_unref(path) }
        let call = grpc_channel_create_call(
            pointer,
            nil,
            0,
            EventLoop.shared.queue,
            path,
            nil,
            deadline,
            nil
        )
        return CoreCall(call, channel: self)
    }
}

/// gRPC core's side of one client call, and the one owner of it.
///
/// Safe to share although it holds a pointer: gRPC's functions on calls may be called from any thread.
final class CoreCall: @unchecked Sendable {
    let pointer: OpaquePointer?
    private let channel: CoreChannel

    init(_ pointer: OpaquePointer?, channel: CoreChannel) {
        self.pointer = pointer
        self.channel = channel
    }

    deinit {
        grpc_call_unref(pointer)
    }

    func cancel() {
        grpc_call_cancel(pointer, nil)
    }
}

/// An operation that one task waits for, and whose event says all that it needs to know.
final class Continuation: Operation {
    private let continuation: UnsafeContinuation<Bool, Never>

    init(_ continuation: UnsafeContinuation<Bool, Never>) {
        self.continuation = continuation
    }

    override func completed(_ isSuccess: Bool) {
        continuation.resume(returning: isSuccess)
    }
}
