import HTTPServer
import Testing

@Suite("Requests and answers on a connection")
struct ExchangeTests {
    /// Describes the request in its answer.
    private static let echo: Server.Handler = { request in
        let body = try await request.body.collect()
        var response = Response(
            headers: ["Content-Type": "text/plain", "X-Method": request.method],
            body: Array("\(request.path.joined(separator: "|")) \(request.headers["X-Test"] ?? "-") ".utf8) + body
        )
        response.headers["X-Query"] = request.rawQuery
        return response
    }

    @Test("A handler sees the request, and the client its answer")
    func roundTrip() async throws {
        try await withServer(handler: Self.echo) { server in
            let answer = try await server.request("PUT", "/a/b%2Fc?d=e", headers: ["x-TEST:  v "], body: "body")
            #expect(answer.status == 200)
            #expect(answer.text == "a|b/c v body" || answer.text == "a|b/c v  body")
            #expect(answer["X-Method"] == "PUT")
            #expect(answer["X-Query"] == "d=e")
            #expect(answer["Content-Type"] == "text/plain")
            #expect(answer["Vary"] == "Accept-Encoding")
            #expect(answer["Date"] != nil)
            #expect(answer["Connection"] == nil)
        }
    }

    @Test("HEAD is answered as GET is, without the body")
    func head() async throws {
        try await withServer(handler: Self.echo) { server in
            let client = try server.connect()
            for _ in 0..<2 {
                await client.send(TestServer.text("HEAD", "/a"))
                let answer = try await client.answer(to: "HEAD")
                #expect(answer.status == 200)
                #expect(answer["Content-Length"] == "4")
            }
            await client.send(TestServer.text("GET", "/a"))
            #expect(try await client.answer().text == "a - ")
        }
    }

    @Test("A connection serves one request after another, with bodies and without")
    func keepAlive() async throws {
        try await withServer(handler: Self.echo) { server in
            let client = try server.connect()
            for index in 0..<50 {
                await client.send(TestServer.text("PUT", "/\(index)", body: "body \(index)"))
                #expect(try await client.answer().text == "\(index) - body \(index)")
                await client.send(TestServer.text("GET", "/\(index)"))
                #expect(try await client.answer().text == "\(index) - ")
            }
        }
    }

    @Test("Requests sent at once are answered in their order")
    func pipelining() async throws {
        try await withServer(
            handler: { request in
                // The first is the slowest.
                if request.path == ["0"] { try await Task.sleep(for: .milliseconds(100)) }
                return try await Self.echo(request)
            }
        ) { server in
            let client = try server.connect()
            await client.send(
                (0..<20).map { TestServer.text($0 % 2 == 0 ? "GET" : "PUT", "/\($0)", body: $0 % 2 == 0 ? "" : "b") }
                    .joined()
            )
            for index in 0..<20 { #expect(try await client.answer().text == "\(index) - \(index % 2 == 0 ? "" : "b")") }
        }
    }

    @Test("A client of HTTP/1.0, or one that asks for it, is closed after its answer")
    func close() async throws {
        try await withServer(handler: Self.echo) { server in
            for text in ["GET /a HTTP/1.0\r\n\r\n", TestServer.text("GET", "/a", headers: ["Connection: close"])] {
                let client = try server.connect()
                await client.send(text)
                #expect(try await client.answer().text == "a - ")
                #expect(await client.isClosed())
            }
        }
    }

    @Test("A body may come in chunks")
    func chunks() async throws {
        try await withServer(handler: Self.echo) { server in
            let client = try server.connect()
            for _ in 0..<2 {
                await client.send("PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                await client.send("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nTrailer: x\r\n\r\n")
                #expect(try await client.answer().text == "a - abcde")
                await client.send("PUT /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                #expect(try await client.answer().text == "a - ")
            }
        }
    }

    @Test("An error of the handler's making is the answer; of any other nothing is told")
    func errors() async throws {
        struct Secret: Error, CustomStringConvertible {
            var description: String { "password" }
        }
        try await withServer(
            handler: { request in
                if request.path == ["http"] { throw HTTPError(.conflict, "volume exists: v") }
                throw Secret()
            }
        ) { server in
            let conflict = try await server.request("GET", "/http")
            #expect(conflict.status == 409)
            #expect(conflict.text == "volume exists: v")
            #expect(conflict["Content-Type"] == "text/plain; charset=utf-8")
            let failure = try await server.request("GET", "/other")
            #expect(failure.status == 500)
            #expect(failure.text == "internal error")
        }
    }

    @Test("A handler can't split an answer in two")
    func injection() async throws {
        try await withServer(
            handler: { request in Response(headers: ["X-A": request.query["a"] ?? ""], body: [65]) }
        ) { server in
            for value in ["%0d%0aX-B:1", "%0a", "%0d"] {
                let answer = try await server.request("GET", "/?a=\(value)")
                #expect(answer.status == 500)
                #expect(answer["X-B"] == nil)
                #expect(answer.text == "internal error")
            }
            #expect(try await server.request("GET", "/").status == 200)
        }
    }

    @Test("An answer of many megabytes arrives whole")
    func large() async throws {
        let bytes = (0..<8 << 20).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try await withServer(handler: { _ in Response(body: bytes) }) { server in
            let answer = try await server.request("GET", "/")
            #expect(answer.body == bytes)
        }
    }

    @Test("Clients that ask for gzip or deflate by name get it, whatever the length", arguments: [0, 2, 1_000_000])
    func compression(length: Int) async throws {
        let bytes = [UInt8](repeating: 65, count: length)
        try await withServer(
            handler: { request in
                guard request.path == ["stream"] else { return Response(body: bytes) }
                return Response(length: length, streaming: PieceSequence(count: length / 2) { _ in [65, 65] })
            }
        ) { server in
            for path in ["/", "/stream"] {
                for (accepted, coding) in [
                    ("gzip", "gzip"), ("br, gzip,deflate", "gzip"), ("deflate;q=1,\tdeflate , gzip", "deflate"),
                ] {
                    let answer = try await server.request("GET", path, headers: ["Accept-Encoding: \(accepted)"])
                    #expect(answer["Content-Encoding"] == coding)
                    #expect(answer["Vary"] == "Accept-Encoding")
                    #expect(answer.isComplete)
                    #expect(try await decoded(answer.body, coding) == bytes)
                    if length > 1000 { #expect(answer.body.count < length / 10) }
                }
            }
        }
    }

    @Test("Others do not", arguments: [[], ["gzip;q=1"], ["identity"], ["x-gzip"], ["GZIP"], ["br", "gzip"]])
    func noCompression(codings: [String]) async throws {
        try await withServer(handler: { _ in Response(body: [65]) }) { server in
            let answer = try await server.request("GET", "/", headers: codings.map { "Accept-Encoding: \($0)" })
            #expect(answer["Content-Encoding"] == nil)
            #expect(answer["Vary"] == "Accept-Encoding")
            #expect(answer.text == "A")
        }
    }
}
