internal import CSI
internal import GRPC

/// Which ranges of block snapshots hold data, and in which two of them differ.
struct SnapshotMetadata: SnapshotMetadataService {
    let driver: HostPathDriver

    /// How many ranges a message has where the caller does not say, and at most.
    private static let rangesPerMessage: Int32 = 1024

    func getMetadataAllocated(
        _ request: GetMetadataAllocatedRequest,
        _ call: ServerCall,
        _ responses: MessageWriter<GetMetadataAllocatedResponse>
    ) async throws {
        try Check.id(request.snapshotID, "snapshot_id")
        try Check.secrets(request.secrets)
        let claims: Set<Claim> = [.reading(.snapshot(request.snapshotID))]
        let snapshot = try await driver.perform(claims) { try blockSnapshot(request.snapshotID) }
        let path = driver.storage.path(snapshot)
        try await stream(request.startingOffset, request.maxResults, claims, size: snapshot.size) { offset, count in
            try BlockRanges.allocated(path, from: offset, count: count)
        } send: { ranges in
            try await responses.send(
                GetMetadataAllocatedResponse(
                    blockMetadataType: .variableLength,
                    volumeCapacityBytes: snapshot.size,
                    blockMetadata: ranges
                )
            )
        }
    }

    func getMetadataDelta(
        _ request: GetMetadataDeltaRequest,
        _ call: ServerCall,
        _ responses: MessageWriter<GetMetadataDeltaResponse>
    ) async throws {
        try Check.id(request.baseSnapshotID, "base_snapshot_id")
        try Check.id(request.targetSnapshotID, "target_snapshot_id")
        try Check.secrets(request.secrets)
        let claims: Set<Claim> = [
            .reading(.snapshot(request.baseSnapshotID)), .reading(.snapshot(request.targetSnapshotID)),
        ]
        let (base, target) = try await driver.perform(claims) {
            (try blockSnapshot(request.baseSnapshotID), try blockSnapshot(request.targetSnapshotID))
        }
        guard base.volumeID == target.volumeID, base.sequence <= target.sequence else {
            throw RPCError(.invalidArgument, "target_snapshot_id is no later snapshot of the same volume")
        }
        let paths = (driver.storage.path(base), driver.storage.path(target))
        try await stream(request.startingOffset, request.maxResults, claims, size: target.size) { offset, count in
            try BlockRanges.changed(from: paths.0, to: paths.1, offset: offset, count: count)
        } send: { ranges in
            try await responses.send(
                GetMetadataDeltaResponse(
                    blockMetadataType: .variableLength,
                    volumeCapacityBytes: target.size,
                    blockMetadata: ranges
                )
            )
        }
    }

    private func blockSnapshot(_ id: String) throws -> SnapshotRecord {
        guard let snapshot = try driver.catalog.snapshot(id) else {
            throw RPCError(.notFound, "there is no snapshot of this ID")
        }
        guard snapshot.layout == .block else {
            throw RPCError(.invalidArgument, "the snapshot is not one of a block volume")
        }
        return snapshot
    }

    /// Sends ranges in messages, the snapshots being kept from deletion while each is made.
    private func stream(
        _ start: Int64,
        _ maxResults: Int32,
        _ claims: Set<Claim>,
        size: Int64,
        _ next: @escaping @Sendable (Int64, Int) throws -> [BlockMetadata],
        send: ([BlockMetadata]) async throws -> Void
    ) async throws {
        guard maxResults >= 0 else { throw RPCError(.invalidArgument, "max_results is negative") }
        guard (0..<size).contains(start) else {
            throw RPCError(.outOfRange, "starting_offset lies outside the volume's \(size) bytes")
        }
        let count = Int(maxResults == 0 ? Self.rangesPerMessage : min(maxResults, Self.rangesPerMessage))
        var offset = start
        while offset < size {
            let begin = offset
            let ranges = try await driver.perform(claims) { try next(begin, count) }
            guard let last = ranges.last else { return }
            try await send(ranges)
            offset = last.byteOffset + last.sizeBytes
        }
    }
}
