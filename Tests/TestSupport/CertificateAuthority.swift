internal import Foundation

/// A root made for a test, and certificates that lead to it.
public struct CertificateAuthority: Sendable {
    /// A certificate and its key, as files.
    public struct Identity: Sendable {
        /// Where the certificate is.
        public let certificate: String
        /// Where its private key is.
        public let key: String
    }

    /// The root's certificate, as a file.
    public let certificate: String
    private let folder: TemporaryFolder

    /// Makes a root.
    public init() async throws {
        folder = try TemporaryFolder()
        certificate = try await Self.make(folder.file("root"), ["-subj", "/CN=Test root"]).certificate
    }

    /// A certificate for this machine's loopback address.
    public func issue(_ name: String) async throws -> Identity {
        try await Self.make(
            folder.file("\(name)-\(UUID().uuidString)"),
            [
                "-CA", certificate, "-CAkey", folder.file("root.key"), "-subj", "/CN=\(name)",
                "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE",
            ]
        )
    }

    private static func make(_ path: String, _ arguments: [String]) async throws -> Identity {
        let identity = Identity(certificate: "\(path).pem", key: "\(path).key")
        let outcome = try await run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
                + ["-keyout", identity.key, "-out", identity.certificate] + arguments
        )
        guard outcome.status == 0 else { throw Failure(description: String(decoding: outcome.errors, as: UTF8.self)) }
        return identity
    }

    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }
}
