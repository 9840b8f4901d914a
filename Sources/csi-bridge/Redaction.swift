import CSI
import JSON

/// Takes the secrets of a request out of what the plugin answers, which may repeat them.
struct Redaction {
    private static let stripped = "***stripped***"

    /// In UTF-8, the longest first, so that one that is part of another leaves nothing of it.
    private let values: [[UInt8]]

    /// Takes out what stands in the secret field of the request.
    init(_ request: [UInt8], of method: Schema.Method) throws(JSONMappingError) {
        guard let field = method.secretField else {
            values = []
            return
        }
        let json = try JSONMapping.csi.json(from: request, type: method.request, redactingSecrets: false)
        guard case .object(let object)? = try? JSON(parsing: Array(json.utf8)),
            case .object(let secrets)? = object[field.jsonName]
        else {
            values = []
            return
        }
        values = secrets.compactMap { secret in
            guard case .string(let text) = secret.value, !text.isEmpty else { return nil }
            return Array(text.utf8)
        }
        .sorted { $0.count > $1.count }
    }

    /// A text without the secrets.
    func text(_ text: String) -> String {
        // By bytes: else a secret would be kept where a combining mark follows it.
        let bytes = values.reduce(Array(text.utf8)) { $0.replacing($1, with: Self.stripped.utf8) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A JSON text without the secrets in its values; keys stay.
    func json(_ json: String) -> String {
        guard !values.isEmpty else { return json }
        // By bytes: a quote and a combining mark behind it are one character.
        var result: [UInt8] = []
        var rest = Array(json.utf8)[...]
        while let byte = rest.first {
            guard byte == UInt8(ascii: "\"") else {
                result.append(byte)
                rest = rest.dropFirst()
                continue
            }
            let token = Self.firstString(of: rest)
            rest = rest.dropFirst(token.count)
            let isKey = rest.first { $0 != UInt8(ascii: " ") } == UInt8(ascii: ":")
            result += isKey ? token : redacted(token)
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// The JSON string that a text begins with, its quotes included.
    private static func firstString(of text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var end = text.startIndex + 1
        while end < text.endIndex, text[end] != UInt8(ascii: "\"") {
            end += text[end] == UInt8(ascii: "\\") ? 2 : 1
        }
        return text[..<min(end + 1, text.endIndex)]
    }

    private func redacted(_ token: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        guard case .string(let value)? = try? JSON(parsing: Array(token)), case let redacted = text(value),
            !redacted.utf8.elementsEqual(value.utf8)
        else { return token }
        var writer = JSONWriter()
        writer.value(redacted)
        return writer.bytes[...]
    }
}

extension Schema.Method {
    /// The field of the request that holds secrets; nil for an RPC that takes none.
    var secretField: Schema.Field? {
        Schema.csi.message(named: request)?.fields.first(where: \.isSecret)
    }
}
