internal import HTTPServer

/// What the body of a write says beside its objects (http-api.md §1.2, §5.1).
struct WriteTarget: Sendable {
    /// Where objects are that name no namespace themselves.
    let namespace: String
    /// The region; nil for ours.
    let region: String?

    /// The query wins over the body.
    init(_ body: BodyField, _ query: Query) throws(HTTPError) {
        for name in ["AuthToken", "IdempotencyToken"] { _ = try body[name].text() }
        try body["PolicyOverride"].checkBool()
        try body["Forwarded"].checkBool()
        _ = try body["Timestamp"].integer()
        let namespace = try body["Namespace"].text()
        let region = try body["Region"].text()
        self.namespace = query.namespace ?? (namespace.isEmpty ? "default" : namespace)
        self.region = query.text("region") ?? (region.isEmpty ? nil : region)
    }
}
