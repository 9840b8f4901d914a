public import Volumes
public import Workflows

/// Where operations find their plugins.
public protocol PluginLookup: Sendable {
    /// The way to where a call goes; nil where nothing is configured there, or it is not known who is at its end.
    func connection(to target: Target) -> PluginConnection?
    /// The plugin as it was last seen; nil where none of that ID is configured.
    func status(of id: String) -> Plugin?
    /// Asks for a look at a plugin soon.
    func lookSoon(at id: String)
}

extension PluginLookup {
    /// Why there is no way to a plugin.
    package func obstacle(to id: String) -> String {
        guard let plugin = status(of: id) else { return "it is not configured" }
        switch plugin.health {
        case .unknown: return "it has not answered yet"
        case .healthy: return "its connection was lost"
        case .notReady, .unhealthy: return plugin.healthDescription
        }
    }
}
