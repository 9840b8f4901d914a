import Foundation
import HTTPServer
import Testing

@Suite("TLS")
struct TLSTests {
    private static let authority = Result { try CertificateAuthority() }
    private static let stranger = Result { try CertificateAuthority() }
    private static let handler: Server.Handler = { request in
        Response(body: Array("\(request.method) ".utf8) + (try await request.body.collect()))
    }

    private func serverSide(asksForClients: Bool) throws -> Server.TLS {
        let authority = try Self.authority.get()
        let identity = try authority.issue("server")
        return Server.TLS(
            certificateChain: try String(contentsOfFile: identity.certificate, encoding: .utf8),
            privateKey: try String(contentsOfFile: identity.key, encoding: .utf8),
            clientRoots: asksForClients ? try String(contentsOfFile: authority.certificate, encoding: .utf8) : nil
        )
    }

    /// What curl gets; nil where it gets no answer.
    private func curl(_ port: UInt16, _ arguments: [String]) async throws -> String? {
        let roots = try Self.authority.get().certificate
        let all = ["curl", "-sS", "-m", "20", "--cacert", roots, "https://127.0.0.1:\(port)/"] + arguments
        let (status, output) = try await run(all)
        return status == 0 ? String(decoding: output, as: UTF8.self) : nil
    }

    @Test("A port with a certificate serves clients that trust it, and bodies both ways")
    func serverOnly() async throws {
        try await withServer(tls: try serverSide(asksForClients: false), handler: Self.handler) { server in
            let body = String(repeating: "x", count: 100_000)
            let answer = try await curl(server.port, [])
            #expect(answer == "GET ")
            #expect(try await curl(server.port, ["-d", body]) == "POST " + body)
            #expect(try await curl(server.port, ["--tls-max", "1.2"]) == "GET ")
            #expect(try await curl(server.port, ["--tls-max", "1.1", "--ciphers", "ALL:@SECLEVEL=0"]) == nil)
        }
    }

    @Test("A port that asks for clients' certificates serves those that lead to its roots, and no others")
    func mutual() async throws {
        let calls = Counter()
        try await withServer(
            tls: try serverSide(asksForClients: true),
            handler: { _ in
                calls.add()
                return Response(body: [65])
            }
        ) { server in
            let known = try Self.authority.get().issue("client")
            let strange = try Self.stranger.get().issue("client")
            #expect(try await curl(server.port, ["--cert", known.certificate, "--key", known.key]) == "A")
            #expect(calls.value == 1)
            #expect(try await curl(server.port, []) == nil)
            #expect(try await curl(server.port, ["--cert", strange.certificate, "--key", strange.key]) == nil)
            #expect(calls.value == 1)
        }
    }

    @Test("Plain text gets nowhere, and a client that never shakes hands is cut off")
    func plain() async throws {
        var limits = Limits()
        limits.headTime = .milliseconds(500)
        try await withServer(limits: limits, tls: try serverSide(asksForClients: false), handler: Self.handler) {
            server in
            let client = try server.connect()
            await client.send(TestServer.text("GET", "/"))
            #expect((try? await client.answer()) == nil)
            let silent = try server.connect()
            #expect(await silent.isClosed())
            let answer = try await curl(server.port, [])
            #expect(answer == "GET ")
        }
    }

    @Test("A waiting query is cancelled when its client goes")
    func hangUp() async throws {
        let witness = Witness()
        try await withServer(
            tls: try serverSide(asksForClients: false),
            handler: { _ in
                try await witness.wait()
                return Response()
            }
        ) { server in
            let answer = try await curl(server.port, ["-m", "1"])
            #expect(answer == nil)
            #expect(await eventually { witness.cancelled.value == 1 })
        }
    }

    @Test("Unix sockets are not encrypted beside a port that is")
    func unixBeside() async throws {
        let folder = try Folder()
        let tls = try serverSide(asksForClients: true)
        let server = try Server([.tcp(host: "127.0.0.1", port: 0), .unix(path: folder.socket)], tls: tls) { _ in
            Response(body: [65])
        }
        let client = try RawClient(path: folder.socket)
        await client.send(TestServer.text("GET", "/"))
        #expect(try await client.answer().text == "A")
        await server.shutdown(grace: .zero)
    }

    @Test("A key or certificates that are none start no server")
    func damaged() throws {
        let good = try serverSide(asksForClients: true)
        for tls in [
            Server.TLS(certificateChain: "none", privateKey: good.privateKey),
            Server.TLS(certificateChain: good.certificateChain, privateKey: "none"),
            Server.TLS(certificateChain: good.certificateChain, privateKey: good.privateKey, clientRoots: "none"),
            Server.TLS(certificateChain: good.certificateChain, privateKey: good.privateKey, clientRoots: ""),
        ] {
            #expect(throws: ServerError.self) {
                _ = try Server([.tcp(host: "127.0.0.1", port: 0)], tls: tls, handler: Self.handler)
            }
        }
    }
}

/// A root made for a test, and certificates that lead to it.
private struct CertificateAuthority {
    let certificate: String
    private let folder: Folder

    init() throws {
        folder = try Folder()
        try Self.openssl(["-subj", "/CN=Test root"], out: "\(folder.path)/root")
        certificate = "\(folder.path)/root.pem"
    }

    /// A certificate for this machine's loopback address, and its key, as files.
    func issue(_ name: String) throws -> (certificate: String, key: String) {
        let path = "\(folder.path)/\(name)-\(UUID().uuidString)"
        try Self.openssl(
            [
                "-CA", certificate, "-CAkey", "\(folder.path)/root.key", "-subj", "/CN=\(name)",
                "-addext", "subjectAltName=IP:127.0.0.1", "-addext", "basicConstraints=critical,CA:FALSE",
            ],
            out: path
        )
        return ("\(path).pem", "\(path).key")
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
