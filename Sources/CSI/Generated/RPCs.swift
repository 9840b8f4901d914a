// Generated from csi.proto by proto/generate. Do not edit.
extension RPC {
    /// The name and version of the plugin.
    public static let getPluginInfo = RPC("Identity", "GetPluginInfo")
    /// The services and features of the plugin as a whole.
    public static let getPluginCapabilities = RPC("Identity", "GetPluginCapabilities")
    /// Whether the plugin is healthy and ready to serve.
    public static let probe = RPC("Identity", "Probe")
    /// Provisions a volume; idempotent by name.
    public static let createVolume = RPC("Controller", "CreateVolume")
    /// Deprovisions a volume; an unknown one counts as deleted.
    public static let deleteVolume = RPC("Controller", "DeleteVolume")
    /// Makes a volume available on a node (attach).
    public static let controllerPublishVolume = RPC("Controller", "ControllerPublishVolume")
    /// Reverses ControllerPublishVolume (detach); an empty node ID means all nodes.
    public static let controllerUnpublishVolume = RPC("Controller", "ControllerUnpublishVolume")
    /// Confirms that a volume has all the capabilities asked for.
    public static let validateVolumeCapabilities = RPC("Controller", "ValidateVolumeCapabilities")
    /// Lists the volumes the plugin knows, in pages.
    public static let listVolumes = RPC("Controller", "ListVolumes")
    /// Lists the volumes that are not healthy, in pages.
    public static let controllerListVolumeHealth = RPC("Controller", "ControllerListVolumeHealth")
    /// One volume's health as the controller sees it.
    public static let controllerGetVolumeHealth = RPC("Controller", "ControllerGetVolumeHealth")
    /// How much room is left for new volumes.
    public static let getCapacity = RPC("Controller", "GetCapacity")
    /// The optional features of the controller service.
    public static let controllerGetCapabilities = RPC("Controller", "ControllerGetCapabilities")
    /// Cuts a snapshot of a volume; idempotent by name.
    public static let createSnapshot = RPC("Controller", "CreateSnapshot")
    /// Deletes a snapshot; an unknown one counts as deleted.
    public static let deleteSnapshot = RPC("Controller", "DeleteSnapshot")
    /// Lists snapshots, in pages.
    public static let listSnapshots = RPC("Controller", "ListSnapshots")
    /// Reads one snapshot.
    public static let getSnapshot = RPC("Controller", "GetSnapshot")
    /// Grows a volume at the provider.
    public static let controllerExpandVolume = RPC("Controller", "ControllerExpandVolume")
    /// Reads one volume.
    public static let controllerGetVolume = RPC("Controller", "ControllerGetVolume")
    /// Changes the mutable parameters of a volume.
    public static let controllerModifyVolume = RPC("Controller", "ControllerModifyVolume")
    /// The optional features of the group controller service.
    public static let groupControllerGetCapabilities = RPC("GroupController", "GroupControllerGetCapabilities")
    /// Cuts snapshots of several volumes at one point in time; idempotent by name.
    public static let createVolumeGroupSnapshot = RPC("GroupController", "CreateVolumeGroupSnapshot")
    /// Deletes a group snapshot with all its members.
    public static let deleteVolumeGroupSnapshot = RPC("GroupController", "DeleteVolumeGroupSnapshot")
    /// Reads one group snapshot.
    public static let getVolumeGroupSnapshot = RPC("GroupController", "GetVolumeGroupSnapshot")
    /// The ranges of a snapshot that hold data, in ascending order.
    public static let getMetadataAllocated = RPC("SnapshotMetadata", "GetMetadataAllocated")
    /// The ranges in which two snapshots of one volume differ, in ascending order.
    public static let getMetadataDelta = RPC("SnapshotMetadata", "GetMetadataDelta")
    /// Prepares a volume once per node, before it is published to workloads.
    public static let nodeStageVolume = RPC("Node", "NodeStageVolume")
    /// Reverses NodeStageVolume.
    public static let nodeUnstageVolume = RPC("Node", "NodeUnstageVolume")
    /// Makes a volume available at a workload's path.
    public static let nodePublishVolume = RPC("Node", "NodePublishVolume")
    /// Reverses NodePublishVolume and removes the target path.
    public static let nodeUnpublishVolume = RPC("Node", "NodeUnpublishVolume")
    /// How much of a volume is in use.
    public static let nodeGetVolumeStats = RPC("Node", "NodeGetVolumeStats")
    /// One volume's health as the node sees it.
    public static let nodeGetVolumeHealth = RPC("Node", "NodeGetVolumeHealth")
    /// The health of the node's path to the storage backend.
    public static let nodeGetStorageHealth = RPC("Node", "NodeGetStorageHealth")
    /// Grows a volume on the node after the provider has grown it.
    public static let nodeExpandVolume = RPC("Node", "NodeExpandVolume")
    /// The optional features of the node service.
    public static let nodeGetCapabilities = RPC("Node", "NodeGetCapabilities")
    /// The node's ID, attach limit and topology.
    public static let nodeGetInfo = RPC("Node", "NodeGetInfo")

