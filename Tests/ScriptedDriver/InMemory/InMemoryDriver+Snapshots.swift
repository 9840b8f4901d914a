public import CSI
import Foundation
public import GRPC

extension InMemoryDriver {
    /// Cuts a snapshot, which is ready at once.
    public func createSnapshot(
        _ request: CreateSnapshotRequest,
        _ call: ServerCall
    ) async throws -> CreateSnapshotResponse {
        try require(controller: .createDeleteSnapshot)
        try Self.require(!request.name.isEmpty, "name")
        try Self.require(!request.sourceVolumeID.isEmpty, "source_volume_id")
        return try change { state, _ in
            if let existing = state.snapshots.values.first(where: { $0.name == request.name }) {
                guard existing.snapshot.content.sourceVolumeID == request.sourceVolumeID else {
                    throw RPCError(.alreadyExists, "\(request.name) exists and is of another volume")
                }
                return CreateSnapshotResponse(snapshot: existing.snapshot.content)
            }
            return CreateSnapshotResponse(
                snapshot: try state.cutSnapshot(of: request.sourceVolumeID, name: request.name)
            )
        }
    }

    /// Deletes a snapshot that belongs to no group.
    public func deleteSnapshot(
        _ request: DeleteSnapshotRequest,
        _ call: ServerCall
    ) async throws -> DeleteSnapshotResponse {
        try require(controller: .createDeleteSnapshot)
        try Self.require(!request.snapshotID.isEmpty, "snapshot_id")
        return try change { state, _ in
            guard state.snapshots[request.snapshotID]?.snapshot.content.groupSnapshotID.isEmpty != false else {
                throw RPCError(.invalidArgument, "\(request.snapshotID) belongs to a group")
            }
            state.snapshots[request.snapshotID] = nil
            return DeleteSnapshotResponse()
        }
    }

    /// The snapshots that the filters let through, in the order in which they were cut.
    public func listSnapshots(
        _ request: ListSnapshotsRequest,
        _ call: ServerCall
    ) async throws -> ListSnapshotsResponse {
        try require(controller: .listSnapshots)
        let wanted = state.snapshots.values.filter { record in
            let snapshot = record.snapshot.content
            return (request.snapshotID.isEmpty || request.snapshotID == snapshot.snapshotID)
                && (request.sourceVolumeID.isEmpty || request.sourceVolumeID == snapshot.sourceVolumeID)
        }
        let page = try Page(
            wanted.map { ($0.number, ListSnapshotsResponse.Entry(snapshot: $0.snapshot.content)) },
            maximum: request.maxEntries,
            token: request.startingToken,
            pageSize: settings.pageSize
        )
        return ListSnapshotsResponse(entries: page.entries, nextToken: page.nextToken)
    }

    /// One snapshot.
    public func getSnapshot(_ request: GetSnapshotRequest, _ call: ServerCall) async throws -> GetSnapshotResponse {
        try require(controller: .getSnapshot)
        try Self.require(!request.snapshotID.isEmpty, "snapshot_id")
        guard let record = state.snapshots[request.snapshotID] else {
            throw RPCError(.notFound, "there is no snapshot \(request.snapshotID)")
        }
        return GetSnapshotResponse(snapshot: record.snapshot.content)
    }
}

extension InMemoryDriver: GroupControllerService {
    /// Group snapshots.
    public func groupControllerGetCapabilities(
        _ request: GroupControllerGetCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> GroupControllerGetCapabilitiesResponse {
        GroupControllerGetCapabilitiesResponse(
            capabilities: [.init(type: .rpc(.init(type: .createDeleteGetVolumeGroupSnapshot)))])
    }

    /// Cuts a snapshot of each volume, or of none.
    public func createVolumeGroupSnapshot(
        _ request: CreateVolumeGroupSnapshotRequest,
        _ call: ServerCall
    ) async throws -> CreateVolumeGroupSnapshotResponse {
        try Self.require(!request.name.isEmpty, "name")
        try Self.require(!request.sourceVolumeIDs.isEmpty, "source_volume_ids")
        return try change { state, _ in
            var request = request
            request.secrets = [:]
            if let (id, existing) = state.groups.first(where: { $0.value.request.content.name == request.name }) {
                guard existing.request.content == request else {
                    throw RPCError(.alreadyExists, "\(request.name) exists and differs")
                }
                return CreateVolumeGroupSnapshotResponse(groupSnapshot: try state.groupSnapshot(id))
            }
            let number = state.nextNumber()
            let id = "group-\(number)"
            let members = try request.sourceVolumeIDs.map {
                try state.cutSnapshot(of: $0, name: "\(request.name)/\($0)", group: id)
            }
            state.groups[id] = .init(
                number: number,
                request: Stored(request),
                snapshotIDs: members.map(\.snapshotID)
            )
            return CreateVolumeGroupSnapshotResponse(groupSnapshot: try state.groupSnapshot(id))
        }
    }

    /// Deletes a group with its members.
    public func deleteVolumeGroupSnapshot(
        _ request: DeleteVolumeGroupSnapshotRequest,
        _ call: ServerCall
    ) async throws -> DeleteVolumeGroupSnapshotResponse {
        try Self.require(!request.groupSnapshotID.isEmpty, "group_snapshot_id")
        return try change { state, _ in
            if let group = state.groups[request.groupSnapshotID] {
                try group.check(request.snapshotIDs)
                for id in group.snapshotIDs { state.snapshots[id] = nil }
                state.groups[request.groupSnapshotID] = nil
            }
            return DeleteVolumeGroupSnapshotResponse()
        }
    }

    /// One group with its members.
    public func getVolumeGroupSnapshot(
        _ request: GetVolumeGroupSnapshotRequest,
        _ call: ServerCall
    ) async throws -> GetVolumeGroupSnapshotResponse {
        try Self.require(!request.groupSnapshotID.isEmpty, "group_snapshot_id")
        let group = try state.groupSnapshot(request.groupSnapshotID)
        try state.groups[request.groupSnapshotID]?.check(request.snapshotIDs)
        return GetVolumeGroupSnapshotResponse(groupSnapshot: group)
    }
}

extension InMemoryState {
    fileprivate mutating func cutSnapshot(of volumeID: String, name: String, group: String = "") throws -> Snapshot {
        let source = try volume(volumeID).volume.content
        let number = nextNumber()
        let now = Date.now.timeIntervalSince1970
        let snapshot = Snapshot(
            sizeBytes: source.capacityBytes,
            snapshotID: "snap-\(number)",
            sourceVolumeID: volumeID,
            creationTime: Timestamp(seconds: Int64(now), nanos: Int32((now - now.rounded(.down)) * 1e9)),
            readyToUse: true,
            groupSnapshotID: group
        )
        snapshots[snapshot.snapshotID] = .init(number: number, name: name, snapshot: Stored(snapshot))
        return snapshot
    }

    fileprivate func groupSnapshot(_ id: String) throws -> VolumeGroupSnapshot {
        guard let group = groups[id] else { throw RPCError(.notFound, "there is no group \(id)") }
        let members = group.snapshotIDs.compactMap { snapshots[$0]?.snapshot.content }
        return VolumeGroupSnapshot(
            groupSnapshotID: id,
            snapshots: members,
            creationTime: members.first?.creationTime,
            readyToUse: true
        )
    }
}

extension InMemoryState.GroupRecord {
    fileprivate func check(_ snapshotIDs: [String]) throws {
        guard Set(snapshotIDs) == Set(self.snapshotIDs) else {
            throw RPCError(.invalidArgument, "snapshot_ids are not the group's")
        }
    }
}
