package import Volumes

/// Text of a plugin, made fit for messages and logs.
package enum PlainText {
    /// The text on one line, without control characters and those that turn the direction of writing, and at most
    /// `limit` bytes of it.
    package static func clean(_ text: String, limit: Int) -> String {
        var cleaned = String.UnicodeScalarView()
        var bytes = 0
        for scalar in text.unicodeScalars {
            let scalar = scalar.isPrintable ? scalar : " "
            bytes += scalar.utf8.count
            guard bytes <= limit else { return String(cleaned) + "…" }
            cleaned.append(scalar)
        }
        return String(cleaned)
    }

    /// The text without the values of secrets, which some plugins repeat. Values of less than four bytes are no secrets
    /// that a text could betray.
    package static func redact(_ secrets: Secrets, in text: String) -> String {
        let values = secrets.revealed.values.flatMap { [$0, quoted($0)] }.map { Array($0.utf8) }
            .filter { $0.count >= 4 }.sorted { $0.count > $1.count }
        // By bytes: a mark behind a secret would make another character of its last one.
        let redacted = values.reduce(Array(text.utf8)) { $0.replacing($1, with: Array("[REDACTED]".utf8)) }
        return String(decoding: redacted, as: UTF8.self)
    }

    /// A text as it stands between quotes in Go, JSON and most other languages.
    private static func quoted(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
    }
}

extension Unicode.Scalar {
    /// Whether it neither controls a terminal nor ends a line.
    package var isPrintable: Bool {
        switch properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: false
        default: !properties.isBidiControl
        }
    }
}
