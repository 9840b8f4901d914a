/// A word of HCL.
struct HCLToken {
    let kind: Kind
    let position: HCL.Position

    enum Kind: Equatable {
        case identifier(String)
        case string(String)
        case number(HCL.Number)
        case bool(Bool)
        case equals, comma, leftBrace, rightBrace, leftBracket, rightBracket
        case end
    }

    /// The token in an error's text.
    var description: String {
        switch kind {
        case .identifier(let name): "\"\(name)\""
        case .string: "a text"
        case .number(let number): number.literal
        case .bool(let value): "\(value)"
        case .equals: "\"=\""
        case .comma: "\",\""
        case .leftBrace: "\"{\""
        case .rightBrace: "\"}\""
        case .leftBracket: "\"[\""
        case .rightBracket: "\"]\""
        case .end: "the file's end"
        }
    }
}
