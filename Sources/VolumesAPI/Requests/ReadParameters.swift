internal import HTTPServer
internal import StateStore
internal import Volumes

/// What every reading endpoint takes from its query, used there or not (http-api.md §1.2).
struct ReadParameters: Sendable {
    /// The namespace; `*` for all.
    let namespace: String
    /// IDs begin so.
    let prefix: String
    /// How many rows a page has; 0 for all, negative where the caller sent that.
    let perPage: Int32
    /// The row that the page begins with.
    let nextToken: String
    /// The index that the answer has to exceed; 0 where the caller does not wait.
    let index: Revision
    /// How long the caller waits for that.
    let wait: Duration

    /// The longest wait, and the one of callers who don't say.
    static let longestWait = Duration.seconds(300)

    /// - Throws: ``HTTPError`` 400 for the first of them that is malformed.
    init(_ query: Query) throws(HTTPError) {
        if let stale = query.text("stale"), GoValue.bool(stale) == nil {
            throw HTTPError(.badRequest, "Expect `true` or `false` for `stale` query string parameter")
        }
        guard let perPage = Int32(query.text("per_page") ?? "0") else {
            throw HTTPError(.badRequest, "Expect a number for `per_page` query string parameter")
        }
        guard let wait = GoValue.duration(query.text("wait") ?? "0") else {
            throw HTTPError(.badRequest, "Invalid wait time")
        }
        guard let index = GoValue.unsigned(query.text("index") ?? "0") else {
            throw HTTPError(.badRequest, "Invalid index")
        }
        namespace = query.namespace ?? "default"
        prefix = query.text("prefix") ?? ""
        self.perPage = perPage
        nextToken = query.text("next_token") ?? ""
        self.index = Revision(clamping: index)
        self.wait = wait <= .zero || wait > Self.longestWait ? Self.longestWait : wait
    }

    /// How many rows a page has; 0 for all.
    /// - Throws: ``HTTPError`` 400 where the caller sent a negative number.
    var pageSize: Int32 {
        get throws(HTTPError) {
            if perPage < 0 {
                throw HTTPError(.badRequest, "Expect no negative number for `per_page` query string parameter")
            }
            return perPage
        }
    }
}

extension Query {
    /// The first value of a parameter; nil where it is absent or empty.
    func text(_ name: String) -> String? {
        self[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    /// The namespace that is asked for; nil where none is.
    var namespace: String? { text("namespace") }
}

extension VolumesAPI {
    /// The common parameters of a request that reads.
    /// - Throws: ``HTTPError`` 400 where one is malformed, then 404 where the region is another.
    func parameters(of request: Request) throws(HTTPError) -> ReadParameters {
        let parameters = try ReadParameters(request.query)
        try checkRegion(request.query.text("region"))
        return parameters
    }

    /// - Parameter region: The region that the request names; nil for ours.
    /// - Throws: ``HTTPError`` 404 where it is another.
    func checkRegion(_ region: String?) throws(HTTPError) {
        if let region, !region.isIdentical(to: settings.region) { throw HTTPError(.notFound, "No path to region") }
    }
}
