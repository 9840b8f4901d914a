/// Where a call goes.
public enum Target: Hashable, Sendable {
    /// The controller of a plugin: any healthy instance that serves it.
    case controller(plugin: String)
    /// A plugin at a node.
    case plugin(String, node: String)
    /// A node itself.
    case node(String)
}
