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
        try await stream(request.startingOffset, request.maxResults, claims, size: snapshot.size) { offset, count in
            try BlockRanges.allocated(try path(snapshot.id), from: offset, count: count)
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
        try await stream(request.startingOffset, request.maxResults, claims, size: target.size) { offset, count in
            try BlockRanges.changed(from: try path(base.id), to: try path(target.id), offset: offset, count: count)
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

    /// A snapshot's data, as long as it exists.
    private func path(_ id: String) throws -> String { driver.storage.path(try blockSnapshot(id)) }

    /// Sends ranges in messages, the snapshots being kept from deletion while each is made, and not in between.
    /// - Parameter next: The ranges from an offset on, at most so many.
    private func stream(
        _ start: Int64,
        _ maxResults: Int32,
        _ claims: Set<Claim>,
        size: Int64,
        _ next: @escaping @Sendable (Int64, Int) throws -> BlockRanges.Part,
        send: ([BlockMetadata]) async throws -> Void
    ) async throws {
        guard maxResults >= 0 else { throw RPCError(.invalidArgument, "max_results is negative") }
        guard (0..<size).contains(start) else {
            throw RPCError(.outOfRange, "starting_offset lies outside the volume's \(size) bytes")
        }
        let count = Int(maxResults == 0 ? Self.rangesPerMessage : min(maxResults, Self.rangesPerMessage))
        var (offset, ranges, hasSent) = (start, [] as [BlockMetadata], false)
        while offset < size {
            try Task.checkCancellation()
            let (begin, room) = (offset, count - ranges.count)
            let part = try await driver.perform(claims) { try next(begin, room) }
            ranges.join(part.ranges)
            if ranges.count == count {
                try await send(ranges)
                (ranges, hasSent) = ([], true)
            }
            offset = part.next ?? size
        }
        // Without ranges a message still tells the volume's size.
        if !ranges.isEmpty || !hasSent { try await send(ranges) }
    }
}

extension [BlockMetadata] {
    /// Adds ranges that follow. One that begins where the last ends becomes a part of it.
    fileprivate mutating func join(_ ranges: [BlockMetadata]) {
        for range in ranges {
            if let last, last.byteOffset + last.sizeBytes == range.byteOffset {
                self[count - 1].sizeBytes += range.sizeBytes
            } else {
                append(range)
            }
        }
    }
}
