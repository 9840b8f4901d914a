// Generated from csi.proto by proto/generate. Do not edit.
public import GRPC

/// Who the plugin is, what it serves, and whether it is ready. Every plugin serves it.
public struct IdentityClient: Sendable {
    /// The connection to the plugin.
    public let channel: Channel

    /// A client on a channel.
    public init(_ channel: Channel) {
        self.channel = channel
    }

    /// The name and version of the plugin.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func getPluginInfo(
        _ request: GetPluginInfoRequest, timeout: Duration
    ) async throws(CallError) -> GetPluginInfoResponse {
        try await channel.call("/csi.v1.Identity/GetPluginInfo", request, timeout: timeout)
    }

    /// The services and features of the plugin as a whole.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func getPluginCapabilities(
        _ request: GetPluginCapabilitiesRequest, timeout: Duration
    ) async throws(CallError) -> GetPluginCapabilitiesResponse {
        try await channel.call("/csi.v1.Identity/GetPluginCapabilities", request, timeout: timeout)
    }

    /// Whether the plugin is healthy and ready to serve.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func probe(
        _ request: ProbeRequest, timeout: Duration
    ) async throws(CallError) -> ProbeResponse {
        try await channel.call("/csi.v1.Identity/Probe", request, timeout: timeout)
    }
}

/// Operations on volumes and snapshots that any host may run.
public struct ControllerClient: Sendable {
    /// The connection to the plugin.
    public let channel: Channel

    /// A client on a channel.
    public init(_ channel: Channel) {
        self.channel = channel
    }

