import Foundation
import HTTPServer
import TestSupport
import Testing

extension TemporaryFolder {
    /// Where a server may listen.
    var socket: String { file("http.sock") }
}

/// A server on a port of the loopback address, shut down after `body`.
func withServer<Result: Sendable>(
    limits: Limits = Limits(),
    tls: Server.TLS? = nil,
    handler: @escaping Server.Handler,
    _ body: (TestServer) async throws -> Result
) async throws -> Result {
    let server = try Server([.tcp(host: "127.0.0.1", port: 0)], tls: tls, limits: limits, handler: handler)
    guard case .tcp(_, let port)? = server.addresses.first else { throw POSIXError(.EINVAL) }
    do {
        let result = try await body(TestServer(server: server, port: port))
        await server.shutdown(grace: .zero)
        return result
    } catch {
        await server.shutdown(grace: .zero)
        throw error
    }
}

struct TestServer: Sendable {
    let server: Server
    let port: UInt16

    func connect() throws -> RawClient { try RawClient(port: port) }

    /// Sends bytes, and returns the answer that comes first.
    func exchange(_ text: String) async throws -> RawClient.Answer {
        let client = try connect()
        await client.send(text)
        return try await client.answer()
    }

    /// Sends a request with a `Host`, and returns its answer.
    func request(
        _ method: String = "GET",
        _ target: String,
        headers: [String] = [],
        body: String = ""
    ) async throws -> RawClient.Answer {
        try await exchange(TestServer.text(method, target, headers: headers, body: body))
    }

    static func text(_ method: String, _ target: String, headers: [String] = [], body: String = "") -> String {
        let length = body.isEmpty ? [] : ["Content-Length: \(body.utf8.count)"]
        return (["\(method) \(target) HTTP/1.1", "Host: test"] + length + headers).map { $0 + "\r\n" }.joined()
            + "\r\n" + body
    }

    /// Whether the server still answers.
    func isAlive() async throws -> Bool { try await request("GET", "/").status > 0 }
}

/// What bytes in a coding stand for.
func decoded(_ bytes: [UInt8], _ coding: String) async throws -> [UInt8] {
    let window = coding == "gzip" ? 31 : -15
    let program = "import sys, zlib; sys.stdout.buffer.write(zlib.decompress(sys.stdin.buffer.read(), \(window)))"
    let outcome = try await run(["python3", "-c", program], input: bytes)
    try #require(outcome.status == 0)
    return outcome.output
}
