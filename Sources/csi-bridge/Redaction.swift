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
        values.reduce(text) { $0.replacingOccurrences(of: $1, with: Self.stripped) }
    }

    /// A JSON text without the secrets in its values; keys stay.
    func json(_ json: String) -> String {
        guard !values.isEmpty else { return json }
        return json.replacing(/"(?:[^"\\]|\\.)*"(\s*:)?/) { match in
            let token = String(match.output.0)
            guard match.output.1 == nil,
                let value = try? JSONDecoder().decode(String.self, from: Data(token.utf8)),
                case let redacted = text(value), redacted != value,
                let encoded = try? JSONEncoder().encode(redacted)
            else { return token }
            return String(decoding: encoded, as: UTF8.self)
        }
    }
}

extension Schema.Method {
    /// The field of the request that holds secrets; nil for an RPC that takes none.
    var secretField: Schema.Field? {
        Schema.csi.message(named: request)?.fields.first(where: \.isSecret)
    }
}
