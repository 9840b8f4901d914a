internal import HTTPServer
internal import JSON
internal import Workflows
internal import StateStore
internal import Volumes

extension VolumesAPI {
    /// `GET /v1/volume/csi/:id` (http-api.md §7.2).
    func readVolume(_ id: String, _ request: Request) async throws -> Response {
        let parameters = try parameters(of: request)
        guard !id.isEmpty else { throw HTTPError(.badRequest, "missing volume ID") }
        let key = Keys.volume(VolumeID(id, namespace: parameters.namespace))
        let known = try store.view.row(key, of: Volume.self)
        let plugin = known.map { [Scope.prefix(Keys.instances(of: $0.record.pluginID))] } ?? []
        let view = await view(for: parameters, watching: [.key(key)] + plugin)
        guard let entry = view[key] else {
            let missing = HTTPError(.notFound, "volume not found")
            return Response(failure: missing, to: request, requestID: settings.makeRequestID())
                .with(index: view.volumesIndex)
        }
        var join = VolumeJoin(view)
        let answer = try join.answer(entry)
        return Response(index: view.volumesIndex, to: request) { $0.value(answer) }
    }
}
