import Foundation
import GRPC
import Synchronization
import Testing

@Suite("Unary calls")
struct UnaryCallTests {
    let folder: SocketFolder

    init() throws {
        folder = try SocketFolder()
    }

    @Test("A call brings back what the handler returns", arguments: [0, 1, 1000, 3_000_000])
    func roundTrip(size: Int) async throws {
        let server = try startEchoServer(at: folder.endpoint())
        let channel = Channel(folder.endpoint())
        let request = (0..<size).map { UInt8(truncatingIfNeeded: $0) }
        let response = try await channel.unary("/test/Echo", request, timeout: .seconds(10))
        #expect(response.message == request)
        await server.shutdown(grace: .seconds(5))
    }
}
