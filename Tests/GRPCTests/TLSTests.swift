import Foundation
import GRPC
import TestSupport
import Testing

@Suite("TLS over TCP")
struct TLSTests {
    private static let authority = Task { try await CertificateAuthority() }
    private static let stranger = Task { try await CertificateAuthority() }

    private static let port = Endpoint.tcp(host: "127.0.0.1", port: 0)

    private func serverSide(asksForClients: Bool = true) async throws -> TLSConfiguration {
        let authority = try await Self.authority.value
        return TLSConfiguration(
            identity: try await .init(authority.issue("server")),
            trustRoots: asksForClients ? try authority.root : nil
        )
    }

    private func expectRefused(_ client: TLSConfiguration?, by server: TLSConfiguration?) async throws {
        let calls = Counter()
        let server = try startServer(at: Self.port, tls: server) { _, _ in
            calls.add()
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
        let authority = try await Self.authority.value
        let server = try startEchoServer(at: Self.port, tls: try await serverSide())
        let client = TLSConfiguration(
            identity: try await .init(authority.issue("client")),
            trustRoots: try authority.root
        )
        let channel = Channel(server.endpoint, tls: client)
        #expect(await channel.connect(timeout: .seconds(30)) == .connected)
        #expect(try await channel.echo([1]) == [1])
        await server.shutdown(grace: .zero)
    }

    @Test("A server without roots asks its clients for nothing")
    func serverOnly() async throws {
        let server = try startEchoServer(at: Self.port, tls: try await serverSide(asksForClients: false))
        let client = TLSConfiguration(trustRoots: try await Self.authority.value.root)
        #expect(try await Channel(server.endpoint, tls: client).echo([1]) == [1])
        await server.shutdown(grace: .zero)
    }

    @Test("A client without a certificate is refused")
    func noClientCertificate() async throws {
        let client = TLSConfiguration(trustRoots: try await Self.authority.value.root)
        try await expectRefused(client, by: try await serverSide())
    }

    @Test("A client with a stranger's certificate is refused")
    func strangeClient() async throws {
        let client = TLSConfiguration(
            identity: try await .init(Self.stranger.value.issue("client")),
            trustRoots: try await Self.authority.value.root
        )
        try await expectRefused(client, by: try await serverSide())
    }

    @Test("A client refuses a server that leads to another root")
    func wrongRoot() async throws {
        let client = TLSConfiguration(
            identity: try await .init(Self.authority.value.issue("client")),
            trustRoots: try await Self.stranger.value.root
        )
        try await expectRefused(client, by: try await serverSide())
    }

    @Test("A client refuses a server of another name")
    func wrongName() async throws {
        let client = TLSConfiguration(
            identity: try await .init(Self.authority.value.issue("client")),
            trustRoots: try await Self.authority.value.root,
            serverName: "elsewhere.example"
        )
        try await expectRefused(client, by: try await serverSide())
    }

    @Test("Plain text does not reach a server with TLS, nor TLS one without")
    func mixed() async throws {
        try await expectRefused(nil, by: try await serverSide(asksForClients: false))
        try await expectRefused(TLSConfiguration(trustRoots: try await Self.authority.value.root), by: nil)
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
        try await expectRefused(damaged, by: try await serverSide())
    }
}

extension TLSConfiguration.Identity {
    fileprivate init(_ files: CertificateAuthority.Identity) throws {
        self.init(
            certificateChain: try String(contentsOfFile: files.certificate, encoding: .utf8),
            privateKey: try String(contentsOfFile: files.key, encoding: .utf8)
        )
    }
}

extension CertificateAuthority {
    /// The root's certificate, as text.
    fileprivate var root: String {
        get throws { try String(contentsOfFile: certificate, encoding: .utf8) }
    }
}
