// What CSI requires of each answer; the sections named are those of the CSI specification.

extension GetPluginInfoResponse {
    /// "GetPluginInfo": a name of at most 63 characters in domain notation, and a version.
    public func check(for request: GetPluginInfoRequest) throws(MessageError) {
        try require(name, "GetPluginInfoResponse.name")
        guard name.utf8.count <= 63 else { throw MessageError("GetPluginInfoResponse.name", "is longer than 63 bytes") }
        let isPlain = name.utf8.allSatisfy { byte in
            byte.isASCIIAlphanumeric || byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".")
        }
        guard isPlain, name.utf8.first?.isASCIIAlphanumeric == true, name.utf8.last?.isASCIIAlphanumeric == true else {
            throw MessageError("GetPluginInfoResponse.name", "is not in domain notation")
        }
        try require(vendorVersion, "GetPluginInfoResponse.vendor_version")
    }
}

extension CreateVolumeResponse {
    /// "CreateVolume": the volume, of a size that was asked for.
    public func check(for request: CreateVolumeRequest) throws(MessageError) {
        guard let volume else { throw MessageError("CreateVolumeResponse.volume", "is missing") }
        try volume.check(in: "CreateVolumeResponse.volume")
        guard let range = request.capacityRange, volume.capacityBytes != 0 else { return }
        let field = "CreateVolumeResponse.volume.capacity_bytes"
        if volume.capacityBytes < range.requiredBytes {
            throw MessageError(field, "is \(volume.capacityBytes), less than the required \(range.requiredBytes)")
        }
        if range.limitBytes > 0, volume.capacityBytes > range.limitBytes {
            throw MessageError(field, "is \(volume.capacityBytes), more than the limit \(range.limitBytes)")
        }
    }
}

extension ValidateVolumeCapabilitiesResponse {
    /// "ValidateVolumeCapabilities": what is confirmed repeats the capabilities.
    public func check(for request: ValidateVolumeCapabilitiesRequest) throws(MessageError) {
        guard let confirmed else { return }
        guard !confirmed.volumeCapabilities.isEmpty else {
            throw MessageError("ValidateVolumeCapabilitiesResponse.confirmed.volume_capabilities", "is empty")
        }
        for (index, capability) in confirmed.volumeCapabilities.enumerated() where capability.accessMode == nil {
            let list = "ValidateVolumeCapabilitiesResponse.confirmed.volume_capabilities"
            throw MessageError("\(list)[\(index)].access_mode", "is missing")
        }
    }
}

extension ListVolumesResponse {
    /// "ListVolumes": each entry has a volume, and a page is no larger than asked.
    public func check(for request: ListVolumesRequest) throws(MessageError) {
        try checkPage(
            "ListVolumesResponse",
            count: entries.count,
            maximum: request.maxEntries,
            token: nextToken,
            startingToken: request.startingToken
        )
        for (index, entry) in entries.enumerated() {
            let field = "ListVolumesResponse.entries[\(index)].volume"
            guard let volume = entry.volume else { throw MessageError(field, "is missing") }
            try volume.check(in: field)
        }
    }
}

extension ControllerListVolumeHealthResponse {
    /// "ControllerListVolumeHealth": each entry names its volume, and a page is no larger than asked.
    public func check(for request: ControllerListVolumeHealthRequest) throws(MessageError) {
        try checkPage(
            "ControllerListVolumeHealthResponse",
            count: entries.count,
            maximum: request.maxEntries,
            token: nextToken,
            startingToken: request.startingToken
        )
        for (index, entry) in entries.enumerated() {
            if entry.volumeID.isEmpty {
                throw MessageError("ControllerListVolumeHealthResponse.entries[\(index)].volume_id", "is empty")
            }
        }
    }
}

extension ControllerGetVolumeResponse {
    /// "ControllerGetVolume": the volume asked for, and its status.
    public func check(for request: ControllerGetVolumeRequest) throws(MessageError) {
        guard let volume else { throw MessageError("ControllerGetVolumeResponse.volume", "is missing") }
        try volume.check(in: "ControllerGetVolumeResponse.volume")
        try requireEqual(volume.volumeID, request.volumeID, "ControllerGetVolumeResponse.volume.volume_id")
        guard status != nil else { throw MessageError("ControllerGetVolumeResponse.status", "is missing") }
    }
}

extension GetCapacityResponse {
    /// "GetCapacity": no size is negative.
    public func check(for request: GetCapacityRequest) throws(MessageError) {
        try requireNotNegative(availableCapacity, "GetCapacityResponse.available_capacity")
        try requireNotNegative(maximumVolumeSize ?? 0, "GetCapacityResponse.maximum_volume_size")
        try requireNotNegative(minimumVolumeSize ?? 0, "GetCapacityResponse.minimum_volume_size")
    }
}

