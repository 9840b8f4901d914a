internal import GRPC

extension ControllerClient {
    /// All volumes of the plugin, page by page.
    ///
    /// The list is no snapshot: volumes that come or go meanwhile may be missing or there twice ("ListVolumes").
    /// - Parameters:
    ///   - maxEntries: The most entries of one page; 0 leaves it to the plugin.
    ///   - timeout: For each page.
    /// - Throws: ``CallError``; also where a token comes a second time, so that the list would never end.
    public func allVolumes(maxEntries: Int32 = 0, timeout: Duration) async throws(CallError)
        -> [ListVolumesResponse.Entry]
    {
        var entries: [ListVolumesResponse.Entry] = []
        var pages = Pages("/csi.v1.Controller/ListVolumes", "ListVolumesResponse.next_token")
        repeat {
            let request = ListVolumesRequest(maxEntries: maxEntries, startingToken: pages.token)
            let page = try await listVolumes(request, timeout: timeout)
            entries += page.entries
            try pages.advance(to: page.nextToken, count: entries.count)
        } while !pages.token.isEmpty
        return entries
    }

    /// All snapshots that a request's filters let through, page by page.
    /// - Parameters:
    ///   - request: Filters, secrets and the most entries of one page; its token is where the list begins.
    ///   - timeout: For each page.
    /// - Throws: ``CallError``; also where a token comes a second time, so that the list would never end.
    public func allSnapshots(_ request: ListSnapshotsRequest, timeout: Duration) async throws(CallError)
        -> [ListSnapshotsResponse.Entry]
    {
        var entries: [ListSnapshotsResponse.Entry] = []
        var request = request
        var pages = Pages("/csi.v1.Controller/ListSnapshots", "ListSnapshotsResponse.next_token")
        repeat {
            let page = try await listSnapshots(request, timeout: timeout)
            entries += page.entries
            try pages.advance(to: page.nextToken, count: entries.count)
            request.startingToken = pages.token
        } while !pages.token.isEmpty
        return entries
    }
}

/// Where a walk over pages stands, and which tokens it has seen.
private struct Pages {
    private(set) var token = ""
    private var seen: Set<String> = []
    private let method: String
    private let field: String

    /// A plugin that never ends its list must not fill our memory.
    private static let maximumEntries = 10_000_000

    init(_ method: String, _ field: String) {
        self.method = method
        self.field = field
    }

    mutating func advance(to next: String, count: Int) throws(CallError) {
        token = next
        guard !next.isEmpty else { return }
        guard seen.insert(next).inserted else {
            throw CallError(method, answer: MessageError(field, "came before: the list would never end"))
        }
        guard count <= Self.maximumEntries, seen.count <= Self.maximumEntries else {
            throw CallError(method, answer: MessageError(field, "leads to more than \(Self.maximumEntries) entries"))
        }
    }
}
