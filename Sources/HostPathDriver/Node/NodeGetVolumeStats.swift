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
        return try await driver.perform {
            let volume = try driver.volume(request.volumeID)
            let mount = try mount(of: volume, at: request.volumePath)
            return NodeGetVolumeStatsResponse(
                usage: driver.has(.stats) ? try usage(of: volume, at: mount) : [],
                volumeCondition: try driver.condition(of: volume, mount: mount)
            )
        }
    }

    /// What is used of a volume; nothing where it is not mounted any more.
    private func usage(of volume: VolumeRecord, at mount: MountRecord) throws -> [VolumeUsage] {
        guard try mounter.isMounted(mount, of: volume, in: .current()) else { return [] }
        guard volume.layout != .block else { return [VolumeUsage(total: volume.capacity, unit: .bytes)] }
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
}
