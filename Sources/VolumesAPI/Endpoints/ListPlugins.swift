internal import HTTPServer
internal import JSON
internal import Workflows
internal import StateStore
internal import Volumes

extension VolumesAPI {
    /// `GET /v1/plugins?type=csi` (http-api.md §7.14). Without a type it is empty, with another there is nothing.
    func listPlugins(_ request: Request) async throws -> Response {
        guard let type = request.query["type"] else { return .emptyList }
        guard type == "csi" else { return Response() }
        let parameters = try parameters(of: request)
        let keys = Keys.plugins(prefix: parameters.prefix)
        let view = await view(for: parameters, watching: [.prefix(keys)])
        let rows = try view.plugins(prefix: parameters.prefix)
        return Response(index: view.pluginsIndex, to: request) { writer in
            writer.array { writer in
                for row in rows { writer.stub(row) }
            }
        }
    }
}