    /// Every RPC of CSI 1.13.
    public static let all: [RPC] = [
        .getPluginInfo,
        .getPluginCapabilities,
        .probe,
        .createVolume,
        .deleteVolume,
        .controllerPublishVolume,
        .controllerUnpublishVolume,
        .validateVolumeCapabilities,
        .listVolumes,
        .controllerListVolumeHealth,
        .controllerGetVolumeHealth,
        .getCapacity,
        .controllerGetCapabilities,
        .createSnapshot,
        .deleteSnapshot,
        .listSnapshots,
        .getSnapshot,
        .controllerExpandVolume,
        .controllerGetVolume,
        .controllerModifyVolume,
        .groupControllerGetCapabilities,
        .createVolumeGroupSnapshot,
        .deleteVolumeGroupSnapshot,
        .getVolumeGroupSnapshot,
        .getMetadataAllocated,
        .getMetadataDelta,
        .nodeStageVolume,
        .nodeUnstageVolume,
        .nodePublishVolume,
        .nodeUnpublishVolume,
        .nodeGetVolumeStats,
        .nodeGetVolumeHealth,
        .nodeGetStorageHealth,
        .nodeExpandVolume,
        .nodeGetCapabilities,
        .nodeGetInfo,
    ]
}

extension GetPluginInfoRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.getPluginInfo
    /// What answers it.
    public typealias Response = GetPluginInfoResponse
}

extension GetPluginCapabilitiesRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.getPluginCapabilities
    /// What answers it.
    public typealias Response = GetPluginCapabilitiesResponse
}

extension ProbeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.probe
    /// What answers it.
    public typealias Response = ProbeResponse
}

extension CreateVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.createVolume
    /// What answers it.
    public typealias Response = CreateVolumeResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["name": name] }
}

extension DeleteVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.deleteVolume
    /// What answers it.
    public typealias Response = DeleteVolumeResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID] }
}

extension ControllerPublishVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.controllerPublishVolume
    /// What answers it.
    public typealias Response = ControllerPublishVolumeResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID, "node_id": nodeID] }
}

extension ControllerUnpublishVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.controllerUnpublishVolume
    /// What answers it.
    public typealias Response = ControllerUnpublishVolumeResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID, "node_id": nodeID] }
}

extension ValidateVolumeCapabilitiesRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.validateVolumeCapabilities
    /// What answers it.
    public typealias Response = ValidateVolumeCapabilitiesResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID] }
}

extension ListVolumesRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.listVolumes
    /// What answers it.
    public typealias Response = ListVolumesResponse
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["starting_token": startingToken] }
}

extension ControllerListVolumeHealthRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.controllerListVolumeHealth
    /// What answers it.
    public typealias Response = ControllerListVolumeHealthResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["starting_token": startingToken] }
}

extension ControllerGetVolumeHealthRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.controllerGetVolumeHealth
    /// What answers it.
    public typealias Response = ControllerGetVolumeHealthResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID] }
}

extension GetCapacityRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.getCapacity
    /// What answers it.
    public typealias Response = GetCapacityResponse
}

extension ControllerGetCapabilitiesRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.controllerGetCapabilities
    /// What answers it.
    public typealias Response = ControllerGetCapabilitiesResponse
}

extension CreateSnapshotRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.createSnapshot
    /// What answers it.
    public typealias Response = CreateSnapshotResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["source_volume_id": sourceVolumeID, "name": name] }
}

extension DeleteSnapshotRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.deleteSnapshot
    /// What answers it.
    public typealias Response = DeleteSnapshotResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["snapshot_id": snapshotID] }
}

