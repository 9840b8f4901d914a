internal import CSI
internal import GRPC

extension Controller {
    func listSnapshots(_ request: ListSnapshotsRequest, _ call: ServerCall) async throws -> ListSnapshotsResponse {
        try driver.require(.listSnapshots, for: call)
        try Check.maxEntries(request.maxEntries)
        try Check.secrets(request.secrets)
        return try await driver.perform {
            let token = try PageToken(request.startingToken, last: try catalog.lastSequence(of: "snapshots"))
            let volume = request.sourceVolumeID.isEmpty ? nil : request.sourceVolumeID
            let snapshots =
                request.snapshotID.isEmpty
                ? try catalog.snapshots(
                    after: token.sequence,
                    ofVolume: volume,
                    limit: PageToken.limit(request.maxEntries)
                )
                : try [catalog.snapshot(request.snapshotID)].compactMap(\.self).filter { snapshot in
                    snapshot.sequence > token.sequence && (volume == nil || snapshot.volumeID == volume)
                }
            let page = PageToken.page(snapshots, size: request.maxEntries, sequence: \.sequence)
            return ListSnapshotsResponse(
                entries: page.elements.map { ListSnapshotsResponse.Entry(snapshot: $0.message) },
                nextToken: page.nextToken
            )
        }
    }

    func getSnapshot(_ request: GetSnapshotRequest, _ call: ServerCall) async throws -> GetSnapshotResponse {
        try driver.require(.getSnapshot, for: call)
        try Check.id(request.snapshotID, "snapshot_id")
        try Check.secrets(request.secrets)
        return try await driver.perform {
            guard let snapshot = try catalog.snapshot(request.snapshotID) else {
                throw RPCError(.notFound, "there is no snapshot of this ID")
            }
            return GetSnapshotResponse(snapshot: snapshot.message)
        }
    }
}
