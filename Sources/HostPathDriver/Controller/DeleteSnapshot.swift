internal import CSI
internal import GRPC

extension Controller {
    func deleteSnapshot(_ request: DeleteSnapshotRequest, _ call: ServerCall) async throws -> DeleteSnapshotResponse {
        try driver.require(.snapshots, for: call)
        try Check.id(request.snapshotID, "snapshot_id")
        try Check.secrets(request.secrets)
        return try await driver.holding([.snapshot(request.snapshotID)]) {
            if let snapshot = try await driver.run(.quick, { try removable(request.snapshotID) }) {
                try await driver.runLong(snapshot.layout.isImage ? .quick : .walks) { try remove(snapshot, $0) }
            }
            return DeleteSnapshotResponse()
        }
    }

    private func removable(_ id: String) throws -> SnapshotRecord? {
        guard let snapshot = try catalog.anySnapshot(id), snapshot.state != .creating || snapshot.trouble != nil
        else { return nil }
        if let group = snapshot.groupID {
            throw RPCError(.invalidArgument, "the snapshot belongs to group \(group), and is deleted with it")
        }
        return snapshot
    }
}
