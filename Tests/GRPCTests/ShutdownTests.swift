import Foundation
import GRPC
import TestSupport
import Testing

@Suite("Shutting a server down")
struct ShutdownTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test("Calls under way finish, new ones are refused, and the socket is gone")
    func graceful() async throws {
        let gate = Gate()
        let began = Counter()
        let server = try startServer(at: folder.endpoint()) { _, request in
            began.add()
            try await gate.pass()
            return request
        }
        let channel = Channel(folder.endpoint())
        let underWay = Task { try await channel.echo([7], timeout: .seconds(60)) }
        #expect(await eventually { began.value == 1 })
        let ended = Counter()
        let shutdown = Task {
            await server.shutdown(grace: .seconds(60))
            ended.add()
        }
        let late = Channel(folder.endpoint())
        #expect(await eventually { await late.connect(timeout: .seconds(1)) != .connected })
        #expect(try await rpcError { try await late.echo() }.code == .unavailable)
        #expect(ended.value == 0)
        gate.open()
        #expect(try await underWay.value == [7])
        await shutdown.value
        #expect(began.value == 1)
        #expect(!FileManager.default.fileExists(atPath: folder.socketPath()))
    }

    @Test("After the grace the rest is cancelled")
    func forced() async throws {
        let witness = Witness()
        let server = try startServer(at: folder.endpoint()) { _, _ in try await witness.waitForCancellation() }
        let channel = Channel(folder.endpoint())
        let underWay = Task { try await channel.echo(timeout: .seconds(60)) }
        #expect(await eventually { witness.began.value == 1 })
        await server.shutdown(grace: .milliseconds(50))
        let code = try await rpcError { _ = try await underWay.value }.code
        #expect([.cancelled, .unavailable].contains(code))
        #expect(await eventually { witness.cancelled.value == 1 })
    }

    @Test("A handler that heeds no cancellation does not hold it up")
    func stubbornHandler() async throws {
        let began = Counter()
        let gate = Gate()
        let server = try startServer(at: folder.endpoint()) { _, _ in
            began.add()
            try await Task { try await gate.pass() }.value
            return []
        }
        let channel = Channel(folder.endpoint())
        let underWay = Task { try await channel.echo(timeout: .seconds(60)) }
        #expect(await eventually { began.value == 1 })
        await server.shutdown(grace: .zero)
        #expect(try await rpcError { _ = try await underWay.value }.code != .ok)
        gate.open()
    }

    @Test("It may be asked for more than once, and without a call")
    func repeated() async throws {
        let server = try startEchoServer(at: folder.endpoint())
        async let first: Void = server.shutdown(grace: .seconds(5))
        async let second: Void = server.shutdown(grace: .seconds(5))
        _ = await (first, second)
        await server.shutdown(grace: .zero)
        #expect(Channel(folder.endpoint()).connectivity() == .missing)
    }

    @Test("A client that is connected and silent does not hold it up")
    func silentClient() async throws {
        let server = try startEchoServer(at: folder.endpoint())
        let client = try RawConnection(to: folder.socketPath())
        client.write(HTTP2.preface + HTTP2.settings)
        #expect(!client.read().isEmpty)
        await server.shutdown(grace: .milliseconds(50))
        client.readToEnd()
    }
}
