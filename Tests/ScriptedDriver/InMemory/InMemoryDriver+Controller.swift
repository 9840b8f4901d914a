public import CSI
public import GRPC

extension InMemoryDriver: ControllerService {
    /// The controller capabilities of the settings.
    public func controllerGetCapabilities(
        _ request: ControllerGetCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> ControllerGetCapabilitiesResponse {
        ControllerGetCapabilitiesResponse(reporting: settings.controllerCapabilities)
    }

    /// Makes a volume of the size required, of the limit where nothing is required, or of 1 GiB.
    public func createVolume(_ request: CreateVolumeRequest, _ call: ServerCall) async throws -> CreateVolumeResponse {
        try require(controller: .createDeleteVolume)
        try Self.require(!request.name.isEmpty, "name")
        try Self.check(request.volumeCapabilities)
        return try change { state, settings in
            var request = request
            request.secrets = [:]
            if let existing = state.volumeIDs[request.name].flatMap({ state.volumes[$0] }) {
                guard existing.isCompatible(with: request) else {
                    throw RPCError(.alreadyExists, "\(request.name) exists and differs")
                }
                return CreateVolumeResponse(volume: existing.volume.content)
            }
            try settings.check(request.mutableParameters)
            let size = try state.size(for: request)
            guard state.usedBytes + size <= settings.capacityBytes else {
                throw RPCError(.resourceExhausted, "there is no room for \(size) bytes")
            }
            let number = state.nextNumber()
            let volume = Volume(
                capacityBytes: size,
                volumeID: "vol-\(number)",
                volumeContext: ["number": String(number)],
                contentSource: request.volumeContentSource
            )
            state.volumeIDs[request.name] = volume.volumeID
            state.usedBytes += size
            state.volumes[volume.volumeID] = .init(
                number: number,
                request: Stored(request),
                volume: Stored(volume),
                mutableParameters: request.mutableParameters
            )
            return CreateVolumeResponse(volume: volume)
        }
    }

    /// Deletes a volume that is nowhere in use; its snapshots stay.
    public func deleteVolume(_ request: DeleteVolumeRequest, _ call: ServerCall) async throws -> DeleteVolumeResponse {
        try require(controller: .createDeleteVolume)
        try Self.require(!request.volumeID.isEmpty, "volume_id")
        return try change { state, _ in
            guard let record = state.volumes.removeValue(forKey: request.volumeID) else {
                return DeleteVolumeResponse()
            }
            guard !record.isInUse else { throw RPCError(.failedPrecondition, "\(request.volumeID) is in use") }
            state.volumeIDs[record.request.content.name] = nil
            state.usedBytes -= record.volume.content.capacityBytes
            return DeleteVolumeResponse()
        }
    }

    /// Attaches a volume, to several nodes only where the access mode says so.
    public func controllerPublishVolume(
        _ request: ControllerPublishVolumeRequest,
        _ call: ServerCall
    ) async throws -> ControllerPublishVolumeResponse {
        try require(controller: .publishUnpublishVolume)
        try Self.require(!request.nodeID.isEmpty, "node_id")
        try Self.check(request.volumeCapability.map { [$0] } ?? [])
        var use = request
        use.secrets = [:]
        return try changeVolume(request.volumeID) { record, state, settings in
            let node = request.nodeID
            guard settings.nodeIDs.contains(node) else { throw RPCError(.notFound, "there is no node \(node)") }
            let others = record.attachments.keys
            try record.use(\.attachments, at: node, as: use) {
                let isShared = request.volumeCapability?.accessMode?.mode.isForSeveralNodes == true
                if let other = others.min(), !isShared {
                    throw RPCError(.failedPrecondition, "\(request.volumeID) is attached to \(other)")
                }
                let limit = settings.maximumVolumesPerNode
                guard limit == 0 || state.volumes.values.count(where: { $0.attachments[node] != nil }) < limit else {
                    throw RPCError(.resourceExhausted, "\(node) has \(limit) volumes")
                }
            }
            return ControllerPublishVolumeResponse(publishContext: ["device": "/dev/\(request.volumeID)"])
        }
    }

    /// Detaches a volume from a node, or from all where none is named.
    public func controllerUnpublishVolume(
        _ request: ControllerUnpublishVolumeRequest,
        _ call: ServerCall
    ) async throws -> ControllerUnpublishVolumeResponse {
        try require(controller: .publishUnpublishVolume)
        try Self.require(!request.volumeID.isEmpty, "volume_id")
        return try change { state, _ in
            if request.nodeID.isEmpty {
                state.volumes[request.volumeID]?.attachments = [:]
            } else {
                state.volumes[request.volumeID]?.attachments[request.nodeID] = nil
            }
            return ControllerUnpublishVolumeResponse()
        }
    }

    /// Confirms capabilities of the kind that the volume was made for.
    public func validateVolumeCapabilities(
        _ request: ValidateVolumeCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> ValidateVolumeCapabilitiesResponse {
        let record = try state.volume(request.volumeID)
        try Self.check(request.volumeCapabilities)
        let contextDiffers =
            !request.volumeContext.isEmpty && request.volumeContext != record.volume.content.volumeContext
        guard !contextDiffers, request.volumeCapabilities.allSatisfy(record.supports) else {
            return ValidateVolumeCapabilitiesResponse(message: "the volume was made for another use")
        }
        return ValidateVolumeCapabilitiesResponse(
            confirmed: .init(
                volumeContext: request.volumeContext,
                volumeCapabilities: request.volumeCapabilities,
                parameters: request.parameters,
                mutableParameters: request.mutableParameters
            )
        )
    }

    /// All volumes in the order in which they were made.
    public func listVolumes(_ request: ListVolumesRequest, _ call: ServerCall) async throws -> ListVolumesResponse {
        try require(controller: .listVolumes)
        let page = try Page(
            state.volumes.values.map { record in
                let status = ListVolumesResponse.VolumeStatus(publishedNodeIDs: record.attachments.keys.sorted())
                return (record.number, ListVolumesResponse.Entry(volume: record.volume.content, status: status))
            },
            maximum: request.maxEntries,
            token: request.startingToken,
            pageSize: settings.pageSize
        )
        return ListVolumesResponse(entries: page.entries, nextToken: page.nextToken)
    }

    /// One volume and the nodes it is attached to.
    public func controllerGetVolume(
        _ request: ControllerGetVolumeRequest,
        _ call: ServerCall
    ) async throws -> ControllerGetVolumeResponse {
        try require(controller: .getVolume)
        let record = try state.volume(request.volumeID)
        return ControllerGetVolumeResponse(
            volume: record.volume.content,
            status: .init(publishedNodeIDs: record.attachments.keys.sorted())
        )
    }

    /// The room that is left.
    public func getCapacity(_ request: GetCapacityRequest, _ call: ServerCall) async throws -> GetCapacityResponse {
        try require(controller: .getCapacity)
        return GetCapacityResponse(availableCapacity: settings.capacityBytes - state.usedBytes)
    }

    /// Grows a volume; the node has to follow where it can.
    public func controllerExpandVolume(
        _ request: ControllerExpandVolumeRequest,
        _ call: ServerCall
    ) async throws -> ControllerExpandVolumeResponse {
        try require(controller: .expandVolume)
        return try changeVolume(request.volumeID) { record, state, settings in
            guard let range = request.capacityRange else {
                throw RPCError(.invalidArgument, "capacity_range is missing")
            }
            let size = max(record.volume.content.capacityBytes, try range.size())
            guard size - record.volume.content.capacityBytes <= settings.capacityBytes - state.usedBytes else {
                throw RPCError(.outOfRange, "there is no room for \(size) bytes")
            }
            record.volume.content.capacityBytes = size
            return ControllerExpandVolumeResponse(
                capacityBytes: size,
                nodeExpansionRequired: settings.nodeCapabilities.contains(.expandVolume)
            )
        }
    }

    /// Changes mutable parameters; all values are fine.
    public func controllerModifyVolume(
        _ request: ControllerModifyVolumeRequest,
        _ call: ServerCall
    ) async throws -> ControllerModifyVolumeResponse {
        try require(controller: .modifyVolume)
        try Self.require(!request.mutableParameters.isEmpty, "mutable_parameters")
        return try changeVolume(request.volumeID) { record, _, settings in
            try settings.check(request.mutableParameters)
            record.mutableParameters.merge(request.mutableParameters) { $1 }
            return ControllerModifyVolumeResponse()
        }
    }
}

extension InMemoryDriver {
    static func check(_ capabilities: [VolumeCapability]) throws {
        try require(!capabilities.isEmpty, "the volume capability")
        for capability in capabilities {
            try require(capability.accessType != nil, "access_type")
            try require((capability.accessMode?.mode ?? .unknown) != .unknown, "access_mode")
        }
    }
}

extension InMemoryDriver.Settings {
    fileprivate func check(_ mutableParameters: [String: String]) throws {
        if let unknown = mutableParameters.keys.first(where: { !self.mutableParameters.contains($0) }) {
            throw RPCError(.invalidArgument, "the driver has no mutable parameter \(unknown)")
        }
    }
}

extension InMemoryState {
    private static let defaultSize: Int64 = 1 << 30

    fileprivate func size(for request: CreateVolumeRequest) throws -> Int64 {
        let source: Int64? =
            switch request.volumeContentSource?.type {
            case .none: nil
            case .snapshot(let source):
                try snapshots[source.snapshotID]?.snapshot.content.sizeBytes
                    ?? { throw RPCError(.notFound, "there is no snapshot \(source.snapshotID)") }()
            case .volume(let source): try volume(source.volumeID).volume.content.capacityBytes
            }
        guard let range = request.capacityRange else { return source ?? Self.defaultSize }
        let size = try range.size(else: source ?? Self.defaultSize)
        guard size >= source ?? 0 else { throw RPCError(.outOfRange, "the source is larger") }
        return size
    }
}

extension CapacityRange {
    /// What is required; where nothing is, the size given, as far as the limit allows it.
    fileprivate func size(else preferred: Int64 = 0) throws -> Int64 {
        guard requiredBytes >= 0, limitBytes >= 0, requiredBytes > 0 || limitBytes > 0 else {
            throw RPCError(.invalidArgument, "capacity_range is empty or negative")
        }
        guard limitBytes == 0 || requiredBytes <= limitBytes else {
            throw RPCError(.outOfRange, "the limit is below what is required")
        }
        return requiredBytes > 0 ? requiredBytes : min(limitBytes, max(preferred, 1))
    }
}

extension InMemoryState.VolumeRecord {
    fileprivate func isCompatible(with other: CreateVolumeRequest) -> Bool {
        var own = request.content
        own.capacityRange = other.capacityRange
        let size = volume.content.capacityBytes
        let limit = other.capacityRange?.limitBytes ?? 0
        return own == other && size >= other.capacityRange?.requiredBytes ?? 0 && (limit == 0 || size <= limit)
    }

    /// Whether the volume was made for this kind of access: block or mount.
    func supports(_ capability: VolumeCapability) -> Bool {
        request.content.volumeCapabilities.contains { own in
            switch (own.accessType, capability.accessType) {
            case (.block, .block), (.mount, .mount): true
            default: false
            }
        }
    }
}

extension VolumeCapability.AccessMode.Mode {
    fileprivate var isForSeveralNodes: Bool {
        [.multiNodeReaderOnly, .multiNodeSingleWriter, .multiNodeMultiWriter].contains(self)
    }
}
