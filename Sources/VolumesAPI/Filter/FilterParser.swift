/// The grammar of go-bexpr, with its order of alternatives but without going over a text twice.
struct FilterParser {
    private var scanner: FilterScanner
    private var depth = 0

    /// - Throws: ``FilterError`` where the text is no expression.
    static func parse(_ text: String) throws(FilterError) -> FilterSyntax {
        var parser = FilterParser(scanner: FilterScanner(text))
        parser.scanner.skipSpace()
        if let expression = try parser.disjunction() {
            parser.scanner.skipSpace()
            if parser.scanner.acceptEnd() { return expression }
        }
        throw parser.scanner.noMatch
    }

    // MARK: Logic

    private mutating func disjunction() throws(FilterError) -> FilterSyntax? {
        guard let first = try conjunction() else { return try quantified() }
        var operands = [first]
        while let start = acceptWord("or") {
            if let next = try conjunction() {
                operands.append(next)
            } else if let last = try quantified() {
                operands.append(last)
                break
            } else {
                scanner.index = start
                break
            }
        }
        return operands.count == 1 ? first : .or(operands)
    }

    private mutating func conjunction() throws(FilterError) -> FilterSyntax? {
        guard let first = try negation() else { return nil }
        var operands = [first]
        while let start = acceptWord("and") {
            guard let next = try negation() else {
                scanner.index = start
                break
            }
            operands.append(next)
        }
        return operands.count == 1 ? first : .and(operands)
    }

    /// A word between white space; returns the place before it.
    private mutating func acceptWord(_ word: String) -> Int? {
        let start = scanner.index
        if scanner.acceptSpace(), scanner.accept(word), scanner.acceptSpace() { return start }
        scanner.index = start
        return nil
    }

    private mutating func negation() throws(FilterError) -> FilterSyntax? {
        var starts = [scanner.index]
        while scanner.accept("not"), scanner.acceptSpace() { starts.append(scanner.index) }
        // The last `not` may be a field or a value after all: `not in Name`.
        while let start = starts.popLast() {
            scanner.index = start
            if let operand = try grouping() { return starts.count.isMultiple(of: 2) ? operand : .not(operand) }
        }
        return nil
    }

    private mutating func grouping() throws(FilterError) -> FilterSyntax? {
        let start = scanner.index
        guard scanner.accept("(") else { return try match() }
        try descend()
        scanner.skipSpace()
        let inner = try disjunction()
        depth -= 1
        guard let inner else {
            scanner.index = start
            return nil
        }
        scanner.skipSpace()
        guard scanner.accept(")") else { throw scanner.error(rule: "grouping", "Unmatched parentheses") }
        return inner
    }

    private mutating func descend() throws(FilterError) {
        depth += 1
        if depth > FilterExpression.maximumDepth {
            throw scanner.error("nests deeper than \(FilterExpression.maximumDepth) levels")
        }
    }

    // MARK: any and all

    private mutating func quantified() throws(FilterError) -> FilterSyntax? {
        let start = scanner.index
        let outerDepth = depth
        let expression = try collection()
        depth = outerDepth
        if case nil = expression { scanner.index = start }
        return expression
    }

    private mutating func collection() throws(FilterError) -> FilterSyntax? {
        let quantifier: FilterQuantifier
        if scanner.accept("any") {
            quantifier = .any
        } else if scanner.accept("all") {
            quantifier = .all
        } else {
            return nil
        }
        guard scanner.acceptSpace(), let selector = try selector(), acceptWord("as") != nil,
            let binding = binding()
        else { return nil }
        scanner.skipSpace()
        guard scanner.accept("{") else { return nil }
        try descend()
        scanner.skipSpace()
        guard let inner = try disjunction() else { return nil }
        scanner.skipSpace()
        return scanner.accept("}") ? .quantified(quantifier, selector, binding, inner) : nil
    }

    private mutating func binding() -> FilterBinding? {
        let first = identifier()
        if first == nil, !scanner.accept("_") { return nil }
        let end = scanner.index
        scanner.skipSpace()
        if scanner.accept(",") {
            scanner.skipSpace()
            if let second = identifier() { return .pair(key: first, value: second) }
            if first != nil, scanner.accept("_") { return .pair(key: first, value: nil) }
        }
        scanner.index = end
        return first.map(FilterBinding.single)
    }

    // MARK: Matches

    private mutating func match() throws(FilterError) -> FilterSyntax? {
        let start = scanner.index
        let match: FilterSyntax?
        if let selector = try selector() {
            match = try comparison(of: selector)
        } else if let literal = try literal() {
            match = try membership(of: literal)
        } else {
            match = nil
        }
        if case nil = match { scanner.index = start }
        return match
    }

    /// What follows a value that is no selector.
    private mutating func membership(of item: FilterLiteral) throws(FilterError) -> FilterSyntax? {
        guard scanner.acceptSpace() else { return nil }
        if scanner.accept("in") { return try membership(of: item, isNegated: false) }
        guard scanner.accept("not"), scanner.acceptSpace(), scanner.accept("in") else { return nil }
        return try membership(of: item, isNegated: true)
    }

