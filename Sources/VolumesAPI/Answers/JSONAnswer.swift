internal import HTTPServer
internal import JSON
internal import StateStore

extension Response {
    /// A JSON answer, in lines where the caller wants it `pretty`.
    /// - Parameter index: What `X-Nomad-Index` says; nil for an answer without.
    init(
        _ status: Status = .ok,
        index: Revision? = nil,
        to request: Request,
        _ body: (inout JSONWriter) -> Void
    ) {
        var writer = JSONWriter()
        body(&writer)
        self.init(
            status,
            headers: Headers(index: index, isJSON: true),
            body: request.isPretty ? PrettyPrinter.format(writer.bytes) : writer.bytes
        )
    }

    /// The answer of a write that has nothing to say but its index.
    init(index: Revision) {
        self.init(headers: Headers(index: index, isJSON: false))
    }

    /// The list of nothing in particular, which has no index.
    static var emptyList: Response {
        Response(headers: Headers(index: nil, isJSON: true), body: Array("[]".utf8))
    }

    /// The same with `X-Nomad-Index` and its like.
    func with(index: Revision) -> Response {
        var response = self
        for field in Headers(index: index, isJSON: false) { response.headers[field.name] = field.value }
        return response
    }
}

extension Headers {
    init(index: Revision?, isJSON: Bool) {
        self.init()
        if isJSON { add("Content-Type", "application/json") }
        guard let index else { return }
        add("X-Nomad-Index", String(index))
        add("X-Nomad-KnownLeader", "true")
        add("X-Nomad-LastContact", "0")
    }
}

extension Request {
    /// Whether the answer is to be indented.
    var isPretty: Bool { query["pretty"].map { $0 != "0" } ?? false }
}

extension JSONWriter {
    mutating func member(_ name: String, _ text: String) {
        key(name)
        value(text)
    }

    mutating func member(_ name: String, _ number: some FixedWidthInteger) {
        key(name)
        value(number)
    }

    mutating func member(_ name: String, _ flag: Bool) {
        key(name)
        value(flag)
    }

    /// A time in nanoseconds since 1970, as a text; null for none.
    mutating func member(_ name: String, time nanoseconds: Int64) {
        key(name)
        if let text = Timestamp.rfc3339(nanoseconds: nanoseconds) { value(text) } else { null() }
    }

    mutating func nullMember(_ name: String) {
        key(name)
        null()
    }

    mutating func emptyListMember(_ name: String) {
        key(name)
        array { _ in }
    }

    mutating func emptyObjectMember(_ name: String) {
        key(name)
        object { _ in }
    }

    /// Texts by their names, in the order of the names' bytes; null for none.
    mutating func member(_ name: String, _ texts: [String: String]?) {
        key(name)
        guard let texts else { return null() }
        object { writer in
            guard texts.count > 1 else {
                for (key, text) in texts { writer.member(key, text) }
                return
            }
            for (key, text) in texts.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
                writer.member(key, text)
            }
        }
    }

    /// What an answer of a write says beside its objects, up to `Index`, `KnownLeader`, `LastContact` and `NextToken`.
    mutating func answerMembers(index: Revision, nextToken: String) {
        member("Index", index)
        member("KnownLeader", true)
        member("LastContact", 0)
        member("NextToken", nextToken)
    }
}
