/// A plugin at one node and socket, as it was last seen there.
public struct PluginInstance: Hashable, Sendable {
    /// The node's ID.
    public var nodeID: String
    /// Where it listens.
    public var socket: String
    /// What this instance says of the plugin and of its node.
    public var plugin: Plugin

    /// An instance.
    public init(nodeID: String, socket: String, plugin: Plugin) {
        self.nodeID = nodeID
        self.socket = socket
        self.plugin = plugin
    }
}

extension Plugin {
    /// The plugin that people see: all its instances together. Where they differ, what healthy ones say counts, and of
    /// those what controllers say. Nil where there are none.
    public init?(_ instances: [PluginInstance]) {
        func rank(_ plugin: Plugin) -> Int {
            (plugin.isHealthy ? 4 : 0) + (plugin.isKnown ? 2 : 0) + (plugin.servesController ? 1 : 0)
        }
        let plugins = instances.map(\.plugin)
        guard let best = plugins.max(by: { rank($0) < rank($1) }) else { return nil }
        self = best
        for other in plugins {
            hasController = hasController || other.hasController
            servesController = servesController || other.servesController
            hasTopologies = hasTopologies || other.hasTopologies
            hasGroupController = hasGroupController || other.hasGroupController
            hasSnapshotMetadata = hasSnapshotMetadata || other.hasSnapshotMetadata
            controllerCapabilities.formUnion(other.controllerCapabilities)
            node = node ?? other.node
            createTime = min(createTime, other.createTime)
            updateTime = max(updateTime, other.updateTime)
        }
        self.instances = instances
    }
}
