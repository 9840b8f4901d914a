/// Cuts HCL into tokens.
struct HCLScanner {
    private let scalars: [Unicode.Scalar]
    private var index = 0
    private let file: String
    private var line = 1
    private var column = 1

    /// - Throws: ``HCLError`` where the bytes are no UTF-8, or hold what no text may.
    init(_ bytes: [UInt8], file: String) throws(HCLError) {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw HCLError("the file is no UTF-8", at: HCL.Position(file: file))
        }
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(bytes.count)
        for scalar in text.unicodeScalars {
            if scalar == "\n", scalars.last == "\r" { scalars.removeLast() }
            scalars.append(scalar)
        }
        self.scalars = scalars
        self.file = file
    }

    // MARK: Characters

    /// The place of the character here.
    var position: HCL.Position { HCL.Position(file: file, line: line, column: column) }

    var next: Unicode.Scalar? { index < scalars.count ? scalars[index] : nil }

    func isNext(_ text: String) -> Bool { scalars[index...].starts(with: text.unicodeScalars) }

    /// The number of the character here, for ``characters(from:)``.
    var mark: Int { index }

    /// What was passed over since a place.
    func characters(from mark: Int) -> ArraySlice<Unicode.Scalar> { scalars[mark..<index] }

    func text(from mark: Int) -> String { String(String.UnicodeScalarView(characters(from: mark))) }

    @discardableResult
    mutating func advance() throws(HCLError) -> Unicode.Scalar? {
        guard let scalar = next else { return nil }
        guard scalar != "\u{0}", scalar != "\u{e123}", scalar != "\u{feff}" else {
            throw error("U+\(String(scalar.value, radix: 16, uppercase: true)) can't stand in a file")
        }
        index += 1
        if scalar == "\n" {
            line += 1
            column = 1
        } else {
            column += 1
        }
        return scalar
    }

    mutating func advance(while isMember: (Unicode.Scalar) -> Bool) throws(HCLError) {
        while let scalar = next, isMember(scalar) { try advance() }
    }

    func error(_ reason: String, at position: HCL.Position? = nil) -> HCLError {
        HCLError(reason, at: position ?? self.position)
    }

    // MARK: Tokens

    /// The next token, or the end.
    mutating func token() throws(HCLError) -> HCLToken {
        try skipSpaceAndComments()
        let start = position
        return HCLToken(kind: try kind(), position: start)
    }

    private mutating func kind() throws(HCLError) -> HCLToken.Kind {
        guard let first = next else { return .end }
        if first == "_" || first.isLetter { return try word() }
        if first.isDigit || first == "-" || first == "." { return .number(try number()) }
        switch first {
        case "\"": return .string(try string())
        case "<": return .string(try heredoc())
        default:
            guard let mark = Self.marks[first] else { throw error("a character that means nothing here") }
            try advance()
            return mark
        }
    }

    private static let marks: [Unicode.Scalar: HCLToken.Kind] = [
        "=": .equals, ",": .comma, "{": .leftBrace, "}": .rightBrace, "[": .leftBracket, "]": .rightBracket,
    ]

    private mutating func skipSpaceAndComments() throws(HCLError) {
        while true {
            try advance { $0 == " " || $0 == "\t" || $0 == "\n" || $0 == "\r" }
            if isNext("#") || isNext("//") {
                try advance { $0 != "\n" }
            } else if isNext("/*") {
                try skipBlockComment()
            } else {
                return
            }
        }
    }

    private mutating func skipBlockComment() throws(HCLError) {
        let start = position
        try advance()
        try advance()
        while !isNext("*/") {
            guard try advance() != nil else { throw error("the comment does not end", at: start) }
        }
        try advance()
        try advance()
    }

    private mutating func word() throws(HCLError) -> HCLToken.Kind {
        let start = mark
        try advance { $0 == "_" || $0 == "-" || $0 == "." || $0.isLetter || $0.isAnyDigit }
        let word = text(from: start)
        return switch word {
        case "true": .bool(true)
        case "false": .bool(false)
        default: .identifier(word)
        }
    }

    private mutating func number() throws(HCLError) -> HCL.Number {
        let (start, place) = (mark, position)
        if next == "-" { try advance() }
        if isNext("0x") || isNext("0X") {
            try advance()
            try advance()
            try advance { $0.properties.isASCIIHexDigit }
        } else {
            try advance(while: \.isDigit)
            if next == "." {
                try advance()
                try advance(while: \.isDigit)
            }
            if next == "e" || next == "E" {
                try advance()
                if next == "+" || next == "-" { try advance() }
                try advance(while: \.isDigit)
            }
        }
        // What the peer reads as a number and a key after it is a size without its quotes.
        try advance { $0 == "_" || $0.isLetter || $0.isAnyDigit }
        let number = HCL.Number(literal: text(from: start))
        guard number.int64 != nil || number.double != nil else {
            throw error("\(number.literal) is no number of 64 bits; a text needs quotes", at: place)
        }
        return number
    }
}

extension Unicode.Scalar {
    var isDigit: Bool { "0" <= self && self <= "9" }

    var isLetter: Bool {
        switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        default: false
        }
    }

    var isAnyDigit: Bool { properties.generalCategory == .decimalNumber }
}
