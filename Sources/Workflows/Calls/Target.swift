/// Where a call goes.
public enum Target: Hashable, Sendable {
    /// The controller of a plugin: any healthy instance that serves it.
    case controller(plugin: String)
    /// A plugin at a node.
    case plugin(String, node: String)
    /// A node itself.
    case node(String)

    /// The plugin that is called; empty for a node itself.
    public var pluginID: String {
        switch self {
        case .controller(let plugin), .plugin(let plugin, _): plugin
        case .node: ""
        }
    }
}
