import HTTPServer
import Synchronization
import TestSupport
import Testing

@Suite("Bodies that flow")
struct BodyTests {
    private static let put = "PUT /a HTTP/1.1\r\nHost: x\r\n"

    @Test("A client that waits for 100 Continue gets it when the body is asked for, and not before")
    func expectContinue() async throws {
        let witness = Witness()
        try await withServer(
            handler: { request in
                try await witness.wait()
                return Response(body: try await request.body.collect())
            }
        ) { server in
            let client = try server.connect()
            await client.send(Self.put + "Content-Length: 4\r\nExpect: 100-continue\r\n\r\n")
            #expect(await eventually { witness.began.value == 1 })
            #expect(client.receivedSoFar() == "")
            witness.gate.open()
            #expect(try await client.answer().status == 100)
            await client.send("body")
            #expect(try await client.answer().text == "body")
        }
    }

    @Test("A request that is refused is not asked for its body")
    func refusedBeforeBody() async throws {
        try await withServer(handler: { _ in throw HTTPError(.forbidden, "Permission denied") }) { server in
            let client = try server.connect()
            await client.send(Self.put + "Content-Length: 1000000000\r\nExpect: 100-continue\r\n\r\n")
            #expect(try await client.answer().status == 403)
            #expect(await client.isClosed())
        }
    }

    @Test("A small body that the handler does not want is skipped, and the connection goes on")
    func unwantedBody() async throws {
        try await withServer(handler: { request in Response(body: Array(request.method.utf8)) }) { server in
            let client = try server.connect()
            for _ in 0..<3 {
                await client.send(TestServer.text("PUT", "/", body: String(repeating: "x", count: 100_000)))
                #expect(try await client.answer().text == "PUT")
            }
            await client.send(TestServer.text("GET", "/"))
            #expect(try await client.answer().text == "GET")
        }
    }

    @Test("A body of more than the limit is 413, whether it says so beforehand or not")
    func tooLarge() async throws {
        var limits = Limits()
        limits.bodyBytes = 1000
        try await withServer(limits: limits, handler: { Response(body: try await $0.body.collect()) }) { server in
            #expect(try await server.request("PUT", "/", body: String(repeating: "x", count: 1000)).body.count == 1000)
            let announced = try await server.request("PUT", "/", body: String(repeating: "x", count: 1001))
            #expect(announced.status == 413)
            #expect(announced.text == "the request's body is larger than 1000 bytes")

            let client = try server.connect()
            await client.send(Self.put + "Transfer-Encoding: chunked\r\n\r\n")
            for _ in 0..<100 { await client.send("64\r\n" + String(repeating: "x", count: 100) + "\r\n") }
            await client.send("0\r\n\r\n")
            #expect(try await client.answer().status == 413)
        }
    }

    @Test("A body that goes on for ever after its refusal is hung up on")
    func endless() async throws {
        var limits = Limits()
        limits.bodyBytes = 1000
        try await withServer(limits: limits, handler: { Response(body: try await $0.body.collect()) }) { server in
            let client = try server.connect()
            await client.send(Self.put + "Transfer-Encoding: chunked\r\n\r\n")
            let chunk = "10000\r\n" + String(repeating: "x", count: 0x10000) + "\r\n"
            var sent = 0
            while sent < 1 << 30, await client.send(chunk) { sent += 0x10000 }
            #expect(sent < 64 << 20)
            #expect(try await server.isAlive())
        }
    }

