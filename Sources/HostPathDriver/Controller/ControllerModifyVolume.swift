internal import CSI
internal import GRPC

extension Controller {
    func controllerModifyVolume(
        _ request: ControllerModifyVolumeRequest,
        _ call: ServerCall
    ) async throws -> ControllerModifyVolumeResponse {
        try driver.require(.modify, for: call)
        try Check.id(request.volumeID, "volume_id")
        try Check.secrets(request.secrets)
        return try await driver.perform([.volume(request.volumeID), .content(request.volumeID)]) {
            let volume = try driver.volume(request.volumeID)
            guard !request.mutableParameters.isEmpty else {
                throw RPCError(.invalidArgument, "mutable_parameters is missing")
            }
            try check(mutableParameters: request.mutableParameters)
            try catalog.setMutableParameters(request.mutableParameters, ofVolume: volume.id)
            return ControllerModifyVolumeResponse()
        }
    }

    /// - Throws: INVALID_ARGUMENT where a key or value can't be set.
    func check(mutableParameters parameters: [String: String]) throws(RPCError) {
        guard !parameters.isEmpty else { return }
        guard driver.has(.modify) else { throw RPCError(.invalidArgument, "mutable_parameters is not supported") }
        try Check.map(parameters, "mutable_parameters")
        for (key, value) in parameters {
            guard driver.configuration.mutableParameters.contains(key) else {
                throw RPCError(.invalidArgument, "mutable_parameters has a key that is not supported")
            }
            guard !value.isEmpty else { throw RPCError(.invalidArgument, "mutable_parameters.\(key) is empty") }
        }
    }
}
