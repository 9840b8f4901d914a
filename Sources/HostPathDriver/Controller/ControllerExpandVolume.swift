internal import CSI
internal import GRPC

extension Controller {
    func controllerExpandVolume(
        _ request: ControllerExpandVolumeRequest,
        _ call: ServerCall
    ) async throws -> ControllerExpandVolumeResponse {
        try driver.require(.expand, for: call)
        try Check.id(request.volumeID, "volume_id")
        guard let range = request.capacityRange else { throw RPCError(.invalidArgument, "capacity_range is missing") }
        try Check.range(range)
        try Check.secrets(request.secrets)
        if let capability = request.volumeCapability { try Check.capability(capability) }
        return try await driver.perform([.volume(request.volumeID), .content(request.volumeID)]) {
            try expand(request, range)
        }
    }

    private func expand(
        _ request: ControllerExpandVolumeRequest,
        _ range: CapacityRange
    ) throws -> ControllerExpandVolumeResponse {
        let volume = try driver.volume(request.volumeID)
        if let capability = request.volumeCapability,
            let objection = driver.objection(to: capability, layout: volume.layout)
        {
            throw objection
        }
        if range.requiredBytes > volume.capacity && !driver.has(.onlineExpansion) { try checkUnpublished(volume) }
        let grown = try driver.enlarge(volume, to: range)
        let isOnNode = driver.has(.nodeExpand) && volume.layout.isImage
        // Also where the image is large enough: a crash may have come before the file system grew.
        if !isOnNode { try driver.mounter.grow(grown) }
        return ControllerExpandVolumeResponse(capacityBytes: grown.capacity, nodeExpansionRequired: isOnNode)
    }

    /// - Throws: FAILED_PRECONDITION where the volume is in use, and only others can grow.
    private func checkUnpublished(_ volume: VolumeRecord) throws {
        let isAttached = try driver.has(.attach) && !catalog.attachments(ofVolume: volume.id).isEmpty
        guard try !isAttached && catalog.mounts(ofVolume: volume.id).isEmpty else {
            throw RPCError(.failedPrecondition, "the volume is published, and only unpublished ones can be expanded")
        }
    }
}

extension HostPathDriver {
    /// Makes a volume's size lie in a range; one that is large enough stays as it is.
    /// - Throws: OUT_OF_RANGE where it is larger than the limit, or no size of its kind lies in the range.
    func enlarge(_ volume: VolumeRecord, to range: CapacityRange) throws -> VolumeRecord {
        let capacity =
            range.requiredBytes > volume.capacity ? try rounded(range.requiredBytes, volume.layout) : volume.capacity
        guard range.limitBytes == 0 || capacity <= range.limitBytes else {
            throw RPCError(.outOfRange, "volumes don't shrink, and \(capacity) bytes are more than the limit")
        }
        guard capacity > volume.capacity else { return volume }
        // First the image: after a crash between the two the larger one counts.
        try promising(volume.isThin ? 0 : capacity - volume.capacity) {
            if volume.isBacked { try storage.setRoomAside(volume, to: capacity) }
        }
        if volume.layout.isImage { try System.grow(storage.path(volume), to: capacity) }
        try catalog.setCapacity(capacity, ofVolume: volume.id)
        return try self.volume(volume.id)
    }

    /// A size rounded up to what a layout can have.
    /// - Throws: OUT_OF_RANGE where it is larger than any volume.
    func rounded(_ bytes: Int64, _ layout: Layout) throws(RPCError) -> Int64 {
        guard bytes <= configuration.maximumVolumeBytes else {
            throw RPCError(.outOfRange, "volumes have at most \(configuration.maximumVolumeBytes) bytes")
        }
        let unit = layout.granularity
        return (bytes + unit - 1) / unit * unit
    }
}
