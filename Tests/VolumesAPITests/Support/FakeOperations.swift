import CSI
import Operations
import StateStore
import Synchronization
import Volumes

/// Operations that do nothing but note what they were asked for, and answer as a test wants.
final class FakeOperations: VolumeOperations {
    private struct State {
        var calls: [String] = []
        var wishes: [VolumeWish] = []
        var secrets: [Secrets] = []
        var failures: [String: VolumeError] = [:]
        var pause: (call: String, event: @Sendable () async -> Void)?
        var statuses: [OperationStatus] = []
        var findings: [Finding] = []
        var external = CSI.ListVolumesResponse()
        var snapshots = CSI.ListSnapshotsResponse()
    }

    private let state = Mutex(State())

    /// What was asked for, in order.
    var calls: [String] { state.withLock { $0.calls } }
    /// The wishes of registers and creates.
    var wishes: [VolumeWish] { state.withLock { $0.wishes } }
    /// The secrets of the other calls that take some.
    var secrets: [Secrets] { state.withLock { $0.secrets } }

    /// Lets a call fail, named as in ``calls``.
    func fail(_ call: String, _ error: VolumeError) {
        state.withLock { $0.failures[call] = error }
    }

    /// Has a create wait for an event.
    func hold(_ call: String, until event: @escaping @Sendable () async -> Void) {
        state.withLock { $0.pause = (call, event) }
    }

    func set(_ statuses: [OperationStatus]) {
        state.withLock { $0.statuses = statuses }
    }

    func set(_ findings: [Finding]) {
        state.withLock { $0.findings = findings }
    }

    func set(_ list: CSI.ListVolumesResponse) {
        state.withLock { $0.external = list }
    }

    func set(_ list: CSI.ListSnapshotsResponse) {
        state.withLock { $0.snapshots = list }
    }

    private func note(_ call: String, _ change: (inout State) -> Void = { _ in }) throws(VolumeError) {
        let failure = state.withLock { state in
            state.calls.append(call)
            change(&state)
            return state.failures[call]
        }
        if let failure { throw failure }
    }

    private func outcome(_ volume: Volumes.Volume, isNew: Bool) -> VolumeOutcome {
        VolumeOutcome(volume: volume, createIndex: 7, modifyIndex: isNew ? 7 : 9, isNew: isNew)
    }

    func whileIdle<Result: Sendable>(_ body: @Sendable () async throws -> Result) async throws -> Result {
        try await body()
    }

    func check(_ wish: VolumeWish, isMade: Bool, update: Bool) throws(VolumeError) {
        let failure = state.withLock { $0.failures["check \(wish.volume.id)"] }
        if let failure { throw failure }
    }

    func create(_ wish: VolumeWish, update: Bool) async throws(VolumeError) -> VolumeOutcome {
        let call = "create \(wish.volume.id)\(update ? " update" : "")"
        try note(call) { $0.wishes.append(wish) }
        if let pause = state.withLock({ $0.pause }), pause.call == call { await pause.event() }
        return outcome(wish.volume, isNew: !update)
    }

    func register(_ wish: VolumeWish, update: Bool) async throws(VolumeError) -> VolumeOutcome {
        try note("register \(wish.volume.id)\(update ? " update" : "")") { $0.wishes.append(wish) }
        return outcome(wish.volume, isNew: !update)
    }

    func expand(
        _ id: VolumeID,
        required: Int64,
        limit: Int64,
        secrets: Secrets?
    ) async throws(VolumeError) -> VolumeOutcome {
        try note("expand \(id.namespace) \(id) \(required) \(limit)") { $0.secrets.append(secrets ?? Secrets()) }
        var volume = Volumes.Volume(id: id, pluginID: "hostpath", requestedCapabilities: [])
        volume.capacity = required
        return outcome(volume, isNew: false)
    }

    func deregister(_ id: VolumeID, force: Bool) async throws(VolumeError) -> Revision {
        try note("deregister \(id.namespace) \(id)\(force ? " force" : "")")
        return 41
    }

    func delete(_ id: VolumeID, secrets: Secrets) async throws(VolumeError) -> Revision {
        try note("delete \(id.namespace) \(id)") { $0.secrets.append(secrets) }
        return 42
    }

    func detach(_ id: VolumeID, node: String) async throws(VolumeError) -> Revision {
        try note("detach \(id.namespace) \(id) \(node)")
        return 43
    }

    func createSnapshot(
        of id: VolumeID,
        pluginID: String,
        name: String,
        parameters: [String: String],
        secrets: Secrets
    ) async throws(VolumeError) -> Volumes.Snapshot {
        try note("snapshot \(id.namespace) \(id) \(name) \(pluginID)") { $0.secrets.append(secrets) }
        return Volumes.Snapshot(
            id: "snap-\(name)",
            pluginID: "hostpath",
            name: name,
            sourceVolume: id,
            externalSourceVolumeID: "ext-\(id)",
            sizeBytes: 1_048_576,
            createTime: 1_700_000_000,
            isReady: true
        )
    }

    func deleteSnapshot(_ id: String, pluginID: String, secrets: Secrets) async throws(VolumeError) {
        try note("delete snapshot \(id) \(pluginID)") { $0.secrets.append(secrets) }
    }

    func externalVolumes(
        pluginID: String,
        maxEntries: Int32,
        startingToken: String
    ) async throws(VolumeError) -> CSI.ListVolumesResponse {
        try note("external \(pluginID) \(maxEntries) \(startingToken)")
        return state.withLock { $0.external }
    }

    func snapshots(
        pluginID: String,
        maxEntries: Int32,
        startingToken: String,
        secrets: Secrets
    ) async throws(VolumeError) -> CSI.ListSnapshotsResponse {
        try note("snapshots \(pluginID) \(maxEntries) \(startingToken)") { $0.secrets.append(secrets) }
        return state.withLock { $0.snapshots }
    }

    var operations: [OperationStatus] { state.withLock { $0.statuses } }

    func operation(_ id: String) -> OperationStatus? { operations.first { $0.id == id } }

    func cancel(_ id: String) async throws(VolumeError) {
        try note("cancel \(id)")
    }

    var findings: [Finding] { state.withLock { $0.findings } }
}
