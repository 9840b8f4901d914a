extension FilterLiteral {
    /// What stands between backquotes: everything as it is, carriage returns left out.
    init(raw scalars: ArraySlice<Unicode.Scalar>) {
        bytes = scalars.filter { $0 != "\r" }.flatMap { Array(UTF8.encode($0) ?? UTF8.encodedReplacementCharacter) }
    }

    /// What stands between double quotes, with the escapes of Go; nil where there are others, or a line's end.
    init?(unquoting scalars: ArraySlice<Unicode.Scalar>) {
        var bytes: [UInt8] = []
        var rest = scalars
        while let scalar = rest.popFirst() {
            switch scalar {
            case "\n": return nil
            case "\\":
                guard let escape = Self.escape(&rest) else { return nil }
                bytes += escape
            default: bytes += UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter
            }
        }
        self.bytes = bytes
    }

    /// The bytes that the escape after a backslash stands for.
    private static func escape(_ rest: inout ArraySlice<Unicode.Scalar>) -> [UInt8]? {
        guard let letter = rest.popFirst() else { return nil }
        switch letter {
        case "a": return [0x07]
        case "b": return [0x08]
        case "f": return [0x0c]
        case "n": return [0x0a]
        case "r": return [0x0d]
        case "t": return [0x09]
        case "v": return [0x0b]
        case "\\": return [0x5c]
        case "x": return number(&rest, digits: 2, radix: 16).flatMap(UInt8.init(exactly:)).map { [$0] }
        case "u", "U":
            return number(&rest, digits: letter == "u" ? 4 : 8, radix: 16)
                .flatMap(Unicode.Scalar.init)
                .flatMap(UTF8.encode).map(Array.init)
        default:
            guard let digit = letter.hexDigit, digit < 8 else { return nil }
            return number(&rest, digits: 2, radix: 8, after: digit).flatMap(UInt8.init(exactly:)).map { [$0] }
        }
    }

    private static func number(
        _ rest: inout ArraySlice<Unicode.Scalar>,
        digits: Int,
        radix: UInt32,
        after first: UInt32 = 0
    ) -> UInt32? {
        var number = first
        for _ in 0..<digits {
            guard let digit = rest.popFirst()?.hexDigit, digit < radix else { return nil }
            number = number &* radix &+ digit
        }
        return number
    }
}

extension Unicode.Scalar {
    /// The value of a hexadecimal digit.
    var hexDigit: UInt32? {
        switch self {
        case "0"..."9": value - 0x30
        case "a"..."f": value - 0x61 + 10
        case "A"..."F": value - 0x41 + 10
        default: nil
        }
    }
}
