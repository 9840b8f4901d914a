public import Workflows
internal import Platform
public import StateStore
internal import Synchronization
public import Volumes

/// All plugins that are configured, or found in a folder; looked after until ``shutdown()``.
///
/// A plugin has instances, one per node and socket; each has a supervisor of its own, which asks it whether it is healthy and what it can do. Everything here that
/// answers at once does so from memory, whatever plugins do.
///
/// While the store has volumes, snapshots or operations of a plugin, no plugin of another name is let in under its ID.
/// A plugin of the folder is forgotten with its socket, unless the store has something of it: then it is unhealthy
/// until it comes back, or its last volume is gone. Where the configuration and the folder name one ID, the
/// configuration counts.
public final class Plugins: PluginLookup {
    /// What the operator wants.
    public struct Configuration: Hashable, Sendable {
        /// The plugins, each with an ID of its own.
        public var plugins: [PluginConfiguration]
        /// Where more are found; nil for nowhere.
        public var directory: PluginDirectory?
        /// This node. An empty ID stands for that in the store, or a new one.
        public var node: Node

        /// Wishes.
        public init(plugins: [PluginConfiguration], directory: PluginDirectory? = nil, node: Node) {
            self.plugins = plugins
            self.directory = directory
            self.node = node
        }
    }

    private struct State {
        var supervisors: [Key: Supervisor] = [:]
        var node: Node
    }

    private enum Command: Sendable {
        case rescan
        case reload(Configuration, CheckedContinuation<Void, Never>)
    }

    private let state: Mutex<State>
    private let localNode: LocalNode
    private let surroundings: Supervisor.Surroundings
    private let commands: AsyncStream<Command>.Continuation
    private let isRescanPending = Atomic(false)
    private let keeper = Mutex<Task<Void, Never>?>(nil)

    /// Looks after plugins from now on. Their rows in the store are those of the last run, with their health unknown.
    /// - Parameters:
    ///   - now: The time in nanoseconds since 1970.
    ///   - log: Takes lines for the log.
    /// - Throws: `StoreError` where the store fails.
    public convenience init(
        _ configuration: Configuration,
        store: any Store,
        now: @escaping @Sendable () -> Int64,
        log: @escaping @Sendable (String) -> Void
    ) async throws(StoreError) {
        try await self.init(configuration, store: store, pace: Pace(), now: now, log: log)
    }

    init(
        _ configuration: Configuration,
        store: any Store,
        pace: Pace,
        now: @escaping @Sendable () -> Int64,
        log: @escaping @Sendable (String) -> Void
    ) async throws(StoreError) {
        localNode = LocalNode(store: store, now: now)
        surroundings = Supervisor.Surroundings(
            rows: PluginRows(store: store, log: log),
            pace: pace,
            providers: { store.view.providers(of: $0) },
            now: now,
            log: log
        )
        state = Mutex(State(node: try await localNode.register(configuration.node)))
        let (stream, continuation) = AsyncStream.makeStream(of: Command.self)
        commands = continuation
        var keeping = Keeping(configuration: configuration)
        await reconcile(&keeping)
        let begun = keeping
        keeper.withLock { $0 = Task { await keep(begun, stream) } }
    }

    // MARK: Answers at once

    /// This node.
    public var node: Node { state.withLock { $0.node } }

    /// The way to a plugin; nil where there is no such plugin, or it is not known who is at its end: it was not seen
    /// since it was started or its connection was lost, or it is another than the one that made its volumes.
    public func connection(to target: Target) -> PluginConnection? {
        let candidates =
            switch target {
            case .controller(let plugin): supervisors(of: plugin).filter { $0.status.plugin.servesController }
            case .plugin(let plugin, let node): supervisors(of: plugin).filter { $0.nodeID.isIdentical(to: node) }
            // Nothing is asked of nodes yet.
            case .node: [Supervisor]()
            }
        return candidates.sorted { $0.status.plugin.isHealthy && !$1.status.plugin.isHealthy }.lazy
            .compactMap(\.verifiedConnection).first
    }

    /// What is known of a plugin now; nil where there is no such plugin.
    public func status(of id: String) -> Plugin? {
        Plugin(supervisors(of: id).map(\.status))
    }

    /// Asks for a look at a plugin soon: a call to it told that its health, abilities or limits have changed, such as
    /// with UNAVAILABLE or RESOURCE_EXHAUSTED.
    public func lookSoon(at id: String) {
        for supervisor in supervisors(of: id) { supervisor.lookSoon() }
    }

    /// The supervisors of a plugin's instances, in the order of their rows.
    private func supervisors(of id: String) -> [Supervisor] {
        let all = state.withLock { Array($0.supervisors.values) }
        return all.filter { $0.configuration.id.isIdentical(to: id) }.sorted { $0.status.key < $1.status.key }
    }

    // MARK: Waiting

    /// Waits until every plugin was looked at once, or the time is up.
    public func firstLooks(within limit: Duration = .seconds(5)) async {
        let supervisors = state.withLock { Array($0.supervisors.values) }
        await withTaskGroup { group in
            group.addTask { try? await Task.sleep(for: limit) }
            group.addTask {
                for supervisor in supervisors { await supervisor.firstLook.wait() }
            }
            await group.next()
            group.cancelAll()
        }
    }

    /// Follows another configuration. Plugins that are the same in it go on undisturbed.
    public func reload(_ configuration: Configuration) async {
        await withCheckedContinuation { done in
            if case .terminated = commands.yield(.reload(configuration, done)) { done.resume() }
        }
    }