    @Test("A handler takes a large body piece by piece, and holds back a client that is faster")
    func uploadBackPressure() async throws {
        let gate = Gate()
        let total = 64 << 20
        try await withServer(
            handler: { request in
                try await gate.pass()
                var count = 0
                var sum: UInt64 = 0
                for try await piece in request.body {
                    #expect(piece.count <= 1 << 20)
                    count += piece.count
                    sum = piece.reduce(into: sum) { $0 &+= UInt64($1) }
                }
                return Response(body: Array("\(request.body.length ?? -1) \(count) \(sum)".utf8))
            }
        ) { server in
            let client = try server.connect()
            let sent = Counter()
            let bytes = [UInt8](repeating: 1, count: 1 << 16)
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask {
                    await client.send(Self.put + "Content-Length: \(total)\r\n\r\n")
                    while sent.value < total, await client.send(bytes) { sent.add(bytes.count) }
                }
                // The client stops when the buffers on the way are full.
                var before = -1
                let isHeldBack = await eventually {
                    let now = sent.value
                    defer { before = now }
                    try? await Task.sleep(for: .milliseconds(50))
                    return now == before
                }
                #expect(isHeldBack)
                #expect(sent.value < total / 2)
                gate.open()
                try await group.waitForAll()
            }
            #expect(try await client.answer().text == "\(total) \(total) \(total)")
        }
    }

    @Test("A large answer is made no faster than its client takes it")
    func downloadBackPressure() async throws {
        let made = Counter()
        let pieces = 1024
        try await withServer(
            handler: { _ in
                Response(
                    streaming: PieceSequence(count: pieces) { index in
                        made.add()
                        return [UInt8](repeating: UInt8(index % 251), count: 1 << 16)
                    }
                )
            }
        ) { server in
            let client = try server.connect()
            await client.send(TestServer.text("GET", "/"))
            var before = -1
            let isHeldBack = await eventually {
                let now = made.value
                defer { before = now }
                try? await Task.sleep(for: .milliseconds(50))
                return now > 0 && now == before
            }
            #expect(isHeldBack)
            #expect(made.value < pieces / 2)
            let answer = try await client.answer()
            #expect(answer.isComplete)
            #expect(answer.body.count == pieces << 16)
            #expect((0..<pieces).allSatisfy { answer.body[$0 << 16 + 17] == UInt8($0 % 251) })
        }
    }

    @Test("An answer of known length says so")
    func knownLength() async throws {
        let pieces = PieceSequence(count: 3) { _ in Array(repeating: 65, count: 10) }
        try await withServer(handler: { _ in Response(length: 30, streaming: pieces) }) { server in
            let client = try server.connect()
            await client.send(TestServer.text("HEAD", "/") + TestServer.text("GET", "/"))
            #expect(try await client.answer(to: "HEAD")["Content-Length"] == "30")
            #expect(try await client.answer().body.count == 30)
        }
    }

    @Test("HEAD gets no part of an answer of unknown length")
    func headOfStream() async throws {
        let made = Counter()
        let pieces = PieceSequence(count: 3) { _ in
            made.add()
            return [65]
        }
        try await withServer(handler: { _ in Response(streaming: pieces) }) { server in
            let client = try server.connect()
            await client.send(TestServer.text("HEAD", "/"))
            #expect(try await client.answer(to: "HEAD").status == 200)
            #expect(await client.isClosed())
            #expect(made.value == 0)
        }
    }

    @Test("An answer that fails half-way, or ends early, is never taken for a complete one", arguments: [nil, 1000])
    func failingAnswer(length: Int?) async throws {
        struct Failure: Error {}
        try await withServer(
            handler: { request in
                Response(
                    length: length,
                    streaming: PieceSequence(count: length == nil ? 4 : 3) { index in
                        if index == 3 { throw Failure() }
                        return [1, 2, 3]
                    }
                )
            }
        ) { server in
            let client = try server.connect()
            await client.send(TestServer.text("GET", "/"))
            let answer = try await client.answer()
            #expect(answer.status == 200)
            #expect(!answer.isComplete)
            #expect(try await server.request("HEAD", "/", headers: ["Connection: close"]).status == 200)
        }
    }

    @Test("A client that goes away in the middle of its body ends the body and the handler")
    func clientGoneInUpload() async throws {
        let pieces = Counter()
        let ended = Mutex<[String]>([])
        try await withServer(
            handler: { request in
                do {
                    for try await piece in request.body { pieces.add(piece.count) }
                } catch {
                    ended.withLock { $0.append("\(type(of: error)) \(Task.isCancelled)") }
                    throw error
                }
                return Response()
            }
        ) { server in
            let client = try server.connect()
            await client.send(Self.put + "Content-Length: 1000\r\n\r\nabc")
            #expect(await eventually { pieces.value == 3 })
            client.hangUp()
            #expect(await eventually { ended.withLock { $0 } == ["CancellationError true"] })
            #expect(try await server.connect().send("x"))
        }
    }

    @Test("A client that goes away in the middle of its answer ends what makes it")
    func clientGoneInDownload() async throws {
        let witness = Witness()
        try await withServer(
            handler: { _ in
                Response(
                    streaming: PieceSequence(count: 2) { index in
                        if index == 1 { try await witness.wait() }
                        return [1]
                    }
                )
            }
        ) { server in
            let client = try server.connect()
            await client.send(TestServer.text("GET", "/"))
            #expect(await eventually { witness.began.value == 1 })
            client.hangUp()
            #expect(await eventually { witness.cancelled.value == 1 })
        }
    }
}

/// Pieces that are made when they are asked for.
struct PieceSequence: AsyncSequence, Sendable {
    let count: Int
    let make: @Sendable (Int) async throws -> [UInt8]

    struct AsyncIterator: AsyncIteratorProtocol {
        let sequence: PieceSequence
        var index = 0

        mutating func next() async throws -> [UInt8]? {
            guard index < sequence.count else { return nil }
            defer { index += 1 }
            return try await sequence.make(index)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(sequence: self) }
}
