/// HCL 1, the language of Nomad's volume specifications and of this program's configuration files, and its JSON twin.
///
/// Nothing is evaluated: `${...}` in a text stays as it is.
public enum HCL {
    /// The largest file, in bytes.
    public static let maximumBytes = 1 << 20
    /// How deep blocks and lists may nest.
    public static let maximumDepth = 64

    /// Reads a file in either form: JSON where its first character is `{`, HCL otherwise.
    /// - Parameter file: What errors call it.
    /// - Throws: ``HCLError`` that names file, line and column.
    public static func parse(_ bytes: [UInt8], file: String) throws(HCLError) -> Body {
        guard bytes.count <= maximumBytes else {
            throw HCLError("the file is larger than \(maximumBytes) bytes", at: .init(file: file))
        }
        let first = bytes.first { ![0x20, 0x09, 0x0a, 0x0d].contains($0) }
        if first == UInt8(ascii: "{") { return try Body(parsingJSON: bytes, file: file) }
        var parser = HCLParser(try HCLScanner(bytes, file: file))
        return try parser.parse()
    }
}

/// Why a file can't be read.
public struct HCLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public let reason: String
    /// Where.
    public let position: HCL.Position

    /// An error at a place.
    public init(_ reason: String, at position: HCL.Position) {
        self.reason = reason
        self.position = position
    }

    /// The place and the reason.
    public var description: String { "\(position): \(reason)" }
}
