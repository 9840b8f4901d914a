import CSI
import Foundation

/// Takes the secrets of a request out of what the plugin answers, which may repeat them.
struct Redaction {
    private static let stripped = "***stripped***"

    /// Longest first, so that one that is part of another leaves nothing of it.
    private let values: [String]

    /// Takes out what stands in the secret field of the request.
    init(_ request: [UInt8], of method: Schema.Method) throws(JSONMappingError) {
        guard let field = method.secretField else {
            values = []
            return
        }
        let json = try JSONMapping.csi.json(from: request, type: method.request, redactingSecrets: false)
        let object = try? JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
        let secrets = object?[field.jsonName] as? [String: String] ?? [:]
        values = secrets.values.filter { !$0.isEmpty }.sorted { $0.count > $1.count }
    }

    /// A text without the secrets.
    func text(_ text: String) -> String {
        // Literally: else a secret would be kept where a combining mark follows it.
        values.reduce(text) { $0.replacingOccurrences(of: $1, with: Self.stripped, options: .literal) }
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
        guard let value = try? JSONDecoder().decode(String.self, from: Data(token)),
            case let redacted = text(value), !redacted.utf8.elementsEqual(value.utf8),
            let encoded = try? JSONEncoder().encode(redacted)
        else { return token }
        return Array(encoded)[...]
    }
}

extension Schema.Method {
    /// The field of the request that holds secrets; nil for an RPC that takes none.
    var secretField: Schema.Field? {
        Schema.csi.message(named: request)?.fields.first(where: \.isSecret)
    }
}
