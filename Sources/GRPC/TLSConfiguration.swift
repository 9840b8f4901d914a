internal import CGRPC

/// Keys and certificates for one end of a TLS connection, all in PEM.
///
/// A client with a certificate, and a server with trust roots, make it mutual: each end proves itself to the other.
public struct TLSConfiguration: Sendable {
    /// This end's certificate and its private key.
    public struct Identity: Sendable {
        /// The certificate, followed by those that lead to a root.
        public var certificateChain: String
        /// The certificate's private key.
        public var privateKey: String

        /// A certificate chain and its key, in PEM.
        public init(certificateChain: String, privateKey: String) {
            self.certificateChain = certificateChain
            self.privateKey = privateKey
        }
    }

    /// Who this end is. A server must have one, a client needs one for mutual TLS.
    public var identity: Identity?
    /// Certificates that the other end's must lead to. For a client nil means the system's roots; a server with roots
    /// refuses clients without a certificate, one without roots asks for none.
    public var trustRoots: String?
    /// For a client: the name that the server's certificate must carry, where that is not the host dialled.
    public var serverName: String?

    /// What one end proves, and what it asks of the other.
    public init(identity: Identity? = nil, trustRoots: String? = nil, serverName: String? = nil) {
        self.identity = identity
        self.trustRoots = trustRoots
        self.serverName = serverName
    }

    /// Credentials that the caller releases.
    func channelCredentials() -> OpaquePointer? {
        withKeyPair { pair in
            grpc_ssl_credentials_create_ex(trustRoots, pair, nil, nil)
        }
    }

    /// Credentials that the caller releases; nil where the certificate or its key can't be used.
    func serverCredentials() -> OpaquePointer? {
        guard identity != nil else { return nil }
        let configuration = withKeyPair { pair in
            grpc_ssl_server_certificate_config_create(trustRoots, pair, 1)
        }
        let options = grpc_ssl_server_credentials_create_options_using_config(
            trustRoots == nil
                ? GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE : GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY,
            configuration
        )
        return grpc_ssl_server_credentials_create_with_options(options)
    }

    private func withKeyPair<Result>(_ body: (UnsafeMutablePointer<grpc_ssl_pem_key_cert_pair>?) -> Result) -> Result {
        guard let identity else { return body(nil) }
        return identity.privateKey.withCString { key in
            identity.certificateChain.withCString { chain in
                var pair = grpc_ssl_pem_key_cert_pair(private_key: key, cert_chain: chain)
                return body(&pair)
            }
        }
    }
}

extension TLSConfiguration.Identity: CustomStringConvertible, CustomReflectable {
    /// The certificate; the key is nobody's to print.
    public var description: String { certificateChain }

    /// Nothing: a mirror would show the key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
