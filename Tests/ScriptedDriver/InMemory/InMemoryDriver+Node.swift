public import CSI
public import GRPC

extension InMemoryDriver: NodeService {
    /// The node capabilities of the settings.
    public func nodeGetCapabilities(
        _ request: NodeGetCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> NodeGetCapabilitiesResponse {
        NodeGetCapabilitiesResponse(reporting: settings.nodeCapabilities)
    }

    /// The first node of the settings.
    public func nodeGetInfo(_ request: NodeGetInfoRequest, _ call: ServerCall) async throws -> NodeGetInfoResponse {
        NodeGetInfoResponse(nodeID: settings.nodeIDs.first ?? "", maxVolumesPerNode: settings.maximumVolumesPerNode)
    }

    /// Notes that a volume is staged at a path.
    public func nodeStageVolume(
        _ request: NodeStageVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodeStageVolumeResponse {
        try require(node: .stageUnstageVolume)
        try Self.require(!request.stagingTargetPath.isEmpty, "staging_target_path")
        try Self.check(request.volumeCapability.map { [$0] } ?? [])
        var use = request
        use.secrets = [:]
        return try changeVolume(request.volumeID) { record, _, settings in
            try record.checkAttachment(settings)
            try record.use(\.staged, at: request.stagingTargetPath, as: use)
            return NodeStageVolumeResponse()
        }
    }

    /// Forgets that a volume is staged at a path, unless it is published.
    public func nodeUnstageVolume(
        _ request: NodeUnstageVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodeUnstageVolumeResponse {
        try require(node: .stageUnstageVolume)
        try Self.require(!request.stagingTargetPath.isEmpty, "staging_target_path")
        return try changeVolume(request.volumeID) { record, _, _ in
            let isPublished = record.published.values.contains {
                $0.content.stagingTargetPath == request.stagingTargetPath
            }
            guard !isPublished else { throw RPCError(.failedPrecondition, "\(request.volumeID) is published") }
            record.staged[request.stagingTargetPath] = nil
            return NodeUnstageVolumeResponse()
        }
    }

    /// Notes that a volume is published at a path.
    public func nodePublishVolume(
        _ request: NodePublishVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodePublishVolumeResponse {
        try Self.require(!request.targetPath.isEmpty, "target_path")
        try Self.check(request.volumeCapability.map { [$0] } ?? [])
        var use = request
        use.secrets = [:]
        return try changeVolume(request.volumeID) { record, _, settings in
            try record.checkAttachment(settings)
            let mustBeStaged = settings.nodeCapabilities.contains(.stageUnstageVolume)
            guard !mustBeStaged || record.staged[request.stagingTargetPath] != nil else {
                throw RPCError(.failedPrecondition, "\(request.volumeID) is not staged at the path given")
            }
            let isElsewhere = !record.published.isEmpty
            try record.use(\.published, at: request.targetPath, as: use) {
                let isShared = request.volumeCapability?.accessMode?.mode.isForSeveralTargets == true
                guard !isElsewhere || isShared else {
                    throw RPCError(.failedPrecondition, "\(request.volumeID) is published elsewhere")
                }
            }
            return NodePublishVolumeResponse()
        }
    }

    /// Forgets that a volume is published at a path.
    public func nodeUnpublishVolume(
        _ request: NodeUnpublishVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodeUnpublishVolumeResponse {
        try Self.require(!request.targetPath.isEmpty, "target_path")
        return try changeVolume(request.volumeID) { record, _, _ in
            record.published[request.targetPath] = nil
            return NodeUnpublishVolumeResponse()
        }
    }

    /// An empty volume's numbers.
    public func nodeGetVolumeStats(
        _ request: NodeGetVolumeStatsRequest,
        _ call: ServerCall
    ) async throws -> NodeGetVolumeStatsResponse {
        try require(node: .getVolumeStats)
        let record = try state.volumeOnNode(request.volumeID, at: request.volumePath)
        let size = record.volume.content.capacityBytes
        return NodeGetVolumeStatsResponse(usage: [.init(available: size, total: size, used: 0, unit: .bytes)])
    }

    /// Answers the volume's size.
    public func nodeExpandVolume(
        _ request: NodeExpandVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodeExpandVolumeResponse {
        try require(node: .expandVolume)
        let record = try state.volumeOnNode(request.volumeID, at: request.volumePath)
        return NodeExpandVolumeResponse(capacityBytes: record.volume.content.capacityBytes)
    }
}

extension InMemoryState {
    fileprivate func volumeOnNode(_ id: String, at path: String) throws -> VolumeRecord {
        try InMemoryDriver.require(!path.isEmpty, "volume_path")
        let record = try volume(id)
        guard record.staged[path] != nil || record.published[path] != nil else {
            throw RPCError(.notFound, "\(id) is not at the path given")
        }
        return record
    }
}

extension InMemoryState.VolumeRecord {
    /// A volume that has to be attached is used only where it is.
    fileprivate func checkAttachment(_ settings: InMemoryDriver.Settings) throws {
        guard settings.controllerCapabilities.contains(.publishUnpublishVolume) else { return }
        guard let node = settings.nodeIDs.first, attachments[node] != nil else {
            throw RPCError(.failedPrecondition, "the volume is not attached to this node")
        }
    }
}

extension VolumeCapability.AccessMode.Mode {
    fileprivate var isForSeveralTargets: Bool {
        [.multiNodeReaderOnly, .multiNodeSingleWriter, .multiNodeMultiWriter, .singleNodeMultiWriter].contains(self)
    }
}
