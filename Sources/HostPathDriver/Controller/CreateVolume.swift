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
        let consistency = try Consistency(request.parameters)
        var remembered = request
        remembered.secrets = [:]
        guard let source = request.volumeContentSource else {
            return try await driver.perform([.volumeName(request.name)]) { [remembered] in
                let volume = try finished(remembered) ?? create(remembered) { try storage.make($0) }
                return CreateVolumeResponse(volume: describe(volume))
            }
        }
        let claims = [.volumeName(request.name), try claim(source)] as Set<Claim>
        return try await driver.copy(claims, for: call) { [remembered] in
            try finished(remembered).map { CreateVolumeResponse(volume: describe($0)) }
        } _: { [remembered] work in
            let source = try find(source)
            let volume = try create(remembered, from: source) { try fill($0, from: source, consistency, work) }
            return CreateVolumeResponse(volume: describe(volume))
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
            return .content(volume.volumeID)
        default: throw RPCError(.invalidArgument, "volume_content_source has no source, or one that is not supported")
        }
    }

    private func finished(_ request: CreateVolumeRequest) throws -> VolumeRecord? {
        guard let volume = try catalog.volume(named: request.name), volume.state == .ready else { return nil }
        try check(volume, isWhat: request)
        return volume
    }

    private func create(
        _ request: CreateVolumeRequest,
        from source: Source? = nil,
        make: (VolumeRecord) throws -> Void
    ) throws -> VolumeRecord {
        // A deletion or a creation that failed half-way.
        if let volume = try catalog.volume(named: request.name) { try remove(volume) }
        guard request.accessibilityRequirements?.allows(anyOf: driver.configuration.nodeIDs) ?? true else {
            throw RPCError(.resourceExhausted, "volumes can't be made in any of the requisite topologies")
        }
        let layout = try layout(request, source)
        let capacity = try capacity(request.capacityRange, layout, atLeast: source?.size)
        let volume = VolumeRecord(
            id: Identifier.volume(),
            name: request.name,
            layout: layout,
            isThin: try isThin(request),
            capacity: capacity,
            request: request
        )
        let room = volume.isThin ? 0 : capacity
        try driver.promising(room + (source?.room ?? 0)) { try catalog.add(volume) }
        do {
            try make(volume)
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
        /// The room that the volume may take because it shares its blocks from then on, in bytes.
        let room: Int64
    }

    /// Fills a new volume with another's data, or a snapshot's.
    private func fill(
        _ volume: VolumeRecord,
        from source: Source,
        _ consistency: Consistency,
        _ work: LongWork
    ) throws {
        let path = storage.path(volume)
        if let original = source.volume {
            let members = [ContentCopy.Member(volume: original, target: path)]
            try ContentCopy(driver: driver, members: members, work: work).run(consistency)
        } else {
            if volume.layout.isImage { work.expect(bytes: try System.dataBytes(of: source.path)) }
            try storage.copy(source.path, volume.layout, to: path, work)
        }
        try storage.complete(volume)
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
                volume: nil,
                room: 0
            )
        case .volume(let source):
            let volume = try driver.volume(source.volumeID)
            return Source(
                path: storage.path(volume),
                layout: volume.layout,
                size: volume.capacity,
                volume: volume,
                room: storage.canClone ? try driver.bytesForCopy(of: volume) : 0
            )
        case nil:
            throw RPCError(.invalidArgument, "volume_content_source has no source")
        }
    }

    // MARK: Shape and size

    /// Whether a volume may be larger than the room that is left.
    private func isThin(_ request: CreateVolumeRequest) throws(RPCError) -> Bool {
        switch request.parameters["thin"] {
        case nil: driver.configuration.thin
        case "true": true
        case "false": false
        default: throw RPCError(.invalidArgument, "parameters.thin is neither \"true\" nor \"false\"")
        }
    }

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
    private func capacity(_ range: CapacityRange?, _ layout: Layout, atLeast source: Int64?) throws -> Int64 {
        let limit = range.map { $0.limitBytes > 0 ? $0.limitBytes : Int64.max } ?? .max
        let asked = range?.requiredBytes ?? 0
        let required = asked > 0 ? asked : try source ?? usual(layout, limit)
        let minimum = max(layout.minimumBytes, source ?? 0)
        let capacity = try driver.rounded(max(required, minimum), layout)
        guard capacity <= limit else {
            throw RPCError(.outOfRange, "no volume of this kind is as small as the limit: it needs \(capacity) bytes")
        }
        return capacity
    }

    /// What a volume gets for which no size is asked, in bytes. A folder has a small disk's room: its size is not enforced
    /// anyway.
    private func usual(_ layout: Layout, _ limit: Int64) throws -> Int64 {
        let usual = min(Self.usualBytes, limit)
        guard layout == .directory else { return usual }
        return min(usual, try driver.unpromisedBytes() / layout.granularity * layout.granularity)
    }

    /// What it gets on a large disk, in bytes.
    private static let usualBytes: Int64 = 1 << 30
}
