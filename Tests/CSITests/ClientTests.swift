import CSI
import Foundation
import GRPC
import Synchronization
import Testing

/// A plugin whose answers a test sets, on a real socket.
final class AnsweringPlugin: ControllerService, IdentityService, SnapshotMetadataService, Sendable {
    let channel: Channel
    private let server = Mutex<Server?>(nil)
    let volumes = Mutex<[ListVolumesResponse]>([])
    let create = Mutex(CreateVolumeResponse())
    let ranges = Mutex<[GetMetadataAllocatedResponse]>([])
    let secretsSeen = Mutex<[String: String]>([:])

    init() throws {
        let endpoint = Endpoint.unix(path: NSTemporaryDirectory() + "/csi-\(UUID().uuidString.prefix(8)).sock")
        channel = Channel(endpoint)
        var handlers = Server.Handlers()
        handlers.serve(controller: self)
        handlers.serve(snapshotMetadata: self)
        let started = try Server(endpoint, handlers: handlers)
        server.withLock { $0 = started }
    }

    func stop() async {
        let running = server.withLock { server in
            defer { server = nil }
            return server
        }
        await running?.shutdown(grace: .zero)
    }

    func createVolume(_ request: CreateVolumeRequest, _ call: ServerCall) async throws -> CreateVolumeResponse {
        secretsSeen.withLock { $0 = request.secrets }
        return create.withLock { $0 }
    }

    func deleteVolume(_ request: DeleteVolumeRequest, _ call: ServerCall) async throws -> DeleteVolumeResponse {
        throw RPCError(.failedPrecondition, "in use")
    }

    func listVolumes(_ request: ListVolumesRequest, _ call: ServerCall) async throws -> ListVolumesResponse {
        let page = Int(request.startingToken) ?? 0
        return volumes.withLock { $0.indices.contains(page) ? $0[page] : ListVolumesResponse() }
    }

    func getMetadataAllocated(
        _ request: GetMetadataAllocatedRequest,
        _ call: ServerCall,
        _ responses: MessageWriter<GetMetadataAllocatedResponse>
    ) async throws {
        for response in ranges.withLock({ $0 }) { try await responses.send(response) }
    }
}

@Suite("Clients and services")
struct ClientTests {
    let plugin: AnsweringPlugin
    let controller: ControllerClient
    static let timeout = Duration.seconds(60)

    init() throws {
        plugin = try AnsweringPlugin()
        controller = ControllerClient(plugin.channel)
    }

    @Test("A request arrives whole, with its secrets, and the answer comes back")
    func roundTrip() async throws {
        plugin.create.withLock { $0 = CreateVolumeResponse(volume: Volume(capacityBytes: 10, volumeID: "v")) }
        let answer = try await controller.createVolume(
            CreateVolumeRequest(name: "n", secrets: ["a": "b"]),
            timeout: Self.timeout
        )
        #expect(answer.volume?.volumeID == "v")
        #expect(plugin.secretsSeen.withLock { $0 } == ["a": "b"])
        await plugin.stop()
    }

