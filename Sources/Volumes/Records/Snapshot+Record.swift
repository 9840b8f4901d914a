public import JSON

extension Snapshot: Record {
    /// A snapshot as it was stored.
    public init(json: JSON) throws(RecordError) {
        self.init(
            id: try json.member("id"),
            pluginID: try json.member("pluginID"),
            name: try json.member("name", or: ""),
            sourceVolume: try json.member("sourceVolume"),
            externalSourceVolumeID: try json.member("externalSourceVolumeID", or: ""),
            sizeBytes: try json.member("sizeBytes", or: 0),
            createTime: try json.member("createTime", or: 0),
            isReady: try json.member("isReady", or: false)
        )
    }

    /// The snapshot.
    public var json: JSON {
        .record([
            "id": id,
            "pluginID": pluginID,
            "name": name,
            "sourceVolume": sourceVolume,
            "externalSourceVolumeID": externalSourceVolumeID,
            "sizeBytes": sizeBytes,
            "createTime": createTime,
            "isReady": isReady,
        ])
    }
}
