/// A volume that is registered: what was asked for, what the plugin made of it, and who uses it.
///
/// Its secrets are not in it: they have a row of their own in the store.
public struct Volume: Hashable, Sendable {
    /// Its name.
    public var id: VolumeID
    /// The name for people, which is also CSI's idempotency key unless the configuration says otherwise.
    public var name: String
    /// The plugin's ID of the volume; empty where a registration left it out.
    public var externalID: String
    /// The name that the plugin made it by, CSI's idempotency key; empty where we did not make it.
    public var nameAtPlugin = ""
    /// The plugin that has it.
    public var pluginID: String

    /// How it may be used; at least one.
    public var requestedCapabilities: [Capability]
    /// The least bytes asked for; 0 for no wish.
    public var requestedCapacityMin: Int64
    /// The most bytes asked for; 0 for no limit.
    public var requestedCapacityMax: Int64
    /// Where it was asked to be; nil where nothing was said.
    public var requestedTopologies: TopologyRequest?
    /// How to mount it; nil where nothing was said.
    public var mountOptions: MountOptions?
    /// What the plugin is told when it makes the volume.
    public var parameters: [String: String]
    /// The plugin's ID of the volume that this one is a clone of; empty for none.
    public var cloneID: String
    /// The plugin's ID of the snapshot that this one was made from; empty for none.
    public var snapshotID: String

    /// Bytes, as the plugin said; 0 where it did not.
    public var capacity: Int64
    /// What the plugin wants to be told with every call for the volume.
    public var context: [String: String]
    /// From where it can be reached; empty for everywhere.
    public var topologies: [Topology]
    /// Whether a node has to grow the file system when it next has the volume (CSI, ControllerExpandVolume).
    public var isNodeExpansionPending: Bool

    /// The mode of its users; none where nobody uses it.
    public var accessMode: AccessMode
    /// The mode of its users; none where nobody uses it.
    public var attachmentMode: AttachmentMode

    /// The plugin's name for itself, when the volume was last written.
    public var provider: String
    /// The plugin's version, when the volume was last written.
    public var providerVersion: String
    /// Whether the plugin has a controller, when the volume was last written.
    public var isControllerRequired: Bool

    /// When it was registered, in nanoseconds since 1970.
    public var createTime: Int64
    /// When it was last changed, in nanoseconds since 1970.
    public var modifyTime: Int64

    /// A volume that was just asked for.
    public init(
        id: VolumeID,
        name: String = "",
        externalID: String = "",
        pluginID: String,
        requestedCapabilities: [Capability],
        requestedCapacityMin: Int64 = 0,
        requestedCapacityMax: Int64 = 0,
        requestedTopologies: TopologyRequest? = nil,
        mountOptions: MountOptions? = nil,
        parameters: [String: String] = [:],
        cloneID: String = "",
        snapshotID: String = "",
        context: [String: String] = [:],
        topologies: [Topology] = []
    ) {
        self.id = id
        self.name = name
        self.externalID = externalID
        self.pluginID = pluginID
        self.requestedCapabilities = requestedCapabilities
        self.requestedCapacityMin = requestedCapacityMin
        self.requestedCapacityMax = requestedCapacityMax
        self.requestedTopologies = requestedTopologies
        self.mountOptions = mountOptions
        self.parameters = parameters
        self.cloneID = cloneID
        self.snapshotID = snapshotID
        self.context = context
        self.topologies = topologies
        capacity = 0
        isNodeExpansionPending = false
        accessMode = .none
        attachmentMode = .none
        provider = ""
        providerVersion = ""
        isControllerRequired = false
        createTime = 0
        modifyTime = 0
    }

    /// The ID that the plugin is told where it must know one: Nomad falls back to the volume's own (csi-mapping.md §2.2).
    public var remoteID: String { externalID.isEmpty ? id.name : externalID }
}
