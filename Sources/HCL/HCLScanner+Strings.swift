extension HCLScanner {
    /// Reads a text between double quotes.
    mutating func string() throws(HCLError) -> String {
        let start = position
        try advance()
        var text = String.UnicodeScalarView()
        while let scalar = next, scalar != "\"" {
            if scalar == "\n" { break }
            if isNext("${") {
                text.append(contentsOf: try interpolation().unicodeScalars)
            } else if scalar == "\\" {
                text.append(try escape())
            } else {
                text.append(scalar)
                try advance()
            }
        }
        guard next == "\"" else { throw error("the text does not end on its line", at: start) }
        try advance()
        return String(text)
    }

    /// Passes over `${...}`, quotes and lines' ends in it included, which stays as it is.
    private mutating func interpolation() throws(HCLError) -> String {
        let (start, place) = (mark, position)
        var depth = 0
        repeat {
            switch try advance() {
            case "{": depth += 1
            case "}": depth -= 1
            case nil: throw error("\"${\" has no \"}\"", at: place)
            default: break
            }
        } while depth > 0 || mark == start + 1
        return text(from: start)
    }

    private mutating func escape() throws(HCLError) -> Unicode.Scalar {
        let start = position
        try advance()
        let letter = try advance()
        switch letter {
        case "a": return "\u{7}"
        case "b": return "\u{8}"
        case "f": return "\u{c}"
        case "n": return "\n"
        case "r": return "\r"
        case "t": return "\t"
        case "v": return "\u{b}"
        case "\\", "\"": return letter ?? "\\"
        case "x": return try byte(try scalar(digits: 2, radix: 16, from: start), from: start)
        case "u": return try scalar(digits: 4, radix: 16, from: start)
        case "U": return try scalar(digits: 8, radix: 16, from: start)
        default:
            guard let letter, let value = UInt32(String(letter), radix: 8) else {
                throw error("an escape that means nothing", at: start)
            }
            return try byte(try scalar(digits: 2, radix: 8, after: value, from: start), from: start)
        }
    }

    /// A byte, which alone is UTF-8 only in ASCII.
    private func byte(_ scalar: Unicode.Scalar, from start: HCL.Position) throws(HCLError) -> Unicode.Scalar {
        guard scalar.isASCII else { throw error("the escape is no character of ASCII; write \\u", at: start) }
        return scalar
    }

    private mutating func scalar(
        digits: Int,
        radix: Int,
        after first: UInt32 = 0,
        from start: HCL.Position
    ) throws(HCLError) -> Unicode.Scalar {
        var value = first
        for _ in 0..<digits {
            guard let next, next.isASCII, let digit = UInt32(String(next), radix: radix) else {
                throw error("the escape needs \(digits) more digits", at: start)
            }
            value = value &* UInt32(radix) &+ digit
            try advance()
        }
        guard let scalar = Unicode.Scalar(value) else { throw error("the escape is no character", at: start) }
        return scalar
    }

    // MARK: Heredocs

    /// Reads the lines between `<<NAME` and a line with only that name.
    mutating func heredoc() throws(HCLError) -> String {
        let start = position
        guard isNext("<<") else { throw error("a heredoc begins with \"<<\"") }
        try advance()
        try advance()
        let isIndented = next == "-"
        if isIndented { try advance() }
        guard let name = try line(), !name.isEmpty, name.allSatisfy(Self.isInAnchor) else {
            throw error("a heredoc's name is of letters, digits and \"_\", and ends its line", at: start)
        }
        var lines: [ArraySlice<Unicode.Scalar>] = []
        while let line = try line() {
            let word = line.drop { $0 == " " || $0 == "\t" }
            guard word == name else {
                lines.append(line)
                continue
            }
            let indent = line[..<word.startIndex]
            if isIndented, lines.allSatisfy({ $0.starts(with: indent) }) {
                lines = lines.map { $0.dropFirst(indent.count) }
            }
            // As the peer has it, the name's own indentation is text where the form is plain.
            let tail = isIndented ? [] : indent
            return String(String.UnicodeScalarView(lines.flatMap { $0 + ["\n"] } + tail))
        }
        throw error("the heredoc does not end", at: start)
    }

    /// The rest of this line, and its end passed over; nil where the file ends in it.
    private mutating func line() throws(HCLError) -> ArraySlice<Unicode.Scalar>? {
        let start = mark
        try advance { $0 != "\n" }
        guard next != nil else { return nil }
        let line = characters(from: start)
        try advance()
        return line
    }

    private static func isInAnchor(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "_" || scalar.isLetter || scalar.isAnyDigit
    }
}
