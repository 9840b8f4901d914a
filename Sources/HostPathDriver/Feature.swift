/// What a driver may lack: each capability of CSI that it reports can be switched off.
///
/// The raw value is the name on the command line.
public enum Feature: String, CaseIterable, Hashable, Sendable {
    /// The Controller service.
    case controller
    /// The GroupController service with its group snapshots.
    case groupSnapshots = "group-snapshots"
    /// The SnapshotMetadata service.
    case snapshotMetadata = "snapshot-metadata"
    /// VOLUME_ACCESSIBILITY_CONSTRAINTS.
    case topology
    /// Expansion of published volumes; without it only unpublished ones grow.
    case onlineExpansion = "online-expansion"

    /// CREATE_DELETE_VOLUME.
    case createVolume = "create-volume"
    /// PUBLISH_UNPUBLISH_VOLUME.
    case attach
    /// PUBLISH_READONLY.
    case attachReadonly = "attach-readonly"
    /// LIST_VOLUMES.
    case listVolumes = "list-volumes"
    /// LIST_VOLUMES_PUBLISHED_NODES.
    case publishedNodes = "published-nodes"
    /// GET_VOLUME.
    case getVolume = "get-volume"
    /// GET_CAPACITY.
    case capacity
    /// CREATE_DELETE_SNAPSHOT.
    case snapshots
    /// LIST_SNAPSHOTS.
    case listSnapshots = "list-snapshots"
    /// GET_SNAPSHOT.
    case getSnapshot = "get-snapshot"
    /// CLONE_VOLUME.
    case clone
    /// EXPAND_VOLUME of the controller.
    case expand
    /// MODIFY_VOLUME.
    case modify
    /// VOLUME_CONDITION of CSI before 1.13, of controller and node.
    case condition
    /// SINGLE_NODE_MULTI_WRITER of controller and node.
    case singleNodeMultiWriter = "single-node-multi-writer"
    /// GET_VOLUME_HEALTH of the controller.
    case volumeHealth = "volume-health"
    /// LIST_VOLUME_HEALTH.
    case listVolumeHealth = "list-volume-health"

    /// STAGE_UNSTAGE_VOLUME.
    case stage
    /// GET_VOLUME_STATS.
    case stats
    /// EXPAND_VOLUME of the node.
    case nodeExpand = "node-expand"
    /// VOLUME_MOUNT_GROUP.
    case mountGroup = "mount-group"
    /// GET_VOLUME_HEALTH of the node.
    case nodeVolumeHealth = "node-volume-health"
    /// GET_STORAGE_HEALTH.
    case storageHealth = "storage-health"

    /// The feature without which CSI gives this one no meaning; nil where there is none.
    var prerequisite: Feature? {
        switch self {
        case .controller, .topology, .stage, .stats, .nodeExpand, .mountGroup, .nodeVolumeHealth, .storageHealth,
            .condition, .singleNodeMultiWriter, .groupSnapshots, .onlineExpansion:
            nil
        case .attachReadonly, .publishedNodes: .attach
        case .listSnapshots, .getSnapshot, .snapshotMetadata: .snapshots
        default: .controller
        }
    }
}

extension Set<Feature> {
    /// All features but some, and but those that mean nothing without them.
    public static func all(except disabled: Set<Feature>) -> Set<Feature> {
        var features = Set(Feature.allCases).subtracting(disabled)
        // Chains are two links long: some hang on attach or snapshots, which hang on the controller.
        for _ in 0..<2 {
            features = features.filter { feature in feature.prerequisite.map(features.contains) ?? true }
        }
        if !features.contains(.expand) && !features.contains(.nodeExpand) { features.remove(.onlineExpansion) }
        return features
    }
}