    /// Provisions a volume; idempotent by name.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func createVolume(
        _ request: CreateVolumeRequest, timeout: Duration
    ) async throws(CallError) -> CreateVolumeResponse {
        try await channel.call("/csi.v1.Controller/CreateVolume", request, timeout: timeout)
    }

    /// Deprovisions a volume; an unknown one counts as deleted.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func deleteVolume(
        _ request: DeleteVolumeRequest, timeout: Duration
    ) async throws(CallError) -> DeleteVolumeResponse {
        try await channel.call("/csi.v1.Controller/DeleteVolume", request, timeout: timeout)
    }

    /// Makes a volume available on a node (attach).
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func controllerPublishVolume(
        _ request: ControllerPublishVolumeRequest, timeout: Duration
    ) async throws(CallError) -> ControllerPublishVolumeResponse {
        try await channel.call("/csi.v1.Controller/ControllerPublishVolume", request, timeout: timeout)
    }

    /// Reverses ControllerPublishVolume (detach); an empty node ID means all nodes.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func controllerUnpublishVolume(
        _ request: ControllerUnpublishVolumeRequest, timeout: Duration
    ) async throws(CallError) -> ControllerUnpublishVolumeResponse {
        try await channel.call("/csi.v1.Controller/ControllerUnpublishVolume", request, timeout: timeout)
    }

    /// Confirms that a volume has all the capabilities asked for.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func validateVolumeCapabilities(
        _ request: ValidateVolumeCapabilitiesRequest, timeout: Duration
    ) async throws(CallError) -> ValidateVolumeCapabilitiesResponse {
        try await channel.call("/csi.v1.Controller/ValidateVolumeCapabilities", request, timeout: timeout)
    }

    /// Lists the volumes the plugin knows, in pages.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func listVolumes(
        _ request: ListVolumesRequest, timeout: Duration
    ) async throws(CallError) -> ListVolumesResponse {
        try await channel.call("/csi.v1.Controller/ListVolumes", request, timeout: timeout)
    }

    /// Lists the volumes that are not healthy, in pages.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func controllerListVolumeHealth(
        _ request: ControllerListVolumeHealthRequest, timeout: Duration
    ) async throws(CallError) -> ControllerListVolumeHealthResponse {
        try await channel.call("/csi.v1.Controller/ControllerListVolumeHealth", request, timeout: timeout)
    }

    /// One volume's health as the controller sees it.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func controllerGetVolumeHealth(
        _ request: ControllerGetVolumeHealthRequest, timeout: Duration
    ) async throws(CallError) -> ControllerGetVolumeHealthResponse {
        try await channel.call("/csi.v1.Controller/ControllerGetVolumeHealth", request, timeout: timeout)
    }

    /// How much room is left for new volumes.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func getCapacity(
        _ request: GetCapacityRequest, timeout: Duration
    ) async throws(CallError) -> GetCapacityResponse {
        try await channel.call("/csi.v1.Controller/GetCapacity", request, timeout: timeout)
    }

    /// The optional features of the controller service.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func controllerGetCapabilities(
        _ request: ControllerGetCapabilitiesRequest, timeout: Duration
    ) async throws(CallError) -> ControllerGetCapabilitiesResponse {
        try await channel.call("/csi.v1.Controller/ControllerGetCapabilities", request, timeout: timeout)
    }

    /// Cuts a snapshot of a volume; idempotent by name.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func createSnapshot(
        _ request: CreateSnapshotRequest, timeout: Duration
    ) async throws(CallError) -> CreateSnapshotResponse {
        try await channel.call("/csi.v1.Controller/CreateSnapshot", request, timeout: timeout)
    }

    /// Deletes a snapshot; an unknown one counts as deleted.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func deleteSnapshot(
        _ request: DeleteSnapshotRequest, timeout: Duration
    ) async throws(CallError) -> DeleteSnapshotResponse {
        try await channel.call("/csi.v1.Controller/DeleteSnapshot", request, timeout: timeout)
    }

    /// Lists snapshots, in pages.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func listSnapshots(
        _ request: ListSnapshotsRequest, timeout: Duration
    ) async throws(CallError) -> ListSnapshotsResponse {
        try await channel.call("/csi.v1.Controller/ListSnapshots", request, timeout: timeout)
    }

    /// Reads one snapshot.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func getSnapshot(
        _ request: GetSnapshotRequest, timeout: Duration
    ) async throws(CallError) -> GetSnapshotResponse {
        try await channel.call("/csi.v1.Controller/GetSnapshot", request, timeout: timeout)
    }

    /// Grows a volume at the provider.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func controllerExpandVolume(
        _ request: ControllerExpandVolumeRequest, timeout: Duration
    ) async throws(CallError) -> ControllerExpandVolumeResponse {
        try await channel.call("/csi.v1.Controller/ControllerExpandVolume", request, timeout: timeout)
    }

    /// Reads one volume.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func controllerGetVolume(
        _ request: ControllerGetVolumeRequest, timeout: Duration
    ) async throws(CallError) -> ControllerGetVolumeResponse {
        try await channel.call("/csi.v1.Controller/ControllerGetVolume", request, timeout: timeout)
    }

    /// Changes the mutable parameters of a volume.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func controllerModifyVolume(
        _ request: ControllerModifyVolumeRequest, timeout: Duration
    ) async throws(CallError) -> ControllerModifyVolumeResponse {
        try await channel.call("/csi.v1.Controller/ControllerModifyVolume", request, timeout: timeout)
    }
}

/// Snapshots of several volumes at one point in time.
public struct GroupControllerClient: Sendable {
    /// The connection to the plugin.
    public let channel: Channel

    /// A client on a channel.
    public init(_ channel: Channel) {
        self.channel = channel
    }

    /// The optional features of the group controller service.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func groupControllerGetCapabilities(
        _ request: GroupControllerGetCapabilitiesRequest, timeout: Duration
    ) async throws(CallError) -> GroupControllerGetCapabilitiesResponse {
        try await channel.call("/csi.v1.GroupController/GroupControllerGetCapabilities", request, timeout: timeout)
    }

    /// Cuts snapshots of several volumes at one point in time; idempotent by name.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func createVolumeGroupSnapshot(
        _ request: CreateVolumeGroupSnapshotRequest, timeout: Duration
    ) async throws(CallError) -> CreateVolumeGroupSnapshotResponse {
        try await channel.call("/csi.v1.GroupController/CreateVolumeGroupSnapshot", request, timeout: timeout)
    }

    /// Deletes a group snapshot with all its members.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func deleteVolumeGroupSnapshot(
        _ request: DeleteVolumeGroupSnapshotRequest, timeout: Duration
    ) async throws(CallError) -> DeleteVolumeGroupSnapshotResponse {
        try await channel.call("/csi.v1.GroupController/DeleteVolumeGroupSnapshot", request, timeout: timeout)
    }

    /// Reads one group snapshot.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func getVolumeGroupSnapshot(
        _ request: GetVolumeGroupSnapshotRequest, timeout: Duration
    ) async throws(CallError) -> GetVolumeGroupSnapshotResponse {
        try await channel.call("/csi.v1.GroupController/GetVolumeGroupSnapshot", request, timeout: timeout)
    }
}