extension CreateSnapshotResponse {
    /// "CreateSnapshot": a snapshot of the volume asked for.
    public func check(for request: CreateSnapshotRequest) throws(MessageError) {
        guard let snapshot else { throw MessageError("CreateSnapshotResponse.snapshot", "is missing") }
        try snapshot.check(in: "CreateSnapshotResponse.snapshot")
        try requireEqual(
            snapshot.sourceVolumeID,
            request.sourceVolumeID,
            "CreateSnapshotResponse.snapshot.source_volume_id"
        )
    }
}

extension ListSnapshotsResponse {
    /// "ListSnapshots": each entry has a snapshot, and a page is no larger than asked.
    public func check(for request: ListSnapshotsRequest) throws(MessageError) {
        try checkPage(
            "ListSnapshotsResponse",
            count: entries.count,
            maximum: request.maxEntries,
            token: nextToken,
            startingToken: request.startingToken
        )
        for (index, entry) in entries.enumerated() {
            let field = "ListSnapshotsResponse.entries[\(index)].snapshot"
            guard let snapshot = entry.snapshot else { throw MessageError(field, "is missing") }
            try snapshot.check(in: field)
        }
    }
}

extension GetSnapshotResponse {
    /// "GetSnapshot": the snapshot asked for.
    public func check(for request: GetSnapshotRequest) throws(MessageError) {
        guard let snapshot else { throw MessageError("GetSnapshotResponse.snapshot", "is missing") }
        try snapshot.check(in: "GetSnapshotResponse.snapshot")
        try requireEqual(snapshot.snapshotID, request.snapshotID, "GetSnapshotResponse.snapshot.snapshot_id")
    }
}

extension ControllerExpandVolumeResponse {
    /// "ControllerExpandVolume": a size that is known, and as large as was asked for.
    public func check(for request: ControllerExpandVolumeRequest) throws(MessageError) {
        guard capacityBytes > 0 else {
            throw MessageError("ControllerExpandVolumeResponse.capacity_bytes", "is \(capacityBytes)")
        }
        let required = request.capacityRange?.requiredBytes ?? 0
        if capacityBytes < required {
            throw MessageError(
                "ControllerExpandVolumeResponse.capacity_bytes",
                "is \(capacityBytes), less than the required \(required)"
            )
        }
    }
}

extension NodeExpandVolumeResponse {
    /// "NodeExpandVolume": the size is not negative.
    public func check(for request: NodeExpandVolumeRequest) throws(MessageError) {
        try requireNotNegative(capacityBytes, "NodeExpandVolumeResponse.capacity_bytes")
    }
}

extension NodeGetInfoResponse {
    /// "NodeGetInfo": an ID, and no negative limit.
    public func check(for request: NodeGetInfoRequest) throws(MessageError) {
        try require(nodeID, "NodeGetInfoResponse.node_id")
        try requireNotNegative(maxVolumesPerNode, "NodeGetInfoResponse.max_volumes_per_node")
    }
}

extension NodeGetVolumeStatsResponse {
    /// "NodeGetVolumeStats": no amount is negative.
    public func check(for request: NodeGetVolumeStatsRequest) throws(MessageError) {
        for (index, usage) in usage.enumerated() {
            let field = "NodeGetVolumeStatsResponse.usage[\(index)]"
            try requireNotNegative(usage.total, field + ".total")
            try requireNotNegative(usage.used, field + ".used")
            try requireNotNegative(usage.available, field + ".available")
        }
    }
}

extension CreateVolumeGroupSnapshotResponse {
    /// "CreateVolumeGroupSnapshot": the group, with a snapshot of every volume asked for.
    public func check(for request: CreateVolumeGroupSnapshotRequest) throws(MessageError) {
        let field = "CreateVolumeGroupSnapshotResponse.group_snapshot"
        guard let groupSnapshot else { throw MessageError(field, "is missing") }
        try groupSnapshot.check(in: field)
        // By bytes, as in `requireEqual`.
        let sources = Set(groupSnapshot.snapshots.map { Array($0.sourceVolumeID.utf8) })
        guard sources == Set(request.sourceVolumeIDs.map { Array($0.utf8) }) else {
            throw MessageError(field + ".snapshots", "are not of the volumes asked for")
        }
    }
}

extension GetVolumeGroupSnapshotResponse {
    /// "GetVolumeGroupSnapshot": the group asked for.
    public func check(for request: GetVolumeGroupSnapshotRequest) throws(MessageError) {
        let field = "GetVolumeGroupSnapshotResponse.group_snapshot"
        guard let groupSnapshot else { throw MessageError(field, "is missing") }
        try groupSnapshot.check(in: field)
        try requireEqual(groupSnapshot.groupSnapshotID, request.groupSnapshotID, field + ".group_snapshot_id")
    }
}

