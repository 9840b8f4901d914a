internal import Volumes

/// Text of a plugin, made fit for messages and logs.
enum PlainText {
    /// The text without control characters, and at most `limit` bytes of it.
    static func clean(_ text: String, limit: Int) -> String {
        var cleaned = String.UnicodeScalarView()
        var bytes = 0
        for scalar in text.unicodeScalars {
            let scalar: Unicode.Scalar = scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar
            bytes += scalar.utf8.count
            guard bytes <= limit else { return String(cleaned) + "…" }
            cleaned.append(scalar)
        }
        return String(cleaned)
    }

    /// The text without the values of secrets, which some plugins repeat. Values of less than four bytes are no secrets
    /// that a text could betray.
    static func redact(_ secrets: Secrets, in text: String) -> String {
        secrets.revealed.values.filter { $0.utf8.count >= 4 }.sorted { $0.utf8.count > $1.utf8.count }
            .reduce(text) { text, secret in
                text.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "[REDACTED]")
            }
    }
}
