internal import CSI
internal import GRPC

extension Node {
    func nodePublishVolume(
        _ request: NodePublishVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodePublishVolumeResponse {
        try Check.id(request.volumeID, "volume_id")
        var remembered = request
        remembered.secrets = [:]
        remembered.targetPath = try path(request.targetPath, "target_path")
        try Check.capability(request.volumeCapability)
        try Check.secrets(request.secrets)
        try Check.map(request.publishContext, "publish_context")
        try Check.map(request.volumeContext, "volume_context")
        if !request.stagingTargetPath.isEmpty {
            remembered.stagingTargetPath = try path(request.stagingTargetPath, "staging_target_path")
        }
        let claims: Set<Claim> = [.volume(request.volumeID), .path(remembered.targetPath)]
        return try await driver.perform(claims) { [remembered] in
            try publish(remembered)
            return NodePublishVolumeResponse()
        }
    }

    private func publish(_ request: NodePublishVolumeRequest) throws {
        let volume = try driver.volume(request.volumeID)
        let capability = request.volumeCapability ?? VolumeCapability()
        let mounts = try catalog.mounts(ofVolume: volume.id)
        let staging = try staging(for: request, among: mounts, of: volume)
        if let publication = mounts.first(where: { $0.path.isSame(as: request.targetPath) }) {
            guard publication.request == request else {
                throw RPCError(.alreadyExists, "the volume is published at the target path with other arguments")
            }
            if publication.state == .mounted, try mounter.isMounted(publication, of: volume) { return }
            try remove(publication, of: volume)
        }
        try driver.checkOnNode(capability, of: volume)
        let attachment = try attachment(of: volume)
        try checkTargets(
            capability,
            beside: mounts.filter { $0.isPublication && !$0.path.isSame(as: request.targetPath) }
        )
        guard try catalog.mounts(at: request.targetPath).isEmpty else {
            throw RPCError(.failedPrecondition, "another volume lies at the target path")
        }
        let options = try MountOptions(capability.mount?.mountFlags ?? [], layout: volume.layout)
        let readonly =
            request.readonly || attachment?.readonly ?? false || capability.isReadOnly || options.isReadOnly
        let mount = MountRecord(
            volumeID: volume.id,
            nodeID: driver.configuration.nodeID,
            path: request.targetPath,
            resolvedPath: nil,
            isMade: true,
            readonly: readonly,
            request: request
        )
        let group = try capability.mount.flatMap(driver.mountGroup)
        try catalog.set(mount)
        do {
            try mounter.publish(volume, mount, options, from: staging?.path, group: group)
        } catch {
            // What can't be taken back now is at the next call, or when the driver starts.
            try? remove(mount, of: volume)
            throw error
        }
        try catalog.setState(.mounted, of: mount)
    }

    /// Where the volume is staged; nil where volumes are not staged.
    /// - Throws: FAILED_PRECONDITION where it is not staged at the path that the caller gives.
    private func staging(
        for request: NodePublishVolumeRequest,
        among mounts: [MountRecord],
        of volume: VolumeRecord
    ) throws -> MountRecord? {
        guard driver.has(.stage) else { return nil }
        guard !request.stagingTargetPath.isEmpty else {
            throw RPCError(.failedPrecondition, "staging_target_path is missing")
        }
        let staging = mounts.first { !$0.isPublication && $0.path.isSame(as: request.stagingTargetPath) }
        guard let staging, staging.state == .mounted, try mounter.isMounted(staging, of: volume) else {
            throw RPCError(.failedPrecondition, "the volume is not staged at staging_target_path")
        }
        return staging
    }

    /// - Throws: FAILED_PRECONDITION where the volume may be at one path only, and is at another.
    private func checkTargets(_ capability: VolumeCapability, beside publications: [MountRecord]) throws {
        for publication in publications {
            let other = publication.request.volumeCapability ?? VolumeCapability()
            guard capability.allowsSeveralTargets, other.allowsSeveralTargets else {
                throw RPCError(.failedPrecondition, "the volume is published at \(publication.path)")
            }
        }
    }
}
