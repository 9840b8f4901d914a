internal import CSI
internal import GRPC

extension HostPathDriver {
    /// What is wrong with a volume's data; nil where nothing is.
    func defect(of volume: VolumeRecord) throws -> VolumeHealth.VolumeHealthEntry? {
        guard let status = try System.status(storage.path(volume)) else {
            return VolumeHealth.VolumeHealthEntry(
                status: .dataLoss,
                reason: "DataMissing",
                message: "the volume's data is gone"
            )
        }
        guard status.kind == (volume.layout.isImage ? .regular : .directory) else {
            return VolumeHealth.VolumeHealthEntry(
                status: .dataLoss,
                reason: "DataReplaced",
                message: "something else lies where the volume's data was"
            )
        }
        guard !volume.layout.isImage || status.size >= volume.capacity else {
            return VolumeHealth.VolumeHealthEntry(
                status: .dataLoss,
                reason: "DataTruncated",
                message: "the volume's image is smaller than the volume"
            )
        }
        return nil
    }

    /// What is wrong with a volume where it is mounted; nil where nothing is.
    func defect(of mount: MountRecord, of volume: VolumeRecord) throws -> VolumeHealth.VolumeHealthEntry? {
        guard try !mounter.isMounted(mount, of: volume, in: .current()) else { return nil }
        return VolumeHealth.VolumeHealthEntry(
            status: .inaccessible,
            reason: "NotMounted",
            message: "the volume is not mounted at the path any more"
        )
    }

    /// The condition that CSI had before 1.13; nil where it is off.
    func condition(of volume: VolumeRecord, mount: MountRecord? = nil) throws -> VolumeCondition? {
        guard has(.condition) else { return nil }
        let defect = try defect(of: volume) ?? mount.flatMap { try self.defect(of: $0, of: volume) }
        return VolumeCondition(abnormal: defect != nil, message: defect?.message ?? "the volume is healthy")
    }
}

extension Controller {
    func controllerGetVolumeHealth(
        _ request: ControllerGetVolumeHealthRequest,
        _ call: ServerCall
    ) async throws -> ControllerGetVolumeHealthResponse {
        try driver.require(.volumeHealth, for: call)
        try Check.id(request.volumeID, "volume_id")
        try Check.secrets(request.secrets)
        return try await driver.perform {
            let volume = try driver.volume(request.volumeID)
            let defects = try [driver.defect(of: volume)].compactMap(\.self)
            return ControllerGetVolumeHealthResponse(
                volumeHealth: VolumeHealth(volumeID: volume.id, healthStatuses: defects)
            )
        }
    }

    func controllerListVolumeHealth(
        _ request: ControllerListVolumeHealthRequest,
        _ call: ServerCall
    ) async throws -> ControllerListVolumeHealthResponse {
        try driver.require(.listVolumeHealth, for: call)
        try Check.maxEntries(request.maxEntries)
        try Check.secrets(request.secrets)
        return try await driver.perform {
            let token = try PageToken(request.startingToken, last: try catalog.lastSequence(of: "volumes"))
            let defects = try catalog.volumes(after: token.sequence).compactMap { volume in
                try driver.defect(of: volume).map { (volume, $0) }
            }
            let page = PageToken.page(defects, size: request.maxEntries) { $0.0.sequence }
            return ControllerListVolumeHealthResponse(
                entries: page.elements.map { VolumeHealth(volumeID: $0.id, healthStatuses: [$1]) },
                nextToken: page.nextToken
            )
        }
    }
}
