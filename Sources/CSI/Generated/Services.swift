// Generated from csi.proto by proto/generate. Do not edit.
public import GRPC

/// Who the plugin is, what it serves, and whether it is ready. Every plugin serves it.
///
/// Methods answer with a code by throwing `RPCError`; those not written answer UNIMPLEMENTED.
public protocol IdentityService: Sendable {
    /// The name and version of the plugin.
    func getPluginInfo(_ request: GetPluginInfoRequest, _ call: ServerCall) async throws -> GetPluginInfoResponse
    /// The services and features of the plugin as a whole.
    func getPluginCapabilities(_ request: GetPluginCapabilitiesRequest, _ call: ServerCall) async throws -> GetPluginCapabilitiesResponse
    /// Whether the plugin is healthy and ready to serve.
    func probe(_ request: ProbeRequest, _ call: ServerCall) async throws -> ProbeResponse
}

extension IdentityService {
    /// Answers UNIMPLEMENTED.
    public func getPluginInfo(_ request: GetPluginInfoRequest, _ call: ServerCall) async throws -> GetPluginInfoResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func getPluginCapabilities(_ request: GetPluginCapabilitiesRequest, _ call: ServerCall) async throws -> GetPluginCapabilitiesResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func probe(_ request: ProbeRequest, _ call: ServerCall) async throws -> ProbeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }
}

extension Server.Handlers {
    /// Adds a service.
    public mutating func serve(identity service: some IdentityService) {
        rpc("/csi.v1.Identity/GetPluginInfo", service.getPluginInfo)
        rpc("/csi.v1.Identity/GetPluginCapabilities", service.getPluginCapabilities)
        rpc("/csi.v1.Identity/Probe", service.probe)
    }
}

/// Operations on volumes and snapshots that any host may run.
///
/// Methods answer with a code by throwing `RPCError`; those not written answer UNIMPLEMENTED.
public protocol ControllerService: Sendable {
    /// Provisions a volume; idempotent by name.
    func createVolume(_ request: CreateVolumeRequest, _ call: ServerCall) async throws -> CreateVolumeResponse
    /// Deprovisions a volume; an unknown one counts as deleted.
    func deleteVolume(_ request: DeleteVolumeRequest, _ call: ServerCall) async throws -> DeleteVolumeResponse
    /// Makes a volume available on a node (attach).
    func controllerPublishVolume(_ request: ControllerPublishVolumeRequest, _ call: ServerCall) async throws -> ControllerPublishVolumeResponse
    /// Reverses ControllerPublishVolume (detach); an empty node ID means all nodes.
    func controllerUnpublishVolume(_ request: ControllerUnpublishVolumeRequest, _ call: ServerCall) async throws -> ControllerUnpublishVolumeResponse
    /// Confirms that a volume has all the capabilities asked for.
    func validateVolumeCapabilities(_ request: ValidateVolumeCapabilitiesRequest, _ call: ServerCall) async throws -> ValidateVolumeCapabilitiesResponse
    /// Lists the volumes the plugin knows, in pages.
    func listVolumes(_ request: ListVolumesRequest, _ call: ServerCall) async throws -> ListVolumesResponse
    /// Lists the volumes that are not healthy, in pages.
    func controllerListVolumeHealth(_ request: ControllerListVolumeHealthRequest, _ call: ServerCall) async throws -> ControllerListVolumeHealthResponse
    /// One volume's health as the controller sees it.
    func controllerGetVolumeHealth(_ request: ControllerGetVolumeHealthRequest, _ call: ServerCall) async throws -> ControllerGetVolumeHealthResponse
    /// How much room is left for new volumes.
    func getCapacity(_ request: GetCapacityRequest, _ call: ServerCall) async throws -> GetCapacityResponse
    /// The optional features of the controller service.
    func controllerGetCapabilities(_ request: ControllerGetCapabilitiesRequest, _ call: ServerCall) async throws -> ControllerGetCapabilitiesResponse
    /// Cuts a snapshot of a volume; idempotent by name.
    func createSnapshot(_ request: CreateSnapshotRequest, _ call: ServerCall) async throws -> CreateSnapshotResponse
    /// Deletes a snapshot; an unknown one counts as deleted.
    func deleteSnapshot(_ request: DeleteSnapshotRequest, _ call: ServerCall) async throws -> DeleteSnapshotResponse
    /// Lists snapshots, in pages.
    func listSnapshots(_ request: ListSnapshotsRequest, _ call: ServerCall) async throws -> ListSnapshotsResponse
    /// Reads one snapshot.
    func getSnapshot(_ request: GetSnapshotRequest, _ call: ServerCall) async throws -> GetSnapshotResponse
    /// Grows a volume at the provider.
    func controllerExpandVolume(_ request: ControllerExpandVolumeRequest, _ call: ServerCall) async throws -> ControllerExpandVolumeResponse
    /// Reads one volume.
    func controllerGetVolume(_ request: ControllerGetVolumeRequest, _ call: ServerCall) async throws -> ControllerGetVolumeResponse
    /// Changes the mutable parameters of a volume.
    func controllerModifyVolume(_ request: ControllerModifyVolumeRequest, _ call: ServerCall) async throws -> ControllerModifyVolumeResponse
}

