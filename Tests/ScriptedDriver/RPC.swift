/// A method of CSI, by its path on the wire.
///
/// The set is open: a driver may be called with any method, and records it.
public struct RPC: RawRepresentable, Hashable, Sendable {
    /// The path, such as `/csi.v1.Controller/CreateVolume`.
    public let rawValue: String

    /// A method by its path.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    private init(_ service: String, _ name: String) {
        self.init(rawValue: "/csi.v1.\(service)/\(name)")
    }
}

extension RPC: CustomStringConvertible {
    /// The method's name without its service, such as `CreateVolume`.
    public var description: String {
        rawValue.split(separator: "/").last.map(String.init) ?? rawValue
    }

    /// A method of CSI by its name without its service; nil for a name that CSI does not have.
    public init?(name: String) {
        guard let rpc = Self.all.first(where: { $0.description == name }) else { return nil }
        self = rpc
    }
}

extension RPC {
    /// The name and version of the plugin.
    public static let getPluginInfo = RPC("Identity", "GetPluginInfo")
    /// The services and features of the plugin as a whole.
    public static let getPluginCapabilities = RPC("Identity", "GetPluginCapabilities")
    /// Whether the plugin is healthy and ready to serve.
    public static let probe = RPC("Identity", "Probe")
    /// Provisions a volume.
    public static let createVolume = RPC("Controller", "CreateVolume")
    /// Deprovisions a volume.
    public static let deleteVolume = RPC("Controller", "DeleteVolume")
    /// Makes a volume available on a node (attach).
    public static let controllerPublishVolume = RPC("Controller", "ControllerPublishVolume")
    /// Reverses ControllerPublishVolume (detach).
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
    /// Cuts a snapshot of a volume.
    public static let createSnapshot = RPC("Controller", "CreateSnapshot")
    /// Deletes a snapshot.
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
    /// Cuts snapshots of several volumes at one point in time.
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

    /// Any method at all, in rules; no driver is ever called with it.
    public static let any = RPC(rawValue: "*")

    /// Every method of CSI 1.13.
    public static let all: [RPC] = [
        .getPluginInfo, .getPluginCapabilities, .probe, .createVolume, .deleteVolume,
        .controllerPublishVolume, .controllerUnpublishVolume, .validateVolumeCapabilities, .listVolumes,
        .controllerListVolumeHealth, .controllerGetVolumeHealth, .getCapacity, .controllerGetCapabilities,
        .createSnapshot, .deleteSnapshot, .listSnapshots, .getSnapshot, .controllerExpandVolume,
        .controllerGetVolume, .controllerModifyVolume, .groupControllerGetCapabilities,
        .createVolumeGroupSnapshot, .deleteVolumeGroupSnapshot, .getVolumeGroupSnapshot,
        .getMetadataAllocated, .getMetadataDelta, .nodeStageVolume, .nodeUnstageVolume, .nodePublishVolume,
        .nodeUnpublishVolume, .nodeGetVolumeStats, .nodeGetVolumeHealth, .nodeGetStorageHealth,
        .nodeExpandVolume, .nodeGetCapabilities, .nodeGetInfo,
    ]
}

extension RPC {
    /// The fields of the request that name what it is about: a volume, a snapshot or a group, by ID or by name.
    private var subjectFields: [Int] {
        switch self {
        case .createSnapshot, .createVolumeGroupSnapshot, .deleteVolumeGroupSnapshot, .getVolumeGroupSnapshot,
            .getMetadataDelta:
            [1, 2]
        case .listSnapshots: [3, 4]
        case .getPluginInfo, .getPluginCapabilities, .probe, .listVolumes, .controllerListVolumeHealth, .getCapacity,
            .controllerGetCapabilities, .nodeGetStorageHealth, .nodeGetCapabilities, .nodeGetInfo,
            .groupControllerGetCapabilities:
            []
        default: Self.all.contains(self) ? [1] : []
        }
    }

    /// The field of what was created that holds its ID; nil where nothing is created.
    private var createdIDField: Int? {
        switch self {
        case .createVolume, .createSnapshot: 2
        case .createVolumeGroupSnapshot: 1
        default: nil
        }
    }

    /// The IDs and names that a request names, as far as it can be read.
    func subjects(ofRequest bytes: [UInt8]) -> [String] {
        guard let message = WireMessage(bytes) else { return [] }
        return subjectFields.flatMap { message.texts($0) }
    }

    /// The ID of what an answer says was created.
    func subjects(ofAnswer bytes: [UInt8]) -> [String] {
        guard let createdIDField, let created = WireMessage(bytes)?.messages(1).first else { return [] }
        return created.texts(createdIDField)
    }
}
