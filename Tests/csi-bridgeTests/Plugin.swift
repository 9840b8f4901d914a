import CSI
import GRPC
import Synchronization

/// A plugin that answers what a test tells it to, and remembers what it was asked.
final class Plugin: IdentityService, ControllerService, NodeService, GroupControllerService, SnapshotMetadataService {
    struct Behaviour {
        var isReady: Bool?
        var services: [PluginCapability.Service.Kind] = [.controllerService]
        var controller: [ControllerServiceCapability.RPC.Kind] = []
        var node: [NodeServiceCapability.RPC.Kind]?
        var nodeInfo: Result<NodeGetInfoResponse, RPCError> = .success(NodeGetInfoResponse(nodeID: "n1"))
        var storage: [NodeGetStorageHealthResponse.StorageBackendHealth] = []
        var deleteVolume: RPCError?
    }

    private let behaviour: Behaviour
    private let seen = Mutex((methods: [String](), secrets: [[String: String]]()))

    init(_ behaviour: Behaviour = Behaviour()) {
        self.behaviour = behaviour
    }

    /// The methods that were called, in order.
    var methods: [String] { seen.withLock { $0.methods } }
    /// The secrets that came with DeleteVolume, call by call.
    var secrets: [[String: String]] { seen.withLock { $0.secrets } }

    var handlers: Server.Handlers {
        var handlers = Server.Handlers()
        handlers.serve(identity: self)
        handlers.serve(controller: self)
        handlers.serve(node: self)
        handlers.serve(groupController: self)
        handlers.serve(snapshotMetadata: self)
        return handlers
    }

    private func note(_ call: ServerCall) {
        seen.withLock { $0.methods.append(String(call.method.split(separator: "/").last ?? "")) }
    }

    func getPluginInfo(_ request: GetPluginInfoRequest, _ call: ServerCall) async throws -> GetPluginInfoResponse {
        note(call)
        let manifest = ["commit": "abc\n\u{1B}[2J"]
        return GetPluginInfoResponse(name: "test.plugin", vendorVersion: "1.2.3", manifest: manifest)
    }

    func getPluginCapabilities(
        _ request: GetPluginCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> GetPluginCapabilitiesResponse {
        note(call)
        return GetPluginCapabilitiesResponse(
            capabilities: behaviour.services.map { PluginCapability(type: .service(.init(type: $0))) }
        )
    }

    func probe(_ request: ProbeRequest, _ call: ServerCall) async throws -> ProbeResponse {
        note(call)
        return ProbeResponse(ready: behaviour.isReady)
    }

    func controllerGetCapabilities(
        _ request: ControllerGetCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> ControllerGetCapabilitiesResponse {
        note(call)
        return ControllerGetCapabilitiesResponse(
            capabilities: behaviour.controller.map { ControllerServiceCapability(type: .rpc(.init(type: $0))) }
        )
    }

    func getCapacity(_ request: GetCapacityRequest, _ call: ServerCall) async throws -> GetCapacityResponse {
        note(call)
        return GetCapacityResponse(availableCapacity: 4096)
    }

    func listVolumes(_ request: ListVolumesRequest, _ call: ServerCall) async throws -> ListVolumesResponse {
        note(call)
        return ListVolumesResponse(entries: [
            .init(volume: Volume(capacityBytes: 9_007_199_254_740_993, volumeID: request.startingToken))
        ])
    }

    func deleteVolume(_ request: DeleteVolumeRequest, _ call: ServerCall) async throws -> DeleteVolumeResponse {
        seen.withLock { $0.secrets.append(request.secrets) }
        if let error = behaviour.deleteVolume { throw error }
        return DeleteVolumeResponse()
    }

    /// Repeats the secrets where they do not belong.
    func createVolume(_ request: CreateVolumeRequest, _ call: ServerCall) async throws -> CreateVolumeResponse {
        let volume = Volume(
            volumeID: "v1",
            volumeContext: request.secrets.merging(["url": "nbd:\(request.secrets.values.joined())\"<"]) { $1 }
        )
        return CreateVolumeResponse(volume: volume)
    }

    /// Never answers of itself.
    func controllerGetVolume(
        _ request: ControllerGetVolumeRequest,
        _ call: ServerCall
    ) async throws -> ControllerGetVolumeResponse {
        try await Task.sleep(for: .seconds(600))
        return ControllerGetVolumeResponse()
    }

    func nodeGetCapabilities(
        _ request: NodeGetCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> NodeGetCapabilitiesResponse {
        note(call)
        guard let capabilities = behaviour.node else { throw RPCError(.unimplemented, "no node service") }
        return NodeGetCapabilitiesResponse(
            capabilities: capabilities.map { NodeServiceCapability(type: .rpc(.init(type: $0))) }
        )
    }

    func nodeGetInfo(_ request: NodeGetInfoRequest, _ call: ServerCall) async throws -> NodeGetInfoResponse {
        note(call)
        return try behaviour.nodeInfo.get()
    }

    func nodeGetStorageHealth(
        _ request: NodeGetStorageHealthRequest,
        _ call: ServerCall
    ) async throws -> NodeGetStorageHealthResponse {
        note(call)
        return NodeGetStorageHealthResponse(backendHealth: behaviour.storage)
    }

    func groupControllerGetCapabilities(
        _ request: GroupControllerGetCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> GroupControllerGetCapabilitiesResponse {
        note(call)
        return GroupControllerGetCapabilitiesResponse()
    }

    func getMetadataAllocated(
        _ request: GetMetadataAllocatedRequest,
        _ call: ServerCall,
        _ writer: MessageWriter<GetMetadataAllocatedResponse>
    ) async throws {
        for offset in [0, 4096] as [Int64] {
            try await writer.send(
                GetMetadataAllocatedResponse(
                    blockMetadataType: .fixedLength,
                    volumeCapacityBytes: 8192,
                    blockMetadata: [BlockMetadata(byteOffset: offset, sizeBytes: 4096)]
                )
            )
        }
        if request.snapshotID == "lost" { throw RPCError(.dataLoss, "the rest is lost") }
    }
}
