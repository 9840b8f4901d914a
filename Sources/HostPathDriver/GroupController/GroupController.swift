internal import CSI
internal import GRPC

/// Snapshots of several volumes at one point in time.
struct GroupController: GroupControllerService {
    let driver: HostPathDriver

    func groupControllerGetCapabilities(
        _ request: GroupControllerGetCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> GroupControllerGetCapabilitiesResponse {
        let rpc = GroupControllerServiceCapability.RPC(type: .createDeleteGetVolumeGroupSnapshot)
        return GroupControllerGetCapabilitiesResponse(capabilities: [GroupControllerServiceCapability(type: .rpc(rpc))])
    }

    func createVolumeGroupSnapshot(
        _ request: CreateVolumeGroupSnapshotRequest,
        _ call: ServerCall
    ) async throws -> CreateVolumeGroupSnapshotResponse {
        try Check.name(request.name)
        try Check.secrets(request.secrets)
        try Check.map(request.parameters, "parameters")
        guard !request.sourceVolumeIDs.isEmpty else {
            throw RPCError(.invalidArgument, "source_volume_ids is missing")
        }
        for id in request.sourceVolumeIDs { try Check.id(id, "source_volume_ids") }
        guard Set(request.sourceVolumeIDs).count == request.sourceVolumeIDs.count else {
            throw RPCError(.invalidArgument, "source_volume_ids names a volume twice")
        }
        var remembered = request
        remembered.secrets = [:]
        let claims = request.sourceVolumeIDs.map(Claim.volume) + [.groupName(request.name)]
        return try await driver.perform(Set(claims)) { [remembered] in
            CreateVolumeGroupSnapshotResponse(groupSnapshot: try create(remembered))
        }
    }

    private func create(_ request: CreateVolumeGroupSnapshotRequest) throws -> VolumeGroupSnapshot {
        if let group = try driver.catalog.group(named: request.name) {
            guard group.state != .ready else {
                guard Set(group.request.sourceVolumeIDs) == Set(request.sourceVolumeIDs),
                    group.request.parameters == request.parameters
                else {
                    throw RPCError(.alreadyExists, "a group snapshot of this name has other sources or parameters")
                }
                return try describe(group)
            }
            try remove(group)
        }
        let volumes = try request.sourceVolumeIDs.map { try driver.volume($0) }
        for volume in volumes { try checkWriters(of: volume) }
        let now = Timestamp.now
        var group = GroupRecord(id: Identifier.group(), name: request.name, created: now, request: request)
        let members = volumes.map { volume in
            let id = Identifier.snapshot()
            return SnapshotRecord(
                id: id,
                name: "\(group.id)/\(id)",
                volumeID: volume.id,
                groupID: group.id,
                layout: volume.layout,
                size: volume.capacity,
                created: now
            )
        }
        try driver.catalog.add(group, members: members)
        do {
            try driver.storage.holding(volumes) {
                for (volume, member) in zip(volumes, members) {
                    try driver.storage.copy(driver.storage.path(volume), to: driver.storage.path(member))
                }
            }
            try driver.storage.syncFileSystem()
        } catch {
            // What can't be taken back now is when the driver starts, or at the next try.
            try? remove(group)
            throw error
        }
        try driver.catalog.setState(.ready, ofGroup: group.id)
        group.state = .ready
        return try describe(group)
    }

    /// - Throws: FAILED_PRECONDITION where others may write to a volume while it is copied: its snapshot would not be of
    ///   the same time as the group's other ones.
    private func checkWriters(of volume: VolumeRecord) throws {
        let mounts = try driver.catalog.mounts(ofVolume: volume.id)
        guard let writer = mounts.first(where: { $0.isPublication && !$0.readonly }),
            try !driver.storage.canHoldWriters(volume)
        else { return }
        throw RPCError(
            .failedPrecondition,
            "volume \(volume.id) is published for writing at \(writer.path), and only writers to the file system of an "
                + "image can be held back while a group is cut: unpublish the volume first"
        )
    }

    func deleteVolumeGroupSnapshot(
        _ request: DeleteVolumeGroupSnapshotRequest,
        _ call: ServerCall
    ) async throws -> DeleteVolumeGroupSnapshotResponse {
        try Check.id(request.groupSnapshotID, "group_snapshot_id")
        try Check.secrets(request.secrets)
        let claims = request.snapshotIDs.map(Claim.snapshot) + [.group(request.groupSnapshotID)]
        return try await driver.perform(Set(claims)) {
            if let group = try driver.catalog.group(request.groupSnapshotID) {
                if group.state == .ready { try check(request.snapshotIDs, against: group) }
                try remove(group)
            }
            return DeleteVolumeGroupSnapshotResponse()
        }
    }

    func getVolumeGroupSnapshot(
        _ request: GetVolumeGroupSnapshotRequest,
        _ call: ServerCall
    ) async throws -> GetVolumeGroupSnapshotResponse {
        try Check.id(request.groupSnapshotID, "group_snapshot_id")
        try Check.secrets(request.secrets)
        return try await driver.perform {
            guard let group = try driver.catalog.group(request.groupSnapshotID), group.state == .ready else {
                throw RPCError(.notFound, "there is no group snapshot of this ID")
            }
            try check(request.snapshotIDs, against: group)
            return GetVolumeGroupSnapshotResponse(groupSnapshot: try describe(group))
        }
    }

    private func check(_ ids: [String], against group: GroupRecord) throws {
        let members = try driver.catalog.snapshots(ofGroup: group.id).map(\.id)
        guard Set(ids) == Set(members) else {
            throw RPCError(.invalidArgument, "snapshot_ids does not list the members of the group")
        }
    }

    private func describe(_ group: GroupRecord) throws -> VolumeGroupSnapshot {
        VolumeGroupSnapshot(
            groupSnapshotID: group.id,
            snapshots: try driver.catalog.snapshots(ofGroup: group.id).map(\.message),
            creationTime: group.created,
            readyToUse: true
        )
    }

    private func remove(_ group: GroupRecord) throws {
        if group.state == .ready { try driver.catalog.setState(.deleting, ofGroup: group.id) }
        for member in try driver.catalog.snapshots(ofGroup: group.id) {
            try driver.storage.remove(driver.storage.path(member))
        }
        try driver.catalog.removeGroup(group.id)
    }
}
