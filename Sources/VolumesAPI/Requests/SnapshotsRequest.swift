internal import HTTPServer
internal import Volumes

/// The body of a snapshot create.
struct SnapshotsRequest: Sendable {
    /// A snapshot that is asked for.
    struct Wish: Sendable {
        let source: VolumeID
        /// Empty for the volume's plugin.
        let pluginID: String
        let name: String
        let parameters: [String: String]
        let secrets: Secrets
    }

    let target: WriteTarget
    let wishes: [Wish]

    /// - Throws: ``HTTPError`` 400 naming the field that is malformed.
    init(_ body: BodyField, _ query: Query) throws(HTTPError) {
        target = try WriteTarget(body, query)
        var wishes: [Wish] = []
        for field in try body["Snapshots"].items() ?? [] {
            if field.isAbsent { throw HTTPError(.badRequest, "snapshot cannot be nil") }
            _ = try field.members()
            for name in ["ID", "ExternalSourceVolumeID"] { _ = try field[name].text() }
            for name in ["SizeBytes", "CreateTime"] { _ = try field[name].integer() }
            try field["IsReady"].checkBool()
            wishes.append(
                Wish(
                    source: VolumeID(try field["SourceVolumeID"].text(), namespace: target.namespace),
                    pluginID: try field["PluginID"].text(),
                    name: try field["Name"].text(),
                    parameters: try field["Parameters"].texts() ?? [:],
                    secrets: Secrets(try field["Secrets"].texts() ?? [:])
                )
            )
        }
        self.wishes = wishes
    }
}
