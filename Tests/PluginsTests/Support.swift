import CSI
import Foundation
import GRPC
import ScriptedDriver
import StateStore
import Synchronization
import TestSupport
import Volumes

@testable import Plugins
@testable import Workflows

/// A folder with a store and sockets of plugins. It goes away with the last reference.
final class Rig: Sendable {
    let path: String
    let store: SQLiteStore
    private let lines = Mutex<[String]>([])

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/plugins-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        store = try SQLiteStore(path: path + "/state.db")
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// Where a plugin of this name listens.
    func endpoint(_ name: String) -> Endpoint {
        .unix(path: "\(path)/\(name).sock")
    }

    /// A plugin of the configuration.
    func configured(_ name: String) -> PluginConfiguration {
        PluginConfiguration(id: name, endpoint: endpoint(name))
    }

    /// What was logged.
    var log: [String] { lines.withLock { $0 } }

    /// Looks after plugins while `body` runs.
    @discardableResult
    func withPlugins<Result>(
        _ configuration: Plugins.Configuration,
        pace: Pace = .events,
        _ body: (Plugins) async throws -> Result
    ) async throws -> Result {
        let plugins = try await Plugins(
            configuration,
            store: store,
            pace: pace,
            now: { Int64(Date().timeIntervalSince1970 * 1e9) },
            log: { [self] line in lines.withLock { $0.append(line) } }
        )
        do {
            let result = try await body(plugins)
            await plugins.shutdown()
            return result
        } catch {
            await plugins.shutdown()
            throw error
        }
    }

    @discardableResult
    func withPlugins<Result>(
        _ names: String...,
        pace: Pace = .events,
        _ body: (Plugins) async throws -> Result
    ) async throws -> Result {
        let configuration = Plugins.Configuration(plugins: names.map { configured($0) }, node: .test)
        return try await withPlugins(configuration, pace: pace, body)
    }

    /// Stores a volume of a plugin.
    /// - Parameter provider: The name of the plugin that made it; empty where it is not known.
    func store(_ name: String, of pluginID: String, provider: String) async throws {
        let id = VolumeID(name)
        var volume = Volume(id: id, pluginID: pluginID, requestedCapabilities: [])
        volume.provider = provider
        _ = try await store.commit(Transaction([.put(Keys.volume(id), Value(volume))]))
    }

    /// The plugin as it is stored; nil where it isn't.
    func row(_ id: String) throws -> Plugin? {
        Plugin(try store.view.entries(in: Keys.instances(of: id)).map { try $0.value.record() })
    }
}

extension Node {
    static let test = Node(id: "", name: "node-1")
}

extension Pace {
    /// Nothing happens in time of itself, only because something changed or somebody asked.
    static let events: Pace = {
        var pace = Pace()
        pace.interval = .seconds(3600)
        pace.firstRetry = .seconds(3600)
        pace.longestRetry = .seconds(3600)
        pace.rescan = .seconds(3600)
        pace.glance = .milliseconds(20)
        return pace
    }()

    /// What should take seconds takes little time.
    static let quick: Pace = {
        var pace = Pace()
        pace.probeTimeout = .seconds(1)
        pace.fingerprintTimeout = .seconds(1)
        pace.interval = .milliseconds(50)
        pace.firstRetry = .milliseconds(20)
        pace.longestRetry = .milliseconds(50)
        pace.rescan = .milliseconds(50)
        pace.glance = .milliseconds(10)
        return pace
    }()
}

extension Plugins {
    /// Waits until a plugin is as wanted, and returns it.
    @discardableResult
    func plugin(_ id: String, _ what: String, until isWanted: (Plugin) -> Bool) async throws -> Plugin {
        var seen: Plugin?
        try await eventually("plugin \(id) to be \(what)", now: "\(String(describing: seen))") {
            seen = status(of: id)
            return seen.map(isWanted) == true
        }
        guard let seen else { throw NotInTime(description: "there is no plugin \(id)") }
        return seen
    }

    @discardableResult
    func plugin(_ id: String, is health: Plugin.Health) async throws -> Plugin {
        try await plugin(id, health.rawValue) { $0.health == health }
    }
}
