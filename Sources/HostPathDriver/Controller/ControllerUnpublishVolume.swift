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
            for mount in try catalog.mounts(ofVolume: request.volumeID) where node == nil || mount.nodeID == node {
                // A lost node's own service can't be asked any more.
                guard !driver.configuration.nodeIDs.contains(mount.nodeID),
                    let volume = try catalog.anyVolume(request.volumeID)
                else {
                    throw RPCError(
                        .failedPrecondition,
                        "node \(mount.nodeID) still has the volume at \(mount.path)"
                    )
                }
                try Node(driver: driver, id: mount.nodeID).remove(mount, of: volume)
            }
            try catalog.removeAttachments(ofVolume: request.volumeID, node: node)
            return ControllerUnpublishVolumeResponse()
        }
    }
}