extension ControllerService {
    /// Answers UNIMPLEMENTED.
    public func createVolume(_ request: CreateVolumeRequest, _ call: ServerCall) async throws -> CreateVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func deleteVolume(_ request: DeleteVolumeRequest, _ call: ServerCall) async throws -> DeleteVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func controllerPublishVolume(_ request: ControllerPublishVolumeRequest, _ call: ServerCall) async throws -> ControllerPublishVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func controllerUnpublishVolume(_ request: ControllerUnpublishVolumeRequest, _ call: ServerCall) async throws -> ControllerUnpublishVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func validateVolumeCapabilities(_ request: ValidateVolumeCapabilitiesRequest, _ call: ServerCall) async throws -> ValidateVolumeCapabilitiesResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func listVolumes(_ request: ListVolumesRequest, _ call: ServerCall) async throws -> ListVolumesResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func controllerListVolumeHealth(_ request: ControllerListVolumeHealthRequest, _ call: ServerCall) async throws -> ControllerListVolumeHealthResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func controllerGetVolumeHealth(_ request: ControllerGetVolumeHealthRequest, _ call: ServerCall) async throws -> ControllerGetVolumeHealthResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func getCapacity(_ request: GetCapacityRequest, _ call: ServerCall) async throws -> GetCapacityResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func controllerGetCapabilities(_ request: ControllerGetCapabilitiesRequest, _ call: ServerCall) async throws -> ControllerGetCapabilitiesResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func createSnapshot(_ request: CreateSnapshotRequest, _ call: ServerCall) async throws -> CreateSnapshotResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func deleteSnapshot(_ request: DeleteSnapshotRequest, _ call: ServerCall) async throws -> DeleteSnapshotResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func listSnapshots(_ request: ListSnapshotsRequest, _ call: ServerCall) async throws -> ListSnapshotsResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func getSnapshot(_ request: GetSnapshotRequest, _ call: ServerCall) async throws -> GetSnapshotResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func controllerExpandVolume(_ request: ControllerExpandVolumeRequest, _ call: ServerCall) async throws -> ControllerExpandVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func controllerGetVolume(_ request: ControllerGetVolumeRequest, _ call: ServerCall) async throws -> ControllerGetVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func controllerModifyVolume(_ request: ControllerModifyVolumeRequest, _ call: ServerCall) async throws -> ControllerModifyVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }
}

extension Server.Handlers {
    /// Adds a service.
    public mutating func serve(controller service: some ControllerService) {
        rpc("/csi.v1.Controller/CreateVolume", service.createVolume)
        rpc("/csi.v1.Controller/DeleteVolume", service.deleteVolume)
        rpc("/csi.v1.Controller/ControllerPublishVolume", service.controllerPublishVolume)
        rpc("/csi.v1.Controller/ControllerUnpublishVolume", service.controllerUnpublishVolume)
        rpc("/csi.v1.Controller/ValidateVolumeCapabilities", service.validateVolumeCapabilities)
        rpc("/csi.v1.Controller/ListVolumes", service.listVolumes)
        rpc("/csi.v1.Controller/ControllerListVolumeHealth", service.controllerListVolumeHealth)
        rpc("/csi.v1.Controller/ControllerGetVolumeHealth", service.controllerGetVolumeHealth)
        rpc("/csi.v1.Controller/GetCapacity", service.getCapacity)
        rpc("/csi.v1.Controller/ControllerGetCapabilities", service.controllerGetCapabilities)
        rpc("/csi.v1.Controller/CreateSnapshot", service.createSnapshot)
        rpc("/csi.v1.Controller/DeleteSnapshot", service.deleteSnapshot)
        rpc("/csi.v1.Controller/ListSnapshots", service.listSnapshots)
        rpc("/csi.v1.Controller/GetSnapshot", service.getSnapshot)
        rpc("/csi.v1.Controller/ControllerExpandVolume", service.controllerExpandVolume)
        rpc("/csi.v1.Controller/ControllerGetVolume", service.controllerGetVolume)
        rpc("/csi.v1.Controller/ControllerModifyVolume", service.controllerModifyVolume)
    }
}

