internal import CSI
internal import GRPC

/// Volumes at paths of this node. Each call has a file of its own beside this one.
struct Node: NodeService {
    let driver: HostPathDriver

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
            nodeID: driver.configuration.nodeID,
            maxVolumesPerNode: driver.configuration.attachLimit,
            accessibleTopology: driver.topology
        )
    }

    /// A volume's attachment to this node; nil where volumes are not attached.
    /// - Throws: FAILED_PRECONDITION where it has none.
    func attachment(of volume: VolumeRecord) throws -> AttachmentRecord? {
        guard driver.has(.attach) else { return nil }
        let attachments = try catalog.attachments(ofVolume: volume.id)
        guard let attachment = attachments.first(where: { $0.nodeID == driver.configuration.nodeID }) else {
            throw RPCError(.failedPrecondition, "the volume is not attached to this node")
        }
        return attachment
    }

    /// A path from a caller, in one spelling, that lies outside the state folder.
    func path(_ path: String, _ field: String) throws(RPCError) -> String {
        let path = try Check.path(path, field)
        guard path != driver.storage.root, !path.hasPrefix(driver.storage.root + "/") else {
            throw RPCError(.invalidArgument, "\(field) lies in the state folder")
        }
        return path
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
