import CSI
import Foundation
import GRPC
import ScriptedDriver
import Synchronization
import TestSupport
import Volumes

@testable import Operations
@testable import Plugins
@testable import Workflows
@testable import StateStore

// CSI has types of the same names.
typealias Snapshot = Volumes.Snapshot
typealias Topology = Volumes.Topology
typealias Volume = Volumes.Volume

extension Plugin {
    /// A plugin that answers and can do all that in-memory drivers can.
    static func able(_ id: String) -> Plugin {
        var plugin = Plugin(id: id)
        plugin.provider = "memory.csi.test"
        plugin.version = "1.0.0"
        (plugin.hasController, plugin.servesController) = (true, true)
        plugin.controllerCapabilities = [
            .createDeleteVolume, .listVolumes, .createDeleteSnapshot, .listSnapshots, .cloneVolume,
            .expandVolume, .singleNodeMultiWriter,
        ]
        plugin.health = .healthy
        return plugin
    }
}

/// Plugins that are always there.
final class FixedPlugins: PluginLookup {
    private let plugins: Mutex<[String: Plugin]>
    private let looks = Mutex<[String]>([])
    private let connections: [String: PluginConnection]

    init(_ endpoints: [String: Endpoint], limit: Int = 16, timeout: Duration = .seconds(20)) {
        plugins = Mutex(Dictionary(uniqueKeysWithValues: endpoints.keys.map { ($0, Plugin.able($0)) }))
        connections = Dictionary(
            uniqueKeysWithValues: endpoints.map { id, endpoint in
                let gate = Gate(limit: limit)
                return (id, PluginConnection(pluginID: id, channel: Channel(endpoint), gate: gate, timeout: timeout))
            }
        )
    }

    func connection(to target: Target) -> PluginConnection? { connections[target.pluginID] }
    func status(of id: String) -> Plugin? { plugins.withLock { $0[id] } }
    func lookSoon(at id: String) { looks.withLock { $0.append(id) } }

    /// The plugins that were to be looked at soon.
    var looksWanted: [String] { looks.withLock { $0 } }

    /// Changes what is known of a plugin.
    func change(_ id: String, _ body: (inout Plugin) -> Void) {
        plugins.withLock { plugins in
            if var plugin = plugins[id] {
                body(&plugin)
                plugins[id] = plugin
            }
        }
    }
}

/// A store that fails as tests want it to.
final class UnsteadyStore: Store {
    let base: any Store
    private struct State {
        var passing = Int.max
        var remaining = Int.max
        var code: StoreError.Code?
        var failures = 0
    }
    private let state = Mutex(State())

    init(_ base: any Store) {
        self.base = base
    }

    /// Fails commits after so many more: so many, or every one.
    func fail(after count: Int, with code: StoreError.Code, times: Int = .max) {
        state.withLock { ($0.passing, $0.remaining, $0.code) = (count, times, code) }
    }

    /// Works as it should from now on.
    func recover() {
        state.withLock { $0.code = nil }
    }

    /// How many commits failed.
    var failures: Int { state.withLock { $0.failures } }

    var view: View { base.view }

    func commit(_ transaction: Transaction) async throws(StoreError) -> Transaction.Outcome {
        let failure = state.withLock { state -> StoreError? in
            guard let code = state.code else { return nil }
            if state.passing > 0 {
                state.passing -= 1
                return nil
            }
            guard state.remaining > 0 else { return nil }
            state.remaining -= 1
            state.failures += 1
            return StoreError(code, "as the test wants it")
        }
        if let failure { throw failure }
        return try await base.commit(transaction)
    }

    func watch(_ scopes: [Scope], after revision: Revision) throws(StoreError) -> Watch {
        try base.watch(scopes, after: revision)
    }
    func backUp(to path: String) async throws(StoreError) { try await base.backUp(to: path) }
    func restore(from path: String, keeping kept: [Key]) async throws(StoreError) -> Revision {
        try await base.restore(from: path, keeping: kept)
    }
    func close() async { await base.close() }
}

/// Operations on plugins behind scripts, over real sockets, with a real store. All goes away with it.
final class Workbench: Sendable {
    private let folder: TemporaryFolder
    let store: UnsteadyStore
    let plugins: FixedPlugins
    let operations: Operations
    let providers: [String: InMemoryDriver]
    let drivers: [String: ScriptedDriver]