    private mutating func comparison(of selector: FilterSelector) throws(FilterError) -> FilterSyntax? {
        let isApart = scanner.acceptSpace()
        let isEqual = scanner.accept("==")
        if isEqual || scanner.accept("!=") {
            scanner.skipSpace()
            return try literal().map { .match(selector, .equals($0), isNegated: !isEqual) }
        }
        guard isApart else { return nil }
        if scanner.accept("is") { return emptiness(of: selector) }
        let isNegated = scanner.accept("not")
        if isNegated, !scanner.acceptSpace() { return nil }
        if scanner.accept("contains") {
            guard scanner.acceptSpace() else { return nil }
            return try literal().map { .match(selector, .contains($0), isNegated: isNegated) }
        }
        if scanner.accept("matches") {
            guard scanner.acceptSpace() else { return nil }
            return try literal().map { .match(selector, .matches($0), isNegated: isNegated) }
        }
        return scanner.accept("in") ? try membership(of: selector.literal, isNegated: isNegated) : nil
    }

    /// What follows `is`.
    private mutating func emptiness(of selector: FilterSelector) -> FilterSyntax? {
        guard scanner.acceptSpace() else { return nil }
        let isNegated = scanner.accept("not")
        if isNegated, !scanner.acceptSpace() { return nil }
        if scanner.accept("empty") { return .match(selector, .isEmpty, isNegated: isNegated) }
        return scanner.accept("nil") ? .match(selector, .isNil, isNegated: isNegated) : nil
    }

    /// What follows `in`.
    private mutating func membership(of item: FilterLiteral, isNegated: Bool) throws(FilterError) -> FilterSyntax? {
        guard scanner.acceptSpace() else { return nil }
        guard let selector = try selector() else { throw scanner.error(rule: "match", "Invalid selector") }
        return .match(selector, .contains(item), isNegated: isNegated)
    }

    // MARK: Selectors

    private mutating func selector() throws(FilterError) -> FilterSelector? {
        guard let first = identifier() else { return pointer() }
        var path = [first]
        while let part = try part() { path.append(part) }
        return FilterSelector(names: path)
    }

    private mutating func identifier() -> String? {
        let start = scanner.index
        guard scanner.accept("[a-zA-Z]", where: isLetter) else { return nil }
        _ = scanner.acceptAll("[a-zA-Z0-9_/]") { isLetter($0) || isDigit($0) || $0 == "_" || $0 == "/" }
        return scanner.text(from: start)
    }

    /// `.name`, `.0` or `["key"]`.
    private mutating func part() throws(FilterError) -> String? {
        let start = scanner.index
        if scanner.accept(".") {
            if let name = identifier() { return name }
            let digits = scanner.index
            if scanner.acceptAll("[0-9]", where: isDigit) { return scanner.text(from: digits) }
        } else if scanner.accept("[") {
            scanner.skipSpace()
            guard let key = try string()?.text else { throw scanner.error(rule: "index", "Invalid index") }
            scanner.skipSpace()
            guard scanner.accept("]") else { throw scanner.error(rule: "index", "Unclosed index expression") }
            return key
        }
        scanner.index = start
        return nil
    }

    /// `"/A/B"`, a JSON pointer.
    private mutating func pointer() -> FilterSelector? {
        let start = scanner.index
        guard scanner.accept("\"") else { return nil }
        var segments: [String] = []
        var end = scanner.index
        while scanner.accept("/"), scanner.acceptAll(#"[\pL\pN-_.~:|]"#, where: isPointerCharacter) {
            segments.append(scanner.text(from: end + 1))
            end = scanner.index
        }
        scanner.index = end
        if scanner.accept("\"") { return FilterSelector(pointer: segments) }
        scanner.index = start
        return nil
    }

    // MARK: Literals

    /// A value. Quotes make a text of whatever is in them; the peer strips the slash from one that looks like a pointer.
    private mutating func literal() throws(FilterError) -> FilterLiteral? {
        if let selector = try selector() { return selector.literal }
        if let number = try number() { return number }
        return try string()
    }

    private mutating func number() throws(FilterError) -> FilterLiteral? {
        let start = scanner.index
        _ = scanner.accept("-")
        if !scanner.accept("0") {
            guard scanner.accept("[1-9]", where: { $0 != "0" && isDigit($0) }) else {
                scanner.index = start
                return nil
            }
            _ = scanner.acceptAll("[0-9]", where: isDigit)
        }
        let integerEnd = scanner.index
        if !scanner.accept(".") || !scanner.acceptAll("[0-9]", where: isDigit) { scanner.index = integerEnd }
        let end = scanner.index
        guard scanner.acceptSpace() || scanner.acceptEnd() || scanner.accept(")") else {
            throw scanner.error(rule: "number", "Invalid number literal")
        }
        scanner.index = end
        return FilterLiteral(scanner.text(from: start))
    }

    private mutating func string() throws(FilterError) -> FilterLiteral? {
        let start = scanner.index
        let isRaw = scanner.accept("`")
        guard isRaw || scanner.accept("\"") else { return nil }
        guard let contents = scanner.acceptAll(before: isRaw ? "`" : "\"") else {
            throw scanner.error(rule: "string", "Unterminated string literal")
        }
        guard let literal = isRaw ? FilterLiteral(raw: contents) : FilterLiteral(unquoting: contents) else {
            throw scanner.error(at: start, rule: "string", "invalid syntax")
        }
        return literal
    }
}

private func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
}

private func isDigit(_ scalar: Unicode.Scalar) -> Bool {
    ("0"..."9").contains(scalar)
}

private func isPointerCharacter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "-", "_", ".", "~", ":", "|": return true
    default: break
    }
    switch scalar.properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber,
        .letterNumber, .otherNumber:
        return true
    default: return false
    }
}
