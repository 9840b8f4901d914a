public import CSI
public import StateStore
public import Volumes

/// What can be done to volumes and snapshots: the face of the workflows towards the API.
///
/// Every operation throws a ``VolumeError`` whose text is the peer's where it has one (http-api.md §7, §8.9).
public protocol VolumeOperations: Sendable {
    /// Checks what can be checked of a wish before anything is done: the plugin, the namespace, the record.
    /// - Parameters:
    ///   - isMade: Whether the plugin is to make the volume.
    ///   - update: Whether one that is registered is to be reconciled.
    func check(_ wish: VolumeWish, isMade: Bool, update: Bool) throws(VolumeError)

    /// Makes a volume at its plugin, and registers it. With `update`, one that is registered is reconciled.
    func create(_ wish: VolumeWish, update: Bool) async throws(VolumeError) -> VolumeOutcome

    /// Registers a volume that its plugin has. With `update`, one that is registered is reconciled.
    func register(_ wish: VolumeWish, update: Bool) async throws(VolumeError) -> VolumeOutcome

    /// Grows a volume.
    /// - Parameters:
    ///   - required: The least bytes; 0 for no wish.
    ///   - limit: The most bytes; 0 for no limit.
    ///   - secrets: What the plugin is told instead of the stored secrets; nil for those.
    func expand(
        _ id: VolumeID,
        required: Int64,
        limit: Int64,
        secrets: Secrets?
    ) async throws(VolumeError) -> VolumeOutcome

    /// Forgets a volume, which stays at its plugin.
    /// - Parameter force: Whether past claims are dropped.
    func deregister(_ id: VolumeID, force: Bool) async throws(VolumeError) -> Revision

    /// Deletes a volume at its plugin, and forgets it.
    /// - Parameter secrets: Laid over the stored ones.
    func delete(_ id: VolumeID, secrets: Secrets) async throws(VolumeError) -> Revision

    /// Takes a volume from a node.
    func detach(_ id: VolumeID, node: String) async throws(VolumeError) -> Revision

    /// Does something to the store that no operation may see half done: none is in hand meanwhile, and then those go on
    /// that it has brought.
    /// - Throws: ``VolumeError`` with the code `busy` where one is in hand, and what `body` throws.
    func whileIdle<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result

    /// Makes a snapshot of a volume.
    /// - Parameter pluginID: Empty for the volume's plugin.
    func createSnapshot(
        of id: VolumeID,
        pluginID: String,
        name: String,
        parameters: [String: String],
        secrets: Secrets
    ) async throws(VolumeError) -> Volumes.Snapshot

    /// Deletes a snapshot.
    /// - Parameter secrets: Laid over those that were stored when it was made.
    func deleteSnapshot(_ id: String, pluginID: String, secrets: Secrets) async throws(VolumeError)

    /// What the plugin has, registered or not.
    /// - Parameter maxEntries: 0 for the plugin's choice.
    func externalVolumes(
        pluginID: String,
        maxEntries: Int32,
        startingToken: String
    ) async throws(VolumeError) -> CSI.ListVolumesResponse

    /// The plugin's snapshots.
    /// - Parameter maxEntries: 0 for the plugin's choice.
    func snapshots(
        pluginID: String,
        maxEntries: Int32,
        startingToken: String,
        secrets: Secrets
    ) async throws(VolumeError) -> CSI.ListSnapshotsResponse

    /// The operations in hand.
    var operations: [OperationStatus] { get }

    /// An operation in hand; nil where there is none of that ID.
    func operation(_ id: String) -> OperationStatus?

    /// Gives up an operation in hand, or forgets one that was given up.
    func cancel(_ id: String) async throws(VolumeError)

    /// All that somebody should look at.
    var findings: [Finding] { get }
}

/// A volume as a request wants it.
public struct VolumeWish: Sendable {
    /// The volume, with what the caller decides.
    public var volume: Volumes.Volume
    /// Its secrets; nil where none were sent: an update keeps the stored ones.
    public var secrets: Secrets?

    /// A wish.
    public init(volume: Volumes.Volume, secrets: Secrets?) {
        self.volume = volume
        self.secrets = secrets
    }
}

/// A volume as an operation left it.
public struct VolumeOutcome: Sendable {
    /// The volume.
    public let volume: Volumes.Volume
    /// The transaction that registered it.
    public let createIndex: Revision
    /// The transaction that last changed it.
    public let modifyIndex: Revision
    /// Whether it was not registered before.
    public let isNew: Bool

    /// An outcome.
    public init(volume: Volumes.Volume, createIndex: Revision, modifyIndex: Revision, isNew: Bool) {
        self.volume = volume
        self.createIndex = createIndex
        self.modifyIndex = modifyIndex
        self.isNew = isNew
    }
}

/// An operation in hand, as `/v1/operations` shows it.
public struct OperationStatus: Hashable, Sendable {
    /// Its ID, a UUID.
    public var id: String
    /// What it does, such as `create`.
    public var kind: String
    /// The volume it is about; nil where it is about none.
    public var volume: VolumeID?
    /// The plugin it is about.
    public var plugin: String
    /// Where it stands, such as `calling`.
    public var state: String
    /// When it began, in nanoseconds since 1970.
    public var since: Int64
    /// How often its step was tried.
    public var tries: Int
    /// Why the last try failed; nil where none has.
    public var lastError: String?
    /// What may be left of it where it was given up; nil while it is in hand.
    public var leftover: String?

    /// An operation.
    public init(
        id: String,
        kind: String,
        volume: VolumeID?,
        plugin: String,
        state: String,
        since: Int64,
        tries: Int,
        lastError: String?,
        leftover: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.volume = volume
        self.plugin = plugin
        self.state = state
        self.since = since
        self.tries = tries
        self.lastError = lastError
        self.leftover = leftover
    }
}
