internal import HTTPServer
internal import JSON
internal import StateStore

extension VolumesAPI {
    /// `GET /v1/volumes?type=csi` (http-api.md §7.1).
    func listVolumes(_ request: Request) async throws -> Response {
        switch request.query["type"] {
        case "csi": break
        case "host": return try await listHostVolumes(request)
        default: throw HTTPError.noSuchResource
        }
        let parameters = try parameters(of: request)
        let size = Int(try parameters.pageSize)
        let selection = try VolumeSelection(parameters, request.query)
        let view = await view(for: parameters, watching: selection.scopes) { changes, before in
            selection.concerns(changes, since: before, now: self.store.view)
        }
        let page = try await VolumePage(of: selection, in: view, from: parameters.nextToken, size: size)
        var headers = Headers(index: view.volumesIndex, isJSON: true)
        if size > 0, let token = page.nextToken { headers.add("X-Nomad-NextToken", token) }
        switch page.rows {
        case .range(let rows): return try answer(rows.makeIterator(), in: view, headers, request)
        case .selected(let rows): return try answer(rows.makeIterator(), in: view, headers, request)
        }
    }

    private func answer(
        _ rows: some IteratorProtocol<Entry> & Sendable,
        in view: View,
        _ headers: Headers,
        _ request: Request
    ) throws(HTTPError) -> Response {
        let list = try StreamedList(rows, in: view, isPretty: request.isPretty)
        if let whole = list.whole { return Response(headers: headers, body: whole) }
        return Response(headers: headers, streaming: list)
    }
}
