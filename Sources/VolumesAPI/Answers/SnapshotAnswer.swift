internal import JSON

/// A snapshot as the answers of list and create show it (http-api.md §5.5).
struct SnapshotAnswer: Sendable {
    let id: String
    let pluginID: String
    let sourceVolumeID: String
    let externalSourceVolumeID: String
    let sizeBytes: Int64
    /// Seconds since 1970.
    let createTime: Int64
    let isReady: Bool
}

extension JSONWriter {
    mutating func value(_ snapshot: SnapshotAnswer) {
        object { writer in
            writer.member("CreateTime", snapshot.createTime)
            writer.member("ExternalSourceVolumeID", snapshot.externalSourceVolumeID)
            writer.member("ID", snapshot.id)
            writer.member("IsReady", snapshot.isReady)
            writer.member("Name", "")
            writer.nullMember("Parameters")
            writer.member("PluginID", snapshot.pluginID)
            writer.nullMember("Secrets")
            writer.member("SizeBytes", snapshot.sizeBytes)
            writer.member("SourceVolumeID", snapshot.sourceVolumeID)
        }
    }
}
