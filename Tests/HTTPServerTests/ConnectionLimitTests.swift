import Foundation
import HTTPServer
import TestSupport
import Testing

@Suite("A server whose clients have taken all connections", .timeLimit(.minutes(1)))
struct ConnectionLimitTests {
    private let limits: Limits

    init() {
        var limits = Limits()
        limits.connections = 4
        limits.vitalPaths = ["/health"]
        self.limits = limits
    }

    @Test("Whoever has been silent longest makes room for the next")
    func silent() async throws {
        try await withServer(limits: limits, handler: { _ in Response() }) { server in
            let clients = try (0..<4).map { _ in try server.connect() }
            for client in clients {
                await client.send(TestServer.text("GET", "/"))
                #expect(try await client.answer().status == 200)
            }
            // It was silent longest, until now.
            await clients[0].send(TestServer.text("GET", "/"))
            #expect(try await clients[0].answer().status == 200)
            #expect(try await server.request("GET", "/").status == 200)
            #expect(await clients[1].isClosed())
            await clients[0].send(TestServer.text("GET", "/"))
            #expect(try await clients[0].answer().status == 200)
        }
    }

    @Test("Where all have requests under way, only what is vital is answered")
    func busy() async throws {
        let witness = Witness()
        try await withServer(
            limits: limits,
            handler: { request in
                if request.rawPath == "/wait" { try await witness.wait() }
                return Response()
            }
        ) { server in
            let clients = try (0..<4).map { _ in try server.connect() }
            for client in clients { await client.send(TestServer.text("GET", "/wait")) }
            #expect(await eventually { witness.began.value == 4 })
            #expect(try await server.request("GET", "/health").status == 200)
            let refused = try await server.request("GET", "/other")
            #expect(refused.status == 503)
            #expect(refused["Connection"] == "close")
            // Who takes what is spare and says nothing is hung up on within a second or so.
            let spare = try (0..<64).map { _ in try server.connect() }
            #expect(try await server.request("GET", "/health").status == 200)
            withExtendedLifetime(spare) { witness.gate.open() }
            for client in clients { #expect(try await client.answer().status == 200) }
            #expect(await eventually { (try? await server.request("GET", "/other").status) == 200 })
        }
    }

    @Test("Clients of an address that is bound wait until it is served")
    func bound() async throws {
        let binding = try Server.Binding([.tcp(host: "127.0.0.1", port: 0)])
        guard case .tcp(_, let port)? = binding.addresses.first else { throw POSIXError(.EINVAL) }
        let client = try RawClient(port: port)
        await client.send(TestServer.text("GET", "/"))
        #expect(client.receivedSoFar() == "")
        let server = try Server(binding) { _ in Response() }
        #expect(try await client.answer().status == 200)
        await server.shutdown(grace: .zero)
    }
}
