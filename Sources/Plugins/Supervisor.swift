internal import GRPC
internal import Platform
internal import Synchronization
internal import Volumes

/// Looks after one instance of a plugin for as long as it is configured. It waits for nobody but its plugin, and nobody for
/// it.
final class Supervisor: Sendable {
    /// The largest answer that is taken from a plugin, in bytes: gRPC's own limit is too small for the list of a provider
    /// that does not page.
    private static let maximumAnswerBytes = 64 << 20

    /// What supervisors share.
    struct Surroundings: Sendable {
        let rows: PluginRows
        let pace: Pace
        /// See ``Supervision/take(_:providers:now:)``.
        let providers: @Sendable (_ pluginID: String) -> Set<String>
        let now: @Sendable () -> Int64
        let log: @Sendable (String) -> Void
    }

    private struct State {
        var supervision: Supervision
        /// The socket that was last looked at; nil for TCP.
        var socket: FileIdentity?
        var isAsked = false
        var task: Task<Void, Never>?
    }

    let configuration: PluginConfiguration
    /// The node that the instance runs on.
    let nodeID: String
    /// Opens when the plugin was looked at for the first time.
    let firstLook = Latch()
    private let channel: Channel
    private let connection: PluginConnection
    private let surroundings: Surroundings
    private let state: Mutex<State>

    /// A supervisor that does nothing yet.
    init(_ configuration: PluginConfiguration, nodeID: String, known: Plugin, _ surroundings: Surroundings) {
        self.configuration = configuration
        self.nodeID = nodeID
        self.surroundings = surroundings
        channel = Channel(configuration.endpoint, maximumMessageBytes: Self.maximumAnswerBytes)
        connection = PluginConnection(
            pluginID: configuration.id,
            channel: channel,
            gate: Gate(limit: configuration.limits.callsInFlight),
            timeout: configuration.limits.callTimeout
        )
        state = Mutex(State(supervision: Supervision(known)))
    }

    /// The instance as it is known now.
    var status: PluginInstance { instance(state.withLock { $0.supervision.plugin }) }

    private func instance(_ plugin: Plugin) -> PluginInstance {
        PluginInstance(nodeID: nodeID, socket: "\(configuration.endpoint)", plugin: plugin)
    }

    /// The way to the plugin; nil where it is not known who is at its end, as behind a socket that has come since the last
    /// look: what is asked again at once after a crash would reach whoever is there now.
    var verifiedConnection: PluginConnection? {
        let (isVerified, socket) = state.withLock { ($0.supervision.isVerified, $0.socket) }
        return isVerified && System.socket(at: configuration.endpoint) == socket ? connection : nil
    }

    /// Asks for a look soon.
    func lookSoon() {
        state.withLock { $0.isAsked = true }
    }

    /// Begins, once.
    func start() {
        state.withLock { state in
            if state.task == nil { state.task = Task { await run() } }
        }
    }

    /// Ends; calls under way finish, later ones fail with UNAVAILABLE.
    func stop() async {
        let task = state.withLock { $0.task }
        task?.cancel()
        await task?.value
        channel.close()
        firstLook.open()
    }

    private func run() async {
        while !Task.isCancelled {
            state.withLock { $0.isAsked = false }
            let socket = System.socket(at: configuration.endpoint)
            // Else the look might go to the server that had the socket before, and no change would end it.
            channel.lookAgain()
            guard let outcome = await look(at: socket) else {
                reconnect()
                continue
            }
            guard !Task.isCancelled else { return }
            await take(outcome, of: socket)
            firstLook.open()
            await pause(since: socket)
        }
    }

    private func reconnect() {
        state.withLock { $0.supervision.reconnect() }
    }

    /// What came of a look; nil where the socket was replaced meanwhile, which nobody needs to wait out.
    private func look(at socket: FileIdentity?) async -> Look.Outcome? {
        await withTaskGroup(of: Look.Outcome?.self) { group in
            let look = Look(pluginID: configuration.id, channel: channel, pace: surroundings.pace)
            group.addTask { await look.perform() }
            group.addTask { [self] in
                while !Task.isCancelled, System.socket(at: configuration.endpoint) == socket {
                    try? await Task.sleep(for: surroundings.pace.glance)
                }
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    private func take(_ outcome: Look.Outcome, of socket: FileIdentity?) async {
        let before = state.withLock { $0.supervision }
        var after = before
        after.take(outcome, providers: { surroundings.providers(configuration.id) }, now: surroundings.now())
        state.withLock { ($0.supervision, $0.socket) = (after, socket) }
        if after.plugin.healthDescription != before.plugin.healthDescription {
            surroundings.log("plugin \"\(configuration.id)\": \(after.plugin.healthDescription)")
        }
        await surroundings.rows.put(instance(after.plugin))
    }

    /// Waits for the next look, or for a reason to have it at once.
    private func pause(since socket: FileIdentity?) async {
        let supervision = state.withLock { $0.supervision }
        let end = ContinuousClock.now + supervision.pause(surroundings.pace)
        while true {
            let remaining = end - .now
            guard remaining > .zero, !Task.isCancelled else { return }
            try? await Task.sleep(for: min(surroundings.pace.glance, remaining))
            if state.withLock({ $0.isAsked }) { return }
            let isLost = supervision.isAnswering && channel.connectivity() != .connected
            if isLost || System.socket(at: configuration.endpoint) != socket {
                return reconnect()
            }
        }
    }
}
