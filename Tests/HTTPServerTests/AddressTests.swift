import Foundation
import HTTPServer
import TestSupport
import Testing

@Suite("Where a server listens")
struct AddressTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static let handler: Server.Handler = { _ in Response(body: [65]) }

    private func status() throws -> stat {
        var status = stat()
        try #require(lstat(folder.socket, &status) == 0)
        return status
    }

    private func reason(_ address: Server.Address) throws -> String {
        let error = try #require(throws: ServerError.self) {
            _ = try Server([.tcp(host: "127.0.0.1", port: 0), address], handler: Self.handler)
        }
        #expect(error.address == address)
        return error.reason
    }

    private func ask(_ client: RawClient) async throws -> String {
        await client.send(TestServer.text("GET", "/"))
        return try await client.answer().text
    }

    @Test("A port and a socket serve at the same time, and the port chosen is told")
    func both() async throws {
        let server = try Server(
            [.tcp(host: "127.0.0.1", port: 0), .unix(path: folder.socket)],
            handler: Self.handler
        )
        guard case .tcp("127.0.0.1", let port) = server.addresses[0] else {
            Issue.record("\(server.addresses)")
            return
        }
        #expect(port != 0)
        #expect(server.addresses[1] == .unix(path: folder.socket))
        #expect(try await ask(RawClient(port: port)) == "A")
        #expect(try await ask(RawClient(path: folder.socket)) == "A")
        await server.shutdown(grace: .zero)
        #expect(!FileManager.default.fileExists(atPath: folder.socket))
    }

    @Test("A socket is its owner's alone")
    func mode() async throws {
        let server = try Server([.unix(path: folder.socket)], handler: Self.handler)
        #expect(try status().st_mode & 0o7777 == 0o600)
        await server.shutdown(grace: .zero)
    }

    @Test("A named group may use it too", .enabled(if: geteuid() == 0 && getgrnam("daemon") != nil))
    func group() async throws {
        let group = try #require(getgrnam("daemon")).pointee.gr_gid
        let server = try Server([.unix(path: folder.socket, group: "daemon")], handler: Self.handler)
        let status = try status()
        #expect(status.st_mode & 0o7777 == 0o660)
        #expect(status.st_gid == group)
        await server.shutdown(grace: .zero)
    }

    @Test("An unknown group is an error, and leaves no socket behind")
    func unknownGroup() throws {
        #expect(try reason(.unix(path: folder.socket, group: "no-such-group")) == "No such process")
        #expect(!FileManager.default.fileExists(atPath: folder.socket))
    }

    @Test("What a dead server left is replaced")
    func stale() async throws {
        let outcome = try await run([
            "python3", "-c", "import socket, sys; socket.socket(socket.AF_UNIX).bind(sys.argv[1])", folder.socket,
        ])
        try #require(outcome.status == 0)
        let server = try Server([.unix(path: folder.socket)], handler: Self.handler)
        #expect(try await ask(RawClient(path: folder.socket)) == "A")
        await server.shutdown(grace: .zero)
    }

    @Test("A living server's is not, and goes on")
    func live() async throws {
        let server = try Server([.unix(path: folder.socket)], handler: Self.handler)
        #expect(try reason(.unix(path: folder.socket)) == "another server listens there")
        #expect(try await ask(RawClient(path: folder.socket)) == "A")
        await server.shutdown(grace: .zero)
    }

    @Test("Neither is a file of another kind")
    func otherKind() throws {
        try Data("precious".utf8).write(to: URL(fileURLWithPath: folder.socket))
        #expect(try reason(.unix(path: folder.socket)) == "the path is taken by a file that is no socket")
        #expect(FileManager.default.contents(atPath: folder.socket) == Data("precious".utf8))
    }

    @Test("A server that stops leaves its successor's socket alone")
    func successor() async throws {
        let first = try Server([.unix(path: folder.socket)], handler: Self.handler)
        try FileManager.default.removeItem(atPath: folder.socket)
        let second = try Server([.unix(path: folder.socket)], handler: Self.handler)
        await first.shutdown(grace: .zero)
        #expect(try await ask(RawClient(path: folder.socket)) == "A")
        await second.shutdown(grace: .zero)
    }

    @Test("Paths and hosts that can't be bound are errors that say why")
    func unusable() throws {
        #expect(try reason(.unix(path: "\(folder.path)/none/s.sock")) == "No such file or directory")
        #expect(try reason(.unix(path: "\(folder.path)/" + String(repeating: "x", count: 200))) == "File name too long")
        #expect(try reason(.unix(path: "")) == "File name too long")
        #expect(try !reason(.tcp(host: "no such host", port: 0)).isEmpty)
        #expect(try reason(.tcp(host: "192.0.2.1", port: 0)) == "Cannot assign requested address")
    }

    @Test("A port in use is an error")
    func portInUse() async throws {
        let server = try Server([.tcp(host: "127.0.0.1", port: 0)], handler: Self.handler)
        #expect(try reason(try #require(server.addresses.first)) == "Address already in use")
        await server.shutdown(grace: .zero)
    }
}
