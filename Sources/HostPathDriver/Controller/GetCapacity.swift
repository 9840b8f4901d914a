internal import CSI
internal import GRPC

extension Controller {
    func getCapacity(_ request: GetCapacityRequest, _ call: ServerCall) async throws -> GetCapacityResponse {
        try driver.require(.capacity, for: call)
        try Check.map(request.parameters, "parameters")
        if !request.volumeCapabilities.isEmpty { try Check.capabilities(request.volumeCapabilities) }
        if let topology = request.accessibleTopology { try Check.map(topology.segments, "accessible_topology") }
        return try await driver.perform {
            let layout = capacityLayout(request)
            let isHere = request.accessibleTopology?.includes(anyOf: driver.configuration.nodeIDs) ?? true
            guard let layout, isHere else { return GetCapacityResponse(availableCapacity: 0) }
            return GetCapacityResponse(
                availableCapacity: try driver.unpromisedBytes(),
                maximumVolumeSize: driver.configuration.maximumVolumeBytes,
                minimumVolumeSize: layout.minimumBytes
            )
        }
    }

    /// The layout that volumes with these properties would have; nil where there can be none.
    private func capacityLayout(_ request: GetCapacityRequest) -> Layout? {
        guard let layout = try? layout(request.volumeCapabilities, request.parameters) else { return nil }
        let isPossible = request.volumeCapabilities.allSatisfy { driver.objection(to: $0, layout: layout) == nil }
        return isPossible ? layout : nil
    }
}
