internal import Platform

/// An HTTP/1.1 server on TCP ports and unix sockets.
///
/// Handlers run as Swift tasks; however many of them wait, the server has a few threads an address and one more. A handler
/// begins on the thread of its connection, which has others to serve: one with much to compute calls `Task.yield()` before.
/// A task is cancelled where its client hangs up (or shuts down its sending side, which HTTP clients do not do otherwise).
/// A server serves until it is shut down, whoever holds it.
public final class Server: Sendable {
    /// Answers a request. An ``HTTPError`` that it throws becomes the answer; any other error becomes 500 without its
    /// text, which might hold what a caller must not see.
    public typealias Handler = @Sendable (Request) async throws -> Response

    /// Where the server listens. A TCP port given as 0 is the one that the system chose.
    public var addresses: [Address] { binding.addresses }
    private let core: Core
    private let binding: Binding
    private let daemons: [Daemon]

    /// Binds and serves.
    /// - Throws: ``ServerError`` where an address can't be bound, or the certificates can't be used. Then none is.
    public convenience init(
        _ addresses: [Address],
        tls: TLS? = nil,
        limits: Limits = Limits(),
        handler: @escaping Handler
    ) throws(ServerError) {
        try self.init(Binding(addresses), tls: tls, limits: limits, handler: handler)
    }

    /// Serves at addresses that are bound.
    /// - Parameter tls: Keys and certificates for the TCP ports; nil means that nothing is encrypted. Unix sockets are
    ///   never encrypted.
    /// - Throws: ``ServerError`` where the certificates can't be used. Then the addresses are given up.
    public init(
        _ binding: Binding,
        tls: TLS? = nil,
        limits: Limits = Limits(),
        handler: @escaping Handler
    ) throws(ServerError) {
        do {
            core = try Core(handler: handler, limits: limits, requiresClientCertificate: tls?.clientRoots != nil)
        } catch {
            binding.close()
            throw ServerError(nil, error.text)
        }
        var daemons: [Daemon] = []
        for listener in binding.listeners {
            let tls = listener.address.isTCP ? tls : nil
            guard let daemon = Daemon(listener: listener.descriptor, tls: tls, core: core) else {
                binding.close()
                Self.stop(daemons, core)
                throw ServerError(listener.address, "it can't be served, or its key or certificates can't be used")
            }
            daemons.append(daemon)
        }
        self.binding = binding
        self.daemons = daemons
    }

    /// Takes no new connections, lets what is under way finish, then closes everything. To be called once.
    ///
    /// Handlers of `GET`, `HEAD` and `OPTIONS` that have not answered are cancelled at once, so that blocked queries
    /// answer with what they have; answers that are being sent go on.
    /// - Parameter grace: How long requests may go on; then handlers are cancelled, and their connections closed.
    public func shutdown(grace: Duration) async {
        binding.close()
        daemons.forEach { $0.quiesce() }
        await core.drain(grace: grace)
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            // Stopping waits for the daemons' threads, and Swift's must not wait.
            startThread { [self] in
                Self.stop(daemons, core)
                continuation.resume()
            }
        }
    }

    private static func stop(_ daemons: [Daemon], _ core: Core) {
        core.close()
        daemons.forEach { $0.stop() }
        core.watcher.stop()
    }
}

extension Server {
    /// A place to listen at.
    public enum Address: Hashable, Sendable, CustomStringConvertible {
        /// A port of a host, by name or address.
        case tcp(host: String, port: UInt16)
        /// A socket file of at most 107 bytes, its owner's alone (mode 0600), or a group's too (mode 0660). One that a
        /// dead server left is replaced; a living server's, or a file of another kind, is an error.
        case unix(path: String, group: String? = nil)

        /// Whether it is a port.
        public var isTCP: Bool {
            if case .tcp = self { true } else { false }
        }

        /// The address as `host:port`, or the path.
        public var description: String {
            switch self {
            case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
            case .unix(let path, _): path
            }
        }
    }

    /// Keys and certificates, in PEM. Clients speak TLS 1.2 or 1.3.
    public struct TLS: Sendable {
        /// The server's certificate, followed by those that lead to a root.
        public var certificateChain: String
        /// The certificate's private key.
        public var privateKey: String
        /// Roots that clients' certificates must lead to; nil where clients need none.
        public var clientRoots: String?

        /// A certificate chain and its key, and what clients have to show.
        public init(certificateChain: String, privateKey: String, clientRoots: String? = nil) {
            self.certificateChain = certificateChain
            self.privateKey = privateKey
            self.clientRoots = clientRoots
        }
    }
}

/// A server that can't be started.
public struct ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Where it was to listen; nil where it is not the address that stood in the way.
    public let address: Server.Address?
    /// What stood in the way.
    public let reason: String

    init(_ address: Server.Address?, _ reason: String) {
        self.address = address
        self.reason = reason
    }

    /// The address and the reason.
    public var description: String { address.map { "\($0): \(reason)" } ?? reason }
}
