internal import HTTPServer
internal import Workflows
internal import StateStore

extension VolumesAPI {
    /// `GET /v1/volumes?type=host`: the host volumes, of which there are none as long as nothing makes them.
    ///
    /// `nomad volume status` asks for them beside those of CSI, and fails where the list does.
    func listHostVolumes(_ request: Request) async throws -> Response {
        let parameters = try parameters(of: request)
        let view = await view(for: parameters, watching: [.prefix(Keys.hostVolumes)])
        return .emptyList.with(index: view.lastChange(in: .prefix(Keys.hostVolumes)))
    }
}
