internal import HTTPServer
internal import JSON
internal import Workflows
internal import StateStore
internal import Volumes

extension VolumesAPI {
    /// `GET /v1/nodes` (http-api.md §7.16). IDs are UUIDs, in capitals or not.
    func listNodes(_ request: Request) async throws -> Response {
        let parameters = try parameters(of: request)
        let keys = Keys.node(parameters.prefix.lowercased())
        let view = await view(for: parameters, watching: [.prefix(keys)])
        let rows = try view.rows(in: keys, of: Node.self)
        let settings = settings
        return Response(index: view.nodesIndex, to: request) { writer in
            writer.array { writer in
                for row in rows { writer.stub(row, settings) }
            }
        }
    }
}

extension View {
    var nodesIndex: Revision { lastChange(in: .prefix(Keys.nodes)) }
}
