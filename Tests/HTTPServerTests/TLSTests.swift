import Foundation
import HTTPServer
import TestSupport
import Testing

@Suite("TLS")
struct TLSTests {
    private static let authority = Task { try await CertificateAuthority() }
    private static let stranger = Task { try await CertificateAuthority() }
    private static let handler: Server.Handler = { request in
        Response(body: Array("\(request.method) ".utf8) + (try await request.body.collect()))
    }

    private func serverSide(asksForClients: Bool) async throws -> Server.TLS {
        let authority = try await Self.authority.value
        let identity = try await authority.issue("server")
        return Server.TLS(
            certificateChain: try String(contentsOfFile: identity.certificate, encoding: .utf8),
            privateKey: try String(contentsOfFile: identity.key, encoding: .utf8),
            clientRoots: asksForClients ? try String(contentsOfFile: authority.certificate, encoding: .utf8) : nil
        )
    }

    /// What curl gets; nil where it gets no answer.
    private func curl(_ port: UInt16, _ arguments: [String]) async throws -> String? {
        let roots = try await Self.authority.value.certificate
        let all = ["curl", "-sS", "-m", "20", "--cacert", roots, "https://127.0.0.1:\(port)/"] + arguments
        let outcome = try await run(all)
        return outcome.status == 0 ? String(decoding: outcome.output, as: UTF8.self) : nil
    }

    @Test("A port with a certificate serves clients that trust it, and bodies both ways")
    func serverOnly() async throws {
        try await withServer(tls: try await serverSide(asksForClients: false), handler: Self.handler) { server in
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
            tls: try await serverSide(asksForClients: true),
            handler: { _ in
                calls.add()
                return Response(body: [65])
            }
        ) { server in
            let known = try await Self.authority.value.issue("client")
            let strange = try await Self.stranger.value.issue("client")
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
        try await withServer(limits: limits, tls: try await serverSide(asksForClients: false), handler: Self.handler) {
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
            tls: try await serverSide(asksForClients: false),
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
        let folder = try TemporaryFolder()
        let tls = try await serverSide(asksForClients: true)
        let server = try Server([.tcp(host: "127.0.0.1", port: 0), .unix(path: folder.socket)], tls: tls) { _ in
            Response(body: [65])
        }
        let client = try RawClient(path: folder.socket)
        await client.send(TestServer.text("GET", "/"))
        #expect(try await client.answer().text == "A")
        await server.shutdown(grace: .zero)
    }

    @Test("A key or certificates that are none start no server")
    func damaged() async throws {
        let good = try await serverSide(asksForClients: true)
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
