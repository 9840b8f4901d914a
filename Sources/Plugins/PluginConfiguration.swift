public import GRPC

/// A plugin that the operator wants served.
public struct PluginConfiguration: Hashable, Sendable {
    /// Its ID, by which volumes name it.
    public var id: String
    /// Where it listens.
    public var endpoint: Endpoint
    /// How it is called.
    public var limits: PluginLimits

    /// A plugin at an endpoint.
    public init(id: String, endpoint: Endpoint, limits: PluginLimits = PluginLimits()) {
        self.id = id
        self.endpoint = endpoint
        self.limits = limits
    }
}

/// How a plugin is called.
public struct PluginLimits: Hashable, Sendable {
    /// How many calls to the plugin may be in flight at once; at least 1. Looks at its health don't count.
    public var callsInFlight: Int
    /// How long one call may take.
    public var callTimeout: Duration

    /// Limits.
    public init(callsInFlight: Int = 64, callTimeout: Duration = .seconds(60)) {
        self.callsInFlight = callsInFlight
        self.callTimeout = callTimeout
    }
}

/// A folder in which every `ID/csi.sock` is a plugin.
public struct PluginDirectory: Hashable, Sendable {
    /// The folder; it may be made later.
    public var path: String
    /// How its plugins are called.
    public var limits: PluginLimits

    /// A folder of plugins.
    public init(path: String, limits: PluginLimits = PluginLimits()) {
        self.path = path
        self.limits = limits
    }
}
