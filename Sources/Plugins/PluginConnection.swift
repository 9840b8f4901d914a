public import CSI
public import GRPC
package import Workflows

/// A way to a plugin: its services, a limit on the calls in flight, and the time that one call may take.
public struct PluginConnection: Sendable {
    /// The plugin's ID in the configuration.
    public let pluginID: String
    /// Who it is and whether it is ready.
    public let identity: IdentityClient
    /// Its operations on volumes and snapshots.
    public let controller: ControllerClient
    /// Its operations on the node.
    public let node: NodeClient
    /// How long one call may take.
    public let timeout: Duration
    private let channel: Channel
    private let gate: Gate

    /// A connection over a channel.
    public init(pluginID: String, channel: Channel, gate: Gate, timeout: Duration) {
        self.pluginID = pluginID
        identity = IdentityClient(channel)
        controller = ControllerClient(channel)
        node = NodeClient(channel)
        self.channel = channel
        self.gate = gate
        self.timeout = timeout
    }

    /// Makes a call at once.
    package func perform(_ call: Call) async throws(CallError) -> Answer {
        func ask(_ request: some UnaryRequestMessage) async throws(CallError) -> Answer {
            guard call.rpc.isCreating else { return Answer(try await channel.call(request, timeout: timeout)) }
            let (response, fault) = try await channel.callNoting(request, timeout: timeout)
            return Answer(response, fault: fault)
        }
        return try await ask(call.request)
    }

    /// Performs a call as soon as fewer than the limit are in flight, those first that came first.
    /// - Throws: What the call throws; `CancellationError` where the task is cancelled while it waits.
    public func limited<Answer: Sendable>(
        _ call: @Sendable (PluginConnection) async throws -> Answer
    ) async throws -> Answer {
        try await gate.enter()
        defer { gate.leave() }
        return try await call(self)
    }
}
