internal import CSI
internal import GRPC

extension Controller {
    func deleteVolume(_ request: DeleteVolumeRequest, _ call: ServerCall) async throws -> DeleteVolumeResponse {
        try driver.require(.createVolume, for: call)
        try Check.id(request.volumeID, "volume_id")
        try Check.secrets(request.secrets)
        return try await driver.holding([.volume(request.volumeID), .content(request.volumeID)]) {
            if let volume = try await driver.run(.quick, { try removable(request.volumeID) }) {
                try await driver.runLong(volume.layout.isImage ? .quick : .walks) { try remove(volume, $0) }
            }
            return DeleteVolumeResponse()
        }
    }

    private func removable(_ id: String) throws -> VolumeRecord? {
        guard let volume = try catalog.anyVolume(id), volume.state != .creating || volume.trouble != nil
        else { return nil }
        try checkUnused(volume)
        return volume
    }

    private func checkUnused(_ volume: VolumeRecord) throws {
        if let attachment = try catalog.attachments(ofVolume: volume.id).first {
            throw RPCError(.failedPrecondition, "the volume is attached to node \(attachment.nodeID)")
        }
        if let mount = try catalog.mounts(ofVolume: volume.id).first {
            let use = mount.isPublication ? "published" : "staged"
            throw RPCError(.failedPrecondition, "the volume is \(use) at \(mount.path)")
        }
        if let point = try driver.mounter.points(of: volume, in: .current()).first {
            throw RPCError(.failedPrecondition, "the volume is mounted at \(point)")
        }
        for device in try storage.devices(volume) where try !device.isMade(of: storage.path(volume)) {
            throw RPCError(.failedPrecondition, "somebody else has made \(device.path) of the volume's image")
        }
    }

    /// Removes a volume in any state. Snapshots are copies and stay.
    func remove(_ volume: VolumeRecord, _ work: LongWork = LongWork()) throws {
        try storage.releaseDevices(volume, neededBy: [])
        if volume.state == .ready { try catalog.setState(.deleting, ofVolume: volume.id) }
        do {
            try storage.remove(storage.path(volume), work)
        } catch {
            // So that people see it. The next deletion or start tries again.
            if !work.isCalledOff { try catalog.setTrouble(RPCError(from: error).message, ofVolume: volume.id) }
            throw error
        }
        try catalog.removeVolume(volume.id)
    }
}
