internal import CSI
internal import GRPC

extension Controller {
    func controllerGetVolume(
        _ request: ControllerGetVolumeRequest,
        _ call: ServerCall
    ) async throws -> ControllerGetVolumeResponse {
        try driver.require(.getVolume, for: call)
        try Check.id(request.volumeID, "volume_id")
        return try await driver.perform {
            let volume = try driver.listedVolume(request.volumeID)
            return ControllerGetVolumeResponse(
                volume: describe(volume),
                status: ControllerGetVolumeResponse.VolumeStatus(
                    publishedNodeIDs: try publishedNodes(volume),
                    volumeCondition: try driver.condition(of: volume, .thorough)
                )
            )
        }
    }
}
