import Foundation
import HTTPServer
import TestSupport
import Testing

@Suite("Queries that wait")
struct HangUpTests {
    @Test("A client that goes away cancels the handler that waits for it")
    func hangUp() async throws {
        let witness = Witness()
        try await withServer(
            handler: { _ in
                try await witness.wait()
                return Response()
            }
        ) { server in
            for round in 1...3 {
                let client = try server.connect()
                await client.send(TestServer.text("GET", "/"))
                #expect(await eventually { witness.began.value == round })
                client.hangUp()
                #expect(await eventually { witness.cancelled.value == round })
            }
            witness.gate.open()
            #expect(try await server.isAlive())
        }
    }

    @Test("So does one that went with its body sent, or with another request behind it", arguments: [false, true])
    func hangUpAfterMore(isPipelined: Bool) async throws {
        let witness = Witness()
        try await withServer(
            handler: { request in
                _ = try await request.body.collect()
                try await witness.wait()
                return Response()
            }
        ) { server in
            let client = try server.connect()
            await client.send(TestServer.text("PUT", "/", body: "body"))
            if isPipelined { await client.send(TestServer.text("PUT", "/", body: "body")) }
            #expect(await eventually { witness.began.value == 1 })
            client.hangUp()
            #expect(await eventually { witness.cancelled.value >= 1 })
        }
    }

    @Test("A client that only stops to send gets an answer")
    func halfClosed() async throws {
        let witness = Witness()
        try await withServer(
            handler: { _ in
                try? await witness.wait()
                return Response(body: [65])
            }
        ) { server in
            let client = try server.connect()
            await client.send(TestServer.text("GET", "/"))
            #expect(await eventually { witness.began.value == 1 })
            client.finishSending()
            #expect(try await client.answer().text == "A")
            #expect(witness.cancelled.value == 1)
        }
    }

    @Test("A handler that does not notice that it is cancelled harms nobody")
    func stubborn() async throws {
        let began = Counter()
        let ended = Counter()
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        try await withServer(
            handler: { request in
                guard request.path == ["wait"] else { return Response() }
                began.add()
                // Not cancelled with the task that waits for it.
                await Task.detached { for await _ in stream { break } }.value
                ended.add()
                return Response(body: [65])
            }
        ) { server in
            let client = try server.connect()
            await client.send(TestServer.text("GET", "/wait"))
            #expect(await eventually { began.value == 1 })
            client.hangUp()
            #expect(try await server.isAlive())
            continuation.yield()
            #expect(await eventually { ended.value == 1 })
            #expect(try await server.isAlive())
        }
    }

    @Test("A client that goes in the moment in which its handler goes on blocks nobody")
    func hangUpWhileGoingOn() async throws {
        try await withServer(handler: { Response(body: try await $0.body.collect()) }) { server in
            for _ in 0..<500 {
                let client = try server.connect()
                await client.send("PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc")
                client.hangUp()
            }
            #expect(try await server.isAlive())
        }
    }

    @Test("2,000 of them need no threads of their own, and all are answered")
    func many() async throws {
        let clients = 2000
        let witness = Witness()
        var limits = Limits()
        limits.headTime = .seconds(60)
        try await withServer(
            limits: limits,
            handler: { _ in
                try await witness.wait()
                return Response(body: [65])
            }
        ) { server in
            let before = try Self.threads()
            var waiting: [RawClient] = []
            for _ in 0..<clients {
                let client = try server.connect()
                await client.send(TestServer.text("GET", "/"))
                waiting.append(client)
            }
            #expect(await eventually { witness.began.value == clients })
            #expect(try Self.threads() <= before + 16)
            // Half of them lose their patience.
            for client in waiting[..<(clients / 2)] { client.hangUp() }
            #expect(await eventually { witness.cancelled.value == clients / 2 })
            witness.gate.open()
            for client in waiting[(clients / 2)...] { #expect(try await client.answer().text == "A") }
        }
    }

    private static func threads() throws -> Int {
        try FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count
    }
}
