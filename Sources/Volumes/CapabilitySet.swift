/// Abilities that CSI numbers, each a bit at its number. What CSI has beyond those named here is not kept.
public protocol CapabilitySet: OptionSet, Hashable, Record where RawValue == UInt32, Element == Self {
    /// The abilities and their names in CSI, by their numbers.
    static var names: KeyValuePairs<Self, String> { get }
}

extension CapabilitySet {
    /// Of the abilities of these numbers all that have a name here.
    public init(numbers: some Sequence<Int32>) {
        let wanted = numbers.reduce(into: UInt32(0)) { bits, number in
            if (1..<32).contains(number) { bits |= 1 << UInt32(number) }
        }
        self.init(rawValue: Self.names.reduce(0) { $0 | $1.key.rawValue } & wanted)
    }
}

/// What a plugin's controller can do (ControllerServiceCapability.RPC).
public struct ControllerCapabilities: CapabilitySet {
    /// A bit for each ability.
    public let rawValue: UInt32

    /// Abilities by their bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// CreateVolume and DeleteVolume.
    public static let createDeleteVolume = Self(rawValue: 1 << 1)
    /// ControllerPublishVolume and ControllerUnpublishVolume.
    public static let publishUnpublishVolume = Self(rawValue: 1 << 2)
    /// ListVolumes.
    public static let listVolumes = Self(rawValue: 1 << 3)
    /// GetCapacity.
    public static let getCapacity = Self(rawValue: 1 << 4)
    /// CreateSnapshot and DeleteSnapshot, and volumes made from snapshots.
    public static let createDeleteSnapshot = Self(rawValue: 1 << 5)
    /// ListSnapshots.
    public static let listSnapshots = Self(rawValue: 1 << 6)
    /// Volumes made from volumes.
    public static let cloneVolume = Self(rawValue: 1 << 7)
    /// `readonly` in ControllerPublishVolume.
    public static let publishReadonly = Self(rawValue: 1 << 8)
    /// ControllerExpandVolume.
    public static let expandVolume = Self(rawValue: 1 << 9)
    /// `published_node_ids` in lists.
    public static let listVolumesPublishedNodes = Self(rawValue: 1 << 10)
    /// `volume_condition`, which CSI 1.13 dropped.
    public static let volumeCondition = Self(rawValue: 1 << 11)
    /// ControllerGetVolume.
    public static let getVolume = Self(rawValue: 1 << 12)
    /// The access modes SINGLE_NODE_SINGLE_WRITER and SINGLE_NODE_MULTI_WRITER.
    public static let singleNodeMultiWriter = Self(rawValue: 1 << 13)
    /// ControllerModifyVolume.
    public static let modifyVolume = Self(rawValue: 1 << 14)
    /// GetSnapshot.
    public static let getSnapshot = Self(rawValue: 1 << 15)
    /// ControllerGetVolumeHealth.
    public static let getVolumeHealth = Self(rawValue: 1 << 16)
    /// ControllerListVolumeHealth.
    public static let listVolumeHealth = Self(rawValue: 1 << 17)

    /// The abilities and their names in CSI, by their numbers.
    public static let names: KeyValuePairs<Self, String> = [
        .createDeleteVolume: "CREATE_DELETE_VOLUME", .publishUnpublishVolume: "PUBLISH_UNPUBLISH_VOLUME",
        .listVolumes: "LIST_VOLUMES", .getCapacity: "GET_CAPACITY", .createDeleteSnapshot: "CREATE_DELETE_SNAPSHOT",
        .listSnapshots: "LIST_SNAPSHOTS", .cloneVolume: "CLONE_VOLUME", .publishReadonly: "PUBLISH_READONLY",
        .expandVolume: "EXPAND_VOLUME", .listVolumesPublishedNodes: "LIST_VOLUMES_PUBLISHED_NODES",
        .volumeCondition: "VOLUME_CONDITION", .getVolume: "GET_VOLUME",
        .singleNodeMultiWriter: "SINGLE_NODE_MULTI_WRITER", .modifyVolume: "MODIFY_VOLUME",
        .getSnapshot: "GET_SNAPSHOT", .getVolumeHealth: "GET_VOLUME_HEALTH",
        .listVolumeHealth: "LIST_VOLUME_HEALTH",
    ]
}

/// What a plugin's node service can do (NodeServiceCapability.RPC).
public struct NodeCapabilities: CapabilitySet {
    /// A bit for each ability.
    public let rawValue: UInt32

    /// Abilities by their bits.
    public init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// NodeStageVolume and NodeUnstageVolume.
    public static let stageUnstageVolume = Self(rawValue: 1 << 1)
    /// NodeGetVolumeStats.
    public static let getVolumeStats = Self(rawValue: 1 << 2)
    /// NodeExpandVolume.
    public static let expandVolume = Self(rawValue: 1 << 3)
    /// `volume_condition`, which CSI 1.13 dropped.
    public static let volumeCondition = Self(rawValue: 1 << 4)
    /// The access modes SINGLE_NODE_SINGLE_WRITER and SINGLE_NODE_MULTI_WRITER.
    public static let singleNodeMultiWriter = Self(rawValue: 1 << 5)
    /// `volume_mount_group`.
    public static let volumeMountGroup = Self(rawValue: 1 << 6)
    /// NodeGetVolumeHealth.
    public static let getVolumeHealth = Self(rawValue: 1 << 7)
    /// NodeGetStorageHealth.
    public static let getStorageHealth = Self(rawValue: 1 << 8)

    /// The abilities and their names in CSI, by their numbers.
    public static let names: KeyValuePairs<Self, String> = [
        .stageUnstageVolume: "STAGE_UNSTAGE_VOLUME", .getVolumeStats: "GET_VOLUME_STATS",
        .expandVolume: "EXPAND_VOLUME", .volumeCondition: "VOLUME_CONDITION",
        .singleNodeMultiWriter: "SINGLE_NODE_MULTI_WRITER", .volumeMountGroup: "VOLUME_MOUNT_GROUP",
        .getVolumeHealth: "GET_VOLUME_HEALTH", .getStorageHealth: "GET_STORAGE_HEALTH",
    ]
}