/// Which blocks of a snapshot hold data, and which differ between two snapshots.
public struct SnapshotMetadataClient: Sendable {
    /// The connection to the plugin.
    public let channel: Channel

    /// A client on a channel.
    public init(_ channel: Channel) {
        self.channel = channel
    }

    /// The ranges of a snapshot that hold data, in ascending order.
    public func getMetadataAllocated(_ request: GetMetadataAllocatedRequest, timeout: Duration) -> MessageStream<GetMetadataAllocatedResponse> {
        MessageStream("/csi.v1.SnapshotMetadata/GetMetadataAllocated", request, on: channel, timeout: timeout)
    }

    /// The ranges in which two snapshots of one volume differ, in ascending order.
    public func getMetadataDelta(_ request: GetMetadataDeltaRequest, timeout: Duration) -> MessageStream<GetMetadataDeltaResponse> {
        MessageStream("/csi.v1.SnapshotMetadata/GetMetadataDelta", request, on: channel, timeout: timeout)
    }
}

/// Operations that run on the host where the volume is used.
public struct NodeClient: Sendable {
    /// The connection to the plugin.
    public let channel: Channel

    /// A client on a channel.
    public init(_ channel: Channel) {
        self.channel = channel
    }

    /// Prepares a volume once per node, before it is published to workloads.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func nodeStageVolume(
        _ request: NodeStageVolumeRequest, timeout: Duration
    ) async throws(CallError) -> NodeStageVolumeResponse {
        try await channel.call("/csi.v1.Node/NodeStageVolume", request, timeout: timeout)
    }

    /// Reverses NodeStageVolume.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func nodeUnstageVolume(
        _ request: NodeUnstageVolumeRequest, timeout: Duration
    ) async throws(CallError) -> NodeUnstageVolumeResponse {
        try await channel.call("/csi.v1.Node/NodeUnstageVolume", request, timeout: timeout)
    }

    /// Makes a volume available at a workload's path.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func nodePublishVolume(
        _ request: NodePublishVolumeRequest, timeout: Duration
    ) async throws(CallError) -> NodePublishVolumeResponse {
        try await channel.call("/csi.v1.Node/NodePublishVolume", request, timeout: timeout)
    }

    /// Reverses NodePublishVolume and removes the target path.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func nodeUnpublishVolume(
        _ request: NodeUnpublishVolumeRequest, timeout: Duration
    ) async throws(CallError) -> NodeUnpublishVolumeResponse {
        try await channel.call("/csi.v1.Node/NodeUnpublishVolume", request, timeout: timeout)
    }

    /// How much of a volume is in use.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func nodeGetVolumeStats(
        _ request: NodeGetVolumeStatsRequest, timeout: Duration
    ) async throws(CallError) -> NodeGetVolumeStatsResponse {
        try await channel.call("/csi.v1.Node/NodeGetVolumeStats", request, timeout: timeout)
    }

    /// One volume's health as the node sees it.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func nodeGetVolumeHealth(
        _ request: NodeGetVolumeHealthRequest, timeout: Duration
    ) async throws(CallError) -> NodeGetVolumeHealthResponse {
        try await channel.call("/csi.v1.Node/NodeGetVolumeHealth", request, timeout: timeout)
    }

    /// The health of the node's path to the storage backend.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func nodeGetStorageHealth(
        _ request: NodeGetStorageHealthRequest, timeout: Duration
    ) async throws(CallError) -> NodeGetStorageHealthResponse {
        try await channel.call("/csi.v1.Node/NodeGetStorageHealth", request, timeout: timeout)
    }

    /// Grows a volume on the node after the provider has grown it.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func nodeExpandVolume(
        _ request: NodeExpandVolumeRequest, timeout: Duration
    ) async throws(CallError) -> NodeExpandVolumeResponse {
        try await channel.call("/csi.v1.Node/NodeExpandVolume", request, timeout: timeout)
    }

    /// The optional features of the node service.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func nodeGetCapabilities(
        _ request: NodeGetCapabilitiesRequest, timeout: Duration
    ) async throws(CallError) -> NodeGetCapabilitiesResponse {
        try await channel.call("/csi.v1.Node/NodeGetCapabilities", request, timeout: timeout)
    }

    /// The node's ID, attach limit and topology.
    /// - Throws: ``CallError``, also where the answer breaks a rule of CSI.
    public nonisolated(nonsending) func nodeGetInfo(
        _ request: NodeGetInfoRequest, timeout: Duration
    ) async throws(CallError) -> NodeGetInfoResponse {
        try await channel.call("/csi.v1.Node/NodeGetInfo", request, timeout: timeout)
    }
}

