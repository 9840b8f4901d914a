internal import CSI
internal import GRPC

extension Controller {
    func createSnapshot(_ request: CreateSnapshotRequest, _ call: ServerCall) async throws -> CreateSnapshotResponse {
        try driver.require(.snapshots, for: call)
        try Check.name(request.name)
        try Check.id(request.sourceVolumeID, "source_volume_id")
        try Check.secrets(request.secrets)
        try Check.map(request.parameters, "parameters")
        let consistency = try Consistency(request.parameters)
        let claims: Set<Claim> = [.snapshotName(request.name), .content(request.sourceVolumeID)]
        return try await driver.copy(claims, for: call) {
            try finished(request).map { CreateSnapshotResponse(snapshot: $0.message) }
        } _: { work in
            CreateSnapshotResponse(snapshot: try cut(request, consistency, work).message)
        }
    }

    private func finished(_ request: CreateSnapshotRequest) throws -> SnapshotRecord? {
        guard let snapshot = try catalog.snapshot(named: request.name), snapshot.state == .ready else { return nil }
        guard snapshot.volumeID == request.sourceVolumeID else {
            throw RPCError(.alreadyExists, "a snapshot of this name has another source")
        }
        return snapshot
    }

    private func cut(
        _ request: CreateSnapshotRequest,
        _ consistency: Consistency,
        _ work: LongWork
    ) throws -> SnapshotRecord {
        // A deletion or a creation that failed half-way.
        if let snapshot = try catalog.snapshot(named: request.name) { try remove(snapshot) }
        let volume = try driver.volume(request.sourceVolumeID)
        var snapshot = SnapshotRecord(
            id: Identifier.snapshot(),
            name: request.name,
            volumeID: volume.id,
            groupID: nil,
            layout: volume.layout,
            size: volume.capacity,
            created: .now
        )
        try driver.promising(try driver.bytesForCopy(of: volume)) { [snapshot] in try catalog.add(snapshot) }
        do {
            let members = [ContentCopy.Member(volume: volume, target: storage.path(snapshot))]
            try ContentCopy(driver: driver, members: members, work: work).run(consistency)
            try catalog.setState(.ready, ofSnapshot: snapshot.id)
            snapshot.state = .ready
        } catch {
            // What can't be taken back now is when the driver starts, or at the next try.
            try? remove(snapshot)
            throw error
        }
        return snapshot
    }

    /// Removes a snapshot in any state.
    func remove(_ snapshot: SnapshotRecord, _ work: LongWork = LongWork()) throws {
        if snapshot.state == .ready { try catalog.setState(.deleting, ofSnapshot: snapshot.id) }
        try driver.removeData(of: snapshot, work)
        try catalog.removeSnapshot(snapshot.id)
    }
}

extension HostPathDriver {
    /// Removes a snapshot's data. Why it can't be is noted, so that people see it; the next deletion or start tries again.
    func removeData(of snapshot: SnapshotRecord, _ work: LongWork) throws {
        do {
            try storage.remove(storage.path(snapshot), work)
        } catch {
            if !work.isCalledOff { try catalog.setTrouble(RPCError(from: error).message, ofSnapshot: snapshot.id) }
            throw error
        }
    }
}
