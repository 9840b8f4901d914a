/// How a request's body is delimited (RFC 9112 section 6), and what of that is refused.
///
/// libmicrohttpd takes the first of several lengths and prefers chunks to lengths. Something in front of the server may
/// do otherwise and see other requests in the same bytes, so whatever is ambiguous is refused.
struct Framing: Hashable {
    enum Body: Hashable {
        case none
        case length(Int)
        case chunks
    }

    let body: Body
    /// Whether the client waits for `100 Continue` before it sends the body.
    let awaitsContinue: Bool

    init(_ headers: Headers) throws(HTTPError) {
        for field in headers {
            guard !field.name.isEmpty, field.name.utf8.allSatisfy(\.isTokenCharacter) else {
                throw HTTPError(.badRequest, "a header field's name is malformed")
            }
        }
        let lengths = headers.values("Content-Length")
        let codings = headers.values("Transfer-Encoding")
        guard lengths.count <= 1, codings.isEmpty || lengths.isEmpty, headers.values("Host").count <= 1 else {
            throw HTTPError(.badRequest, "the request's Host or length is given twice")
        }
        if let coding = codings.first {
            guard codings.count == 1, coding.lowercased() == "chunked" else {
                throw HTTPError(.notImplemented, "the request's Transfer-Encoding is not chunked")
            }
            body = .chunks
        } else if let text = lengths.first {
            guard text.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains), let length = Int(text) else {
                throw HTTPError(.badRequest, "the request's Content-Length is malformed")
            }
            body = length == 0 ? .none : .length(length)
        } else {
            body = .none
        }
        awaitsContinue = body != .none && headers.elements("Expect").contains { $0.lowercased() == "100-continue" }
    }

    /// Whether a body that its handler did not want is worth waiting for, so that the connection can be kept.
    var isWorthAwaiting: Bool {
        switch body {
        case .none: true
        case .length(let length): !awaitsContinue && length <= Limits.awaitedBytes
        case .chunks: false
        }
    }
}

extension UInt8 {
    /// RFC 9110 section 5.6.2.
    fileprivate var isTokenCharacter: Bool {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"),
            UInt8(ascii: "A")...UInt8(ascii: "Z"):
            true
        default: "!#$%&'*+-.^_`|~".utf8.contains(self)
        }
    }
}
