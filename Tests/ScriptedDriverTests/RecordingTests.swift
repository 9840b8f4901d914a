import CSI
import GRPC
import ScriptedDriver
import TestSupport
import Testing

@Suite("The record of calls", .timeLimit(.minutes(1)))
struct RecordingTests: DriverTests {
    let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    @Test("Calls are recorded in order, with typed requests and answers")
    func order() async throws {
        let volume = try await clients.createVolume("a", secrets: ["key": "sesame"])
        try await clients.deleteVolume(volume.volumeID)
        #expect(driver.calls.rpcs == [.createVolume, .deleteVolume])
        let request = try #require(try driver.calls.requests(CreateVolumeRequest.self).first)
        #expect(request.name == "a")
        #expect(request.secrets == ["key": "sesame"])
        #expect(try driver.calls.first?.answer(CreateVolumeResponse.self)?.volume == volume)
        #expect(try #require(driver.calls.first?.end) <= driver.calls[1].start)
    }

    @Test("A call is found by the name in its request and by the ID in its answer")
    func subjects() async throws {
        let volume = try await clients.createVolume("a")
        try await clients.createVolume("b")
        try await clients.deleteVolume(volume.volumeID)
        #expect(driver.calls.on("a").rpcs == [.createVolume])
        #expect(driver.calls.on(volume.volumeID).rpcs == [.createVolume, .deleteVolume])
        #expect(driver.calls.of(.createVolume).count == 2)
    }

    @Test("Calls that overlap are told from those that follow each other")
    func overlap() async throws {
        try await clients.createVolume("a")
        try await clients.createVolume("b")
        #expect(driver.calls.overlapping.isEmpty)
        #expect(driver.calls.maximumConcurrency == 1)

        let hang = driver.on(.deleteVolume).hangs(.before)
        async let first: Void = clients.deleteVolume("vol-1")
        async let second: Void = clients.deleteVolume("vol-1")
        async let third: Void = clients.deleteVolume("vol-2")
        try await driver.calls(.deleteVolume, atLeast: 3)
        hang.release()
        _ = try await (first, second, third)
        #expect(driver.calls.overlapping.count == 3)
        #expect(driver.calls.on("vol-1").overlapping.count == 1)
        #expect(driver.calls.maximumConcurrency == 3)
        #expect(driver.calls.maximumConcurrency(of: .deleteVolume, on: "vol-1") == 2)
        #expect(driver.calls.maximumConcurrency(of: .deleteVolume, on: "vol-2") == 1)
        #expect(driver.calls.maximumConcurrency(of: .createVolume, on: "vol-1") == 1)
    }

    @Test("What the caller sends along is recorded: metadata and deadline")
    func metadata() async throws {
        _ = try await clients.channel.unary(
            RPC.probe.rawValue,
            [],
            timeout: .seconds(5),
            metadata: ["x-test": "yes"]
        )
        let call = try #require(driver.calls.last)
        #expect(call.metadata["x-test"] == ["yes"])
        // On the wire the time left is rounded up.
        #expect(try #require(call.deadline) - call.start < .seconds(6))
    }

    @Test("A method that nobody knows is recorded too")
    func unknownMethod() async throws {
        let unknown = RPC(rawValue: "/csi.v2.Controller/Teleport")
        let error = await #expect(throws: RPCError.self) {
            try await clients.channel.unary(unknown.rawValue, [1, 2], timeout: timeout)
        }
        #expect(error?.code == .unimplemented)
        #expect(driver.calls.rpcs == [unknown])
        #expect(driver.calls.last?.request == [1, 2])
    }

    @Test("A call's description holds no secret")
    func description() async throws {
        try await clients.createVolume("a", secrets: ["key": "sesame"])
        #expect(driver.calls.description == "CreateVolume(a, vol-1) answered")
    }

    @Test("A driver in front of another one scripts and records its calls")
    func inFrontOf() async throws {
        let folder = try TemporaryFolder()
        let front = try ScriptedDriver(inFrontOf: driver.endpoint, at: folder.endpoint)
        front.on(.createVolume).call(1).after(.answer(.unavailable, "gone"))
        let clients = Clients(folder.endpoint)
        #expect(await clients.createCode("a") == .unavailable)
        #expect(await clients.createCode("a") == .ok)
        #expect(front.calls.rpcs == driver.calls.rpcs)
        #expect(provider.volumes.count == 1)
    }

    @Test("Streams pass with all their answers, and can be edited")
    func streams() async throws {
        let folder = try TemporaryFolder()
        var handlers = Server.Handlers()
        handlers.serve(snapshotMetadata: Ranges())
        let driver = try ScriptedDriver(handlers, at: folder.endpoint)
        driver.on(.getMetadataAllocated).call(2).edit(GetMetadataAllocatedResponse.self) { $0.blockMetadata = [] }
        let client = SnapshotMetadataClient(Channel(folder.endpoint))
        for expected in [1, 0] {
            var counts: [Int] = []
            for try await answer in client.getMetadataAllocated(.init(snapshotID: "s"), timeout: .seconds(20)) {
                counts.append(answer.blockMetadata.count)
            }
            #expect(counts == [expected, expected, expected])
        }
        #expect(driver.calls.on("s").count == 2)
    }
}

/// Three messages with a range each.
private struct Ranges: SnapshotMetadataService {
    func getMetadataAllocated(
        _ request: GetMetadataAllocatedRequest,
        _ call: ServerCall,
        _ responses: MessageWriter<GetMetadataAllocatedResponse>
    ) async throws {
        for number in 0..<3 {
            let range = BlockMetadata(byteOffset: Int64(number) << 20, sizeBytes: 1 << 20)
            try await responses.send(
                .init(blockMetadataType: .fixedLength, volumeCapacityBytes: 3 << 20, blockMetadata: [range])
            )
        }
    }
}
