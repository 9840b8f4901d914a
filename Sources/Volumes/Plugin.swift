/// A plugin as it was last seen, through one instance or all: who it is, what it can do, and whether it answers.
///
/// What it can do outlives an outage: health and abilities are apart (csi-mapping.md, W11).
public struct Plugin: Hashable, Sendable {
    /// Its ID in the configuration.
    public var id: String
    /// Its name for itself, such as `hostpath.csi.k8s.io`; empty before it was first seen.
    public var provider: String
    /// Its version.
    public var version: String
    /// Whether its volumes need a controller (PluginCapability CONTROLLER_SERVICE), which node plugins tell as well
    /// (csi-mapping.md, W17).
    public var hasController: Bool
    /// Whether this instance is a controller; a node plugin may have its controller elsewhere.
    public var servesController: Bool
    /// Whether volumes may not be reachable from everywhere (VOLUME_ACCESSIBILITY_CONSTRAINTS).
    public var hasTopologies: Bool
    /// Whether it serves group snapshots (GROUP_CONTROLLER_SERVICE).
    public var hasGroupController: Bool
    /// Whether it serves snapshot metadata (SNAPSHOT_METADATA_SERVICE).
    public var hasSnapshotMetadata: Bool
    /// Whether volumes can grow while in use, only while not, or whether it does not say.
    public var expansion: Expansion
    /// The controller's abilities.
    public var controllerCapabilities: ControllerCapabilities
    /// The node service's abilities, by CSI's names; nil where it has no node service.
    public var node: NodeService?
    /// Whether it answers.
    public var health: Health
    /// Words about its health, as the node's info shows them.
    public var healthDescription: String
    /// When it was first configured, in nanoseconds since 1970.
    public var createTime: Int64
    /// When its health or abilities last changed, in nanoseconds since 1970.
    public var updateTime: Int64
    /// Where it runs; empty where this is what one instance says.
    public internal(set) var instances: [PluginInstance] = []

    /// What became of asking the plugin.
    public enum Health: String, Hashable, Sendable {
        /// It was never reached.
        case unknown
        /// It is ready.
        case healthy
        /// It answers, but is not ready yet (Probe with `ready` false).
        case notReady = "not ready"
        /// It does not answer, or Probe fails.
        case unhealthy
    }

    /// When volumes can grow (PluginCapability.VolumeExpansion).
    public enum Expansion: String, Hashable, Sendable {
        /// The plugin does not say.
        case unspecified = ""
        /// Also while in use.
        case online
        /// Only while not in use.
        case offline
    }

    /// What the plugin says of the node it runs on (NodeGetInfo, NodeGetCapabilities).
    public struct NodeService: Hashable, Sendable {
        /// The plugin's ID of the node.
        public var nodeID: String
        /// How many volumes the node can have; nil for no limit.
        public var maximumVolumes: Int64?
        /// Where the node is; nil where the plugin does not say.
        public var topology: Topology?
        /// Its abilities.
        public var capabilities: NodeCapabilities

        /// The node service of a plugin.
        public init(nodeID: String, maximumVolumes: Int64?, topology: Topology?, capabilities: NodeCapabilities) {
            self.nodeID = nodeID
            self.maximumVolumes = maximumVolumes
            self.topology = topology
            self.capabilities = capabilities
        }
    }

    /// A plugin that was not seen yet.
    public init(id: String) {
        self.id = id
        provider = ""
        version = ""
        hasController = false
        servesController = false
        hasTopologies = false
        hasGroupController = false
        hasSnapshotMetadata = false
        expansion = .unspecified
        controllerCapabilities = []
        node = nil
        health = .unknown
        healthDescription = ""
        createTime = 0
        updateTime = 0
    }

    /// Whether it can be asked now.
    public var isHealthy: Bool { health == .healthy }
    /// Whether it was ever seen, so that its abilities are known.
    public var isKnown: Bool { !provider.isEmpty }
    private var parts: [Plugin] { instances.isEmpty ? [self] : instances.map(\.plugin) }
    /// How many controllers answer.
    public var controllersHealthy: Int { parts.count { $0.servesController && $0.isHealthy } }
    /// How many controllers there should be: those that were seen, and one at least where the plugin needs one.
    public var controllersExpected: Int { hasController ? max(parts.count(where: \.servesController), 1) : 0 }
    /// How many nodes answer.
    public var nodesHealthy: Int { parts.count { $0.node != nil && $0.isHealthy } }
    /// How many nodes there should be: those that were seen.
    public var nodesExpected: Int { parts.count { $0.node != nil } }
    /// Whether a volume of the plugin can be taken into use now.
    public var isSchedulable: Bool { nodesHealthy > 0 && (!hasController || controllersHealthy > 0) }
}
