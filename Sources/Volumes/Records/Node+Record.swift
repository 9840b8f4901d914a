public import JSON

extension Node: Record {
    /// A node as it was last seen.
    public init(json: JSON) throws(RecordError) {
        self.init(id: try json.member("id"), name: try json.member("name", or: ""))
        datacenter = try json.member("datacenter", or: datacenter)
        pool = try json.member("pool", or: pool)
        nodeClass = try json.member("nodeClass", or: nodeClass)
        meta = try json.member("meta", or: meta)
        status = try json.member("status", or: status)
        createTime = try json.member("createTime", or: createTime)
        updateTime = try json.member("updateTime", or: updateTime)
    }

    /// The node.
    public var json: JSON {
        .record([
            "id": id,
            "name": name,
            "datacenter": datacenter,
            "pool": pool,
            "nodeClass": nodeClass,
            "meta": meta,
            "status": status,
            "createTime": createTime,
            "updateTime": updateTime,
        ])
    }
}

extension Node.Status: Record {}
