import CSI
import GRPC

/// The part of an in-memory driver that runs on one node.
struct InMemoryNode: NodeService {
    let driver: InMemoryDriver
    let nodeID: String

    /// How a path on this node is told from the same on others.
    private func place(_ path: String) -> String { "\(nodeID):\(path)" }

    /// The node capabilities of the settings.
    func nodeGetCapabilities(
        _ request: NodeGetCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> NodeGetCapabilitiesResponse {
        NodeGetCapabilitiesResponse(reporting: driver.settings.nodeCapabilities)
    }

    /// The node's ID and the limit of the settings.
    func nodeGetInfo(_ request: NodeGetInfoRequest, _ call: ServerCall) async throws -> NodeGetInfoResponse {
        NodeGetInfoResponse(nodeID: nodeID, maxVolumesPerNode: driver.settings.maximumVolumesPerNode)
    }

    /// Notes that a volume is staged at a path.
    func nodeStageVolume(
        _ request: NodeStageVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodeStageVolumeResponse {
        try driver.require(node: .stageUnstageVolume)
        try InMemoryDriver.require(!request.stagingTargetPath.isEmpty, "staging_target_path")
        try InMemoryDriver.check(request.volumeCapability.map { [$0] } ?? [])
        var use = request
        use.secrets = [:]
        return try driver.changeVolume(request.volumeID) { record, _, settings in
            try record.checkAttachment(to: nodeID, settings)
            try record.use(\.staged, at: place(request.stagingTargetPath), as: use)
            return NodeStageVolumeResponse()
        }
    }

    /// Forgets that a volume is staged at a path, unless it is published.
    func nodeUnstageVolume(
        _ request: NodeUnstageVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodeUnstageVolumeResponse {
        try driver.require(node: .stageUnstageVolume)
        try InMemoryDriver.require(!request.stagingTargetPath.isEmpty, "staging_target_path")
        return try driver.changeVolume(request.volumeID) { record, _, _ in
            let isPublished = record.published.contains {
                $0.key.hasPrefix(place("")) && $0.value.content.stagingTargetPath == request.stagingTargetPath
            }
            guard !isPublished else { throw RPCError(.failedPrecondition, "\(request.volumeID) is published") }
            record.staged[place(request.stagingTargetPath)] = nil
            return NodeUnstageVolumeResponse()
        }
    }

    /// Notes that a volume is published at a path.
    func nodePublishVolume(
        _ request: NodePublishVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodePublishVolumeResponse {
        try InMemoryDriver.require(!request.targetPath.isEmpty, "target_path")
        try InMemoryDriver.check(request.volumeCapability.map { [$0] } ?? [])
        var use = request
        use.secrets = [:]
        return try driver.changeVolume(request.volumeID) { record, _, settings in
            try record.checkAttachment(to: nodeID, settings)
            let mustBeStaged = settings.nodeCapabilities.contains(.stageUnstageVolume)
            guard !mustBeStaged || record.staged[place(request.stagingTargetPath)] != nil else {
                throw RPCError(.failedPrecondition, "\(request.volumeID) is not staged at the path given")
            }
            let isElsewhere = record.published.keys.contains { $0.hasPrefix(place("")) }
            try record.use(\.published, at: place(request.targetPath), as: use) {
                let isShared = request.volumeCapability?.accessMode?.mode.isForSeveralTargets == true
                guard !isElsewhere || isShared else {
                    throw RPCError(.failedPrecondition, "\(request.volumeID) is published elsewhere")
                }
            }
            return NodePublishVolumeResponse()
        }
    }

    /// Forgets that a volume is published at a path.
    func nodeUnpublishVolume(
        _ request: NodeUnpublishVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodeUnpublishVolumeResponse {
        try InMemoryDriver.require(!request.targetPath.isEmpty, "target_path")
        return try driver.changeVolume(request.volumeID) { record, _, _ in
            record.published[place(request.targetPath)] = nil
            return NodeUnpublishVolumeResponse()
        }
    }

    /// An empty volume's numbers.
    func nodeGetVolumeStats(
        _ request: NodeGetVolumeStatsRequest,
        _ call: ServerCall
    ) async throws -> NodeGetVolumeStatsResponse {
        try driver.require(node: .getVolumeStats)
        let record = try volume(request.volumeID, at: request.volumePath)
        let size = record.volume.content.capacityBytes
        return NodeGetVolumeStatsResponse(usage: [.init(available: size, total: size, used: 0, unit: .bytes)])
    }

    /// Answers the volume's size.
    func nodeExpandVolume(
        _ request: NodeExpandVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodeExpandVolumeResponse {
        try driver.require(node: .expandVolume)
        let record = try volume(request.volumeID, at: request.volumePath)
        return NodeExpandVolumeResponse(capacityBytes: record.volume.content.capacityBytes)
    }

    private func volume(_ id: String, at path: String) throws -> InMemoryState.VolumeRecord {
        try InMemoryDriver.require(!path.isEmpty, "volume_path")
        let record = try driver.state.volume(id)
        guard record.staged[place(path)] != nil || record.published[place(path)] != nil else {
            throw RPCError(.notFound, "\(id) is not at the path given")
        }
        return record
    }
}

extension InMemoryState.VolumeRecord {
    /// A volume that has to be attached is used only where it is.
    fileprivate func checkAttachment(to nodeID: String, _ settings: InMemoryDriver.Settings) throws {
        let mustBeAttached = settings.controllerCapabilities.contains(.publishUnpublishVolume)
        guard !mustBeAttached || attachments[nodeID] != nil else {
            throw RPCError(.failedPrecondition, "the volume is not attached to \(nodeID)")
        }
    }
}

extension VolumeCapability.AccessMode.Mode {
    fileprivate var isForSeveralTargets: Bool {
        [.multiNodeReaderOnly, .multiNodeSingleWriter, .multiNodeMultiWriter, .singleNodeMultiWriter].contains(self)
    }
}
