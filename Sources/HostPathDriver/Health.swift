internal import CSI
internal import GRPC
internal import Glibc

extension HostPathDriver {
    /// How closely volumes are looked at.
    enum HealthCheck {
        /// One of many, beside the mounts of them all.
        case quick(MountTable)
        /// One alone: what it takes to see everything.
        case thorough
    }

    /// What is wrong with a volume's data; nil where nothing is.
    func defect(of volume: VolumeRecord, _ check: HealthCheck) throws -> VolumeHealth.VolumeHealthEntry? {
        if let trouble = volume.trouble {
            return VolumeHealth.VolumeHealthEntry(
                status: .inaccessible,
                reason: "RemovalFailed",
                message: "the volume was deleted, but its data can't be removed: \(trouble)"
            )
        }
        return try dataDefect(of: volume) ?? fileSystemDefect(of: volume, check) ?? roomDefect(of: volume)
    }

    private func dataDefect(of volume: VolumeRecord) throws -> VolumeHealth.VolumeHealthEntry? {
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

    private func fileSystemDefect(
        of volume: VolumeRecord,
        _ check: HealthCheck
    ) throws -> VolumeHealth.VolumeHealthEntry? {
        guard let fileSystem = volume.layout.fileSystem else { return nil }
        if try isShutDown(volume, check) {
            return VolumeHealth.VolumeHealthEntry(
                status: .inaccessible,
                reason: "FileSystemShutDown",
                message: "the kernel has shut the volume's file system down after an error: unpublish and unstage the "
                    + "volume, and look for the cause in the kernel's log"
            )
        }
        var path = storage.path(volume)
        if case .thorough = check { path = try storage.devices(volume).first { !$0.isEnding }?.path ?? path }
        let repair = volume.layout == .xfs ? "xfs_repair" : "e2fsck"
        do throws(System.Failure) {
            switch try Superblock.defect(of: volume.layout, on: path) {
            case .missing:
                return VolumeHealth.VolumeHealthEntry(
                    status: .dataLoss,
                    reason: "NoFileSystem",
                    message: "the volume's image does not begin with the superblock of \(fileSystem): somebody has "
                        + "overwritten it"
                )
            case .hasErrors:
                return VolumeHealth.VolumeHealthEntry(
                    status: .degraded,
                    reason: "FileSystemErrors",
                    message: "the volume's file system is marked as having errors: unpublish and unstage the volume, "
                        + "and repair its image with \(repair)"
                )
            case nil: return nil
            }
        } catch {
            return VolumeHealth.VolumeHealthEntry(
                status: .inaccessible,
                reason: "DataUnreadable",
                message: "the volume's data can't be read: \(error)"
            )
        }
    }

    /// Whether a volume's file system is mounted, but the kernel does nothing for it any more.
    private func isShutDown(_ volume: VolumeRecord, _ check: HealthCheck) throws -> Bool {
        let paths = try catalog.mounts(ofVolume: volume.id).map { $0.resolvedPath ?? $0.path }
        guard !paths.isEmpty else { return false }
        let table = if case .quick(let table) = check { table } else { try MountTable.current() }
        for path in paths {
            guard let mount = table.top(at: path), mount.fileSystem == volume.layout.fileSystem else { continue }
            if mount.fileSystemOptions.contains(where: ["shutdown", "emergency_ro"].contains) { return true }
            do throws(System.Failure) {
                _ = try System.status(path)
                // ext4 shows it nowhere else before Linux 6.3.
                if case .thorough = check { try System.sync(path) }
            } catch {
                if error.code == EIO { return true }
            }
        }
        return false
    }

    /// What keeps writers from writing to a volume whose room is not set aside, or not all of it.
    private func roomDefect(of volume: VolumeRecord) throws -> VolumeHealth.VolumeHealthEntry? {
        guard try storage.isNearlyFull, try !volume.isBacked || owedBytes(volume) > 0 else { return nil }
        return VolumeHealth.VolumeHealthEntry(
            status: .degraded,
            reason: "StateFolderFull",
            message: "less than 2 % of the storage is free, and the volume lacks room of its own: writes may fail"
        )
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

    /// That a volume's file system still has the size from before an expansion, which is no fault; nil where it has not.
    func pendingExpansion(of volume: VolumeRecord) -> VolumeHealth.VolumeHealthEntry? {
        let path = (try? storage.devices(volume).first { !$0.isEnding }?.path) ?? storage.path(volume)
        guard (try? Superblock.isSmaller(than: volume, on: path)) == true else { return nil }
        return VolumeHealth.VolumeHealthEntry(
            status: .degraded,
            reason: "NodeExpansionPending",
            message:
                "the volume's file system is smaller than the volume's \(volume.capacity) bytes: node expansion is "
                + "pending"
        )
    }

    /// The condition that CSI had before 1.13; nil where it is off.
    func condition(
        of volume: VolumeRecord,
        mount: MountRecord? = nil,
        _ check: HealthCheck
    ) throws -> VolumeCondition? {
        guard has(.condition) else { return nil }
        let defect = try defect(of: volume, check) ?? mount.flatMap { try self.defect(of: $0, of: volume) }
        if let defect { return VolumeCondition(abnormal: true, message: defect.message) }
        let pending = mount.flatMap { _ in pendingExpansion(of: volume) }
        return VolumeCondition(abnormal: false, message: pending?.message ?? "the volume is healthy")
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
            let volume = try driver.listedVolume(request.volumeID)
            let defects = try [driver.defect(of: volume, .thorough)].compactMap(\.self)
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
            let mounts = try MountTable.current()
            let defects = try catalog.volumes(after: token.sequence).compactMap { volume in
                try driver.defect(of: volume, .quick(mounts)).map { (volume, $0) }
            }
            let page = PageToken.page(defects, size: request.maxEntries) { $0.0.sequence }
            return ControllerListVolumeHealthResponse(
                entries: page.elements.map { VolumeHealth(volumeID: $0.id, healthStatuses: [$1]) },
                nextToken: page.nextToken
            )
        }
    }
}