    /// Ends everything; calls under way finish, later ones fail. Rows stay as they are.
    public func shutdown() async {
        commands.finish()
        await keeper.withLock { $0 }?.value
        let supervisors = state.withLock { state in
            defer { state.supervisors = [:] }
            return Array(state.supervisors.values)
        }
        await stop(supervisors)
    }

    // MARK: Coming and going

    /// What the keeper goes by.
    private struct Keeping {
        var configuration: Configuration
        var watch: DirectoryWatch?
        /// The plugins that were found in the folder.
        var found: [PluginConfiguration] = []
        /// What was complained of already.
        var complaints: Set<String> = []
    }

    /// Does one thing after the other, so that there is never more than one supervisor of a plugin (csi-mapping.md, W16).
    private func keep(_ begun: Keeping, _ stream: AsyncStream<Command>) async {
        var keeping = begun
        let timer = Task {
            while !Task.isCancelled {
                try? await Task.sleep(for: surroundings.pace.rescan)
                rescan()
            }
        }
        for await command in stream {
            switch command {
            case .rescan:
                isRescanPending.store(false, ordering: .sequentiallyConsistent)
                await reconcile(&keeping)
            case .reload(let configuration, let done):
                if configuration.directory != keeping.configuration.directory { keeping.found = [] }
                keeping.configuration = configuration
                await register(configuration.node)
                await reconcile(&keeping)
                done.resume()
            }
        }
        timer.cancel()
    }

    private func rescan() {
        guard !isRescanPending.exchange(true, ordering: .sequentiallyConsistent) else { return }
        commands.yield(.rescan)
    }

    private func register(_ described: Node) async {
        var described = described
        if described.id.isEmpty { described.id = node.id }
        do throws(StoreError) {
            let node = try await localNode.register(described)
            state.withLock { $0.node = node }
        } catch {
            surroundings.log("the node could not be stored: \(error)")
        }
    }

    /// Starts and stops supervisors until they are as wanted, and rows likewise.
    private func reconcile(_ keeping: inout Keeping) async {
        find(&keeping)
        let nodeID = node.id
        func key(_ plugin: PluginConfiguration) -> Key {
            Keys.instance(of: plugin.id, nodeID: nodeID, socket: "\(plugin.endpoint)")
        }
        let configured = keeping.configuration.plugins
        let found = keeping.found.filter { plugin in !configured.contains { $0.id.isIdentical(to: plugin.id) } }
        var wanted = Dictionary((found + configured).map { (key($0), $0) }) { $1 }
        let rows = surroundings.rows.all
        if let directory = keeping.configuration.directory {
            for id in Set(rows.map(\.plugin.id)) where !surroundings.providers(id).isEmpty {
                guard !wanted.values.contains(where: { $0.id.isIdentical(to: id) }) else { continue }
                if let plugin = try? directory.plugin(id) { wanted[key(plugin)] = plugin }
            }
        }
        let leaving = state.withLock { state in
            let leaving = state.supervisors.filter { $0.value.configuration != wanted[$0.key] }
            for key in leaving.keys { state.supervisors[key] = nil }
            return leaving
        }
        await stop(Array(leaving.values))
        // What a plugin can do is known of the instance, or else of another at the same plugin.
        var known = Dictionary(rows.map { (Keys.instances(of: $0.plugin.id), $0.plugin) }) { $1 }
        for row in rows { known[row.key] = row.plugin }
        for supervisor in leaving.values {
            known[Keys.instances(of: supervisor.configuration.id)] = supervisor.status.plugin
            known[supervisor.status.key] = supervisor.status.plugin
        }
        let coming = wanted.filter { key, _ in state.withLock { $0.supervisors[key] == nil } }.map { key, plugin in
            let status = known[key] ?? known[Keys.instances(of: plugin.id)] ?? newPlugin(plugin.id)
            return (key, Supervisor(plugin, nodeID: nodeID, known: status, surroundings))
        }
        await surroundings.rows.change(
            puts: coming.map { $0.1.status },
            deletes: surroundings.rows.keys.filter { wanted[$0] == nil }
        )
        state.withLock { state in
            for (key, supervisor) in coming { state.supervisors[key] = supervisor }
        }
        for (_, supervisor) in coming { supervisor.start() }
    }

    /// Looks into the folder. Where that fails it has what it had: a failure takes no plugin away.
    private func find(_ keeping: inout Keeping) {
        guard let directory = keeping.configuration.directory else {
            keeping.watch = nil
            keeping.found = []
            return
        }
        var complaints: [String] = []
        do throws(Errno) {
            if keeping.watch == nil { keeping.watch = try DirectoryWatch { [weak self] in self?.rescan() } }
        } catch {
            complaints.append("changes in folders can't be watched: \(error)")
        }
        do throws(Errno) {
            let result = try directory.scan(keeping.watch)
            keeping.found = result.plugins
            complaints += result.complaints
        } catch {
            complaints.append("the plugins' folder \(directory.path) can't be read: \(error)")
        }
        complain(complaints, &keeping)
    }

    /// Says everything once as long as it stays true.
    private func complain(_ complaints: [String], _ keeping: inout Keeping) {
        for complaint in complaints where !keeping.complaints.contains(complaint) { surroundings.log(complaint) }
        keeping.complaints = Set(complaints)
    }

    private func newPlugin(_ id: String) -> Plugin {
        var plugin = Plugin(id: id)
        plugin.createTime = surroundings.now()
        plugin.updateTime = plugin.createTime
        return plugin
    }

    private func stop(_ supervisors: [Supervisor]) async {
        await withTaskGroup { group in
            for supervisor in supervisors {
                group.addTask { await supervisor.stop() }
            }
        }
    }
}
