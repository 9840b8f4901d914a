internal import CSI

/// A volume as the database has it.
struct VolumeRecord: Hashable, Sendable {
    /// Whether the volume exists for callers.
    ///
    /// The other states say what a crash interrupted; raw values are kept in the database.
    enum State: String {
        case creating, ready, deleting
    }

    /// The place in lists; it only grows.
    var sequence: Int64 = 0
    let id: String
    let name: String
    var state = State.creating
    let layout: Layout
    var capacity: Int64
    /// What the volume was created from, without secrets.
    let request: CreateVolumeRequest
}

/// A snapshot as the database has it.
struct SnapshotRecord: Hashable, Sendable {
    var sequence: Int64 = 0
    let id: String
    let name: String
    var state = VolumeRecord.State.creating
    let volumeID: String
    /// The group it was cut with; nil for one of its own.
    let groupID: String?
    let layout: Layout
    let size: Int64
    let created: Timestamp
}

/// A group of snapshots as the database has it.
struct GroupRecord: Hashable, Sendable {
    let id: String
    let name: String
    var state = VolumeRecord.State.creating
    let created: Timestamp
    /// What the group was created from, without secrets.
    let request: CreateVolumeGroupSnapshotRequest
}

/// A volume that is attached to a node.
struct AttachmentRecord: Hashable, Sendable {
    let volumeID: String
    let nodeID: String
    let readonly: Bool
    let capability: VolumeCapability
}

/// A volume at a path of this node: staged there, or published.
struct MountRecord: Hashable, Sendable {
    enum State: String {
        case mounting, mounted, unmounting
    }

    let volumeID: String
    let path: String
    var state = State.mounting
    let readonly: Bool
    /// What the mount was asked for, without secrets; a staging has no target in it.
    let request: NodePublishVolumeRequest

    var isPublication: Bool { !request.targetPath.isEmpty }
}