extension ListSnapshotsRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.listSnapshots
    /// What answers it.
    public typealias Response = ListSnapshotsResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["starting_token": startingToken, "source_volume_id": sourceVolumeID, "snapshot_id": snapshotID] }
}

extension GetSnapshotRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.getSnapshot
    /// What answers it.
    public typealias Response = GetSnapshotResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["snapshot_id": snapshotID] }
}

extension ControllerExpandVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.controllerExpandVolume
    /// What answers it.
    public typealias Response = ControllerExpandVolumeResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID] }
}

extension ControllerGetVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.controllerGetVolume
    /// What answers it.
    public typealias Response = ControllerGetVolumeResponse
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID] }
}

extension ControllerModifyVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.controllerModifyVolume
    /// What answers it.
    public typealias Response = ControllerModifyVolumeResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID] }
}

extension GroupControllerGetCapabilitiesRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.groupControllerGetCapabilities
    /// What answers it.
    public typealias Response = GroupControllerGetCapabilitiesResponse
}

extension CreateVolumeGroupSnapshotRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.createVolumeGroupSnapshot
    /// What answers it.
    public typealias Response = CreateVolumeGroupSnapshotResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["name": name] }
}

extension DeleteVolumeGroupSnapshotRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.deleteVolumeGroupSnapshot
    /// What answers it.
    public typealias Response = DeleteVolumeGroupSnapshotResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["group_snapshot_id": groupSnapshotID] }
}

extension GetVolumeGroupSnapshotRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.getVolumeGroupSnapshot
    /// What answers it.
    public typealias Response = GetVolumeGroupSnapshotResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["group_snapshot_id": groupSnapshotID] }
}

extension GetMetadataAllocatedRequest: RequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.getMetadataAllocated
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["snapshot_id": snapshotID] }
}

extension GetMetadataDeltaRequest: RequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.getMetadataDelta
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["base_snapshot_id": baseSnapshotID, "target_snapshot_id": targetSnapshotID] }
}

extension NodeStageVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.nodeStageVolume
    /// What answers it.
    public typealias Response = NodeStageVolumeResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID, "staging_target_path": stagingTargetPath] }
}

extension NodeUnstageVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.nodeUnstageVolume
    /// What answers it.
    public typealias Response = NodeUnstageVolumeResponse
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID, "staging_target_path": stagingTargetPath] }
}

extension NodePublishVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.nodePublishVolume
    /// What answers it.
    public typealias Response = NodePublishVolumeResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID, "staging_target_path": stagingTargetPath, "target_path": targetPath] }
}

extension NodeUnpublishVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.nodeUnpublishVolume
    /// What answers it.
    public typealias Response = NodeUnpublishVolumeResponse
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID, "target_path": targetPath] }
}

extension NodeGetVolumeStatsRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.nodeGetVolumeStats
    /// What answers it.
    public typealias Response = NodeGetVolumeStatsResponse
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID, "volume_path": volumePath, "staging_target_path": stagingTargetPath] }
}

extension NodeGetVolumeHealthRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.nodeGetVolumeHealth
    /// What answers it.
    public typealias Response = NodeGetVolumeHealthResponse
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID, "volume_publish_path": volumePublishPath, "staging_target_path": stagingTargetPath] }
}

extension NodeGetStorageHealthRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.nodeGetStorageHealth
    /// What answers it.
    public typealias Response = NodeGetStorageHealthResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
}

extension NodeExpandVolumeRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.nodeExpandVolume
    /// What answers it.
    public typealias Response = NodeExpandVolumeResponse
    /// The fields that `csi_secret` marks.
    public var secretValues: [String: String] { secrets }
    /// The fields that are one text each, by their names in `csi.proto`.
    public var texts: [String: String] { ["volume_id": volumeID, "volume_path": volumePath, "staging_target_path": stagingTargetPath] }
}

extension NodeGetCapabilitiesRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.nodeGetCapabilities
    /// What answers it.
    public typealias Response = NodeGetCapabilitiesResponse
}

extension NodeGetInfoRequest: UnaryRequestMessage {
    /// What it is a request for.
    public static let rpc = RPC.nodeGetInfo
    /// What answers it.
    public typealias Response = NodeGetInfoResponse
}
