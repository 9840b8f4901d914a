internal import HTTPServer
internal import JSON

/// A value in a request's body, with the way to it for errors. Null counts as absent (http-api.md §1.6).
struct BodyField {
    /// Such as `Volumes[0].Name`; empty for the body itself.
    let path: String
    /// Nil where the value is absent or null.
    private let value: JSON?

    /// The most items of one list: what a body of the largest size could hold would keep a processor for seconds.
    static let maximumItems = 10_000

    /// Reads a body as Go's decoder does: what follows the first value is not looked at.
    /// - Throws: ``HTTPError`` 400 where there is no JSON, or no object.
    init(body: [UInt8]) throws(HTTPError) {
        guard !body.isEmpty else { throw HTTPError(.badRequest, "Request body is empty") }
        do throws(JSONError) {
            self.init("", try JSON(parsing: body, options: .request))
        } catch {
            throw HTTPError(.badRequest, error.description)
        }
        _ = try members()
    }

    private init(_ path: String, _ value: JSON?) {
        self.path = path
        self.value = value.flatMap { $0 == .null ? nil : $0 }
    }

    /// Whether there is nothing, or null.
    var isAbsent: Bool { value == nil }

    /// A field of the object, found in any case of letters; absent where the object is.
    subscript(name: String) -> BodyField {
        BodyField(path.isEmpty ? name : "\(path).\(name)", value?.members?[name])
    }

    // MARK: Values

    /// The text; empty where it is absent.
    func text() throws(HTTPError) -> String {
        guard let value else { return "" }
        guard case .string(let text) = value else { throw mismatch("string") }
        return try checked(text)
    }

    /// The whole number; 0 where it is absent.
    func integer() throws(HTTPError) -> Int64 {
        guard let value else { return 0 }
        guard case .number(let number) = value, let integer = number.int64 else { throw mismatch("int64") }
        return integer
    }

    /// Checks that there is a whole number without a sign, or none.
    func checkUnsigned() throws(HTTPError) {
        guard let value else { return }
        guard case .number(let number) = value, number.uint64 != nil else { throw mismatch("uint64") }
    }

    /// Checks that there is `true` or `false`, or neither.
    func checkBool() throws(HTTPError) {
        guard let value else { return }
        guard case .bool = value else { throw mismatch("bool") }
    }

    /// The items; nil where the list is absent.
    func items() throws(HTTPError) -> [BodyField]? {
        guard let value else { return nil }
        guard case .array(let items) = value else { throw mismatch("array") }
        guard items.count <= Self.maximumItems else {
            throw HTTPError(.badRequest, "\(path) has more than \(Self.maximumItems) items")
        }
        return items.enumerated().map { BodyField("\(path)[\($0)]", $1) }
    }

    /// The object's members; nil where it is absent.
    func members() throws(HTTPError) -> JSON.Members? {
        guard let value else { return nil }
        guard let members = value.members else { throw mismatch("object") }
        return members
    }

    /// The object's texts by their names; nil where it is absent. Null is an empty text.
    func texts() throws(HTTPError) -> [String: String]? {
        guard let members = try members() else { return nil }
        var texts: [String: String] = [:]
        for member in members {
            let field = BodyField(path, member.value)
            let key = try checked(member.key)
            let text = try field.text()
            if let index = texts.index(forKey: key), !texts[index].key.utf8.elementsEqual(key.utf8) {
                throw HTTPError(.badRequest, "\(path) has two keys that Unicode takes for the same")
            }
            texts[key] = text
        }
        return texts
    }

    /// The items, each of which is there.
    func presentItems() throws(HTTPError) -> [BodyField] {
        let items = try items() ?? []
        if let absent = items.first(where: \.isAbsent) { throw HTTPError(.badRequest, "\(absent.path) is null") }
        return items
    }

    // MARK: Errors

    private func checked(_ text: String) throws(HTTPError) -> String {
        if text.utf8.contains(0) { throw HTTPError(.badRequest, "\(path) holds U+0000") }
        return text
    }

    private func mismatch(_ type: String) -> HTTPError {
        let place = path.isEmpty ? "the body" : path
        let kind = value.map { $0.kind.rawValue } ?? "null"
        return HTTPError(.badRequest, "json: cannot unmarshal \(kind) into \(place) of type \(type)")
    }
}

extension JSON {
    fileprivate var members: Members? {
        if case .object(let members) = self { members } else { nil }
    }
}

extension Request {
    /// The body of a write, read whole.
    /// - Throws: ``HTTPError`` 400, 408 or 413; `CancellationError`.
    func bodyFields() async throws -> BodyField {
        try BodyField(body: await body.collect())
    }
}