/// Snapshots of several volumes at one point in time.
///
/// Methods answer with a code by throwing `RPCError`; those not written answer UNIMPLEMENTED.
public protocol GroupControllerService: Sendable {
    /// The optional features of the group controller service.
    func groupControllerGetCapabilities(_ request: GroupControllerGetCapabilitiesRequest, _ call: ServerCall) async throws -> GroupControllerGetCapabilitiesResponse
    /// Cuts snapshots of several volumes at one point in time; idempotent by name.
    func createVolumeGroupSnapshot(_ request: CreateVolumeGroupSnapshotRequest, _ call: ServerCall) async throws -> CreateVolumeGroupSnapshotResponse
    /// Deletes a group snapshot with all its members.
    func deleteVolumeGroupSnapshot(_ request: DeleteVolumeGroupSnapshotRequest, _ call: ServerCall) async throws -> DeleteVolumeGroupSnapshotResponse
    /// Reads one group snapshot.
    func getVolumeGroupSnapshot(_ request: GetVolumeGroupSnapshotRequest, _ call: ServerCall) async throws -> GetVolumeGroupSnapshotResponse
}

extension GroupControllerService {
    /// Answers UNIMPLEMENTED.
    public func groupControllerGetCapabilities(_ request: GroupControllerGetCapabilitiesRequest, _ call: ServerCall) async throws -> GroupControllerGetCapabilitiesResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func createVolumeGroupSnapshot(_ request: CreateVolumeGroupSnapshotRequest, _ call: ServerCall) async throws -> CreateVolumeGroupSnapshotResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func deleteVolumeGroupSnapshot(_ request: DeleteVolumeGroupSnapshotRequest, _ call: ServerCall) async throws -> DeleteVolumeGroupSnapshotResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func getVolumeGroupSnapshot(_ request: GetVolumeGroupSnapshotRequest, _ call: ServerCall) async throws -> GetVolumeGroupSnapshotResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }
}

extension Server.Handlers {
    /// Adds a service.
    public mutating func serve(groupController service: some GroupControllerService) {
        rpc("/csi.v1.GroupController/GroupControllerGetCapabilities", service.groupControllerGetCapabilities)
        rpc("/csi.v1.GroupController/CreateVolumeGroupSnapshot", service.createVolumeGroupSnapshot)
        rpc("/csi.v1.GroupController/DeleteVolumeGroupSnapshot", service.deleteVolumeGroupSnapshot)
        rpc("/csi.v1.GroupController/GetVolumeGroupSnapshot", service.getVolumeGroupSnapshot)
    }
}

/// Which blocks of a snapshot hold data, and which differ between two snapshots.
///
/// Methods answer with a code by throwing `RPCError`; those not written answer UNIMPLEMENTED.
public protocol SnapshotMetadataService: Sendable {
    /// The ranges of a snapshot that hold data, in ascending order.
    func getMetadataAllocated(_ request: GetMetadataAllocatedRequest, _ call: ServerCall, _ responses: MessageWriter<GetMetadataAllocatedResponse>) async throws
    /// The ranges in which two snapshots of one volume differ, in ascending order.
    func getMetadataDelta(_ request: GetMetadataDeltaRequest, _ call: ServerCall, _ responses: MessageWriter<GetMetadataDeltaResponse>) async throws
}

