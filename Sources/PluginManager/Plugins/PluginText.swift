extension String {
    /// The text as it may stand in a log or an answer: on one line, without control characters, and not longer than so
    /// many bytes.
    func printable(maximumBytes: Int) -> String {
        var result = String.UnicodeScalarView()
        var size = 0
        for scalar in unicodeScalars {
            let isControl = scalar.properties.generalCategory == .control || scalar.properties.isBidiControl
            let shown = isControl || scalar == "\u{2028}" || scalar == "\u{2029}" ? " " : scalar
            size += UTF8.width(shown)
            guard size <= maximumBytes else { break }
            result.append(shown)
        }
        return String(result)
    }
}
