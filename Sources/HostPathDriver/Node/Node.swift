internal import CSI
internal import GRPC

/// Volumes at paths of one node. Each call has a file of its own beside this one.
struct Node: NodeService {
    let driver: HostPathDriver
    /// The node's ID.
    let id: String

    var catalog: Catalog { driver.catalog }
    var mounter: Mounter { driver.mounter }

    func nodeGetCapabilities(
        _ request: NodeGetCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> NodeGetCapabilitiesResponse {
        let kinds: [(Feature, NodeServiceCapability.RPC.Kind)] = [
            (.stage, .stageUnstageVolume), (.stats, .getVolumeStats), (.nodeExpand, .expandVolume),
            (.condition, .volumeCondition), (.singleNodeMultiWriter, .singleNodeMultiWriter),
            (.mountGroup, .volumeMountGroup), (.nodeVolumeHealth, .getVolumeHealth),
            (.storageHealth, .getStorageHealth),
        ]
        let capabilities = kinds.filter { driver.has($0.0) }.map { _, kind in
            NodeServiceCapability(type: .rpc(NodeServiceCapability.RPC(type: kind)))
        }
        return NodeGetCapabilitiesResponse(capabilities: capabilities)
    }

    func nodeGetInfo(_ request: NodeGetInfoRequest, _ call: ServerCall) async throws -> NodeGetInfoResponse {
        NodeGetInfoResponse(
            nodeID: id,
            maxVolumesPerNode: driver.configuration.attachLimit,
            accessibleTopology: driver.topology(ofNode: id)
        )
    }

    /// A volume's attachment to this node; nil where volumes are not attached.
    /// - Throws: FAILED_PRECONDITION where it has none.
    func attachment(of volume: VolumeRecord) throws -> AttachmentRecord? {
        guard driver.has(.attach) else { return nil }
        let attachments = try catalog.attachments(ofVolume: volume.id)
        guard let attachment = attachments.first(where: { $0.nodeID == id }) else {
            throw RPCError(.failedPrecondition, "the volume is not attached to this node")
        }
        return attachment
    }

    /// Where a volume is mounted: giving its files to a group may take long.
    func lane(for capability: VolumeCapability?) -> Lane {
        capability?.mount?.volumeMountGroup.isEmpty ?? true ? .quick : .walks
    }

    /// A path from a caller, in one spelling, that lies outside the state folder.
    func path(_ path: String, _ field: String) throws(RPCError) -> String {
        let path = try Check.path(path, field)
        guard path != driver.storage.root, !path.hasPrefix(driver.storage.root + "/") else {
            throw RPCError(.invalidArgument, "\(field) lies in the state folder")
        }
        return path
    }

    /// A path from a caller, which something is to be mounted at: in the caller's spelling and without links.
    /// - Throws: FAILED_PRECONDITION where its parent is missing.
    func place(_ path: String, _ field: String) throws -> Place {
        guard let resolved = try mounter.resolve(path) else {
            throw RPCError(.failedPrecondition, "the parent of \(field) does not exist; the caller makes it")
        }
        return Place(path: path, resolved: resolved)
    }

    /// The mount that was made at a path, of those of a volume: the path leads there, or it was spelled so.
    func mount(at path: String, among mounts: [MountRecord]) -> MountRecord? {
        // What is wrong with the way there is nothing to somebody who takes a mount away.
        let resolved = (try? mounter.resolve(path)) ?? path
        return mounts.first { mounter.path(of: $0).isSame(as: resolved) } ?? mounts.first { $0.path.isSame(as: path) }
    }

    /// Makes a mount, remembered before and after. Where that fails, everything is as it was.
    /// - Throws: FAILED_PRECONDITION where a volume lies at the path already, whichever and of whichever node.
    func make(_ mount: MountRecord, of volume: VolumeRecord, _ body: () throws -> Void) throws {
        if let other = try catalog.add(mount) {
            throw RPCError(
                .failedPrecondition,
                "volume \(other.volumeID) lies at \(other.path) of node \(other.nodeID), which is the same path"
            )
        }
        do {
            try body()
        } catch {
            // What can't be taken back now is at the next call, or when the driver starts.
            try? remove(mount, of: volume)
            throw error
        }
        try catalog.setState(.mounted, of: mount)
    }

    /// Takes a volume away from a path, and remembers that before and after.
    func remove(_ mount: MountRecord, of volume: VolumeRecord) throws {
        try catalog.setState(.unmounting, of: mount)
        try mounter.unmount(mount, of: volume)
        let others = try catalog.mounts(ofVolume: volume.id).filter { !$0.path.isSame(as: mount.path) }
        try driver.storage.releaseDevices(volume, neededBy: others)
        try catalog.remove(mount)
    }
}

/// A path to mount something at.
struct Place {
    /// As the caller spells it.
    let path: String
    /// Without symbolic links but for the last part.
    let resolved: String
}
