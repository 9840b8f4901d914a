import Foundation
import GRPC
import TestSupport
import Testing

@Suite("Reconnecting")
struct ReconnectTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func startServer(_ answer: UInt8, at name: String = "s.sock") throws -> Server {
        try GRPCTests.startServer(at: folder.endpoint(name)) { _, _ in [answer] }
    }

    @Test("The first call after a restart succeeds, however many failed before it")
    func restart() async throws {
        let first = try startServer(1)
        let channel = Channel(folder.endpoint())
        #expect(try await channel.echo() == [1])
        await first.shutdown(grace: .seconds(5))
        for _ in 0..<20 {
            #expect(try await rpcError { try await channel.echo() }.code == .unavailable)
        }
        let second = try startServer(2)
        #expect(try await channel.echo() == [2])
        await second.shutdown(grace: .seconds(5))
    }

    @Test("The first call after a restart on a TCP port succeeds too")
    func restartOverTCP() async throws {
        let first = try startEchoServer(at: .tcp(host: "127.0.0.1", port: 0))
        let channel = Channel(first.endpoint)
        try await channel.echo()
        await first.shutdown(grace: .seconds(5))
        for _ in 0..<20 {
            #expect(try await rpcError { try await channel.echo() }.code == .unavailable)
        }
        let second = try startEchoServer(at: first.endpoint)
        // The channel may take the dead port's last failure for the present for as long as it does not look again.
        #expect(await eventually { (try? await channel.echo([2])) == [2] })
        await second.shutdown(grace: .seconds(5))
    }

    @Test("Calls follow a replaced socket, although the old server lives; calls under way stay with it")
    func replaced() async throws {
        let gate = Gate()
        let began = Counter()
        let old = try GRPCTests.startServer(at: folder.endpoint()) { _, request in
            began.add()
            if request == [9] { try await gate.pass() }
            return [1]
        }
        let channel = Channel(folder.endpoint())
        let underWay = Task { try await channel.echo([9], timeout: .seconds(60)) }
        #expect(await eventually { began.value == 1 })
        let new = try startServer(2, at: "new.sock")
        #expect(rename(folder.socketPath("new.sock"), folder.socketPath()) == 0)
        #expect(await eventually { (try? await channel.echo()) == [2] })
        gate.open()
        #expect(try await underWay.value == [1])
        await new.shutdown(grace: .seconds(5))
        await old.shutdown(grace: .seconds(5))
    }

    @Test("A server whose socket's name is gone goes on serving who is connected")
    func unlinked() async throws {
        let server = try startServer(1)
        let channel = Channel(folder.endpoint())
        #expect(try await channel.echo() == [1])
        try FileManager.default.removeItem(atPath: folder.socketPath())
        #expect(channel.connectivity() == .connected)
        #expect(try await channel.echo() == [1])
        await server.shutdown(grace: .seconds(5))
    }
}
