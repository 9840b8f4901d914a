internal import CSI
internal import GRPC

/// Who the driver is and what it serves.
struct Identity: IdentityService {
    let driver: HostPathDriver

    func getPluginInfo(_ request: GetPluginInfoRequest, _ call: ServerCall) async throws -> GetPluginInfoResponse {
        GetPluginInfoResponse(name: driver.configuration.driverName, vendorVersion: HostPathDriver.version)
    }

    func getPluginCapabilities(
        _ request: GetPluginCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> GetPluginCapabilitiesResponse {
        let services: [(Feature, PluginCapability.Service.Kind)] = [
            (.controller, .controllerService), (.topology, .volumeAccessibilityConstraints),
            (.groupSnapshots, .groupControllerService), (.snapshotMetadata, .snapshotMetadataService),
        ]
        var capabilities = services.filter { driver.has($0.0) }.map { _, kind in
            PluginCapability(type: .service(PluginCapability.Service(type: kind)))
        }
        if driver.has(.onlineExpansion) {
            capabilities.append(
                PluginCapability(type: .volumeExpansion(PluginCapability.VolumeExpansion(type: .online)))
            )
        } else if driver.has(.expand) {
            capabilities.append(
                PluginCapability(type: .volumeExpansion(PluginCapability.VolumeExpansion(type: .offline)))
            )
        }
        return GetPluginCapabilitiesResponse(capabilities: capabilities)
    }

    func probe(_ request: ProbeRequest, _ call: ServerCall) async throws -> ProbeResponse {
        // Recovery has ended before the server takes calls.
        ProbeResponse(ready: true)
    }
}
