import Foundation
import GRPC
import TestSupport
import Testing

@Suite("A server's socket file")
struct SocketFileTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func status() throws -> stat {
        var status = stat()
        try #require(lstat(folder.socketPath(), &status) == 0)
        return status
    }

    private func reason(_ body: () throws -> Void) throws -> String {
        let error = try #require(throws: ServerError.self, performing: body)
        #expect(error.endpoint == folder.endpoint())
        return error.reason
    }

    @Test("It is its owner's alone")
    func mode() async throws {
        let server = try startEchoServer(at: folder.endpoint())
        #expect(try status().st_mode & 0o7777 == 0o600)
        await server.shutdown(grace: .zero)
    }

    @Test("Servers that start at once leave the process's file creation mask as it was")
    func creationMask() async throws {
        let before = umask(0o022)
        umask(before)
        let servers = try await withThrowingTaskGroup(of: Server.self) { group in
            for index in 0..<16 {
                group.addTask { try startEchoServer(at: folder.endpoint("\(index).sock")) }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        let after = umask(before)
        #expect(after == before)
        for server in servers { await server.shutdown(grace: .zero) }
    }

    @Test("A named group may use it too", .enabled(if: geteuid() == 0 && getgrnam("daemon") != nil))
    func group() async throws {
        let group = try #require(getgrnam("daemon")).pointee.gr_gid
        let server = try Server(folder.endpoint(), socketGroup: "daemon", handlers: .init())
        let status = try status()
        #expect(status.st_mode & 0o7777 == 0o660)
        #expect(status.st_gid == group)
        await server.shutdown(grace: .zero)
    }

    @Test("An unknown group is an error, and leaves no socket behind")
    func unknownGroup() async throws {
        let reason = try reason {
            _ = try Server(folder.endpoint(), socketGroup: "no-such-group", handlers: .init())
        }
        #expect(reason.hasPrefix("the socket can't be restricted to its users: "))
        #expect(await eventually { !FileManager.default.fileExists(atPath: folder.socketPath()) })
    }

    @Test("What a dead server left is replaced")
    func stale() async throws {
        try leaveStaleSocket(at: folder.socketPath())
        let server = try startEchoServer(at: folder.endpoint())
        #expect(try await Channel(folder.endpoint()).echo([1]) == [1])
        await server.shutdown(grace: .zero)
    }

    @Test("A living server's is not")
    func live() async throws {
        let server = try startEchoServer(at: folder.endpoint())
        let reason = try reason { _ = try startEchoServer(at: folder.endpoint()) }
        #expect(reason == "another server listens there")
        #expect(try await Channel(folder.endpoint()).echo([1]) == [1])
        await server.shutdown(grace: .zero)
    }

    @Test("Neither is a socket of another kind, such as a log's")
    func datagrams() throws {
        let log = try DatagramSocket(at: folder.socketPath())
        let inode = try status().st_ino
        let reason = try reason { _ = try startEchoServer(at: folder.endpoint()) }
        #expect(reason == "the socket there may be in use: unreachable")
        #expect(try status().st_ino == inode)
        withExtendedLifetime(log) {}
    }

    @Test("Neither is a file of another kind")
    func otherKind() throws {
        try Data("precious".utf8).write(to: URL(fileURLWithPath: folder.socketPath()))
        let reason = try reason { _ = try startEchoServer(at: folder.endpoint()) }
        #expect(reason == "the path is taken by a file that is no socket")
        #expect(FileManager.default.contents(atPath: folder.socketPath()) == Data("precious".utf8))
    }

    @Test("A folder that does not exist is an error")
    func noFolder() throws {
        #expect(throws: ServerError.self) { _ = try startEchoServer(at: folder.endpoint("none/s.sock")) }
    }
}