extension SnapshotMetadataService {
    /// Answers UNIMPLEMENTED.
    public func getMetadataAllocated(_ request: GetMetadataAllocatedRequest, _ call: ServerCall, _ responses: MessageWriter<GetMetadataAllocatedResponse>) async throws {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func getMetadataDelta(_ request: GetMetadataDeltaRequest, _ call: ServerCall, _ responses: MessageWriter<GetMetadataDeltaResponse>) async throws {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }
}

extension Server.Handlers {
    /// Adds a service.
    public mutating func serve(snapshotMetadata service: some SnapshotMetadataService) {
        stream("/csi.v1.SnapshotMetadata/GetMetadataAllocated", service.getMetadataAllocated)
        stream("/csi.v1.SnapshotMetadata/GetMetadataDelta", service.getMetadataDelta)
    }
}

/// Operations that run on the host where the volume is used.
///
/// Methods answer with a code by throwing `RPCError`; those not written answer UNIMPLEMENTED.
public protocol NodeService: Sendable {
    /// Prepares a volume once per node, before it is published to workloads.
    func nodeStageVolume(_ request: NodeStageVolumeRequest, _ call: ServerCall) async throws -> NodeStageVolumeResponse
    /// Reverses NodeStageVolume.
    func nodeUnstageVolume(_ request: NodeUnstageVolumeRequest, _ call: ServerCall) async throws -> NodeUnstageVolumeResponse
    /// Makes a volume available at a workload's path.
    func nodePublishVolume(_ request: NodePublishVolumeRequest, _ call: ServerCall) async throws -> NodePublishVolumeResponse
    /// Reverses NodePublishVolume and removes the target path.
    func nodeUnpublishVolume(_ request: NodeUnpublishVolumeRequest, _ call: ServerCall) async throws -> NodeUnpublishVolumeResponse
    /// How much of a volume is in use.
    func nodeGetVolumeStats(_ request: NodeGetVolumeStatsRequest, _ call: ServerCall) async throws -> NodeGetVolumeStatsResponse
    /// One volume's health as the node sees it.
    func nodeGetVolumeHealth(_ request: NodeGetVolumeHealthRequest, _ call: ServerCall) async throws -> NodeGetVolumeHealthResponse
    /// The health of the node's path to the storage backend.
    func nodeGetStorageHealth(_ request: NodeGetStorageHealthRequest, _ call: ServerCall) async throws -> NodeGetStorageHealthResponse
    /// Grows a volume on the node after the provider has grown it.
    func nodeExpandVolume(_ request: NodeExpandVolumeRequest, _ call: ServerCall) async throws -> NodeExpandVolumeResponse
    /// The optional features of the node service.
    func nodeGetCapabilities(_ request: NodeGetCapabilitiesRequest, _ call: ServerCall) async throws -> NodeGetCapabilitiesResponse
    /// The node's ID, attach limit and topology.
    func nodeGetInfo(_ request: NodeGetInfoRequest, _ call: ServerCall) async throws -> NodeGetInfoResponse
}

extension NodeService {
    /// Answers UNIMPLEMENTED.
    public func nodeStageVolume(_ request: NodeStageVolumeRequest, _ call: ServerCall) async throws -> NodeStageVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func nodeUnstageVolume(_ request: NodeUnstageVolumeRequest, _ call: ServerCall) async throws -> NodeUnstageVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func nodePublishVolume(_ request: NodePublishVolumeRequest, _ call: ServerCall) async throws -> NodePublishVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func nodeUnpublishVolume(_ request: NodeUnpublishVolumeRequest, _ call: ServerCall) async throws -> NodeUnpublishVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func nodeGetVolumeStats(_ request: NodeGetVolumeStatsRequest, _ call: ServerCall) async throws -> NodeGetVolumeStatsResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func nodeGetVolumeHealth(_ request: NodeGetVolumeHealthRequest, _ call: ServerCall) async throws -> NodeGetVolumeHealthResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func nodeGetStorageHealth(_ request: NodeGetStorageHealthRequest, _ call: ServerCall) async throws -> NodeGetStorageHealthResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func nodeExpandVolume(_ request: NodeExpandVolumeRequest, _ call: ServerCall) async throws -> NodeExpandVolumeResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func nodeGetCapabilities(_ request: NodeGetCapabilitiesRequest, _ call: ServerCall) async throws -> NodeGetCapabilitiesResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }

    /// Answers UNIMPLEMENTED.
    public func nodeGetInfo(_ request: NodeGetInfoRequest, _ call: ServerCall) async throws -> NodeGetInfoResponse {
        throw RPCError(.unimplemented, "\(call.method) is not implemented")
    }
}

extension Server.Handlers {
    /// Adds a service.
    public mutating func serve(node service: some NodeService) {
        rpc("/csi.v1.Node/NodeStageVolume", service.nodeStageVolume)
        rpc("/csi.v1.Node/NodeUnstageVolume", service.nodeUnstageVolume)
        rpc("/csi.v1.Node/NodePublishVolume", service.nodePublishVolume)
        rpc("/csi.v1.Node/NodeUnpublishVolume", service.nodeUnpublishVolume)
        rpc("/csi.v1.Node/NodeGetVolumeStats", service.nodeGetVolumeStats)
        rpc("/csi.v1.Node/NodeGetVolumeHealth", service.nodeGetVolumeHealth)
        rpc("/csi.v1.Node/NodeGetStorageHealth", service.nodeGetStorageHealth)
        rpc("/csi.v1.Node/NodeExpandVolume", service.nodeExpandVolume)
        rpc("/csi.v1.Node/NodeGetCapabilities", service.nodeGetCapabilities)
        rpc("/csi.v1.Node/NodeGetInfo", service.nodeGetInfo)
    }
}
