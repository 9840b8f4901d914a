internal import HTTPServer
internal import Operations
internal import Volumes

extension VolumesAPI {
    /// `DELETE /v1/volume/csi/:id` (http-api.md §7.5).
    func deregisterVolume(_ id: String, _ request: Request) async throws -> Response {
        guard let force = GoValue.bool(request.query.text("force") ?? "false") else {
            throw HTTPError(.badRequest, "invalid force value")
        }
        let volume = try volumeID(id, request)
        return Response(index: try await operations.deregister(volume, force: force))
    }

    /// `DELETE /v1/volume/csi/:id/delete` (http-api.md §7.6).
    func deleteVolume(_ id: String, _ request: Request) async throws -> Response {
        let volume = try volumeID(id, request)
        return Response(index: try await operations.delete(volume, secrets: request.headerSecrets))
    }

    /// `DELETE /v1/volume/csi/:id/detach` (http-api.md §7.7).
    func detachVolume(_ id: String, _ request: Request) async throws -> Response {
        guard let node = request.query.text("node") else { throw HTTPError(.badRequest, "detach requires node ID") }
        let volume = try volumeID(id, request)
        return Response(index: try await operations.detach(volume, node: node))
    }

    private func volumeID(_ id: String, _ request: Request) throws(HTTPError) -> VolumeID {
        try checkRegion(request.query.text("region"))
        guard !id.isEmpty else { throw HTTPError(.badRequest, "missing volume ID") }
        return VolumeID(id, namespace: request.query.namespace ?? "default")
    }
}