    init(
        _ pluginIDs: [String] = ["p"],
        deadline: Duration = .seconds(30),
        timeout: Duration = .seconds(20),
        limit: Int = 16,
        grace: Duration = .seconds(10),
        settings: InMemoryDriver.Settings = .init(),
        volumeName: VolumeName = .name
    ) throws {
        let folder = try TemporaryFolder()
        self.folder = folder
        store = UnsteadyStore(try SQLiteStore(path: folder.file("state.db")))
        var providers: [String: InMemoryDriver] = [:]
        var drivers: [String: ScriptedDriver] = [:]
        for id in pluginIDs {
            let provider = try InMemoryDriver(settings)
            providers[id] = provider
            drivers[id] = try ScriptedDriver(provider.handlers, at: .unix(path: folder.file("\(id).sock")))
        }
        (self.providers, self.drivers) = (providers, drivers)
        plugins = FixedPlugins(drivers.mapValues(\.endpoint), limit: limit, timeout: timeout)
        operations = Self.operations(store, plugins, deadline, grace, volumeName)
    }

    private static func operations(
        _ store: any Store,
        _ plugins: FixedPlugins,
        _ deadline: Duration,
        _ grace: Duration,
        _ volumeName: VolumeName
    ) -> Operations {
        Operations(
            store: store,
            plugins: plugins,
            namespaces: { ["default", "caf\u{E9}"] },
            settings: .init(
                deadline: deadline,
                backoff: Backoff(
                    first: .milliseconds(20),
                    longest: .milliseconds(50),
                    longestUnattended: .milliseconds(50)
                ),
                volumeName: { _ in volumeName },
                grace: grace
            ),
            makeID: { UUID().uuidString.lowercased() },
            now: { Int64(Date().timeIntervalSince1970 * 1e9) },
            log: { _ in }
        )
    }

    /// Operations of another agent, on the same store and plugins.
    func successor(deadline: Duration = .seconds(30)) -> Operations {
        Self.operations(store, plugins, deadline, .seconds(10), .name)
    }

    var driver: ScriptedDriver { driver("p") }
    var provider: InMemoryDriver { provider("p") }

    func driver(_ id: String) -> ScriptedDriver {
        guard let driver = drivers[id] else { preconditionFailure("there is no plugin \(id)") }
        return driver
    }

    func provider(_ id: String) -> InMemoryDriver {
        guard let provider = providers[id] else { preconditionFailure("there is no plugin \(id)") }
        return provider
    }

    // MARK: - Looking

    /// What is registered.
    var volumes: [Volume] {
        get throws { try store.view.entries(in: Keys.volumes).map { try $0.value.record(Volume.self) } }
    }

    var snapshots: [Snapshot] {
        get throws { try store.view.entries(in: Keys.snapshots).map { try $0.value.record(Snapshot.self) } }
    }

    /// Whether no operation is on record.
    var isIdle: Bool { operations.operations.isEmpty && store.view.entries(in: Keys.operations).isEmpty }

    /// Waits until no operation is in hand, and none on record.
    func settled() async throws {
        try await eventually("operations to end", now: "\(operations.operations)") { isIdle }
    }

    /// Whether the provider has just what is registered.
    var isInAccord: Bool {
        get throws {
            try Set(volumes.map(\.externalID)) == Set(providers.values.flatMap(\.volumes).map(\.volumeID))
                && Set(snapshots.map(\.id)) == Set(providers.values.flatMap(\.snapshots).map(\.snapshotID))
        }
    }

    // MARK: - Doing

    /// A volume that is asked for.
    static func wish(
        _ id: String,
        plugin: String = "p",
        secrets: [String: String]? = nil,
        _ change: (inout Volume) -> Void = { _ in }
    ) -> VolumeWish {
        var volume = Volume(
            id: VolumeID(id),
            name: id,
            pluginID: plugin,
            requestedCapabilities: [Capability(.singleNodeWriter, .fileSystem)],
            requestedCapacityMin: 1 << 20
        )
        change(&volume)
        return VolumeWish(volume: volume, secrets: secrets.map { Secrets($0) })
    }

    @discardableResult
    func create(
        _ id: String,
        plugin: String = "p",
        secrets: [String: String]? = nil,
        _ change: (inout Volume) -> Void = { _ in }
    ) async throws(VolumeError) -> VolumeOutcome {
        try await operations.create(Self.wish(id, plugin: plugin, secrets: secrets, change), update: false)
    }

    func delete(_ id: String, secrets: [String: String] = [:]) async throws(VolumeError) {
        _ = try await operations.delete(VolumeID(id), secrets: Secrets(secrets))
    }

    @discardableResult
    func snapshot(_ id: String, _ name: String, secrets: [String: String] = [:]) async throws(VolumeError) -> Snapshot {
        try await operations.createSnapshot(
            of: VolumeID(id),
            pluginID: "",
            name: name,
            parameters: [:],
            secrets: Secrets(secrets)
        )
    }
}

/// What a body fails with; nil where it does not.
func failure(_ body: () async throws(VolumeError) -> Void) async -> VolumeError? {
    do throws(VolumeError) {
        try await body()
        return nil
    } catch {
        return error
    }
}

extension CallLog {
    /// The calls that change something.
    var changing: CallLog {
        of(.createVolume, .deleteVolume, .controllerExpandVolume, .createSnapshot, .deleteSnapshot)
    }
}
