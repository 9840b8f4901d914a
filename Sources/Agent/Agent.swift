internal import GRPC
internal import HTTPServer
internal import Operations
internal import Plugins
internal import StateStore
internal import Synchronization
internal import VolumesAPI

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

    private let isTemporary: Bool
    private let configuration: Current<Configuration>
    private let log: Log
    private let store: SQLiteStore
    private let driver: EmbeddedDriver?
    private let plugins: Plugins
    private let operations: Operations
    private let server: HTTPServer.Server

    /// Starts everything, and goes on with what an earlier agent left in hand; then the API is served.
    /// - Throws: An error that names what stood in the way.
    public init(_ configuration: Configuration, log: Log) async throws {
        self.log = log
        let current = Current(configuration)
        self.configuration = current
        isTemporary = configuration.dataDirectory == nil
        dataDirectory = try configuration.dataDirectory ?? PrivateFolder.makeTemporary()
        do {
            let scratchFolder = dataDirectory + "/scratch"
            try PrivateFolder.make(dataDirectory)
            let store = try SQLiteStore(path: dataDirectory + "/state.db")
            self.store = store
            // Backups hold secrets, and one was on its way where the last agent was killed.
            _ = PrivateFolder.remove(scratchFolder)
            try PrivateFolder.make(scratchFolder)

            driver =
                configuration.hasEmbeddedPlugin
                ? try EmbeddedDriver(folder: dataDirectory + "/hostpath", nodeID: configuration.name) : nil
            plugins = try await Plugins(
                configuration.plugins(with: driver),
                store: store,
                now: Clock.now,
                log: { log.info($0) }
            )
            operations = Operations(
                store: store,
                plugins: plugins,
                namespaces: { Set(current.value.namespaces.keys) },
                settings: .init(volumeName: { current.value.volumeName(ofPlugin: $0) }, grace: .seconds(5)),
                makeID: RandomID.uuid,
                now: Clock.now,
                log: { log.warn($0) }
            )
            operations.resume()
            await plugins.firstLooks()

            let address = Current("")
            let api = VolumesAPI(store: store, operations: operations) {
                current.value.settings(address: address.value, scratchFolder: scratchFolder)
            }
            server = try HTTPServer.Server(configuration.addresses, tls: configuration.serverTLS()) {
                try await api.handle($0)
            }
            address.value = server.addresses.first { $0.isTCP }?.description ?? ""
        } catch {
            if isTemporary { _ = PrivateFolder.remove(dataDirectory) }
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
        if isTemporary, !PrivateFolder.remove(dataDirectory) {
            log.warn("\(dataDirectory) is left, since something is mounted in it")
        }
    }
}
