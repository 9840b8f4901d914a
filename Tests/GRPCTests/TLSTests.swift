import Foundation
import GRPC
import Testing

@Suite("TLS over TCP")
struct TLSTests {
    private static let authority = Result { try CertificateAuthority() }
    private static let stranger = Result { try CertificateAuthority() }

    private static let port = Endpoint.tcp(host: "127.0.0.1", port: 0)

    private func serverSide(asksForClients: Bool = true) throws -> TLSConfiguration {
        let authority = try Self.authority.get()
        return TLSConfiguration(
            identity: try authority.issue("server"),
            trustRoots: asksForClients ? authority.certificate : nil
        )
    }

    private func expectRefused(_ client: TLSConfiguration?, by server: TLSConfiguration?) async throws {
        let calls = Counter()
        let server = try startServer(at: Self.port, tls: server) { _, _ in
            calls.increment()
            return []
        }
        let channel = Channel(server.endpoint, tls: client)
        #expect(try await rpcError { try await channel.echo(timeout: .seconds(30)) }.code == .unavailable)
        await server.shutdown(grace: .zero)
        #expect(calls.value == 0)
    }

    @Test("Without TLS a port serves whoever calls")
    func plain() async throws {
        let server = try startEchoServer(at: Self.port)
        #expect(try await Channel(server.endpoint).echo([1]) == [1])
        await server.shutdown(grace: .zero)
    }

    @Test("Both ends prove who they are")
    func mutual() async throws {
        let authority = try Self.authority.get()
        let server = try startEchoServer(at: Self.port, tls: try serverSide())
        let client = TLSConfiguration(identity: try authority.issue("client"), trustRoots: authority.certificate)
        let channel = Channel(server.endpoint, tls: client)
        #expect(await channel.connect(timeout: .seconds(30)) == .connected)
        #expect(try await channel.echo([1]) == [1])
        await server.shutdown(grace: .zero)
    }

    @Test("A server without roots asks its clients for nothing")
    func serverOnly() async throws {
        let server = try startEchoServer(at: Self.port, tls: try serverSide(asksForClients: false))
        let client = TLSConfiguration(trustRoots: try Self.authority.get().certificate)
        #expect(try await Channel(server.endpoint, tls: client).echo([1]) == [1])
        await server.shutdown(grace: .zero)
    }

    @Test("A client without a certificate is refused")
    func noClientCertificate() async throws {
        let client = TLSConfiguration(trustRoots: try Self.authority.get().certificate)
        try await expectRefused(client, by: try serverSide())
    }

    @Test("A client with a stranger's certificate is refused")
    func strangeClient() async throws {
        let client = TLSConfiguration(
            identity: try Self.stranger.get().issue("client"),
            trustRoots: try Self.authority.get().certificate
        )
        try await expectRefused(client, by: try serverSide())
    }

    @Test("A client refuses a server that leads to another root")
    func wrongRoot() async throws {
        let client = TLSConfiguration(
            identity: try Self.authority.get().issue("client"),
            trustRoots: try Self.stranger.get().certificate
        )
        try await expectRefused(client, by: try serverSide())
    }

    @Test("A client refuses a server of another name")
    func wrongName() async throws {
        let client = TLSConfiguration(
            identity: try Self.authority.get().issue("client"),
            trustRoots: try Self.authority.get().certificate,
            serverName: "elsewhere.example"
        )
        try await expectRefused(client, by: try serverSide())
    }

    @Test("Plain text does not reach a server with TLS, nor TLS one without")
    func mixed() async throws {
        try await expectRefused(nil, by: try serverSide(asksForClients: false))
        try await expectRefused(TLSConfiguration(trustRoots: try Self.authority.get().certificate), by: nil)
    }

    @Test("Printing a configuration in any way shows no private key")
    func printing() {
        let identity = TLSConfiguration.Identity(certificateChain: "chain", privateKey: "hunter2")
        let configuration = TLSConfiguration(identity: identity)
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(identity)", "\(configuration)", String(reflecting: configuration), dumped] {
            #expect(text.contains("chain"))
            #expect(!text.contains("hunter2"))
        }
    }

    @Test("Certificates that are none fail calls, and start no server")
    func damaged() async throws {
        let damaged = TLSConfiguration(
            identity: .init(certificateChain: "no certificate", privateKey: "no key"),
            trustRoots: "no roots"
        )
        #expect(throws: ServerError.self) { try startEchoServer(at: Self.port, tls: damaged) }
        #expect(throws: ServerError.self) { try startEchoServer(at: Self.port, tls: TLSConfiguration()) }
        try await expectRefused(damaged, by: try serverSide())
    }
}

/// A root made for a test, and certificates that lead to it.
private struct CertificateAuthority {
    let certificate: String
    private let folder: SocketFolder

    init() throws {
        folder = try SocketFolder()
        try Self.openssl(["-subj", "/CN=Test root"], out: "\(folder.path)/root")
        certificate = try String(contentsOfFile: "\(folder.path)/root.pem", encoding: .utf8)
    }

    /// A certificate for this machine's loopback address.
    func issue(_ name: String) throws -> TLSConfiguration.Identity {
        let path = "\(folder.path)/\(name)-\(UUID().uuidString)"
        let root = "\(folder.path)/root"
        try Self.openssl(
            [
                "-CA", "\(root).pem", "-CAkey", "\(root).key", "-subj", "/CN=\(name)",
                "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE",
            ],
            out: path
        )
        return TLSConfiguration.Identity(
            certificateChain: try String(contentsOfFile: "\(path).pem", encoding: .utf8),
            privateKey: try String(contentsOfFile: "\(path).key", encoding: .utf8)
        )
    }

    private static func openssl(_ arguments: [String], out path: String) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments =
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
            + ["-keyout", "\(path).key", "-out", "\(path).pem"] + arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
    }
}
