public import JSON

extension Volume: Record {
    /// A volume as it was stored.
    public init(json: JSON) throws(RecordError) {
        self.init(
            id: VolumeID(try json.member("id"), namespace: try json.member("namespace")),
            name: try json.member("name", or: ""),
            externalID: try json.member("externalID", or: ""),
            pluginID: try json.member("pluginID"),
            requestedCapabilities: try json.member("requestedCapabilities", or: []),
            requestedCapacityMin: try json.member("requestedCapacityMin", or: 0),
            requestedCapacityMax: try json.member("requestedCapacityMax", or: 0),
            requestedTopologies: try json.member("requestedTopologies", or: nil),
            mountOptions: try json.member("mountOptions", or: nil),
            parameters: try json.member("parameters", or: [:]),
            cloneID: try json.member("cloneID", or: ""),
            snapshotID: try json.member("snapshotID", or: ""),
            context: try json.member("context", or: [:]),
            topologies: try json.member("topologies", or: [])
        )
        // What was stored before there was such a member was most likely made by its own name.
        nameAtPlugin = try json.member("nameAtPlugin", or: name)
        capacity = try json.member("capacity", or: capacity)
        isNodeExpansionPending = try json.member("isNodeExpansionPending", or: isNodeExpansionPending)
        accessMode = try json.member("accessMode", or: accessMode)
        attachmentMode = try json.member("attachmentMode", or: attachmentMode)
        provider = try json.member("provider", or: provider)
        providerVersion = try json.member("providerVersion", or: providerVersion)
        isControllerRequired = try json.member("isControllerRequired", or: isControllerRequired)
        createTime = try json.member("createTime", or: createTime)
        modifyTime = try json.member("modifyTime", or: modifyTime)
    }

    /// The volume.
    public var json: JSON {
        .record([
            "id": id.name,
            "namespace": id.namespace,
            "name": name,
            "externalID": externalID,
            "nameAtPlugin": nameAtPlugin,
            "pluginID": pluginID,
            "requestedCapabilities": requestedCapabilities,
            "requestedCapacityMin": requestedCapacityMin,
            "requestedCapacityMax": requestedCapacityMax,
            "requestedTopologies": requestedTopologies,
            "mountOptions": mountOptions,
            "parameters": parameters,
            "cloneID": cloneID,
            "snapshotID": snapshotID,
            "context": context,
            "topologies": topologies,
            "capacity": capacity,
            "isNodeExpansionPending": isNodeExpansionPending,
            "accessMode": accessMode,
            "attachmentMode": attachmentMode,
            "provider": provider,
            "providerVersion": providerVersion,
            "isControllerRequired": isControllerRequired,
            "createTime": createTime,
            "modifyTime": modifyTime,
        ])
    }
}

extension AccessMode: Record {}

extension AttachmentMode: Record {}

extension Capability: Record {
    /// A way of using a volume.
    public init(json: JSON) throws(RecordError) {
        self.init(try json.member("accessMode"), try json.member("attachmentMode"))
    }

    /// The way of using a volume.
    public var json: JSON { .record(["accessMode": accessMode, "attachmentMode": attachmentMode]) }
}

extension MountOptions: Record {
    /// How a file system is mounted.
    public init(json: JSON) throws(RecordError) {
        self.init(
            fsType: try json.member("fsType", or: ""),
            mountFlags: try json.member("mountFlags", or: nil)
        )
    }

    /// How the file system is mounted.
    public var json: JSON { .record(["fsType": fsType, "mountFlags": mountFlags]) }
}

extension TopologyRequest: Record {
    /// Where a volume was asked to be.
    public init(json: JSON) throws(RecordError) {
        self.init(
            required: try json.member("required", or: nil),
            preferred: try json.member("preferred", or: nil)
        )
    }

    /// Where the volume was asked to be.
    public var json: JSON { .record(["required": required, "preferred": preferred]) }
}

extension VolumeID: Record {
    /// The name of a volume.
    public init(json: JSON) throws(RecordError) {
        self.init(try json.member("id"), namespace: try json.member("namespace"))
    }

    /// The name of the volume.
    public var json: JSON { .record(["id": name, "namespace": namespace]) }
}

extension Secrets: Record {
    /// Secrets as they were stored, in a row of their own.
    public init(json: JSON) throws(RecordError) {
        self.init(try [String: String](json: json))
    }

    /// The secrets: only for that row.
    public var json: JSON { revealed.json }
}
