internal import CSI
internal import GRPC

extension Node {
    func nodeExpandVolume(
        _ request: NodeExpandVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodeExpandVolumeResponse {
        try driver.require(.nodeExpand, for: call)
        try Check.id(request.volumeID, "volume_id")
        guard !request.volumePath.isEmpty else { throw RPCError(.invalidArgument, "volume_path is missing") }
        if let range = request.capacityRange { try Check.range(range) }
        if let capability = request.volumeCapability { try Check.capability(capability) }
        try Check.secrets(request.secrets)
        return try await driver.perform([.volume(request.volumeID), .content(request.volumeID)], lane: .walks) {
            let volume = try driver.volume(request.volumeID)
            if let capability = request.volumeCapability,
                let objection = driver.objection(to: capability, layout: volume.layout)
            {
                throw objection
            }
            _ = try mount(of: volume, at: request.volumePath)
            let grown = try expand(volume, to: request.capacityRange ?? CapacityRange())
            try mounter.grow(grown)
            return NodeExpandVolumeResponse(capacityBytes: grown.capacity)
        }
    }

    /// Without an expansion by the controller this is the one call that makes a volume larger.
    private func expand(_ volume: VolumeRecord, to range: CapacityRange) throws -> VolumeRecord {
        guard driver.has(.expand) else { return try driver.enlarge(volume, to: range) }
        guard volume.capacity >= range.requiredBytes else {
            throw RPCError(
                .outOfRange,
                "the volume has \(volume.capacity) bytes; ControllerExpandVolume makes it larger"
            )
        }
        return volume
    }

    /// The mount of a volume at a path.
    /// - Throws: NOT_FOUND where the volume is not there.
    func mount(of volume: VolumeRecord, at path: String) throws -> MountRecord {
        guard let path = try? Check.path(path, "volume_path"),
            let mount = mount(at: path, among: try catalog.mounts(ofVolume: volume.id).filter { $0.nodeID == id })
        else { throw RPCError(.notFound, "the volume is not at the path") }
        return mount
    }
}
