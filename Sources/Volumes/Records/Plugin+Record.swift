public import JSON

extension Plugin: Record {
    /// A plugin as it was last seen.
    public init(json: JSON) throws(RecordError) {
        self.init(id: try json.member("id"))
        provider = try json.member("provider", or: provider)
        version = try json.member("version", or: version)
        hasController = try json.member("hasController", or: hasController)
        servesController = try json.member("servesController", or: servesController)
        hasTopologies = try json.member("hasTopologies", or: hasTopologies)
        hasGroupController = try json.member("hasGroupController", or: hasGroupController)
        hasSnapshotMetadata = try json.member("hasSnapshotMetadata", or: hasSnapshotMetadata)
        expansion = try json.member("expansion", or: expansion)
        controllerCapabilities = try json.member("controllerCapabilities", or: controllerCapabilities)
        node = try json.member("node", or: node)
        health = try json.member("health", or: health)
        healthDescription = try json.member("healthDescription", or: healthDescription)
        createTime = try json.member("createTime", or: createTime)
        updateTime = try json.member("updateTime", or: updateTime)
    }

    /// The plugin.
    public var json: JSON {
        .record([
            "id": id,
            "provider": provider,
            "version": version,
            "hasController": hasController,
            "servesController": servesController,
            "hasTopologies": hasTopologies,
            "hasGroupController": hasGroupController,
            "hasSnapshotMetadata": hasSnapshotMetadata,
            "expansion": expansion,
            "controllerCapabilities": controllerCapabilities,
            "node": node,
            "health": health,
            "healthDescription": healthDescription,
            "createTime": createTime,
            "updateTime": updateTime,
        ])
    }
}

extension Plugin.Health: Record {}

extension Plugin.Expansion: Record {}

extension Plugin.NodeService: Record {
    /// A node service.
    public init(json: JSON) throws(RecordError) {
        self.init(
            nodeID: try json.member("nodeID", or: ""),
            maximumVolumes: try json.member("maximumVolumes", or: nil),
            topology: try json.member("topology", or: nil),
            capabilities: try json.member("capabilities", or: [])
        )
    }

    /// The node service.
    public var json: JSON {
        .record([
            "nodeID": nodeID,
            "maximumVolumes": maximumVolumes,
            "topology": topology,
            "capabilities": capabilities,
        ])
    }
}
