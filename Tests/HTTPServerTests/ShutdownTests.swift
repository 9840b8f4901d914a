import Foundation
import HTTPServer
import TestSupport
import Testing

@Suite("Shutdown")
struct ShutdownTests {
    private static func start(
        limits: Limits = Limits(),
        _ handler: @escaping Server.Handler
    ) throws -> TestServer {
        let server = try Server([.tcp(host: "127.0.0.1", port: 0)], limits: limits, handler: handler)
        guard case .tcp(_, let port)? = server.addresses.first else { throw POSIXError(.EINVAL) }
        return TestServer(server: server, port: port)
    }

    @Test("Queries that wait are told, and their answers arrive")
    func waiting() async throws {
        let witness = Witness()
        let server = try Self.start { _ in
            try? await witness.wait()
            return Response(body: Array("as it is".utf8))
        }
        let clients = try (0..<20).map { _ in try server.connect() }
        for client in clients { await client.send(TestServer.text("GET", "/")) }
        #expect(await eventually { witness.began.value == clients.count })
        await server.server.shutdown(grace: .seconds(600))
        for client in clients {
            let answer = try await client.answer()
            #expect(answer.text == "as it is")
            #expect(answer["Connection"]?.lowercased() == "close")
            #expect(await client.isClosed())
        }
    }

    @Test("A waiting query that throws when it is told is answered with 503")
    func waitingThrows() async throws {
        let witness = Witness()
        let server = try Self.start { _ in
            try await witness.wait()
            return Response()
        }
        let client = try server.connect()
        await client.send(TestServer.text("GET", "/"))
        #expect(await eventually { witness.began.value == 1 })
        await server.server.shutdown(grace: .seconds(600))
        #expect(try await client.answer().status == 503)
    }

    @Test("Requests that change something run on, and nothing new begins")
    func running() async throws {
        let witness = Witness()
        let server = try Self.start { request in
            let body = try await request.body.collect()
            try await witness.wait()
            return Response(body: body)
        }
        let idle = try server.connect()
        let client = try server.connect()
        await client.send(TestServer.text("PUT", "/", body: "done"))
        #expect(await eventually { witness.began.value == 1 })
        async let shutdown: Void = server.server.shutdown(grace: .seconds(600))
        #expect(await eventually { (try? server.connect()) == nil })
        await idle.send(TestServer.text("GET", "/"))
        #expect(try await idle.answer().status == 503)
        #expect(witness.cancelled.value == 0)
        witness.gate.open()
        #expect(try await client.answer().text == "done")
        await shutdown
        #expect(witness.began.value == 1)
        #expect(await client.isClosed())
    }

    @Test("An answer that is being sent is sent to its end")
    func sending() async throws {
        let witness = Witness()
        let server = try Self.start { _ in
            Response(
                streaming: PieceSequence(count: 2) { index in
                    if index == 1 { try await witness.wait() }
                    return [65]
                }
            )
        }
        let client = try server.connect()
        await client.send(TestServer.text("GET", "/"))
        #expect(await eventually { witness.began.value == 1 })
        async let shutdown: Void = server.server.shutdown(grace: .seconds(600))
        #expect(await eventually { (try? server.connect()) == nil })
        witness.gate.open()
        let answer = try await client.answer()
        #expect(answer.isComplete)
        #expect(answer.text == "AA")
        await shutdown
        #expect(witness.cancelled.value == 0)
    }

    @Test("After the grace handlers are cancelled and connections closed, wherever they stand")
    func grace() async throws {
        let witness = Witness()
        let uploads = Counter()
        let server = try Self.start { request in
            switch request.path {
            case ["upload"]:
                uploads.add()
                _ = try await request.body.collect()
            case ["download"]:
                return Response(
                    streaming: PieceSequence(count: 2) { index in
                        if index == 1 { try await witness.wait() }
                        return [65]
                    }
                )
            case ["stubborn"]:
                await Task.detached { try? await witness.wait() }.value
            default:
                try await witness.wait()
            }
            return Response()
        }
        let clients = try (0..<4).map { _ in try server.connect() }
        await clients[0].send(TestServer.text("PUT", "/wait", body: "x"))
        await clients[1].send(TestServer.text("PUT", "/stubborn", body: "x"))
        await clients[2].send(TestServer.text("GET", "/download"))
        await clients[3].send("PUT /upload HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nabc")
        #expect(await eventually { witness.began.value == 3 && uploads.value == 1 })
        await server.server.shutdown(grace: .milliseconds(50))
        #expect(await eventually { witness.cancelled.value == 2 })
        for client in clients { #expect((try? await client.answer())?.isComplete != true) }
        witness.gate.open()
    }

    @Test("A server with nothing to do, and clients that say nothing, stops at once")
    func idle() async throws {
        let server = try Self.start { _ in Response() }
        let clients = try (0..<10).map { _ in try server.connect() }
        #expect(try await server.request("GET", "/").status == 200)
        await server.server.shutdown(grace: .seconds(600))
        for client in clients { #expect(await client.isClosed()) }
        #expect(throws: POSIXError.self) { try server.connect() }
    }

    @Test("Shutdown in the middle of a storm of requests ends none of them badly")
    func storm() async throws {
        let server = try Self.start { request in
            if request.query["wait"] != nil { try await Task.sleep(for: .seconds(600)) }
            return Response(body: try await request.body.collect())
        }
        let answered = Counter()
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<32 {
                group.addTask {
                    guard let client = try? server.connect() else { return }
                    for round in 0..<1000 {
                        let waits = (index + round) % 8 == 7
                        await client.send(TestServer.text("PUT", waits ? "/?wait" : "/", body: "body \(index)"))
                        if waits { client.hangUp() }
                        guard let answer = try? await client.answer() else { return }
                        if answer.status == 200 { #expect(answer.text == "body \(index)") }
                        answered.add()
                    }
                }
            }
            group.addTask {
                _ = await eventually { answered.value > 50 }
                await server.server.shutdown(grace: .milliseconds(100))
            }
        }
        #expect(answered.value > 50)
    }

    @Test("Starting and stopping leaves no thread or descriptor behind")
    func leaks() async throws {
        func open(_ kind: String) throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/self/\(kind)").count
        }
        let folder = try TemporaryFolder()
        for _ in 0..<200 {
            let server = try Server([.tcp(host: "127.0.0.1", port: 0), .unix(path: folder.socket)]) { _ in Response() }
            let client = try RawClient(path: folder.socket)
            await client.send(TestServer.text("GET", "/"))
            #expect(try await client.answer().status == 200)
            await server.shutdown(grace: .zero)
        }
        // Other tests run beside this one.
        #expect(try await eventually { try open("fd") < 300 && open("task") < 200 })
    }
}
