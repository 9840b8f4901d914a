import GRPC
import TestSupport
import Testing

@Suite("Server streaming")
struct ServerStreamingTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func startServer(_ handler: @escaping Server.StreamHandler) throws -> Server {
        var handlers = Server.Handlers()
        handlers.serverStreaming("/test/Stream", handler)
        return try Server(folder.endpoint(), handlers: handlers)
    }

    private var stream: ResponseStream {
        Channel(folder.endpoint()).serverStreaming("/test/Stream", [9], timeout: .seconds(30))
    }

    @Test("Responses arrive in order, empty ones too, and the end is clean", arguments: [0, 1, 1000])
    func order(count: Int) async throws {
        let server = try startServer { _, request, responses in
            for index in 0..<count {
                try await responses.write(request + [UInt8](repeating: UInt8(index & 0xff), count: index & 0xff))
            }
        }
        var received = 0
        for try await message in stream {
            #expect(message == [9] + [UInt8](repeating: UInt8(received & 0xff), count: received & 0xff))
            received += 1
        }
        #expect(received == count)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("Each iteration is a call of its own, and an iterator stays at its end")
    func iterations() async throws {
        let calls = Counter()
        let server = try startServer { _, _, responses in
            calls.add()
            try await responses.write([1])
        }
        let stream = stream
        #expect(calls.value == 0)
        for expected in 1...2 {
            var iterator = stream.makeAsyncIterator()
            #expect(try await iterator.next() == [1])
            #expect(try await iterator.next() == nil)
            #expect(try await iterator.next() == nil)
            #expect(calls.value == expected)
        }
        await server.shutdown(grace: .seconds(5))
    }

    @Test("An error in the middle comes after the responses before it")
    func errorMidStream() async throws {
        let server = try startServer { _, _, responses in
            try await responses.write([1])
            try await responses.write([2])
            throw RPCError(.dataLoss, "the disk broke")
        }
        var iterator = stream.makeAsyncIterator()
        #expect(try await iterator.next() == [1])
        #expect(try await iterator.next() == [2])
        let error = await #expect(throws: RPCError.self) { try await iterator.next() }
        #expect(error?.code == .dataLoss)
        #expect(error?.message == "the disk broke")
        #expect(try await iterator.next() == nil)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A slow reader slows the writer down, and misses nothing")
    func slowReader() async throws {
        let count = 500
        let written = Counter()
        let server = try startServer { _, _, responses in
            for index in 0..<count {
                try await responses.write([UInt8](repeating: UInt8(index & 0xff), count: 65_536))
                written.add()
            }
        }
        var iterator = stream.makeAsyncIterator()
        #expect(try await iterator.next()?.first == 0)
        var before = -1
        #expect(
            await eventually {
                defer { before = written.value }
                try? await Task.sleep(for: .milliseconds(100))
                return written.value == before
            }
        )
        #expect(written.value < count / 2)
        for index in 1..<count {
            #expect(try await iterator.next()?.first == UInt8(index & 0xff))
        }
        #expect(try await iterator.next() == nil)
        await server.shutdown(grace: .seconds(5))
    }

    @Test("Dropping the iterator cancels the call")
    func earlyDrop() async throws {
        let witness = Witness()
        let server = try startServer { _, _, responses in
            try await responses.write([1])
            _ = try await witness.waitForCancellation()
        }
        for try await _ in stream { break }
        #expect(await eventually { witness.cancelled.value == 1 })
        await server.shutdown(grace: .seconds(5))
    }

    @Test("A writer hears that its caller is gone")
    func writerAfterDrop() async throws {
        let failed = Counter()
        let server = try startServer { _, _, responses in
            let error = try await rpcError {
                while true { try await responses.write([UInt8](repeating: 0, count: 65_536)) }
            }
            #expect(error.code == .cancelled)
            failed.add()
        }
        for try await _ in stream { break }
        #expect(await eventually { failed.value == 1 })
        await server.shutdown(grace: .seconds(5))
    }
}
