internal import CSI
internal import GRPC

extension Node {
    func nodeGetVolumeHealth(
        _ request: NodeGetVolumeHealthRequest,
        _ call: ServerCall
    ) async throws -> NodeGetVolumeHealthResponse {
        try driver.require(.nodeVolumeHealth, for: call)
        try Check.id(request.volumeID, "volume_id")
        let path = request.volumePublishPath.isEmpty ? request.stagingTargetPath : request.volumePublishPath
        guard !path.isEmpty else { throw RPCError(.invalidArgument, "volume_publish_path is missing") }
        return try await driver.perform {
            let volume = try driver.volume(request.volumeID)
            let mount = try mount(of: volume, at: path)
            let defects = try [
                driver.defect(of: volume, .thorough), driver.defect(of: mount, of: volume),
                driver.pendingExpansion(of: volume),
            ].compactMap(\.self)
            return NodeGetVolumeHealthResponse(volumeHealth: VolumeHealth(volumeID: volume.id, healthStatuses: defects))
        }
    }

    func nodeGetStorageHealth(
        _ request: NodeGetStorageHealthRequest,
        _ call: ServerCall
    ) async throws -> NodeGetStorageHealthResponse {
        try driver.require(.storageHealth, for: call)
        try Check.secrets(request.secrets)
        return try await driver.perform {
            NodeGetStorageHealthResponse(backendHealth: [storageDefect()].compactMap(\.self))
        }
    }

    /// What is wrong with the state folder; nil where nothing is.
    private func storageDefect() -> NodeGetStorageHealthResponse.StorageBackendHealth? {
        guard let isNearlyFull = try? driver.storage.isNearlyFull, System.writable(driver.storage.root) else {
            return NodeGetStorageHealthResponse.StorageBackendHealth(
                status: .storageUnreachable,
                reason: "StateFolderUnusable",
                message: "the state folder can't be written"
            )
        }
        guard isNearlyFull else { return nil }
        return NodeGetStorageHealthResponse.StorageBackendHealth(
            status: .storageDegraded,
            reason: "StateFolderFull",
            message: "less than 2 % of the storage is free"
        )
    }
}
