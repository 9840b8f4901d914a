internal import CSI
internal import GRPC

extension Controller {
    func deleteVolume(_ request: DeleteVolumeRequest, _ call: ServerCall) async throws -> DeleteVolumeResponse {
        try driver.require(.createVolume, for: call)
        try Check.id(request.volumeID, "volume_id")
        try Check.secrets(request.secrets)
        return try await driver.perform([.volume(request.volumeID)]) {
            if let volume = try catalog.anyVolume(request.volumeID), volume.state != .creating {
                try checkUnused(volume)
                try remove(volume)
            }
            return DeleteVolumeResponse()
        }
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
    }

    /// Removes a volume in any state. Snapshots are copies and stay.
    func remove(_ volume: VolumeRecord) throws {
        try storage.checkNothingMounted(at: storage.path(volume))
        try storage.releaseDevices(volume, neededBy: [])
        if volume.state == .ready { try catalog.setState(.deleting, ofVolume: volume.id) }
        try storage.remove(storage.path(volume))
        try catalog.removeVolume(volume.id)
    }
}
