/// Makes JSON without white space readable: four spaces a level, `"key": value`, empty arrays and objects in one piece,
/// and a line's end after it.
public struct PrettyPrinter: Sendable {
    private var depth = 0
    private var isInString = false
    private var followsBackslash = false
    /// Whether the array or object here has nothing in it yet.
    private var isEmpty = false

    /// A printer at the beginning of a value.
    public init() {}

    /// A whole value, made readable.
    public static func format(_ compact: [UInt8]) -> [UInt8] {
        var pretty: [UInt8] = []
        pretty.reserveCapacity(compact.count * 2)
        var printer = PrettyPrinter()
        printer.format(compact, into: &pretty)
        pretty.append(UInt8(ascii: "\n"))
        return pretty
    }

    /// Appends a piece, made readable. Pieces may be cut anywhere; the line's end after the last is the caller's.
    public mutating func format(_ piece: [UInt8], into pretty: inout [UInt8]) {
        for byte in piece {
            if isInString {
                pretty.append(byte)
                passText(byte)
            } else {
                formatToken(byte, into: &pretty)
            }
        }
    }

    private mutating func passText(_ byte: UInt8) {
        if followsBackslash {
            followsBackslash = false
        } else if byte == UInt8(ascii: "\\") {
            followsBackslash = true
        } else if byte == UInt8(ascii: "\"") {
            isInString = false
        }
    }

    private mutating func formatToken(_ byte: UInt8, into pretty: inout [UInt8]) {
        if byte == UInt8(ascii: "]") || byte == UInt8(ascii: "}") {
            depth -= 1
            if !isEmpty { beginLine(&pretty) }
            isEmpty = false
            pretty.append(byte)
            return
        }
        if isEmpty { beginLine(&pretty) }
        isEmpty = false
        pretty.append(byte)
        switch byte {
        case UInt8(ascii: "\""): isInString = true
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            depth += 1
            isEmpty = true
        case UInt8(ascii: ","): beginLine(&pretty)
        case UInt8(ascii: ":"): pretty.append(UInt8(ascii: " "))
        default: break
        }
    }

    private func beginLine(_ pretty: inout [UInt8]) {
        pretty.append(UInt8(ascii: "\n"))
        pretty.append(contentsOf: repeatElement(UInt8(ascii: " "), count: 4 * depth))
    }
}
