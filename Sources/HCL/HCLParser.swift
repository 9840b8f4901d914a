/// The grammar of HCL 1, one token ahead.
struct HCLParser {
    private var scanner: HCLScanner
    private var token: HCLToken
    private var depth = 0

    init(_ scanner: HCLScanner) {
        self.scanner = scanner
        token = HCLToken(kind: .end, position: scanner.position)
    }

    mutating func parse() throws(HCLError) -> HCL.Body {
        let start = token.position
        try advance()
        let items = try items()
        guard token.kind == .end else { throw expected("a key") }
        return HCL.Body(items: items, position: start)
    }

    private mutating func advance() throws(HCLError) {
        token = try scanner.token()
    }

    private func expected(_ what: String) -> HCLError {
        HCLError("expected \(what), found \(token.description)", at: token.position)
    }

    // MARK: Bodies

    private mutating func items() throws(HCLError) -> [HCL.Item] {
        var items: [HCL.Item] = []
        while let key = try name() {
            items.append(try item(key))
            if token.kind == .comma { try advance() }
        }
        return items
    }

    /// The key or label here, if there is one.
    private mutating func name() throws(HCLError) -> HCL.Label? {
        switch token.kind {
        case .identifier(let text), .string(let text):
            let name = HCL.Label(text: text, position: token.position)
            try advance()
            return name
        default: return nil
        }
    }

    private mutating func item(_ key: HCL.Label) throws(HCLError) -> HCL.Item {
        var labels: [HCL.Label] = []
        while let label = try name() { labels.append(label) }
        let value: HCL.Value
        switch token.kind {
        case .leftBrace:
            value = try object()
        case .equals where labels.isEmpty:
            try advance()
            value = try self.value()
        default:
            throw expected(labels.isEmpty ? "\"=\" or \"{\" after \"\(key.text)\"" : "\"{\" after the block's labels")
        }
        return HCL.Item(key: key.text, labels: labels, value: value, position: key.position)
    }

    // MARK: Values

    private mutating func value() throws(HCLError) -> HCL.Value {
        let kind: HCL.Value.Kind
        switch token.kind {
        case .string(let text): kind = .string(text)
        case .number(let number): kind = .number(number)
        case .bool(let value): kind = .bool(value)
        case .leftBrace: return try object()
        case .leftBracket: return try list()
        case .identifier:
            throw HCLError("expected a value, found \(token.description): a text needs quotes", at: token.position)
        default: throw expected("a value")
        }
        let value = HCL.Value(kind: kind, position: token.position)
        try advance()
        return value
    }

    private mutating func object() throws(HCLError) -> HCL.Value {
        let start = token.position
        try descend()
        let items = try items()
        guard token.kind == .rightBrace else { throw expected("a key or \"}\"") }
        try ascend()
        return HCL.Value(kind: .object(HCL.Body(items: items, position: start)), position: start)
    }

    private mutating func list() throws(HCLError) -> HCL.Value {
        let start = token.position
        try descend()
        var values: [HCL.Value] = []
        while token.kind != .rightBracket {
            values.append(try value())
            guard token.kind == .comma else { break }
            try advance()
        }
        guard token.kind == .rightBracket else { throw expected("\",\" or \"]\"") }
        try ascend()
        return HCL.Value(kind: .list(values), position: start)
    }

    private mutating func descend() throws(HCLError) {
        depth += 1
        guard depth <= HCL.maximumDepth else {
            throw HCLError("nests deeper than \(HCL.maximumDepth) levels", at: token.position)
        }
        try advance()
    }

    private mutating func ascend() throws(HCLError) {
        depth -= 1
        try advance()
    }
}
