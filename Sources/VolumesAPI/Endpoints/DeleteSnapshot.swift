internal import HTTPServer
internal import Operations
internal import Workflows
internal import StateStore
internal import Volumes

extension VolumesAPI {
    /// `DELETE /v1/volumes/snapshot` (http-api.md §7.10).
    func deleteSnapshot(_ request: Request) async throws -> Response {
        try checkRegion(request.query.text("region"))
        guard let prefix = request.query.text("plugin_id") else { throw HTTPError(.badRequest, "missing plugin_id") }
        guard let id = request.query.text("snapshot_id") else { throw HTTPError(.badRequest, "missing snapshot_id") }
        let plugin = try store.view.plugin(named: prefix).record.id
        try await operations.deleteSnapshot(id, pluginID: plugin, secrets: request.headerSecrets)
        return Response(index: store.view.lastChange(in: .key(Keys.provider(plugin))))
    }
}
