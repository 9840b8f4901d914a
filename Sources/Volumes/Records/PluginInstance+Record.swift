public import JSON

extension PluginInstance: Record {
    /// An instance as it was last seen.
    public init(json: JSON) throws(RecordError) {
        self.init(
            nodeID: try json.member("nodeID"),
            socket: try json.member("socket"),
            plugin: try json.member("plugin")
        )
    }

    /// The instance.
    public var json: JSON { .record(["nodeID": nodeID, "socket": socket, "plugin": plugin]) }
}
