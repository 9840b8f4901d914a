internal import CGRPC
internal import Platform
internal import Synchronization

/// A connection to one server, made when it is first needed and again when it is lost.
///
/// Safe to use from any number of tasks. A call on a channel whose unix socket was replaced goes to the new socket, even
/// where the old one's server still runs; calls under way stay with the old one.
public final class Channel: Sendable {
    /// Where the server is.
    public let endpoint: Endpoint
    private let tls: TLSConfiguration?
    private let maximumMessageBytes: Int
    private let state = Mutex(State())

    private struct State {
        var core: CoreChannel?
        var socket: FileIdentity?
        var nextLook = gpr_timespec.now
        var isClosed = false
    }

    /// How long a look at the socket's file and the connection's state serves. Looking for every call would cost more
    /// than all else that this module adds to a call.
    private static let lookInterval = Duration.milliseconds(10)

    /// A channel to a server. Nothing is dialled yet.
    /// - Parameters:
    ///   - tls: Keys and certificates; nil means that nothing is encrypted.
    ///   - maximumMessageBytes: The largest message taken from the server, in bytes; a larger one ends its call with
    ///     RESOURCE_EXHAUSTED.
    public init(_ endpoint: Endpoint, tls: TLSConfiguration? = nil, maximumMessageBytes: Int = 4 << 20) {
        self.endpoint = endpoint
        self.tls = tls
        self.maximumMessageBytes = maximumMessageBytes
    }

    /// Makes a call with one request and one response.
    /// - Parameters:
    ///   - method: The method's path, such as `/csi.v1.Identity/Probe`.
    ///   - request: The request's bytes.
    ///   - timeout: How long the call may take; then it ends with DEADLINE_EXCEEDED.
    ///   - metadata: What is sent before the request.
    /// - Throws: ``RPCError``. Where the calling task is cancelled, the call is cancelled on the wire and ends with
    ///   CANCELLED.
    public nonisolated(nonsending) func unary(
        _ method: String,
        _ request: [UInt8],
        timeout: Duration,
        metadata: Metadata = [:]
    ) async throws(RPCError) -> UnaryResponse {
        let call = UnaryCall(try makeCall(method, timeout: timeout))
        do throws(RPCError) {
            return try await call.run(request, metadata: metadata)
        } catch {
            if error.code == .unavailable { lookAgain() }
            throw error
        }
    }

    /// Makes a call with one request and a stream of responses.
    ///
    /// The call begins with the first response that is asked for. It is cancelled where the iterator goes away before
    /// the stream's end.
    /// - Parameters: As for ``unary(_:_:timeout:metadata:)``; the timeout bounds the whole stream.
    public func serverStreaming(
        _ method: String,
        _ request: [UInt8],
        timeout: Duration,
        metadata: Metadata = [:]
    ) -> ResponseStream {
        ResponseStream { [self] () throws(RPCError) in
            let call = StreamingCall(try makeCall(method, timeout: timeout))
            try call.start(request, metadata: metadata)
            return call
        }
    }

    /// Ends the channel: later calls fail with UNAVAILABLE, calls under way finish.
    public func close() {
        state.withLock { state in
            state.isClosed = true
            state.core = nil
        }
    }

    /// What is known of the connection now. Nothing is dialled for it, but a unix socket that is not connected is tried.
    public func connectivity() -> Connectivity {
        let (core, isClosed) = state.withLock { ($0.core, $0.isClosed) }
        return isClosed ? .closed : connectivity(of: core)
    }

    private func connectivity(of core: CoreChannel?) -> Connectivity {
        switch core?.connectivity(tryingToConnect: false) {
        case GRPC_CHANNEL_READY: .connected
        case GRPC_CHANNEL_CONNECTING: .connecting
        case GRPC_CHANNEL_TRANSIENT_FAILURE: endpoint.obstacle() ?? .unreachable
        default: endpoint.obstacle() ?? .idle
        }
    }

    /// Dials where that is needed, and answers the state reached: ``Connectivity/connected``, or what stood in the way
    /// when the attempt failed or the time was up.
    public func connect(timeout: Duration) async -> Connectivity {
        let deadline = ContinuousClock.now + timeout.clampedToWait
        guard let core = try? currentCore() else {
            let known = connectivity()
            return known == .idle ? .unreachable : known
        }
        while true {
            let seen = core.connectivity(tryingToConnect: true)
            let remaining = deadline - ContinuousClock.now
            switch seen {
            case GRPC_CHANNEL_READY: return .connected
            case GRPC_CHANNEL_TRANSIENT_FAILURE, GRPC_CHANNEL_SHUTDOWN: return connectivity(of: core)
            default:
                guard remaining > .zero, !Task.isCancelled else { return connectivity(of: core) }
                await core.stateChange(from: seen, timeout: min(remaining, .milliseconds(100)))
            }
        }
    }

    private func makeCall(_ method: String, timeout: Duration) throws(RPCError) -> CoreCall {
        guard timeout > .zero else { throw RPCError(.deadlineExceeded, "\(endpoint): no time was left for the call") }
        let now = gpr_timespec.now
        let recent = state.withLock { state in gpr_time_cmp(now, state.nextLook) < 0 ? state.core : nil }
        let core = if let recent { recent } else { try currentCore() }
        return core.makeCall(method, deadline: now.advanced(by: timeout))
    }

    /// Makes the next call look at the socket's file and the connection's state, which else serve for some milliseconds: it
    /// goes to the server that is there by now.
    public func lookAgain() {
        state.withLock { $0.nextLook = .now }
    }

    /// The channel for what stands at the endpoint now.
    private func currentCore() throws(RPCError) -> CoreChannel {
        let result = state.withLock { state -> Result<CoreChannel, RPCError> in
            do throws(RPCError) {
                let core = try currentCore(&state)
                state.nextLook = gpr_timespec.now.advanced(by: Self.lookInterval)
                return .success(core)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }

    private func currentCore(_ state: inout State) throws(RPCError) -> CoreChannel {
        guard !state.isClosed else { throw unavailable("channel closed") }
        if case .unix(let path) = endpoint {
            do throws(Errno) {
                let socket = try FileIdentity(ofFileAt: path)
                if socket != state.socket {
                    state.core = nil
                    state.socket = socket
                }
            } catch {
                // A server may go on after its socket's name is gone.
                guard let core = state.core, core.connectivity(tryingToConnect: false) == GRPC_CHANNEL_READY else {
                    throw unavailable("\(Connectivity(error))")
                }
            }
        }
        // gRPC refuses calls for seconds after a failed attempt; a new channel makes the next attempt at once. How often
        // that happens is up to who calls.
        if let core = state.core, core.connectivity(tryingToConnect: false) != GRPC_CHANNEL_TRANSIENT_FAILURE {
            return core
        }
        state.core = nil
        if let obstacle = endpoint.obstacle() { throw unavailable("\(obstacle)") }
        guard let core = CoreChannel(endpoint, tls: tls, maximumMessageBytes: maximumMessageBytes) else {
            throw unavailable("the certificate or its key can't be used")
        }
        state.core = core
        return core
    }

    private func unavailable(_ reason: String) -> RPCError {
        RPCError(.unavailable, "\(endpoint): \(reason)")
    }
}
