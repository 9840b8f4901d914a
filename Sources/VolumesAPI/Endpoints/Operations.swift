internal import HTTPServer
internal import JSON
internal import Operations
internal import Volumes

extension VolumesAPI {
    /// `GET /v1/operations`: what is in hand, the oldest first.
    func listOperations(_ request: Request) throws -> Response {
        _ = try parameters(of: request)
        let statuses = operations.operations.sorted { ($0.since, $0.id) < ($1.since, $1.id) }
        return Response(to: request) { writer in
            writer.array { writer in
                for status in statuses { writer.value(status) }
            }
        }
    }

    /// `GET /v1/operation/:id`.
    func readOperation(_ id: String, _ request: Request) throws -> Response {
        _ = try parameters(of: request)
        guard let status = operations.operation(id) else { throw HTTPError(.notFound, "operation not found") }
        return Response(to: request) { $0.value(status) }
    }

    /// `DELETE /v1/operation/:id`.
    func cancelOperation(_ id: String, _ request: Request) async throws -> Response {
        try checkRegion(request.query.text("region"))
        try await operations.cancel(id)
        return Response()
    }
}

extension JSONWriter {
    fileprivate mutating func value(_ status: OperationStatus) {
        object { writer in
            writer.member("ID", status.id)
            writer.member("Kind", status.kind)
            writer.member("LastError", status.lastError ?? "")
            if let leftover = status.leftover { writer.member("Leftover", leftover) }
            writer.member("Namespace", status.volume?.namespace ?? "")
            writer.member("PluginID", status.plugin)
            writer.member("Since", time: status.since)
            writer.member("State", status.state)
            writer.member("Tries", status.tries)
            writer.member("VolumeID", status.volume?.name ?? "")
        }
    }
}
