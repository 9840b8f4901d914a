extension JSONParser {
    func error(_ kind: JSONError.Kind, _ description: String, at offset: Int? = nil) -> JSONError {
        let offset = offset ?? index
        return JSONError(
            kind: kind,
            description: description,
            offset: offset,
            position: TextPosition(of: offset, in: bytes)
        )
    }

    var truncated: JSONError { error(.truncated, "unexpected EOF") }

    /// The error about the byte here.
    func unexpected(_ context: String, kind: JSONError.Kind = .syntax) -> JSONError {
        error(kind, "invalid character \(quoted(bytes[index])) \(context)")
    }

    func invalidUTF8(in literal: ArraySlice<UInt8>) -> JSONError {
        var offset = literal.startIndex
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes.span.extracting(literal.startIndex..<literal.endIndex))
        } catch {
            offset += error.byteOffsets.lowerBound
        }
        return error(.encoding, "invalid UTF-8 at byte \(offset)", at: offset)
    }

    /// A byte as Go's errors show it, which take it for a code point.
    func quoted(_ byte: UInt8) -> String {
        switch byte {
        case UInt8(ascii: "'"): return #"'\''"#
        case UInt8(ascii: "\\"): return #"'\\'"#
        case 0x07: return #"'\a'"#
        case 0x08: return #"'\b'"#
        case 0x0c: return #"'\f'"#
        case 0x0a: return #"'\n'"#
        case 0x0d: return #"'\r'"#
        case 0x09: return #"'\t'"#
        case 0x0b: return #"'\v'"#
        case 0..<0x20, 0x7f: return #"'\x"# + hex(byte) + "'"
        case 0x80...0xa0, 0xad: return #"'\u00"# + hex(byte) + "'"
        default: return "'\(Unicode.Scalar(byte))'"
        }
    }

    private func hex(_ byte: UInt8) -> String {
        (byte < 0x10 ? "0" : "") + String(byte, radix: 16)
    }
}
