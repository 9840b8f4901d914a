import HTTPServer
import TestSupport
import Testing

@Suite("Hostile clients")
struct HostileClientTests {
    private static let handler: Server.Handler = { request in
        Response(body: Array(request.rawPath.utf8) + (try await request.body.collect()))
    }

    private static let host = "Host: x\r\n"

    /// Requests that are refused, with the status; 0 where the connection closes without an answer.
    private static let refused: [(text: String, status: Int)] = [
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\(host)\(host)\r\n", 400),
        ("GET / HTTP/1.1\r\n\(host)no colon\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\(host)A B: c\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\n\(host)Content-Length : 5\r\n\r\n", 400),
        ("GET a HTTP/1.1\r\n\(host)\r\n", 400),
        ("GET /%zz HTTP/1.1\r\n\(host)\r\n", 400),
        ("GET /%00 HTTP/1.1\r\n\(host)\r\n", 400),
        ("GET /a\u{0}b HTTP/1.1\r\n\(host)\r\n", 400),
        ("GET /?%ff HTTP/1.1\r\n\(host)\r\n", 400),
        ("GET /a b HTTP/1.1\r\n\(host)\r\n", 0),
        ("GET / HTTP/9.9\r\n\(host)\r\n", 505),
        ("GET / HTTP/1.1 \r\n\(host)\r\n", 400),
        ("GET / HTP\r\n\(host)\r\n", 400),
        ("GET\r\n\r\n", 0),
        ("\u{0}\u{0}\u{0}\r\n\r\n", 0),
        ("PUT / HTTP/1.1\r\n\(host)Content-Length: x\r\n\r\n", 400),
        ("PUT / HTTP/1.1\r\n\(host)Content-Length: -1\r\n\r\n", 400),
        ("PUT / HTTP/1.1\r\n\(host)Content-Length: +1\r\n\r\na", 400),
        ("PUT / HTTP/1.1\r\n\(host)Content-Length: 1, 1\r\n\r\na", 400),
        ("PUT / HTTP/1.1\r\n\(host)Content-Length: 99999999999999999999\r\n\r\n", 413),
        ("PUT / HTTP/1.1\r\n\(host)Content-Length: 9223372036854775808\r\n\r\n", 400),
        ("PUT / HTTP/1.1\r\n\(host)Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
        ("PUT / HTTP/1.1\r\n\(host)Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("PUT / HTTP/1.1\r\n\(host)Transfer-Encoding: gzip\r\n\r\n", 501),
        ("PUT / HTTP/1.1\r\n\(host)Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
        ("PUT / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
        ("PUT / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400),
        ("PUT / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
        ("PUT / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\nfffffffffffffffffffff\r\n", 413),
        ("PUT / HTTP/1.1\r\n\(host)Transfer-Encoding: chunked\r\n\r\n1\r\nabc\r\n", 400),
    ]

    @Test("A malformed request is refused and its connection closed", arguments: refused.indices)
    func refusal(index: Int) async throws {
        let (text, status) = Self.refused[index]
        // What libmicrohttpd takes for empty lines before a request is waited out.
        var limits = Limits()
        limits.headTime = .seconds(1)
        try await withServer(limits: limits, handler: Self.handler) { server in
            let client = try server.connect()
            await client.send(text)
            let answer = try? await client.answer()
            #expect(answer?.status ?? 0 == status, "\(text.debugDescription)")
            #expect(await client.isClosed())
            #expect(try await server.isAlive())
        }
    }

    /// With the status; 0 where libmicrohttpd has not even room for an answer.
    private static let largeHeads: [(target: String, headers: [String], status: Int)] = [
        ("/" + String(repeating: "a", count: 17 << 10), [], 414),
        ("/?" + String(repeating: "a", count: 17 << 10), [], 414),
        ("/" + String(repeating: "a", count: 1 << 20), [], 414),
        ("/?" + (0..<4_000).map { "\($0)" }.joined(separator: "&"), [], 0),
        ("/", ["X-A: " + String(repeating: "a", count: 1 << 20)], 431),
        ("/", (0..<20_000).map { "X-\($0): a" }, 431),
        ("/", ["X-A: " + String(repeating: "a", count: 8 << 10)], 200),
    ]

    @Test("A head that is too large is refused, in its target, in one header or in many", arguments: largeHeads.indices)
    func largeHead(index: Int) async throws {
        let (target, headers, status) = Self.largeHeads[index]
        var limits = Limits()
        limits.headTime = .seconds(2)
        try await withServer(limits: limits, handler: Self.handler) { server in
            let answer = try? await server.request("GET", target, headers: headers)
            #expect(answer?.status ?? 0 == status)
            let isAlive = try await server.isAlive()
            #expect(isAlive)
        }
    }

    @Test("Noise is survived")
    func noise() async throws {
        try await withServer(handler: Self.handler) { server in
            for seed in UInt64(1)...200 {
                var state = seed
                let bytes = (0..<512).map { _ in
                    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                    return UInt8(state >> 56)
                }
                let put = "PUT / HTTP/1.1\r\n\(Self.host)"
                let beginning = ["", "GET ", put, put + "Transfer-Encoding: chunked\r\n\r\n"]
                let client = try server.connect()
                await client.send(Array(beginning[Int(seed % 4)].utf8) + bytes)
                if seed % 2 == 0 { client.hangUp() }
            }
            #expect(try await server.isAlive())
        }
    }

    @Test("Every prefix of a request may be its end")
    func truncation() async throws {
        try await withServer(handler: Self.handler) { server in
            let head = "PUT /a?b=c HTTP/1.1\r\n\(Self.host)Transfer-Encoding: chunked\r\n\r\n"
            let text = Array((head + "3\r\nabc\r\n0\r\n\r\n").utf8)
            for length in 0..<text.count {
                let client = try server.connect()
                await client.send(Array(text[..<length]))
                client.hangUp()
            }
            #expect(try await server.isAlive())
        }
    }

    @Test("A client that dribbles its head is cut off, at its first request and later")
    func slowHead() async throws {
        var limits = Limits()
        limits.headTime = .milliseconds(400)
        limits.idleTime = .seconds(1)
        try await withServer(limits: limits, handler: Self.handler) { server in
            for isLater in [false, true] {
                let client = try server.connect()
                if isLater {
                    await client.send(TestServer.text("GET", "/"))
                    #expect(try await client.answer().status == 200)
                }
                await client.send("GET / HTTP/1.1\r\n")
                let isCutOff = await eventually {
                    try? await Task.sleep(for: .milliseconds(20))
                    return await !client.send("X")
                }
                #expect(isCutOff)
            }
        }
    }

    @Test("A connection that says nothing is closed", arguments: [false, true])
    func silent(isLater: Bool) async throws {
        var limits = Limits()
        limits.headTime = .milliseconds(400)
        limits.idleTime = .seconds(1)
        try await withServer(limits: limits, handler: Self.handler) { server in
            let client = try server.connect()
            if isLater {
                await client.send(TestServer.text("GET", "/"))
                #expect(try await client.answer().status == 200)
            }
            #expect(await client.isClosed())
        }
    }

    @Test("A client that dribbles its body is answered with 408")
    func slowBody() async throws {
        var limits = Limits()
        limits.bodyTime = .milliseconds(300)
        try await withServer(limits: limits, handler: Self.handler) { server in
            let client = try server.connect()
            await client.send("PUT / HTTP/1.1\r\n\(Self.host)Content-Length: 1000\r\n\r\n")
            for _ in 0..<1000 {
                await client.send("x")
                try await Task.sleep(for: .milliseconds(1))
            }
            #expect(try await client.answer().status == 408)
        }
    }

    @Test("A client that stops in the middle of its body is hung up on, and its handler ends")
    func stalledBody() async throws {
        var limits = Limits()
        limits.idleTime = .seconds(1)
        let ended = Counter()
        try await withServer(
            limits: limits,
            handler: { request in
                defer { ended.add() }
                return Response(body: try await request.body.collect())
            }
        ) { server in
            let client = try server.connect()
            await client.send("PUT / HTTP/1.1\r\n\(Self.host)Content-Length: 1000\r\n\r\nabc")
            #expect(await client.isClosed())
            #expect(await eventually { ended.value == 1 })
        }
    }

    @Test("A client that does not read its answer is hung up on")
    func unreadAnswer() async throws {
        var limits = Limits()
        limits.idleTime = .seconds(1)
        let endless = PieceSequence(count: .max) { _ in [UInt8](repeating: 65, count: 1 << 16) }
        try await withServer(limits: limits, handler: { _ in Response(streaming: endless) }) { server in
            let client = try server.connect()
            await client.send(TestServer.text("GET", "/"))
            let isHungUpOn = await eventually {
                try? await Task.sleep(for: .milliseconds(50))
                return await !client.send("x")
            }
            #expect(isHungUpOn)
        }
    }
}
