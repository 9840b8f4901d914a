extension Command {
    /// The command's help: examples, then usage, then what it takes.
    var help: String {
        var sections: [String] = [summary]
        if !examples.isEmpty {
            sections.append(
                "Examples:\n\n"
                    + examples.map { "  # \($0.purpose)\n  csi-bridge \($0.line)" }.joined(separator: "\n\n")
            )
        }
        sections.append("Usage: \(usage)")
        if !subcommands.isEmpty {
            sections.append("Commands:\n\n" + table(subcommands.map { ($0.name, $0.summary) }))
        }
        if !options.isEmpty {
            sections.append("Options:\n\n" + table(options.map { ($0.usage, $0.help) }))
        }
        if !notes.isEmpty { sections.append(notes) }
        return sections.joined(separator: "\n\n") + "\n"
    }

    private var usage: String {
        guard subcommands.isEmpty else { return "\(fullName) COMMAND" }
        let required = options.filter(\.isRequired).map(\.usage)
        let hasOthers = options.contains { !$0.isRequired }
        return ([fullName] + operands + required + (hasOthers ? ["[options]"] : [])).joined(separator: " ")
    }
}

extension Command.Option {
    fileprivate var usage: String { value.map { "--\(name) \($0)" } ?? "--\(name)" }
}

/// Rows of two columns, indented.
func table(_ rows: [(String, String)], indentation: Int = 2) -> String {
    let width = rows.map(\.0.count).max() ?? 0
    return rows.map { name, text in
        let padding = String(repeating: " ", count: width - name.count + 2)
        return String(repeating: " ", count: indentation) + (text.isEmpty ? name : name + padding + text)
    }.joined(separator: "\n")
}
