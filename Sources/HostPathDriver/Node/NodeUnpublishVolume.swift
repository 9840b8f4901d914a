internal import CSI
internal import GRPC

extension Node {
    func nodeUnpublishVolume(
        _ request: NodeUnpublishVolumeRequest,
        _ call: ServerCall
    ) async throws -> NodeUnpublishVolumeResponse {
        try Check.id(request.volumeID, "volume_id")
        let path = try path(request.targetPath, "target_path")
        return try await driver.perform([.volume(request.volumeID), .path(path)]) {
            let volume = try driver.volume(request.volumeID)
            let publications = try catalog.mounts(ofVolume: volume.id).filter { $0.isPublication && $0.nodeID == id }
            if let publication = mount(at: path, among: publications) { try remove(publication, of: volume) }
            return NodeUnpublishVolumeResponse()
        }
    }
}