    @Test("A code that the plugin answers arrives with its text and the method")
    func status() async throws {
        await #expect {
            try await controller.deleteVolume(DeleteVolumeRequest(volumeID: "v"), timeout: Self.timeout)
        } throws: { error in
            (error as? CallError)?.cause == .status
                && "\(error)" == "FAILED_PRECONDITION: in use (/csi.v1.Controller/DeleteVolume)"
        }
        await plugin.stop()
    }

    @Test("A method that the service lacks answers UNIMPLEMENTED")
    func unimplemented() async throws {
        let error = await fault { try await controller.getCapacity(GetCapacityRequest(), timeout: Self.timeout) }
        #expect(error?.code == .unimplemented)
        await plugin.stop()
    }

    @Test("A request that can't be sent whole is refused before the plugin sees it")
    func badRequest() async throws {
        let request = CreateVolumeRequest(name: "n\0")
        let error = await fault { try await controller.createVolume(request, timeout: Self.timeout) }
        #expect(error?.cause == .request(MessageError("CreateVolumeRequest.name", "holds U+0000")))
        #expect(plugin.secretsSeen.withLock { $0 }.isEmpty)
        await plugin.stop()
    }

    @Test("A request of bytes that are no message is answered with INVALID_ARGUMENT, and the server goes on")
    func badBytes() async throws {
        let method = "/csi.v1.Controller/DeleteVolume"
        for bytes in [[0xFF], [0x0A, 2, 0xC3, 0x28], [0x0A, 1, 0]] as [[UInt8]] {
            await #expect {
                try await plugin.channel.unary(method, bytes, timeout: Self.timeout)
            } throws: {
                ($0 as? RPCError)?.code == .invalidArgument
            }
        }
        let error = await fault {
            try await controller.deleteVolume(DeleteVolumeRequest(volumeID: "v"), timeout: Self.timeout)
        }
        #expect(error?.code == .failedPrecondition)
        await plugin.stop()
    }

    static let badVolumes: [(CreateVolumeResponse, String)] = [
        (CreateVolumeResponse(), "CreateVolumeResponse.volume is missing"),
        (CreateVolumeResponse(volume: Volume()), "CreateVolumeResponse.volume.volume_id is empty"),
        (
            CreateVolumeResponse(volume: Volume(volumeID: String(repeating: "v", count: 129))),
            "Volume.volume_id is longer than 128 bytes"
        ),
        (
            CreateVolumeResponse(volume: Volume(capacityBytes: -1, volumeID: "v")),
            "CreateVolumeResponse.volume.capacity_bytes is negative"
        ),
        (
            CreateVolumeResponse(volume: Volume(capacityBytes: 9, volumeID: "v")),
            "CreateVolumeResponse.volume.capacity_bytes is 9, less than the required 10"
        ),
        (
            CreateVolumeResponse(volume: Volume(capacityBytes: 21, volumeID: "v")),
            "CreateVolumeResponse.volume.capacity_bytes is 21, more than the limit 20"
        ),
    ]

    @Test("An answer that breaks a rule is an error that names the field", arguments: badVolumes)
    func badAnswer(answer: CreateVolumeResponse, text: String) async throws {
        plugin.create.withLock { $0 = answer }
        let request = CreateVolumeRequest(
            name: "n",
            capacityRange: CapacityRange(requiredBytes: 10, limitBytes: 20)
        )
        let error = await fault { try await controller.createVolume(request, timeout: Self.timeout) }
        guard case .answer(let fault)? = error?.cause else {
            Issue.record("not seen as a bad answer: \(String(describing: error))")
            return
        }
        #expect(fault.description == text)
        await plugin.stop()
    }

    @Test("Pages are joined in their order")
    func pages() async throws {
        plugin.volumes.withLock {
            $0 = [Self.page("a", next: "1"), Self.page("b", next: "2"), Self.page("c", next: "")]
        }
        let entries = try await controller.allVolumes(timeout: Self.timeout)
        #expect(entries.map { $0.volume?.volumeID } == ["a", "b", "c"])
        await plugin.stop()
    }

    @Test("A token that repeats ends the list with an error, at once or in a circle")
    func repeatedToken() async throws {
        plugin.volumes.withLock { $0 = [Self.page("a", next: "1"), Self.page("b", next: "1")] }
        let atOnce = await fault { try await controller.allVolumes(timeout: Self.timeout) }
        #expect("\(try #require(atOnce))".contains("ListVolumesResponse.next_token"))
        plugin.volumes.withLock {
            $0 = [Self.page("a", next: "1"), Self.page("b", next: "2"), Self.page("c", next: "1")]
        }
        let circle = await fault { try await controller.allVolumes(timeout: Self.timeout) }
        #expect("\(try #require(circle))".contains("ListVolumesResponse.next_token came before"))
        await plugin.stop()
    }

    @Test("More entries than asked for, and entries without a volume, are errors")
    func badPages() async throws {
        var page = Self.page("a", next: "")
        page.entries += page.entries
        plugin.volumes.withLock { $0 = [page] }
        let tooMany = await fault {
            try await controller.listVolumes(ListVolumesRequest(maxEntries: 1), timeout: Self.timeout)
        }
        #expect(
            tooMany?.cause
                == .answer(MessageError("ListVolumesResponse.entries", "has 2 entries, more than the 1 asked for"))
        )
        page.entries[1].volume = nil
        plugin.volumes.withLock { $0 = [page] }
        let missing = await fault { try await controller.listVolumes(ListVolumesRequest(), timeout: Self.timeout) }
        #expect(missing?.cause == .answer(MessageError("ListVolumesResponse.entries[1].volume", "is missing")))
        await plugin.stop()
    }

    @Test("A stream brings its messages in order; one that breaks a rule ends it")
    func streams() async throws {
        func message(_ offset: Int64, size: Int64) -> GetMetadataAllocatedResponse {
            .init(volumeCapacityBytes: 100, blockMetadata: [.init(byteOffset: offset, sizeBytes: size)])
        }
        plugin.ranges.withLock { $0 = [message(0, size: 10), message(20, size: 10)] }
        let client = SnapshotMetadataClient(plugin.channel)
        let request = GetMetadataAllocatedRequest(snapshotID: "s")
        var offsets: [Int64] = []
        for try await response in client.getMetadataAllocated(request, timeout: Self.timeout) {
            offsets += response.blockMetadata.map(\.byteOffset)
        }
        #expect(offsets == [0, 20])

        plugin.ranges.withLock { $0 = [message(0, size: 10), message(90, size: 20)] }
        let error = await fault {
            for try await _ in client.getMetadataAllocated(request, timeout: Self.timeout) {}
        }
        #expect("\(try #require(error))".contains("block_metadata reaches beyond the volume's end"))
        await plugin.stop()
    }

    private static func page(_ volume: String, next: String) -> ListVolumesResponse {
        ListVolumesResponse(entries: [.init(volume: Volume(volumeID: volume))], nextToken: next)
    }

    private func fault(_ body: () async throws -> some Any) async -> CallError? {
        do {
            _ = try await body()
            return nil
        } catch {
            return error as? CallError
        }
    }
}
