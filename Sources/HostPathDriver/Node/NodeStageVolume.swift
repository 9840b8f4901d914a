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
        return try await driver.perform([.volume(request.volumeID), .path(path)]) {
            try stage(remembered)
            return NodeStageVolumeResponse()
        }
    }

    private func stage(_ request: NodePublishVolumeRequest) throws {
        let volume = try driver.volume(request.volumeID)
        let capability = request.volumeCapability ?? VolumeCapability()
        let path = request.stagingTargetPath
        if let staging = try catalog.mounts(ofVolume: volume.id).first(where: { !$0.isPublication }) {
            guard staging.path.isSame(as: path) else {
                throw RPCError(.failedPrecondition, "the volume is staged at \(staging.path)")
            }
            guard staging.request.volumeCapability == capability else {
                throw RPCError(.alreadyExists, "the volume is staged at the path with another capability")
            }
            if staging.state == .mounted, try mounter.isMounted(staging, of: volume) { return }
            try remove(staging, of: volume)
        }
        try driver.checkOnNode(capability, of: volume)
        _ = try attachment(of: volume)
        guard try catalog.mounts(at: path).isEmpty else {
            throw RPCError(.failedPrecondition, "another volume lies at the staging path")
        }
        let mount = MountRecord(
            volumeID: volume.id,
            nodeID: driver.configuration.nodeID,
            path: path,
            resolvedPath: nil,
            isMade: false,
            readonly: false,
            request: request
        )
        let flags = capability.mount?.mountFlags ?? []
        let options = try MountOptions(flags, layout: volume.layout)
        let group = try capability.mount.flatMap(driver.mountGroup)
        try catalog.set(mount)
        do {
            try mounter.stage(volume, mount, options, group: group)
        } catch {
            // What can't be taken back now is at the next call, or when the driver starts.
            try? remove(mount, of: volume)
            throw error
        }
        try catalog.setState(.mounted, of: mount)
    }
}
