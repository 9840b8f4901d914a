internal import CSI
internal import GRPC

extension Node {
    func nodeUnstageVolume(
        _ request: NodeUnstageVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodeUnstageVolumeResponse {
        try driver.require(.stage, for: call)
        try Check.id(request.volumeID, "volume_id")
        let path = try path(request.stagingTargetPath, "staging_target_path")
        return try await driver.perform([.volume(request.volumeID), .path(path)]) {
            let volume = try driver.volume(request.volumeID)
            let mounts = try catalog.mounts(ofVolume: volume.id).filter { $0.nodeID == id }
            if let staging = mount(at: path, among: mounts.filter { !$0.isPublication }) {
                if let publication = mounts.first(where: \.isPublication) {
                    throw RPCError(.failedPrecondition, "the volume is still published at \(publication.path)")
                }
                try remove(staging, of: volume)
            }
            return NodeUnstageVolumeResponse()
        }
    }
}