extension GetPluginInfoResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = GetPluginInfoRequest
}

extension GetPluginCapabilitiesResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = GetPluginCapabilitiesRequest
}

extension ProbeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ProbeRequest
}

extension CreateVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = CreateVolumeRequest
}

extension DeleteVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = DeleteVolumeRequest
}

extension ControllerPublishVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ControllerPublishVolumeRequest
}

extension ControllerUnpublishVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ControllerUnpublishVolumeRequest
}

extension ValidateVolumeCapabilitiesResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ValidateVolumeCapabilitiesRequest
}

extension ListVolumesResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ListVolumesRequest
}

extension ControllerListVolumeHealthResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ControllerListVolumeHealthRequest
}

extension ControllerGetVolumeHealthResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ControllerGetVolumeHealthRequest
}

extension GetCapacityResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = GetCapacityRequest
}

extension ControllerGetCapabilitiesResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ControllerGetCapabilitiesRequest
}

extension CreateSnapshotResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = CreateSnapshotRequest
}

extension DeleteSnapshotResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = DeleteSnapshotRequest
}

extension ListSnapshotsResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ListSnapshotsRequest
}

extension GetSnapshotResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = GetSnapshotRequest
}

extension ControllerExpandVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ControllerExpandVolumeRequest
}

extension ControllerGetVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ControllerGetVolumeRequest
}

extension ControllerModifyVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = ControllerModifyVolumeRequest
}

extension GroupControllerGetCapabilitiesResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = GroupControllerGetCapabilitiesRequest
}

extension CreateVolumeGroupSnapshotResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = CreateVolumeGroupSnapshotRequest
}

extension DeleteVolumeGroupSnapshotResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = DeleteVolumeGroupSnapshotRequest
}

extension GetVolumeGroupSnapshotResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = GetVolumeGroupSnapshotRequest
}

extension GetMetadataAllocatedResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = GetMetadataAllocatedRequest
}

extension GetMetadataDeltaResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = GetMetadataDeltaRequest
}

extension NodeStageVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = NodeStageVolumeRequest
}

extension NodeUnstageVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = NodeUnstageVolumeRequest
}

extension NodePublishVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = NodePublishVolumeRequest
}

extension NodeUnpublishVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = NodeUnpublishVolumeRequest
}

extension NodeGetVolumeStatsResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = NodeGetVolumeStatsRequest
}

extension NodeGetVolumeHealthResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = NodeGetVolumeHealthRequest
}

extension NodeGetStorageHealthResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = NodeGetStorageHealthRequest
}

extension NodeExpandVolumeResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = NodeExpandVolumeRequest
}

extension NodeGetCapabilitiesResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = NodeGetCapabilitiesRequest
}

extension NodeGetInfoResponse: ResponseMessage {
    /// What this answers.
    public typealias Request = NodeGetInfoRequest
}
