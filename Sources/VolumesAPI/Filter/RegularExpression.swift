internal import CRE2

/// A regular expression in RE2's syntax, matched in time linear in the text.
final class RegularExpression: Sendable {
    /// Safe to share although it is a pointer: it is set once, and any number of threads may use what it points to.
    private nonisolated(unsafe) let pattern: OpaquePointer

    /// The most memory that one takes, in bytes. It bounds the states that a text runs through, and so the time a byte
    /// takes: well below a millisecond.
    private static let maximumMemory: Int64 = 256 << 10

    init(_ bytes: [UInt8]) throws(RegularExpressionError) {
        guard let pattern = cre2_pattern_create(bytes, bytes.count, Self.maximumMemory) else {
            throw RegularExpressionError(description: "out of memory")
        }
        self.pattern = pattern
        let error = cre2_pattern_error(pattern)
        if let reason = error.reason {
            let piece = String(decoding: UnsafeRawBufferPointer(start: error.piece, count: error.count), as: UTF8.self)
            throw RegularExpressionError(description: "\(String(cString: reason)): `\(piece)`")
        }
    }

    deinit {
        cre2_pattern_destroy(pattern)
    }

    /// Whether it matches somewhere in the text.
    func matches(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { cre2_pattern_matches(pattern, $0.baseAddress, $0.count) }
    }

    /// Whether a text has a part, byte by byte, found in linear time as well.
    static func text(_ text: String, contains part: [UInt8]) -> Bool {
        var text = text
        return text.withUTF8 { cre2_contains($0.baseAddress, $0.count, part, part.count) }
    }
}

/// Why a text is no regular expression, in the words of Go's `regexp`.
struct RegularExpressionError: Error, CustomStringConvertible {
    let description: String
}
