internal import GRPC
internal import HTTPServer
internal import Operations
internal import Platform
internal import Plugins
internal import StateStore
internal import Synchronization
internal import VolumesAPI
internal import Workflows

/// The agent: plugins, state, operations and the HTTP API, from start to stop.
public final class Agent: Sendable {
    /// The program's version.
    public static let version = "0.1.0"

    /// Where the HTTP API is served: URLs, and paths of sockets.
    public var addresses: [String] {
        server.addresses.map { $0.isTCP ? "\(configuration.value.tls.http ? "https" : "http")://\($0)" : "\($0)" }
    }
    /// The folder that holds all state.
    public let dataDirectory: String

    private let temporary: DevelopmentFolder?
    private let configuration: Current<Configuration>
    private let log: Log
    private let store: SQLiteStore
    private let driver: EmbeddedDriver?
    private let plugins: Plugins
    private let operations: Operations
    private let server: HTTPServer.Server

    /// Starts everything, and goes on with what an earlier agent left in hand; then the API is served.
    /// - Throws: An error that names what stood in the way. What was started by then has ended.
    public init(_ configuration: Configuration, log: Log) async throws {
        var start = Start()
        do {
            self.log = log
            let current = Current(configuration)
            self.configuration = current
            let temporary: DevelopmentFolder? =
                if configuration.dataDirectory == nil {
                    try await onBackground {
                        DevelopmentFolder.removeLeft(nodeID: configuration.name, log: log)
                        return try DevelopmentFolder()
                    }
                } else {
                    nil
                }
            self.temporary = temporary
            start.undo { try? temporary?.remove(with: nil) }
            let folder = temporary?.path ?? configuration.dataDirectory ?? ""
            dataDirectory = folder
            let tls = try configuration.serverTLS()
            let store = try await Self.openStore(in: folder, log)
            self.store = store
            start.undo { await store.close() }
            // Before anything is done for which an agent that can't serve is no good.
            let binding = try await onBackground {
                try HTTPServer.Server.Binding(configuration.addresses)
            }
            start.undo { binding.close() }

            let driver =
                configuration.hasEmbeddedPlugin
                ? try EmbeddedDriver(dataDirectory: folder, nodeID: configuration.name) : nil
            self.driver = driver
            start.undo { await driver?.shutdown() }
            let plugins = try await Plugins(
                configuration.plugins(with: driver),
                store: store,
                now: Clock.now,
                log: { log.info($0) }
            )
            self.plugins = plugins
            start.undo { await plugins.shutdown() }
            let operations = Operations(
                store: store,
                plugins: plugins,
                namespaces: { Set(current.value.namespaces.keys) },
                settings: .init(volumeName: { current.value.volumeName(ofPlugin: $0) }, grace: .seconds(5)),
                makeID: RandomID.uuid,
                now: Clock.now,
                log: { log.warn($0) }
            )
            self.operations = operations
            start.undo { await operations.shutdown() }
            operations.resume()
            await plugins.firstLooks()

            let address = binding.addresses.first { $0.isTCP }?.description ?? ""
            let api = VolumesAPI(store: store, operations: operations) {
                current.value.settings(address: address, scratchFolder: DataFolder.scratch(in: folder))
            }
            server = try HTTPServer.Server(binding, tls: tls, limits: configuration.serverLimits) {
                try await api.handle($0)
            }
        } catch {
            await start.fail()
            throw error
        }
    }

    /// Opens the store, with all in it that can be read.
    private static func openStore(in folder: String, _ log: Log) async throws -> SQLiteStore {
        let store = try await onBackground {
            try DataFolder.prepare(folder)
            let store = try SQLiteStore(path: DataFolder.store(in: folder)) { backup in
                backup.unreadableRows.first.map { "its row \($0)" }
            }
            try DataFolder.prepareScratch(in: folder)
            return store
        }
        do {
            for row in try await store.setAsideUnreadableRows() {
                log.warn("a row of the store can't be read and was set aside: \(row)")
            }
            return store
        } catch {
            await store.close()
            throw error
        }
    }

    /// Follows another configuration, as far as that is possible without a restart.
    public func reload(_ wish: Configuration) async {
        let (configuration, needRestart) = self.configuration.value.reloaded(as: wish)
        for key in needRestart { log.warn("\(key) has changed, which counts after a restart") }
        self.configuration.value = configuration
        log.level = configuration.logLevel
        await plugins.reload(configuration.plugins(with: driver))
        log.info("the configuration was loaded again")
    }

    /// Answers who waits, finishes what is in hand or leaves it to the next start, and ends.
    public func shutdown() async {
        // The API goes last but takes no more requests, so that those in hand are answered.
        async let answered: Void = server.shutdown(grace: .seconds(15))
        await operations.shutdown()
        await answered
        await plugins.shutdown()
        await driver?.shutdown()
        await store.close()
        do {
            try temporary?.remove(with: driver?.driver)
        } catch {
            log.warn("\(dataDirectory) stays: \(error)")
        }
    }
}

/// What a start has begun, and how each of it ends again.
private struct Start {
    private var ends: [() async -> Void] = []

    mutating func undo(_ end: @escaping () async -> Void) {
        ends.append(end)
    }

    /// The start has failed: what was begun last ends first.
    func fail() async {
        for end in ends.reversed() { await end() }
    }
}
