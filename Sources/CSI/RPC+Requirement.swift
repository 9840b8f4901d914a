/// What a plugin has to say of itself before it is asked for something.
public enum Requirement: Hashable, Sendable {
    /// A service that the plugin as a whole has (GetPluginCapabilities).
    case service(PluginCapability.Service.Kind)
    /// An ability of the controller (ControllerGetCapabilities).
    case controller(ControllerServiceCapability.RPC.Kind)
    /// An ability of the node service (NodeGetCapabilities).
    case node(NodeServiceCapability.RPC.Kind)
    /// An ability of the group controller (GroupControllerGetCapabilities).
    case groupController(GroupControllerServiceCapability.RPC.Kind)
}

extension RPC {
    /// What a plugin that serves it advertises; nil for what every plugin of its kind serves. CSI's sections on the
    /// RPCs and on capabilities say which; NodeGetVolumeStats goes by its own capability, not by VOLUME_CONDITION.
    public var requirement: Requirement? { requirements[self] }

    /// Whether it changes something: at the provider, on the node, or in how a volume is attached.
    public var isMutating: Bool { mutating.contains(self) }

    /// Whether its answer is what tells the ID of something that was made.
    public var isCreating: Bool { creating.contains(self) }
}

private let requirements: [RPC: Requirement] = [
    .createVolume: .controller(.createDeleteVolume),
    .deleteVolume: .controller(.createDeleteVolume),
    .controllerPublishVolume: .controller(.publishUnpublishVolume),
    .controllerUnpublishVolume: .controller(.publishUnpublishVolume),
    .validateVolumeCapabilities: .service(.controllerService),
    .listVolumes: .controller(.listVolumes),
    .controllerListVolumeHealth: .controller(.listVolumeHealth),
    .controllerGetVolumeHealth: .controller(.getVolumeHealth),
    .getCapacity: .controller(.getCapacity),
    .controllerGetCapabilities: .service(.controllerService),
    .createSnapshot: .controller(.createDeleteSnapshot),
    .deleteSnapshot: .controller(.createDeleteSnapshot),
    .listSnapshots: .controller(.listSnapshots),
    .getSnapshot: .controller(.getSnapshot),
    .controllerExpandVolume: .controller(.expandVolume),
    .controllerGetVolume: .controller(.getVolume),
    .controllerModifyVolume: .controller(.modifyVolume),
    .groupControllerGetCapabilities: .service(.groupControllerService),
    .createVolumeGroupSnapshot: .groupController(.createDeleteGetVolumeGroupSnapshot),
    .deleteVolumeGroupSnapshot: .groupController(.createDeleteGetVolumeGroupSnapshot),
    .getVolumeGroupSnapshot: .groupController(.createDeleteGetVolumeGroupSnapshot),
    .getMetadataAllocated: .service(.snapshotMetadataService),
    .getMetadataDelta: .service(.snapshotMetadataService),
    .nodeStageVolume: .node(.stageUnstageVolume),
    .nodeUnstageVolume: .node(.stageUnstageVolume),
    .nodeGetVolumeStats: .node(.getVolumeStats),
    .nodeGetVolumeHealth: .node(.getVolumeHealth),
    .nodeGetStorageHealth: .node(.getStorageHealth),
    .nodeExpandVolume: .node(.expandVolume),
]

private let creating: Set<RPC> = [.createVolume, .createSnapshot, .createVolumeGroupSnapshot]

private let mutating: Set<RPC> = [
    .createVolume, .deleteVolume, .controllerPublishVolume, .controllerUnpublishVolume, .createSnapshot,
    .deleteSnapshot, .controllerExpandVolume, .controllerModifyVolume, .createVolumeGroupSnapshot,
    .deleteVolumeGroupSnapshot, .nodeStageVolume, .nodeUnstageVolume, .nodePublishVolume, .nodeUnpublishVolume,
    .nodeExpandVolume,
]
