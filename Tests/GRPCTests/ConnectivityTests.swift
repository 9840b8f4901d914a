import Foundation
import GRPC
import TestSupport
import Testing

@Suite("Connectivity")
struct ConnectivityTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// A call fails at once with a text that says what the state says.
    private func expectCallFails(_ channel: Channel, because state: Connectivity) async throws {
        let error = try await rpcError { try await channel.echo(timeout: .seconds(60)) }
        #expect(error.code == .unavailable)
        #expect(error.message == "\(channel.endpoint): \(state)")
    }

    @Test("Without a file there is no socket")
    func missing() async throws {
        let channel = Channel(folder.endpoint())
        #expect(channel.connectivity() == .missing)
        #expect(await channel.connect(timeout: .seconds(60)) == .missing)
        try await expectCallFails(channel, because: .missing)
    }

    @Test("A file in the place of a folder means the same")
    func notAFolder() async throws {
        try Data().write(to: URL(fileURLWithPath: folder.socketPath("file")))
        #expect(await Channel(folder.endpoint("file/s.sock")).connect(timeout: .seconds(60)) == .missing)
    }

    @Test("A socket that nobody listens on refuses")
    func refused() async throws {
        try leaveStaleSocket(at: folder.socketPath())
        let channel = Channel(folder.endpoint())
        #expect(channel.connectivity() == .refused)
        #expect(await channel.connect(timeout: .seconds(60)) == .refused)
        try await expectCallFails(channel, because: .refused)
    }

    @Test("A socket of somebody else is denied")
    func permissionDenied() async throws {
        let server = try startEchoServer(at: folder.endpoint())
        try FileManager.default.setAttributes([.posixPermissions: 0o000], ofItemAtPath: folder.socketPath())
        let channel = Channel(folder.endpoint())
        #expect(try await withoutPrivileges { channel.connectivity() } == .permissionDenied)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A server that answers is connected, and idle before it is dialled")
    func connected() async throws {
        let server = try startEchoServer(at: folder.endpoint())
        let channel = Channel(folder.endpoint())
        #expect(channel.connectivity() == .idle)
        #expect(await channel.connect(timeout: .seconds(60)) == .connected)
        #expect(channel.connectivity() == .connected)
        await server.shutdown(grace: .seconds(5))
        #expect(await eventually { channel.connectivity() == .missing })
    }

    @Test("A TCP port that nobody listens on fails every call at once")
    func refusedOverTCP() async throws {
        let server = try startEchoServer(at: .tcp(host: "127.0.0.1", port: 0))
        let endpoint = server.endpoint
        await server.shutdown(grace: .zero)
        let channel = Channel(endpoint)
        for _ in 0..<5 {
            #expect(try await rpcError { try await channel.echo(timeout: .seconds(60)) }.code == .unavailable)
        }
        #expect(await channel.connect(timeout: .seconds(60)) == .unreachable)
    }

    @Test("A socket that accepts and says nothing is never connected")
    func silent() async throws {
        let listener = try RawListener(at: folder.socketPath()) { $0.readToEnd() }
        #expect(await Channel(folder.endpoint()).connect(timeout: .milliseconds(200)) == .connecting)
        withExtendedLifetime(listener) {}
    }

    @Test("Waiting for a connection ends with the task's cancellation")
    func cancelled() async throws {
        let accepted = Counter()
        let listener = try RawListener(at: folder.socketPath()) { connection in
            accepted.add()
            connection.readToEnd()
        }
        let channel = Channel(folder.endpoint())
        let waiting = Task { await channel.connect(timeout: .seconds(600)) }
        #expect(await eventually { accepted.value > 0 })
        waiting.cancel()
        #expect(await waiting.value != .connected)
        withExtendedLifetime(listener) {}
    }
}

/// Makes what a server that died without a word leaves behind.
func leaveStaleSocket(at path: String) throws {
    let listener = try RawListener(at: path) { _ in }
    withExtendedLifetime(listener) {}
}

/// Runs `body` as a user who may do nothing that only root may; on a thread of its own, as the identity is a thread's.
private func withoutPrivileges<Value: Sendable>(_ body: @escaping @Sendable () -> Value) async throws -> Value {
    // <sys/fsuid.h>, which Swift's Glibc module leaves out.
    typealias SetIdentity = @convention(c) (uid_t) -> CInt
    let symbol = try #require(dlsym(nil, "setfsuid"))
    let setIdentity = unsafeBitCast(symbol, to: SetIdentity.self)
    return await withCheckedContinuation { continuation in
        Thread.detachNewThread {
            if geteuid() == 0 { _ = setIdentity(65_534) }
            continuation.resume(returning: body())
        }
    }
}
