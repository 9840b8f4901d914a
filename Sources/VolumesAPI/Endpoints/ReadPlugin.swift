internal import HTTPServer
internal import JSON
internal import Workflows
internal import StateStore
internal import Volumes

extension VolumesAPI {
    /// `GET /v1/plugin/csi/:id` (http-api.md §7.15).
    func readPlugin(_ id: String, _ request: Request) async throws -> Response {
        let parameters = try parameters(of: request)
        guard !id.isEmpty else { throw HTTPError(.badRequest, "missing plugin ID") }
        let view = await view(for: parameters, watching: [.prefix(Keys.instances(of: id))])
        guard let row = try view.plugin(id) else {
            let missing = HTTPError(.notFound, "plugin not found")
            return Response(failure: missing, to: request, requestID: settings.makeRequestID()).with(index: 0)
        }
        return Response(index: view.pluginsIndex, to: request) { $0.value(row) }
    }
}
