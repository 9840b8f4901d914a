/// A value as a filter writes it. Escapes may make it invalid UTF-8, so it is bytes.
struct FilterLiteral: Hashable, Sendable {
    let bytes: [UInt8]

    init(bytes: [UInt8]) {
        self.bytes = bytes
    }

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// The text, where it is valid UTF-8.
    var text: String? {
        String(validating: bytes, as: UTF8.self)
    }

    /// The literal in double quotes, as error texts show it.
    var quoted: String {
        text.map(\.goQuoted) ?? "\"\(bytes.map { $0 < 0x80 ? goEscaped(Unicode.Scalar($0)) : hex($0) }.joined())\""
    }
}

extension String {
    /// The text in double quotes with the escapes of Go's `%q`.
    var goQuoted: String {
        "\"\(unicodeScalars.map(goEscaped).joined())\""
    }
}

private func goEscaped(_ scalar: Unicode.Scalar) -> String {
    switch scalar {
    case "\"": return #"\""#
    case "\\": return #"\\"#
    case "\u{7}": return #"\a"#
    case "\u{8}": return #"\b"#
    case "\u{c}": return #"\f"#
    case "\n": return #"\n"#
    case "\r": return #"\r"#
    case "\t": return #"\t"#
    case "\u{b}": return #"\v"#
    case " "..."~": return String(scalar)
    case _ where scalar.isASCII: return hex(UInt8(truncatingIfNeeded: scalar.value))
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .spaceSeparator, .lineSeparator, .paragraphSeparator:
        let digits = String(scalar.value, radix: 16)
        let width = scalar.value > 0xffff ? 8 : 4
        return (width == 8 ? #"\U"# : #"\u"#) + String(repeating: "0", count: width - digits.count) + digits
    default:
        return String(scalar)
    }
}

private func hex(_ byte: UInt8) -> String {
    #"\x"# + (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
}
