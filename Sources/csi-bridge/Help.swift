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
/// - Parameter width: Where the second column is broken, between words; nil for nowhere.
func table(_ rows: [(String, String)], wrappingAt width: Int? = nil) -> String {
    let start = (rows.map(\.0.count).max() ?? 0) + 4
    return rows.map { name, text in
        let lines = width.map { wrapped(text, to: max(20, $0 - start)) } ?? [text]
        let lead = "  " + name + String(repeating: " ", count: text.isEmpty ? 0 : start - 2 - name.count)
        return lead + lines.joined(separator: "\n" + String(repeating: " ", count: start))
    }.joined(separator: "\n")
}

private func wrapped(_ text: String, to width: Int) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ") {
        let line = lines[lines.count - 1]
        if line.isEmpty {
            lines[lines.count - 1] = String(word)
        } else if line.count + 1 + word.count <= width {
            lines[lines.count - 1] = "\(line) \(word)"
        } else {
            lines.append(String(word))
        }
    }
    return lines
}
