import CSI

/// An RPC's request and answer, and the types in them, each once.
struct MethodDescription {
    private let method: Schema.Method
    private let schema = Schema.csi

    init(_ method: Schema.Method) {
        self.method = method
    }

    var text: String {
        var described: Set<String> = []
        var sections = [
            "\(method.service)/\(method.name): \(method.isServerStreaming ? "a stream of answers" : "one answer")"
        ]
        sections += describe(method.request, as: "Request", &described)
        sections += describe(method.response, as: "Answer", &described)
        return sections.joined(separator: "\n\n")
    }

    /// The sections of a type and of those that its fields have.
    private func describe(_ type: String, as role: String? = nil, _ described: inout Set<String>) -> [String] {
        guard described.insert(type).inserted else { return [] }
        let title = (role.map { $0 + " " } ?? "") + type
        if let message = schema.message(named: type) {
            let rows = message.fields.map { ($0.jsonName, note(on: $0)) }
            var sections = [title + "\n" + (rows.isEmpty ? "  (no fields)" : table(rows))]
            for field in message.fields { sections += describe(field.type, &described) }
            return sections
        }
        if let type = schema.enumeration(named: type) {
            return [title + "\n" + table(type.values.map { ($0.name, removed($0.isDeprecated)) })]
        }
        return []
    }

    private func note(on field: Schema.Field) -> String {
        var notes: [String] = []
        if let oneof = field.oneof { notes.append("one of \(oneof)") }
        if field.isSecret { notes.append("secret") }
        if field.isAlpha { notes.append("alpha") }
        if field.isDeprecated { notes.append(removed(true)) }
        let type = field.label == .repeated ? "list of \(field.type)" : field.type
        return notes.isEmpty ? type : "\(type) (\(notes.joined(separator: ", ")))"
    }

    private func removed(_ isDeprecated: Bool) -> String { isDeprecated ? "removed in 1.13" : "" }
}
