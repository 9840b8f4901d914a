import HCL

extension HCL.Body {
    /// The tree on one line: `key "label" = value`.
    var outline: String { items.map(\.outline).joined(separator: ", ") }
}

extension HCL.Item {
    private var labelText: String { labels.map { " \"\($0.text)\"" }.joined() }

    var outline: String { "\(key)\(labelText) = \(value.outline)" }
}

extension HCL.Value {
    var outline: String {
        switch kind {
        case .string(let text): String(reflecting: text)
        case .number(let number): number.int64.map { "\($0)" } ?? number.double.map { "\($0)" } ?? "none"
        case .bool(let value): "\(value)"
        case .list(let values): "[\(values.map(\.outline).joined(separator: ", "))]"
        case .object(let body): "{\(body.outline)}"
        }
    }
}

func parse(_ text: String) throws -> HCL.Body {
    try HCL.parse(Array(text.utf8), file: "a.hcl")
}

func outline(_ text: String) throws -> String {
    try parse(text).outline
}

/// What a parse fails with, after the file's name.
func failure(_ bytes: [UInt8]) -> String? {
    do throws(HCLError) {
        _ = try HCL.parse(bytes, file: "a.hcl")
        return nil
    } catch {
        return error.description.hasPrefix("a.hcl:") ? String(error.description.dropFirst(6)) : error.description
    }
}

func failure(_ text: String) -> String? {
    failure(Array(text.utf8))
}
