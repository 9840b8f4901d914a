extension JSONParser {
    /// Reads a value that holds no other.
    mutating func scalar(beginningWith first: UInt8) throws(JSONError) -> JSON {
        switch first {
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number())
        case UInt8(ascii: "t"):
            try accept("true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try accept("false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try accept("null")
            return .null
        default:
            throw unexpected("looking for beginning of value")
        }
    }

    private mutating func accept(_ literal: StaticString) throws(JSONError) {
        for byte in "\(literal)".utf8 {
            guard let next else { throw truncated }
            guard next == byte else { throw unexpected("in literal \(literal) (expecting \(quoted(byte)))") }
            index += 1
        }
    }

    // MARK: Numbers

    private mutating func number() throws(JSONError) -> JSON.Number {
        let start = index
        if next == UInt8(ascii: "-") { index += 1 }
        if next == UInt8(ascii: "0") {
            index += 1
        } else {
            try acceptDigits("in numeric literal")
        }
        if next == UInt8(ascii: ".") {
            index += 1
            try acceptDigits("after decimal point in numeric literal")
        }
        if let letter = next, letter | 0x20 == UInt8(ascii: "e") {
            index += 1
            if next == UInt8(ascii: "+") || next == UInt8(ascii: "-") { index += 1 }
            try acceptDigits("in exponent of numeric literal")
        }
        return JSON.Number(literal: String(decoding: bytes[start..<index], as: UTF8.self))
    }

    /// Digits, one at least.
    private mutating func acceptDigits(_ context: String) throws(JSONError) {
        let start = index
        while let next, UInt8(ascii: "0") <= next, next <= UInt8(ascii: "9") { index += 1 }
        guard index == start else { return }
        throw next == nil ? truncated : unexpected(context)
    }

    // MARK: Strings

    /// Reads the text between the quotes here.
    mutating func string() throws(JSONError) -> String {
        index += 1
        let start = index
        var hasEscapes = false
        while let next, next != UInt8(ascii: "\"") {
            if next == UInt8(ascii: "\\") {
                hasEscapes = true
                try checkEscape()
            } else {
                guard next >= 0x20 else { throw unexpected("in string literal") }
                index += 1
            }
        }
        guard index < bytes.count else { throw truncated }
        let literal = bytes[start..<index]
        index += 1
        guard let text = String(validating: literal, as: UTF8.self) else {
            throw invalidUTF8(in: literal)
        }
        return hasEscapes ? String(decoding: Self.unescaped(literal), as: UTF8.self) : text
    }

    private mutating func checkEscape() throws(JSONError) {
        index += 1
        switch next {
        case UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"),
            UInt8(ascii: "\\"), UInt8(ascii: "/"), UInt8(ascii: "\""):
            index += 1
        case UInt8(ascii: "u"):
            index += 1
            for _ in 0..<4 {
                guard let next else { throw truncated }
                guard next.hexDigit != nil else { throw unexpected("in \\u hexadecimal character escape") }
                index += 1
            }
        case nil: throw truncated
        default: throw unexpected("in string escape code")
        }
    }

    /// The bytes that a literal stands for whose escapes are checked.
    private static func unescaped(_ literal: ArraySlice<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(literal.count)
        var rest = literal
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let letter = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            switch letter {
            case UInt8(ascii: "b"): bytes.append(0x08)
            case UInt8(ascii: "f"): bytes.append(0x0c)
            case UInt8(ascii: "n"): bytes.append(0x0a)
            case UInt8(ascii: "r"): bytes.append(0x0d)
            case UInt8(ascii: "t"): bytes.append(0x09)
            case UInt8(ascii: "u"): bytes += UTF8.encode(scalar(&rest)) ?? UTF8.encodedReplacementCharacter
            default: bytes.append(letter)
            }
        }
        return bytes
    }

    /// The code point of the digits after `\u`, and of a second such escape where the first is half a pair.
    private static func scalar(_ rest: inout ArraySlice<UInt8>) -> Unicode.Scalar {
        let unit = codeUnit(&rest)
        if UTF16.isLeadSurrogate(unit), rest.starts(with: #"\u"#.utf8) {
            var afterwards = rest.dropFirst(2)
            let second = codeUnit(&afterwards)
            if UTF16.isTrailSurrogate(second) {
                rest = afterwards
                return UTF16.decode(UTF16.EncodedScalar([unit, second]))
            }
        }
        return Unicode.Scalar(unit) ?? "\u{fffd}"
    }

    private static func codeUnit(_ rest: inout ArraySlice<UInt8>) -> UInt16 {
        let unit = rest.prefix(4).reduce(0) { $0 << 4 | UInt16($1.hexDigit ?? 0) }
        rest = rest.dropFirst(4)
        return unit
    }
}

extension UInt8 {
    fileprivate var hexDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
