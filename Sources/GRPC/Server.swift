internal import CGRPC
internal import CGRPCShims
internal import Platform
internal import Synchronization

/// A server on a unix socket or a TCP port.
///
/// Handlers run as Swift tasks. Where a caller cancels, goes away or runs out of time, its handler's task is cancelled. A
/// server serves until it is shut down, whoever holds it.
public final class Server: Sendable {
    /// Where the server listens. A TCP port given as 0 is the one that the system chose.
    public let endpoint: Endpoint
    private let core: CoreServer

    /// Binds and serves.
    /// - Parameters:
    ///   - tls: Keys and certificates; nil means that nothing is encrypted.
    ///   - socketGroup: A group that may use the unix socket (mode 0660); nil leaves it to the owner (mode 0600).
    ///   - maximumMessageBytes: The largest request taken, in bytes; a larger one is answered with RESOURCE_EXHAUSTED.
    /// - Throws: ``ServerError`` where the endpoint can't be bound: another server lives on the socket, the path is
    ///   taken by another kind of file, or the system refuses. A socket that a dead server left is replaced.
    public init(
        _ endpoint: Endpoint,
        tls: TLSConfiguration? = nil,
        socketGroup: String? = nil,
        maximumMessageBytes: Int = 4 << 20,
        handlers: Handlers
    ) throws(ServerError) {
        if case .unix(let path) = endpoint {
            if let file = try? FileIdentity(ofFileAt: path) {
                guard file.isSocket else {
                    throw ServerError(endpoint, "the path is taken by a file that is no socket")
                }
                switch endpoint.obstacle() {
                // Only who refuses is surely dead; the others may be somebody's, or of another kind.
                case .refused, .missing: break
                case nil: throw ServerError(endpoint, "another server listens there")
                case let obstacle?: throw ServerError(endpoint, "the socket there may be in use: \(obstacle)")
                }
            }
        }
        core = CoreServer(handlers: handlers, maximumMessageBytes: maximumMessageBytes)
        let port = core.bind(endpoint, tls: tls)
        guard port > 0 else {
            core.abandon()
            throw ServerError(endpoint, "it can't be bound")
        }
        switch endpoint {
        case .unix(let path):
            self.endpoint = endpoint
            do {
                try UnixSocket.restrict(path, toGroup: socketGroup)
            } catch {
                core.abandon()
                throw ServerError(endpoint, "the socket can't be restricted to its users: \(error.text)")
            }
        case .tcp(let host, _):
            self.endpoint = .tcp(host: host, port: UInt16(clamping: port))
        }
        core.start()
    }

    /// Takes no new calls, lets those under way finish, and returns when all have.
    /// - Parameter grace: How long calls may go on; then they are cancelled.
    public func shutdown(grace: Duration) async {
        await core.shutdown(grace: grace)
    }
}

extension Server {
    /// Answers a call with one response.
    public typealias UnaryHandler = @Sendable (ServerCall, [UInt8]) async throws -> [UInt8]
    /// Answers a call with any number of responses.
    public typealias StreamHandler = @Sendable (ServerCall, [UInt8], ResponseWriter) async throws -> Void

    /// What a server does for each method.
    ///
    /// A handler answers with an ``RPCError`` by throwing it. Any other error becomes INTERNAL without its text, which
    /// might hold what a caller must not see.
    public struct Handlers: Sendable {
        enum Handler: Sendable {
            case unary(UnaryHandler)
            case stream(StreamHandler)
        }

        private(set) var methods: [String: Handler] = [:]
        /// Takes every method that has no handler of its own; nil means UNIMPLEMENTED.
        public var fallback: StreamHandler?

        /// No methods.
        public init() {}

        /// Sets the handler of a method with one response, by its path, such as `/csi.v1.Identity/Probe`.
        public mutating func unary(_ method: String, _ handler: @escaping UnaryHandler) {
            methods[method] = .unary(handler)
        }

        /// Sets the handler of a method with a stream of responses.
        public mutating func serverStreaming(_ method: String, _ handler: @escaping StreamHandler) {
            methods[method] = .stream(handler)
        }

        func handler(for method: String) -> Handler? {
            methods[method] ?? fallback.map(Handler.stream)
        }
    }
}

/// What a handler knows about the call it answers.
public struct ServerCall: Sendable {
    /// The method's path.
    public let method: String
    /// What the caller sent before the request.
    public let metadata: Metadata
    /// When the caller stops waiting; nil for never.
    public let deadline: ContinuousClock.Instant?

    /// A call; servers make them, and tests of handlers.
    public init(method: String, metadata: Metadata = [:], deadline: ContinuousClock.Instant? = nil) {
        self.method = method
        self.metadata = metadata
        self.deadline = deadline
    }
}

/// A server that can't be started.
public struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it was to listen.
    public let endpoint: Endpoint
    /// What stood in the way.
    public let reason: String

    init(_ endpoint: Endpoint, _ reason: String) {
        self.endpoint = endpoint
        self.reason = reason
    }

    /// The endpoint and the reason.
    public var description: String { "\(endpoint): \(reason)" }
}
