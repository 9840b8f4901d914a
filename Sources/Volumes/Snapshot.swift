/// A snapshot that was made through us; the provider may have others.
public struct Snapshot: Hashable, Sendable {
    /// The plugin's ID.
    public var id: String
    /// The plugin that has it.
    public var pluginID: String
    /// The name it was asked for by, which is CSI's idempotency key.
    public var name: String
    /// The volume it was made of; it may be gone.
    public var sourceVolume: VolumeID
    /// The plugin's ID of the volume it was made of.
    public var externalSourceVolumeID: String
    /// How many bytes a volume made from it needs; 0 where the plugin does not say.
    public var sizeBytes: Int64
    /// When it was cut, in seconds since 1970.
    public var createTime: Int64
    /// Whether volumes can be made from it.
    public var isReady: Bool

    /// A snapshot.
    public init(
        id: String,
        pluginID: String,
        name: String,
        sourceVolume: VolumeID,
        externalSourceVolumeID: String,
        sizeBytes: Int64,
        createTime: Int64,
        isReady: Bool
    ) {
        self.id = id
        self.pluginID = pluginID
        self.name = name
        self.sourceVolume = sourceVolume
        self.externalSourceVolumeID = externalSourceVolumeID
        self.sizeBytes = sizeBytes
        self.createTime = createTime
        self.isReady = isReady
    }
}
