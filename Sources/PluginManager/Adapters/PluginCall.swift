internal import CSI
internal import Volumes

/// A call that a workflow makes.
enum PluginCall: Hashable, Sendable {
    case createVolume(CreateVolumeRequest)
    case deleteVolume(DeleteVolumeRequest)
    case validateVolumeCapabilities(ValidateVolumeCapabilitiesRequest)
    case controllerExpandVolume(ControllerExpandVolumeRequest)
    case createSnapshot(CreateSnapshotRequest)
    case deleteSnapshot(DeleteSnapshotRequest)

    /// Performs the call.
    func perform(on plugin: PluginConnection, timeout: Duration) async throws(CallError) -> PluginAnswer {
        switch self {
        case .createVolume(let request):
            .createVolume(try await plugin.controller.createVolume(request, timeout: timeout))
        case .deleteVolume(let request):
            .deleteVolume(try await plugin.controller.deleteVolume(request, timeout: timeout))
        case .validateVolumeCapabilities(let request):
            .validateVolumeCapabilities(
                try await plugin.controller.validateVolumeCapabilities(request, timeout: timeout)
            )
        case .controllerExpandVolume(let request):
            .controllerExpandVolume(try await plugin.controller.controllerExpandVolume(request, timeout: timeout))
        case .createSnapshot(let request):
            .createSnapshot(try await plugin.controller.createSnapshot(request, timeout: timeout))
        case .deleteSnapshot(let request):
            .deleteSnapshot(try await plugin.controller.deleteSnapshot(request, timeout: timeout))
        }
    }
}

extension PluginCall {
    /// The secrets that it carries.
    var secrets: Secrets {
        switch self {
        case .createVolume(let request): Secrets(request.secrets)
        case .deleteVolume(let request): Secrets(request.secrets)
        case .validateVolumeCapabilities(let request): Secrets(request.secrets)
        case .controllerExpandVolume(let request): Secrets(request.secrets)
        case .createSnapshot(let request): Secrets(request.secrets)
        case .deleteSnapshot(let request): Secrets(request.secrets)
        }
    }
}

/// What a plugin answered to a ``PluginCall``.
enum PluginAnswer: Hashable, Sendable {
    case createVolume(CreateVolumeResponse)
    case deleteVolume(DeleteVolumeResponse)
    case validateVolumeCapabilities(ValidateVolumeCapabilitiesResponse)
    case controllerExpandVolume(ControllerExpandVolumeResponse)
    case createSnapshot(CreateSnapshotResponse)
    case deleteSnapshot(DeleteSnapshotResponse)
}
