package import CSI
package import Volumes

extension CSI.CreateVolumeRequest {
    /// The request that makes a volume (csi-mapping.md §2.5).
    /// - Parameters:
    ///   - name: CSI's idempotency key.
    ///   - plugin: The plugin as last seen: what it can't is not sent (W28).
    package init(_ volume: Volumes.Volume, name: String, secrets: Secrets, plugin: Plugin) throws(VolumeError) {
        let (least, most) = (volume.requestedCapacityMin, volume.requestedCapacityMax)
        var capabilities: [CSI.VolumeCapability] = []
        for capability in volume.requestedCapabilities {
            capabilities.append(try .init(capability, volume.mountOptions, plugin.controllerCapabilities))
        }
        self.init(
            name: name,
            capacityRange: least == 0 && most == 0 ? nil : .init(requiredBytes: least, limitBytes: most),
            volumeCapabilities: capabilities,
            parameters: volume.parameters,
            secrets: secrets.revealed,
            volumeContentSource: try Self.source(of: volume, plugin),
            accessibilityRequirements: plugin.hasTopologies ? TopologyRequirement(volume.requestedTopologies) : nil
        )
    }

    private static func source(
        of volume: Volumes.Volume,
        _ plugin: Plugin
    ) throws(VolumeError) -> VolumeContentSource? {
        func require(_ ability: ControllerCapabilities, _ what: String) throws(VolumeError) {
            guard plugin.controllerCapabilities.contains(ability) else {
                throw VolumeError(
                    .unsupported,
                    "plugin does not support volumes made from \(what)",
                    volume: volume.id.name,
                    plugin: plugin.id
                )
            }
        }
        if !volume.cloneID.isEmpty {
            try require(.cloneVolume, "other volumes")
            return .init(type: .volume(.init(volumeID: volume.cloneID)))
        }
        if !volume.snapshotID.isEmpty {
            try require(.createDeleteSnapshot, "snapshots")
            return .init(type: .snapshot(.init(snapshotID: volume.snapshotID)))
        }
        return nil
    }
}

extension TopologyRequirement {
    /// Nil where nothing is asked for: CSI wants one entry at least.
    package init?(_ request: TopologyRequest?) {
        guard let request, !request.isEmpty else { return nil }
        func places(_ topologies: [Volumes.Topology]?) -> [CSI.Topology] {
            (topologies ?? []).map { .init(segments: $0.segments ?? [:]) }
        }
        self.init(requisite: places(request.required), preferred: places(request.preferred))
    }
}

extension CSI.ValidateVolumeCapabilitiesRequest {
    /// The question whether a volume can be used as asked for (csi-mapping.md §2.9).
    ///
    /// Mount options are not sent, as the peer does not: drivers check them against what the volume was made with.
    package init(_ volume: Volumes.Volume, secrets: Secrets, plugin: Plugin) throws(VolumeError) {
        var capabilities: [CSI.VolumeCapability] = []
        for capability in volume.requestedCapabilities {
            capabilities.append(try .init(capability, nil, plugin.controllerCapabilities))
        }
        self.init(
            volumeID: volume.remoteID,
            volumeContext: volume.context,
            volumeCapabilities: capabilities,
            parameters: volume.parameters,
            secrets: secrets.revealed
        )
    }
}

extension CSI.ControllerExpandVolumeRequest {
    /// The request that lets a volume grow (csi-mapping.md §2.12).
    package init(_ volume: Volumes.Volume, min: Int64, max: Int64, secrets: Secrets, plugin: Plugin) throws(VolumeError)
    {
        var capability: CSI.VolumeCapability?
        if volume.accessMode != .none, volume.attachmentMode != .none {
            let inUse = Capability(volume.accessMode, volume.attachmentMode)
            capability = try .init(inUse, volume.mountOptions, plugin.controllerCapabilities)
        }
        self.init(
            volumeID: volume.externalID,
            capacityRange: .init(requiredBytes: min, limitBytes: max),
            secrets: secrets.revealed,
            volumeCapability: capability
        )
    }
}
