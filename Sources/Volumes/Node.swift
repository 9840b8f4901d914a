/// A machine that volumes are used on: the one that an agent runs on.
public struct Node: Hashable, Sendable {
    /// Its ID, a UUID in small letters, made when the store first saw the node.
    public var id: String
    /// Its name for people, usually the host's.
    public var name: String
    /// Where it is, such as `dc1`.
    public var datacenter: String
    /// The pool it is in.
    public var pool: String
    /// A class that the operator gave it; empty for none.
    public var nodeClass: String
    /// What the operator says of it.
    public var meta: [String: String]
    /// Whether volumes can be used there.
    public var status: Status
    /// When it was first seen, in nanoseconds since 1970.
    public var createTime: Int64
    /// When one of the above last changed, in nanoseconds since 1970.
    public var updateTime: Int64

    /// How a node is, by Nomad's names.
    public enum Status: String, Hashable, Sendable {
        /// It was not heard of yet.
        case initializing
        /// Volumes can be used there.
        case ready
        /// It does not answer.
        case down
    }

    /// A node that is ready.
    public init(
        id: String,
        name: String,
        datacenter: String = "dc1",
        pool: String = "default",
        nodeClass: String = "",
        meta: [String: String] = [:],
        status: Status = .ready
    ) {
        self.id = id
        self.name = name
        self.datacenter = datacenter
        self.pool = pool
        self.nodeClass = nodeClass
        self.meta = meta
        self.status = status
        createTime = 0
        updateTime = 0
    }
}
