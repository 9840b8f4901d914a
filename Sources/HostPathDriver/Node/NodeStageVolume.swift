internal import CSI
internal import GRPC

extension Node {
    func nodeStageVolume(_ request: NodeStageVolumeRequest, _ call: ServerCall) async throws -> NodeStageVolumeResponse
    {
        try driver.require(.stage, for: call)
        try Check.id(request.volumeID, "volume_id")
        let path = try path(request.stagingTargetPath, "staging_target_path")
        try Check.capability(request.volumeCapability)
        try Check.secrets(request.secrets)
        try Check.map(request.publishContext, "publish_context")
        try Check.map(request.volumeContext, "volume_context")
        // Kept in the form of a publication without a target.
        let remembered = NodePublishVolumeRequest(
            volumeID: request.volumeID,
            publishContext: request.publishContext,
            stagingTargetPath: path,
            volumeCapability: request.volumeCapability,
            volumeContext: request.volumeContext
        )
        let claims: Set<Claim> = [.volume(request.volumeID), .path(path)]
        return try await driver.perform(claims, lane: lane(for: request.volumeCapability)) {
            try stage(remembered)
            return NodeStageVolumeResponse()
        }
    }

    private func stage(_ request: NodePublishVolumeRequest) throws {
        let volume = try driver.volume(request.volumeID)
        let capability = request.volumeCapability ?? VolumeCapability()
        let place = try place(request.stagingTargetPath, "staging_target_path")
        let stagings = try catalog.mounts(ofVolume: volume.id).filter { !$0.isPublication && $0.nodeID == id }
        if let staging = stagings.first {
            guard mounter.path(of: staging).isSame(as: place.resolved) else {
                throw RPCError(.failedPrecondition, "the volume is staged at \(staging.path)")
            }
            guard staging.request.volumeCapability == capability else {
                throw RPCError(.alreadyExists, "the volume is staged at the path with another capability")
            }
            if staging.state == .mounted, try mounter.isMounted(staging, of: volume, in: .current()) { return }
            try remove(staging, of: volume)
        }
        try driver.checkOnNode(capability, of: volume)
        _ = try attachment(of: volume)
        try mounter.checkStaging(at: place.resolved, for: volume)
        let options = try MountOptions(capability.mount?.mountFlags ?? [], layout: volume.layout)
        let group = try capability.mount.flatMap(driver.mountGroup)
        let mount = MountRecord(
            volumeID: volume.id,
            nodeID: id,
            path: place.path,
            resolvedPath: place.resolved,
            isMade: false,
            readonly: false,
            request: request
        )
        try make(mount, of: volume) { try mounter.stage(volume, mount, options, group: group) }
    }
}
