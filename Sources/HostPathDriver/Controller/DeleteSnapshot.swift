internal import CSI
internal import GRPC

extension Controller {
    func deleteSnapshot(_ request: DeleteSnapshotRequest, _ call: ServerCall) async throws -> DeleteSnapshotResponse {
        try driver.require(.snapshots, for: call)
        try Check.id(request.snapshotID, "snapshot_id")
        try Check.secrets(request.secrets)
        return try await driver.perform([.snapshot(request.snapshotID)]) {
            guard let snapshot = try catalog.anySnapshot(request.snapshotID), snapshot.state != .creating else {
                return DeleteSnapshotResponse()
            }
            if let group = snapshot.groupID {
                throw RPCError(.invalidArgument, "the snapshot belongs to group \(group), and is deleted with it")
            }
            try remove(snapshot)
            return DeleteSnapshotResponse()
        }
    }
}
