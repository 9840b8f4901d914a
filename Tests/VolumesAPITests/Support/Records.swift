import Volumes

extension Volume {
    /// A volume of a plugin, as a create leaves it.
    static func of(
        _ name: String,
        in namespace: String = "default",
        plugin: String = "hostpath",
        _ change: (inout Volume) -> Void = { _ in }
    ) -> Volume {
        var volume = Volume(
            id: VolumeID(name, namespace: namespace),
            name: name,
            externalID: "ext-\(name)",
            pluginID: plugin,
            requestedCapabilities: [Capability(.singleNodeWriter, .fileSystem)]
        )
        volume.provider = "\(plugin).csi.k8s.io"
        volume.providerVersion = "v1.17.0"
        volume.isControllerRequired = true
        volume.createTime = 1_700_000_000_000_000_001
        volume.modifyTime = 1_700_000_000_000_000_002
        change(&volume)
        return volume
    }
}

extension Plugin {
    /// A plugin with a controller and a node service.
    static func healthy(_ id: String) -> Plugin {
        var plugin = Plugin(id: id)
        plugin.provider = "\(id).csi.k8s.io"
        plugin.version = "v1.17.0"
        plugin.hasController = true
        plugin.servesController = true
        plugin.hasTopologies = true
        plugin.controllerCapabilities = [.createDeleteVolume, .expandVolume, .listSnapshots, .listVolumes]
        plugin.node = NodeService(
            nodeID: "node-1",
            maximumVolumes: nil,
            topology: Topology(segments: ["topology.hostpath.csi/node": "node-1"]),
            capabilities: [.stageUnstageVolume]
        )
        plugin.health = .healthy
        plugin.healthDescription = "healthy"
        plugin.createTime = 1_700_000_000_000_000_000
        plugin.updateTime = 1_700_000_000_500_000_000
        return plugin
    }

    static let hostpath = healthy("hostpath")

    /// The same, out of order.
    var failed: Plugin {
        var plugin = self
        plugin.health = .unhealthy
        plugin.healthDescription = "no answer"
        return plugin
    }
}

extension Node {
    static let one = Node(id: "5b771b7a-a26f-9878-da12-a10e3929a884", name: "node-1")
}
