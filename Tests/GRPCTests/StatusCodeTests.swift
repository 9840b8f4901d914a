import GRPC
import TestSupport
import Testing

@Suite("Status codes")
struct StatusCodeTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    @Test(
        "A code arrives as it was sent, whether gRPC has a name for it or not",
        arguments: [1, 5, 16, 17, 42, Int32.max]
    )
    func openSet(number: Int32) async throws {
        let server = try startServer(at: folder.endpoint()) { _, _ in
            throw RPCError(StatusCode(rawValue: number), "text")
        }
        let error = try await rpcError { try await Channel(folder.endpoint()).echo() }
        #expect(error.code == StatusCode(rawValue: number))
        #expect(error.message == "text")
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A handler that throws OK did not succeed")
    func thrownOK() async throws {
        let server = try startServer(at: folder.endpoint()) { _, _ in throw RPCError(.ok, "") }
        #expect(try await rpcError { try await Channel(folder.endpoint()).echo() }.code == .internal)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A negative number, which the wire has no place for, is UNKNOWN")
    func negative() async throws {
        let server = try startServer(at: folder.endpoint()) { _, _ in throw RPCError(StatusCode(rawValue: -7), "") }
        #expect(try await rpcError { try await Channel(folder.endpoint()).echo() }.code == .unknown)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("Names are gRPC's, and numbers without one show themselves")
    func names() {
        #expect(StatusCode.notFound.description == "NOT_FOUND")
        #expect(StatusCode(rawValue: 42).description == "CODE(42)")
        #expect(StatusCode(rawValue: -1).description == "CODE(-1)")
        #expect(StatusCode(name: "DEADLINE_EXCEEDED") == .deadlineExceeded)
        #expect(StatusCode(name: "CODE(42)") == nil)
    }
}
