internal import CSI
internal import GRPC

extension Controller {
    func controllerUnpublishVolume(
        _ request: ControllerUnpublishVolumeRequest,
        _ call: ServerCall
    ) async throws -> ControllerUnpublishVolumeResponse {
        try driver.require(.attach, for: call)
        try Check.id(request.volumeID, "volume_id")
        try Check.text(request.nodeID, "node_id", limit: 256)
        try Check.secrets(request.secrets)
        return try await driver.perform([.volume(request.volumeID)]) {
            let node = request.nodeID.isEmpty ? nil : request.nodeID
            let mounts = try catalog.mounts(ofVolume: request.volumeID)
            if let mount = mounts.first(where: { node == nil || $0.nodeID == node }) {
                throw RPCError(
                    .failedPrecondition,
                    "node \(mount.nodeID) still has the volume at \(mount.path)"
                )
            }
            try catalog.removeAttachments(ofVolume: request.volumeID, node: node)
            return ControllerUnpublishVolumeResponse()
        }
    }
}
