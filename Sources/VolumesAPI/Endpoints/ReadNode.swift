internal import HTTPServer
internal import JSON
internal import Workflows
internal import StateStore
internal import Volumes

extension VolumesAPI {
    /// `GET /v1/node/:id` (http-api.md §7.16).
    func readNode(_ id: String, _ request: Request) async throws -> Response {
        let parameters = try parameters(of: request)
        guard !id.isEmpty else { throw HTTPError(.badRequest, "missing node ID") }
        guard id.utf8.count == 36 else {
            throw HTTPError(.badRequest, "node lookup failed: index error: UUID must be 36 characters")
        }
        let key = Keys.node(id.lowercased())
        let view = await view(for: parameters, watching: [.key(key), .prefix(Keys.plugins)])
        guard let row = try view.row(key, of: Node.self) else {
            let missing = HTTPError(.notFound, "node not found")
            return Response(failure: missing, to: request, requestID: settings.makeRequestID())
                .with(index: view.nodesIndex)
        }
        let plugins = try view.plugins().map(\.record)
        let settings = settings
        return Response(index: max(view.nodesIndex, view.pluginsIndex), to: request) { writer in
            writer.value(row, plugins, settings)
        }
    }
}
