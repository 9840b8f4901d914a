internal import CSI
internal import GRPC

extension Node {
    func nodeGetVolumeStats(
        _ request: NodeGetVolumeStatsRequest,
        _ call: ServerCall
    ) async throws -> NodeGetVolumeStatsResponse {
        try driver.require(.stats, .condition, for: call)
        try Check.id(request.volumeID, "volume_id")
        guard !request.volumePath.isEmpty else { throw RPCError(.invalidArgument, "volume_path is missing") }
        let volume = try await driver.perform { try driver.volume(request.volumeID) }
        return try await driver.runLong(volume.layout == .directory ? .walks : .quick) { work in
            let mount = try mount(of: volume, at: request.volumePath)
            return NodeGetVolumeStatsResponse(
                usage: driver.has(.stats) ? try usage(of: volume, at: mount, work) : [],
                volumeCondition: try driver.condition(of: volume, mount: mount, .thorough)
            )
        }
    }

    /// What is used of a volume; nothing where it is not mounted any more.
    private func usage(of volume: VolumeRecord, at mount: MountRecord, _ work: LongWork) throws -> [VolumeUsage] {
        guard try mounter.isMounted(mount, of: volume, in: .current()) else { return [] }
        switch volume.layout {
        case .block: return [VolumeUsage(total: volume.capacity, unit: .bytes)]
        case .directory: return try usage(ofFolder: volume, work)
        case .ext4, .xfs: break
        }
        let usage = try System.usage(mounter.path(of: mount))
        return [
            VolumeUsage(
                available: usage.available,
                total: usage.total,
                used: usage.total - usage.free,
                unit: .bytes
            ),
            VolumeUsage(
                available: usage.freeFiles,
                total: usage.files,
                used: usage.files - usage.freeFiles,
                unit: .inodes
            ),
        ]
    }

    /// What is used of a folder, which has the disk in common with others.
    private func usage(ofFolder volume: VolumeRecord, _ work: LongWork) throws -> [VolumeUsage] {
        let used = try Tree(of: driver.storage.path(volume)).usage(work: work)
        let disk = try System.usage(driver.storage.root)
        return [
            VolumeUsage(
                available: max(0, min(volume.capacity - used.bytes, disk.available)),
                total: volume.capacity,
                used: used.bytes,
                unit: .bytes
            ),
            VolumeUsage(
                available: disk.freeFiles,
                total: disk.freeFiles + used.files,
                used: used.files,
                unit: .inodes
            ),
        ]
    }
}
