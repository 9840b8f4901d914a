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
        let consistency = try Consistency(request.parameters)
        let claims = request.sourceVolumeIDs.map(Claim.content) + [.groupName(request.name)]
        return try await driver.copy(Set(claims), for: call) { [remembered] in
            try finished(remembered).map { CreateVolumeGroupSnapshotResponse(groupSnapshot: $0) }
        } _: { [remembered] work in
            CreateVolumeGroupSnapshotResponse(groupSnapshot: try create(remembered, consistency, work))
        }
    }

    private func finished(_ request: CreateVolumeGroupSnapshotRequest) throws -> VolumeGroupSnapshot? {
        guard let group = try driver.catalog.group(named: request.name), group.state == .ready else { return nil }
        guard Set(group.request.sourceVolumeIDs) == Set(request.sourceVolumeIDs),
            group.request.parameters == request.parameters
        else { throw RPCError(.alreadyExists, "a group snapshot of this name has other sources or parameters") }
        return try describe(group)
    }

    private func create(
        _ request: CreateVolumeGroupSnapshotRequest,
        _ consistency: Consistency,
        _ work: LongWork
    ) throws -> VolumeGroupSnapshot {
        // A deletion or a creation that failed half-way.
        if let group = try driver.catalog.group(named: request.name) { try remove(group) }
        let volumes = try request.sourceVolumeIDs.map { try driver.volume($0) }
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
        let room = try volumes.reduce(0) { $0 + (try driver.bytesForCopy(of: $1)) }
        try driver.promising(room) { [group] in try driver.catalog.add(group, members: members) }
        do {
            let copies = zip(volumes, members).map { volume, member in
                ContentCopy.Member(volume: volume, target: driver.storage.path(member))
            }
            try ContentCopy(driver: driver, members: copies, work: work).run(consistency)
        } catch {
            // What can't be taken back now is when the driver starts, or at the next try.
            try? remove(group)
            throw error
        }
        try driver.catalog.setState(.ready, ofGroup: group.id)
        group.state = .ready
        return try describe(group)
    }

    func deleteVolumeGroupSnapshot(
        _ request: DeleteVolumeGroupSnapshotRequest,
        _ call: ServerCall
    ) async throws -> DeleteVolumeGroupSnapshotResponse {
        try Check.id(request.groupSnapshotID, "group_snapshot_id")
        try Check.secrets(request.secrets)
        let claims = request.snapshotIDs.map(Claim.snapshot) + [.group(request.groupSnapshotID)]
        return try await driver.holding(Set(claims)) {
            try await driver.runLong(.walks) { work in
                if let group = try driver.catalog.group(request.groupSnapshotID) {
                    if group.state == .ready { try check(request.snapshotIDs, against: group) }
                    try remove(group, work)
                }
                return DeleteVolumeGroupSnapshotResponse()
            }
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

    private func remove(_ group: GroupRecord, _ work: LongWork = LongWork()) throws {
        if group.state == .ready { try driver.catalog.setState(.deleting, ofGroup: group.id) }
        for member in try driver.catalog.snapshots(ofGroup: group.id) { try driver.removeData(of: member, work) }
        try driver.catalog.removeGroup(group.id)
    }
}
