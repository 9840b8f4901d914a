import GRPC
import Synchronization
import TestSupport
import Testing

@Suite("Metadata")
struct MetadataTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private static var samples: Metadata {
        var metadata: Metadata = ["x-first": "one", "x-repeated": "a", "X-Repeated": "b c=d;e"]
        metadata.append("x-token-bin", bytes: (0...255).map { UInt8($0) })
        metadata.append("x-empty-bin", bytes: [])
        return metadata
    }

    private static func ours(_ metadata: Metadata) -> [Metadata.Entry] {
        metadata.entries.filter { $0.key.hasPrefix("x-") }.sorted { $0.key < $1.key }
    }

    @Test("What a client sends before the request reaches the handler, bytes included")
    func toServer() async throws {
        let seen = Mutex(Metadata())
        let server = try startServer(at: folder.endpoint()) { call, _ in
            seen.withLock { $0 = call.metadata }
            return []
        }
        _ = try await Channel(folder.endpoint())
            .unary("/test/Echo", [], timeout: .seconds(60), metadata: Self.samples)
        #expect(Self.ours(seen.withLock { $0 }) == Self.ours(Self.samples))
        await server.shutdown(grace: .seconds(5))
    }

    @Test("What a handler's error carries reaches the client, bytes included")
    func toClient() async throws {
        let server = try startServer(at: folder.endpoint()) { _, _ in
            throw RPCError(.aborted, "later", metadata: Self.samples)
        }
        let error = try await rpcError { try await Channel(folder.endpoint()).echo() }
        #expect(error.code == .aborted)
        #expect(Self.ours(error.metadata) == Self.ours(Self.samples))
        #expect(error.metadata["X-Repeated"] == ["a", "b c=d;e"])
        await server.shutdown(grace: .seconds(5))
    }

    @Test(
        "A key or value that may not travel is refused before anything is sent",
        arguments: [["x bad": "1"], ["x-text": "tab\tand\nnewline"], ["x-text": "ä"], ["": "1"]] as [Metadata]
    )
    func illegal(metadata: Metadata) async throws {
        let calls = Counter()
        let server = try startServer(at: folder.endpoint()) { _, _ in
            calls.add()
            return []
        }
        let error = try await rpcError {
            _ = try await Channel(folder.endpoint())
                .unary("/test/Echo", [], timeout: .seconds(60), metadata: metadata)
        }
        #expect(error.code == .invalidArgument)
        await server.shutdown(grace: .seconds(5))
        #expect(calls.value == 0)
    }

    @Test("A handler's illegal metadata is left out, its status is not")
    func illegalFromHandler() async throws {
        let server = try startServer(at: folder.endpoint()) { _, _ in
            throw RPCError(.aborted, "later", metadata: ["x bad": "1"])
        }
        let error = try await rpcError { try await Channel(folder.endpoint()).echo() }
        #expect(error.code == .aborted)
        #expect(error.message == "later")
        await server.shutdown(grace: .seconds(5))
    }
}
