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
    /// Whether the image has no room of its own on the disk: it takes some as it is written.
    let isThin: Bool
    var capacity: Int64
    /// What the volume was created from, without secrets.
    let request: CreateVolumeRequest
    /// Why it could not be removed, for people; nil where nobody tried, or it is being tried.
    var trouble: String?
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
    /// Why it could not be removed, for people; nil where nobody tried, or it is being tried.
    var trouble: String?
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

/// A volume at a path of a node: staged there, or published.
struct MountRecord: Hashable, Sendable {
    enum State: String {
        case mounting, mounted, unmounting
    }

    let volumeID: String
    /// The node that asked for it.
    let nodeID: String
    /// The path as the caller spells it.
    let path: String
    /// The path without symbolic links, as the mount table has it, from when the mount was made; nil in records of
    /// version 1.
    let resolvedPath: String?
    /// Whether there was nothing at the path before, so that what lies there is the driver's to remove.
    let isMade: Bool
    var state = State.mounting
    let readonly: Bool
    /// What the mount was asked for, without secrets; a staging has no target in it.
    let request: NodePublishVolumeRequest

    var isPublication: Bool { !request.targetPath.isEmpty }
}