extension GetMetadataAllocatedResponse {
    /// "GetMetadataAllocated": ranges that lie in the volume, in ascending order.
    public func check(for request: GetMetadataAllocatedRequest) throws(MessageError) {
        try blockMetadata.check(
            "GetMetadataAllocatedResponse",
            capacity: volumeCapacityBytes,
            maximum: request.maxResults
        )
    }
}

extension GetMetadataDeltaResponse {
    /// "GetMetadataDelta": ranges that lie in the volume, in ascending order.
    public func check(for request: GetMetadataDeltaRequest) throws(MessageError) {
        try blockMetadata.check("GetMetadataDeltaResponse", capacity: volumeCapacityBytes, maximum: request.maxResults)
    }
}

extension Volume {
    fileprivate func check(in field: @autoclosure () -> String) throws(MessageError) {
        if volumeID.isEmpty { throw MessageError(field() + ".volume_id", "is empty") }
        if capacityBytes < 0 { throw MessageError(field() + ".capacity_bytes", "is negative") }
    }
}

extension Snapshot {
    fileprivate func check(in field: @autoclosure () -> String) throws(MessageError) {
        if snapshotID.isEmpty { throw MessageError(field() + ".snapshot_id", "is empty") }
        if sourceVolumeID.isEmpty { throw MessageError(field() + ".source_volume_id", "is empty") }
        if sizeBytes < 0 { throw MessageError(field() + ".size_bytes", "is negative") }
        guard let creationTime else { throw MessageError(field() + ".creation_time", "is missing") }
        if !creationTime.isValid {
            throw MessageError(field() + ".creation_time", "is no moment of the years 1 to 9999")
        }
    }
}

extension VolumeGroupSnapshot {
    fileprivate func check(in field: String) throws(MessageError) {
        try require(groupSnapshotID, field + ".group_snapshot_id")
        guard !snapshots.isEmpty else { throw MessageError(field + ".snapshots", "is empty") }
        for (index, snapshot) in snapshots.enumerated() {
            try snapshot.check(in: "\(field).snapshots[\(index)]")
            try requireEqual(
                snapshot.groupSnapshotID,
                groupSnapshotID,
                "\(field).snapshots[\(index)].group_snapshot_id"
            )
        }
        guard let creationTime else { throw MessageError(field + ".creation_time", "is missing") }
        if !creationTime.isValid { throw MessageError(field + ".creation_time", "is no moment of the years 1 to 9999") }
        if readyToUse, !snapshots.allSatisfy(\.readyToUse) {
            throw MessageError(field + ".ready_to_use", "is true, but a member is not ready")
        }
    }
}

extension [BlockMetadata] {
    fileprivate func check(_ message: String, capacity: Int64, maximum: Int32) throws(MessageError) {
        try requireNotNegative(capacity, message + ".volume_capacity_bytes")
        if maximum > 0, count > Int(maximum) {
            throw MessageError(message + ".block_metadata", "has \(count) entries, more than the \(maximum) asked for")
        }
        var end: Int64 = 0
        for (index, block) in enumerated() {
            let (blockEnd, overflows) = block.byteOffset.addingReportingOverflow(block.sizeBytes)
            guard block.sizeBytes > 0, block.byteOffset >= end, !overflows else {
                throw MessageError("\(message).block_metadata[\(index)]", "is empty or not behind the one before it")
            }
            end = blockEnd
        }
        if end > capacity { throw MessageError(message + ".block_metadata", "reaches beyond the volume's end") }
    }
}

private func checkPage(
    _ message: String,
    count: Int,
    maximum: Int32,
    token: String,
    startingToken: String
) throws(MessageError) {
    if maximum > 0, count > Int(maximum) {
        throw MessageError(message + ".entries", "has \(count) entries, more than the \(maximum) asked for")
    }
    if !token.isEmpty, token == startingToken {
        throw MessageError(message + ".next_token", "is the token that was asked with: the list would never end")
    }
}

private func require(_ text: String, _ field: String) throws(MessageError) {
    if text.isEmpty { throw MessageError(field, "is empty") }
}

private func requireEqual(_ text: String, _ expected: String, _ field: String) throws(MessageError) {
    // By bytes: Swift takes texts for equal that Unicode takes for equal, and to a plugin they may be two objects.
    if !text.utf8.elementsEqual(expected.utf8) { throw MessageError(field, "is not the one asked for") }
}

private func requireNotNegative(_ number: Int64, _ field: String) throws(MessageError) {
    if number < 0 { throw MessageError(field, "is negative") }
}

extension UInt8 {
    fileprivate var isASCIIAlphanumeric: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
