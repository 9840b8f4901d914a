/// A request, as a handler sees it.
public struct Request: Sendable {
    /// The method, such as `GET`, in the case it was sent in.
    public let method: String
    /// The target's path as it was sent, escapes and all, without the query.
    public let rawPath: String
    /// The path's pieces between slashes, each decoded: `/a/b%2Fc/` is `["a", "b/c", ""]`.
    public let path: [String]
    /// The query as it was sent, without its `?`; nil where there is none.
    public let rawQuery: String?
    /// The query's parameters.
    public let query: Query
    /// The header fields.
    public let headers: Headers
    /// What the client sends after the headers.
    public let body: RequestBody

    /// A request with a body that is already here, for tests of handlers.
    /// - Throws: ``HTTPError`` 400 where the target can't be decoded.
    public init(
        method: String = "GET",
        _ target: String,
        headers: Headers = [:],
        body: [UInt8] = []
    ) throws(HTTPError) {
        try self.init(method: method, target: target, headers: headers, body: RequestBody(body))
    }

    init(method: String, target: String, headers: Headers, body: RequestBody) throws(HTTPError) {
        let (rawPath, rawQuery) = try Self.split(target)
        self.method = method
        self.rawPath = String(rawPath)
        self.rawQuery = rawQuery.map(String.init)
        self.headers = headers
        self.body = body
        var path: [String] = []
        for piece in rawPath.dropFirst().split(separator: "/", omittingEmptySubsequences: false) {
            path.append(try percentDecoded(piece))
        }
        self.path = path
        query = try Query(rawQuery ?? "")
    }

    /// Finds path and query of a target in origin, absolute or asterisk form (RFC 9112 section 3.2).
    private static func split(_ target: String) throws(HTTPError) -> (path: Substring, query: Substring?) {
        var rest = target[...]
        if let scheme = ["http://", "https://"].first(where: { rest.lowercased().hasPrefix($0) }) {
            rest = rest.dropFirst(scheme.count).drop { $0 != "/" && $0 != "?" }
            if !rest.hasPrefix("/") { rest = "/" + rest }
        }
        guard rest.hasPrefix("/") || rest == "*" else {
            throw HTTPError(.badRequest, "the request's target does not begin with a slash")
        }
        let parts = rest.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        return (parts[0], parts.count > 1 ? parts[1] : nil)
    }

    /// Whether the method only reads (RFC 9110 section 9.2.1).
    var isSafe: Bool { ["GET", "HEAD", "OPTIONS"].contains(method) }
}
