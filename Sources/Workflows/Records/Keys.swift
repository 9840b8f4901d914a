public import StateStore
public import Volumes

/// Where everything lies in the store.
///
/// A NUL byte ends the first of two parts, so that rows lie in the order of (namespace, ID): `a` before `a-b`. One more ends
/// what a plugin may choose freely, since no key ends with a slash.
public enum Keys {
    /// All volumes.
    public static let volumes: Key = "volume/"
    /// All host volumes.
    public static let hostVolumes: Key = "host-volume/"
    /// All instances of all plugins that are configured.
    public static let plugins: Key = "plugin/"
    /// All nodes.
    public static let nodes: Key = "node/"
    /// All snapshots that were made through us.
    public static let snapshots: Key = "snapshot/"
    /// All operations that are in hand.
    public static let operations: Key = "operation/"

    /// The volumes of a namespace whose IDs begin so.
    public static func volumes(in namespace: String, prefix: String = "") -> Key {
        pair("volume/", namespace, prefix)
    }

    /// A volume.
    public static func volume(_ id: VolumeID) -> Key {
        pair("volume/", id.namespace, id.name)
    }

    /// The secrets of a volume.
    public static func secrets(of id: VolumeID) -> Key {
        pair("secret/volume/", id.namespace, id.name)
    }

    /// All instances of the plugins whose IDs begin so.
    public static func plugins(prefix: String) -> Key {
        Key("plugin/" + prefix)
    }

    /// All instances of a plugin.
    public static func instances(of pluginID: String) -> Key {
        pair("plugin/", pluginID, "")
    }

    /// A plugin at a node and socket.
    public static func instance(of pluginID: String, nodeID: String, socket: String) -> Key {
        pair("plugin/", pluginID, nodeID + "\0" + socket + "\0")
    }

    /// What changes with everything that happens in a plugin's storage through us: the index of its external lists
    /// (CONTRACT.md, "External list, snapshot list").
    public static func provider(_ pluginID: String) -> Key {
        Key("provider/" + pluginID)
    }

    /// A node.
    public static func node(_ id: String) -> Key {
        Key("node/" + id)
    }

    /// The snapshots of a plugin that were made through us.
    public static func snapshots(of pluginID: String) -> Key {
        pair("snapshot/", pluginID, "")
    }

    /// A snapshot.
    public static func snapshot(_ id: String, pluginID: String) -> Key {
        pair("snapshot/", pluginID, id + "\0")
    }

    /// The secrets of a snapshot.
    public static func secrets(ofSnapshot id: String, pluginID: String) -> Key {
        pair("secret/snapshot/", pluginID, id + "\0")
    }

    /// An operation.
    public static func operation(_ id: String) -> Key {
        Key("operation/" + id)
    }

    /// The secrets of an operation.
    public static func secrets(ofOperation id: String) -> Key {
        Key("secret/operation/" + id)
    }

    /// Remembers a volume of a plugin that was deregistered while its storage was kept, so that nothing deletes it as a
    /// leftover of ours.
    public static func released(_ externalID: String, pluginID: String) -> Key {
        pair("released/", pluginID, externalID + "\0")
    }

    private static func pair(_ table: String, _ first: String, _ second: String) -> Key {
        Key(bytes: Array(table.utf8) + Array(first.utf8) + [0] + Array(second.utf8))
    }
}
