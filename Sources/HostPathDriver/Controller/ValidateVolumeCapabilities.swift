internal import CSI
internal import GRPC

extension Controller {
    func validateVolumeCapabilities(
        _ request: ValidateVolumeCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> ValidateVolumeCapabilitiesResponse {
        try Check.id(request.volumeID, "volume_id")
        try Check.capabilities(request.volumeCapabilities)
        try Check.secrets(request.secrets)
        try Check.map(request.volumeContext, "volume_context")
        try Check.map(request.parameters, "parameters")
        try Check.map(request.mutableParameters, "mutable_parameters")
        return try await driver.perform {
            let volume = try driver.volume(request.volumeID)
            if let reason = try objection(to: request, volume) {
                return ValidateVolumeCapabilitiesResponse(message: reason)
            }
            return ValidateVolumeCapabilitiesResponse(
                confirmed: ValidateVolumeCapabilitiesResponse.Confirmed(
                    volumeContext: request.volumeContext,
                    volumeCapabilities: request.volumeCapabilities,
                    parameters: request.parameters,
                    mutableParameters: request.mutableParameters
                )
            )
        }
    }

    private func objection(
        to request: ValidateVolumeCapabilitiesRequest,
        _ volume: VolumeRecord
    ) throws -> String? {
        for capability in request.volumeCapabilities {
            if let objection = driver.objection(to: capability, layout: volume.layout) { return objection.message }
        }
        // Volumes that an earlier version made were given out with less.
        guard request.volumeContext.allSatisfy({ volume.context[$0.key] == $0.value }) else {
            return "the volume has another context"
        }
        guard request.parameters.isEmpty || request.parameters == volume.request.parameters else {
            return "the volume has other parameters"
        }
        let current = try catalog.mutableParameters(ofVolume: volume.id)
        guard request.mutableParameters.allSatisfy({ current[$0.key] == $0.value }) else {
            return "the volume has other mutable parameters"
        }
        return nil
    }
}
