internal import CSI
internal import GRPC

extension Controller {
    func createSnapshot(_ request: CreateSnapshotRequest, _ call: ServerCall) async throws -> CreateSnapshotResponse {
        try driver.require(.snapshots, for: call)
        try Check.name(request.name)
        try Check.id(request.sourceVolumeID, "source_volume_id")
        try Check.secrets(request.secrets)
        try Check.map(request.parameters, "parameters")
        let claims: Set<Claim> = [.snapshotName(request.name), .volume(request.sourceVolumeID)]
        return try await driver.perform(claims) {
            CreateSnapshotResponse(snapshot: try cut(request).message)
        }
    }

    private func cut(_ request: CreateSnapshotRequest) throws -> SnapshotRecord {
        if let snapshot = try catalog.snapshot(named: request.name) {
            if snapshot.state == .ready {
                guard snapshot.volumeID == request.sourceVolumeID else {
                    throw RPCError(.alreadyExists, "a snapshot of this name has another source")
                }
                return snapshot
            }
            // A deletion or a creation that failed half-way.
            try remove(snapshot)
        }
        let volume = try driver.volume(request.sourceVolumeID)
        let snapshot = SnapshotRecord(
            id: Identifier.snapshot(),
            name: request.name,
            volumeID: volume.id,
            groupID: nil,
            layout: volume.layout,
            size: volume.capacity,
            created: .now
        )
        try catalog.add(snapshot)
        do {
            try storage.holding([volume]) {
                try storage.copy(storage.path(volume), to: storage.path(snapshot))
            }
            try storage.syncFileSystem()
            try catalog.setState(.ready, ofSnapshot: snapshot.id)
        } catch {
            // What can't be taken back now is when the driver starts, or at the next try.
            try? remove(snapshot)
            throw error
        }
        return snapshot
    }

    /// Removes a snapshot in any state.
    func remove(_ snapshot: SnapshotRecord) throws {
        if snapshot.state == .ready { try catalog.setState(.deleting, ofSnapshot: snapshot.id) }
        try storage.remove(storage.path(snapshot))
        try catalog.removeSnapshot(snapshot.id)
    }
}
