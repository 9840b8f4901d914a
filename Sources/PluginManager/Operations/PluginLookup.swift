public import Volumes

/// Where operations find their plugins.
public protocol PluginLookup: Sendable {
    /// The way to a plugin; nil where none of that ID is configured.
    func connection(to id: String) -> PluginConnection?
    /// The plugin as it was last seen; nil where none of that ID is configured.
    func status(of id: String) -> Plugin?
}

extension Plugins: PluginLookup {}
