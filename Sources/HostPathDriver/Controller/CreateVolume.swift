internal import CSI
internal import GRPC

extension Controller {
    func createVolume(_ request: CreateVolumeRequest, _ call: ServerCall) async throws -> CreateVolumeResponse {
        try driver.require(.createVolume, for: call)
        try Check.name(request.name)
        try Check.secrets(request.secrets)
        try Check.map(request.parameters, "parameters")
        try Check.capabilities(request.volumeCapabilities)
        if let range = request.capacityRange { try Check.range(range) }
        try check(mutableParameters: request.mutableParameters)
        if let requirement = request.accessibilityRequirements {
            guard driver.has(.topology) else {
                throw RPCError(.invalidArgument, "accessibility_requirements is not supported")
            }
            try requirement.check()
        }
        var claims: Set<Claim> = [.volumeName(request.name)]
        if let source = request.volumeContentSource { claims.insert(try claim(source)) }
        var remembered = request
        remembered.secrets = [:]
        return try await driver.perform(claims) { [remembered] in
            CreateVolumeResponse(volume: describe(try create(remembered)))
        }
    }

    /// - Throws: INVALID_ARGUMENT where a source has no ID, or is of a kind that is switched off.
    private func claim(_ source: VolumeContentSource) throws(RPCError) -> Claim {
        switch source.type {
        case .snapshot(let snapshot) where driver.has(.snapshots):
            try Check.id(snapshot.snapshotID, "volume_content_source.snapshot.snapshot_id")
            return .reading(.snapshot(snapshot.snapshotID))
        case .volume(let volume) where driver.has(.clone):
            try Check.id(volume.volumeID, "volume_content_source.volume.volume_id")
            // Not shared: holding writers back is for one call at a time.
            return .volume(volume.volumeID)
        default: throw RPCError(.invalidArgument, "volume_content_source has no source, or one that is not supported")
        }
    }

    private func create(_ request: CreateVolumeRequest) throws -> VolumeRecord {
        if let volume = try catalog.volume(named: request.name) {
            if volume.state == .ready {
                try check(volume, isWhat: request)
                return volume
            }
            // A deletion or a creation that failed half-way.
            try remove(volume)
        }
        guard request.accessibilityRequirements?.allows(anyOf: driver.configuration.nodeIDs) ?? true else {
            throw RPCError(.resourceExhausted, "volumes can't be made in any of the requisite topologies")
        }
        let source = try request.volumeContentSource.map(find)
        let layout = try layout(request, source)
        let capacity = try capacity(request.capacityRange, layout, atLeast: source?.size)
        let volume = VolumeRecord(
            id: Identifier.volume(),
            name: request.name,
            layout: layout,
            isThin: layout.isImage,
            capacity: capacity,
            request: request
        )
        try catalog.add(volume)
        do {
            if let source {
                try storage.holding(source.volume.map { [$0] } ?? []) {
                    try storage.make(volume, copying: source.path)
                }
            } else {
                try storage.make(volume)
            }
            try catalog.setState(.ready, ofVolume: volume.id)
        } catch {
            // What can't be taken back now is when the driver starts, or at the next try.
            try? remove(volume)
            throw error
        }
        return try driver.volume(volume.id)
    }

    /// - Throws: ALREADY_EXISTS where a volume differs from what a request of the same name asks for.
    private func check(_ volume: VolumeRecord, isWhat request: CreateVolumeRequest) throws(RPCError) {
        let range = request.capacityRange ?? CapacityRange()
        let difference: String? =
            if volume.capacity < range.requiredBytes
                || (range.limitBytes > 0 && volume.capacity > range.limitBytes)
            {
                "size"
            } else if Set(volume.request.volumeCapabilities) != Set(request.volumeCapabilities) {
                "capabilities"
            } else if volume.request.parameters != request.parameters
                || volume.request.mutableParameters != request.mutableParameters
            {
                "parameters"
            } else if volume.request.volumeContentSource != request.volumeContentSource {
                "content source"
            } else if request.accessibilityRequirements?.allows(anyOf: driver.configuration.nodeIDs) == false {
                "topology"
            } else {
                nil
            }
        if let difference {
            throw RPCError(.alreadyExists, "a volume of this name has another \(difference)")
        }
    }

    // MARK: Sources

    /// What a new volume is filled with.
    private struct Source {
        let path: String
        let layout: Layout
        let size: Int64
        /// The volume that is in use meanwhile; nil for a snapshot.
        let volume: VolumeRecord?
    }

    private func find(_ source: VolumeContentSource) throws -> Source {
        switch source.type {
        case .snapshot(let source):
            guard let snapshot = try catalog.snapshot(source.snapshotID) else {
                throw RPCError(.notFound, "there is no snapshot of the source's ID")
            }
            return Source(
                path: storage.path(snapshot),
                layout: snapshot.layout,
                size: snapshot.size,
                volume: nil
            )
        case .volume(let source):
            let volume = try driver.volume(source.volumeID)
            return Source(path: storage.path(volume), layout: volume.layout, size: volume.capacity, volume: volume)
        case nil:
            throw RPCError(.invalidArgument, "volume_content_source has no source")
        }
    }

    // MARK: Shape and size

    /// The layout that has all capabilities a request lists.
    private func layout(_ request: CreateVolumeRequest, _ source: Source?) throws(RPCError) -> Layout {
        let layout = if let source { source.layout } else { try layout(request.volumeCapabilities, request.parameters) }
        for capability in request.volumeCapabilities {
            if let objection = driver.objection(to: capability, layout: layout) { throw objection }
        }
        if let asked = request.parameters["fsType"], asked != layout.fileSystem {
            throw RPCError(.invalidArgument, "parameters.fsType does not suit the content source or the capabilities")
        }
        return layout
    }

    /// The layout of a new volume.
    func layout(_ capabilities: [VolumeCapability], _ parameters: [String: String]) throws(RPCError) -> Layout {
        if capabilities.contains(where: { $0.mount == nil }) { return .block }
        let asked = capabilities.compactMap { $0.mount?.fsType }.first { !$0.isEmpty }
        guard let name = asked ?? parameters["fsType"] else { return .directory }
        guard let layout = Layout(rawValue: name), layout.fileSystem != nil else {
            throw RPCError(.invalidArgument, "the file system is not supported; ext4 and xfs are")
        }
        return layout
    }

    /// The size for what a caller asks, in bytes.
    /// - Throws: OUT_OF_RANGE where no size fits.
    private func capacity(_ range: CapacityRange?, _ layout: Layout, atLeast source: Int64?) throws(RPCError) -> Int64 {
        let limit = range.map { $0.limitBytes > 0 ? $0.limitBytes : Int64.max } ?? .max
        let usual = source ?? min(Self.usualBytes, limit)
        let required = range.map { $0.requiredBytes > 0 ? $0.requiredBytes : usual } ?? usual
        let minimum = max(layout.minimumBytes, source ?? 0)
        let capacity = try driver.rounded(max(required, minimum), layout)
        guard capacity <= limit else {
            throw RPCError(.outOfRange, "no volume of this kind is as small as the limit: it needs \(capacity) bytes")
        }
        return capacity
    }

    /// What a volume gets for which no size is asked, in bytes.
    private static let usualBytes: Int64 = 1 << 30
}
