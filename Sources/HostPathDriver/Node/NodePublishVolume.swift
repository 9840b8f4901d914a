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
        return try await driver.perform(claims, lane: lane(for: request.volumeCapability)) { [remembered] in
            try publish(remembered)
            return NodePublishVolumeResponse()
        }
    }

    private func publish(_ request: NodePublishVolumeRequest) throws {
        let volume = try driver.volume(request.volumeID)
        let capability = request.volumeCapability ?? VolumeCapability()
        let place = try place(request.targetPath, "target_path")
        let mounts = try catalog.mounts(ofVolume: volume.id)
        let staging = try staging(for: request, among: mounts, of: volume)
        var others = mounts.filter(\.isPublication)
        if let publication = mount(at: place.path, among: mounts) {
            var known = publication.request
            // Another spelling of the same paths makes no difference.
            known.targetPath = request.targetPath
            if let staging, mount(at: known.stagingTargetPath, among: [staging]) != nil {
                known.stagingTargetPath = request.stagingTargetPath
            }
            guard publication.isPublication, known == request, publication.nodeID == id else {
                throw RPCError(.alreadyExists, "the volume is published at the target path with other arguments")
            }
            let isThere = mounter.path(of: publication).isSame(as: place.resolved)
            if isThere, publication.state == .mounted, try mounter.isMounted(publication, of: volume, in: .current()) {
                return
            }
            try remove(publication, of: volume)
            others.removeAll { $0 == publication }
        }
        try driver.checkOnNode(capability, of: volume)
        let attachment = try attachment(of: volume)
        let options = try MountOptions(capability.mount?.mountFlags ?? [], layout: volume.layout)
        let readonly =
            request.readonly || attachment?.readonly ?? false || capability.isReadOnly || options.isReadOnly
        try check(capability, readonly: readonly, of: volume, beside: others)
        let isThere = try mounter.checkTarget(place.resolved, for: volume)
        let group = try capability.mount.flatMap(driver.mountGroup)
        let mount = MountRecord(
            volumeID: volume.id,
            nodeID: id,
            path: place.path,
            resolvedPath: place.resolved,
            isMade: !isThere,
            readonly: readonly,
            request: request
        )
        try make(mount, of: volume) { try mounter.publish(volume, mount, options, from: staging, group: group) }
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
        let stagings = mounts.filter { !$0.isPublication && $0.nodeID == id }
        guard let staging = mount(at: request.stagingTargetPath, among: stagings), staging.state == .mounted,
            try mounter.isMounted(staging, of: volume, in: .current())
        else { throw RPCError(.failedPrecondition, "the volume is not staged at staging_target_path") }
        return staging
    }

    /// - Throws: FAILED_PRECONDITION where the volume may not be published as asked while it is published elsewhere.
    private func check(
        _ capability: VolumeCapability,
        readonly: Bool,
        of volume: VolumeRecord,
        beside publications: [MountRecord]
    ) throws {
        for publication in publications {
            let other = publication.request.volumeCapability ?? VolumeCapability()
            let areAllowed =
                publication.nodeID == id
                ? capability.allowsSeveralTargets && other.allowsSeveralTargets
                : capability.isMultiNode && other.isMultiNode
            guard areAllowed else {
                throw RPCError(
                    .failedPrecondition,
                    "the volume is published at \(publication.path) of node \(publication.nodeID)"
                )
            }
            // A device of its own, which is the only way to make one read-only, does not see what the other writes.
            guard volume.layout != .block || publication.readonly == readonly else {
                throw RPCError(
                    .failedPrecondition,
                    "the volume is published \(publication.readonly ? "read-only" : "for writing") at "
                        + "\(publication.path); a block volume is published either read-only or for writing, not both"
                )
            }
        }
    }
}
