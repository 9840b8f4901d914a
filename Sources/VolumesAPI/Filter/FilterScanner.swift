/// A place in an expression's text, and what was looked for at the farthest place reached: the peer's parser names
/// exactly that where nothing matches.
struct FilterScanner {
    private let scalars: [Unicode.Scalar]
    /// The place, counted in scalars.
    var index = 0
    private var farthest = 0
    private var expected: Set<String> = []

    init(_ text: String) {
        scalars = Array(text.unicodeScalars)
    }

    /// The text from a place up to here.
    func text(from start: Int) -> String {
        String(String.UnicodeScalarView(scalars[start..<index]))
    }

    mutating func accept(_ literal: String) -> Bool {
        guard scalars[index...].starts(with: literal.unicodeScalars) else {
            expect(literal.goQuoted)
            return false
        }
        index += literal.unicodeScalars.count
        return true
    }

    /// - Parameter name: The class as a pattern.
    mutating func accept(_ name: String, where isMember: (Unicode.Scalar) -> Bool) -> Bool {
        guard index < scalars.count, isMember(scalars[index]) else {
            expect(name)
            return false
        }
        index += 1
        return true
    }

    /// As many of a class as there are, one at least.
    mutating func acceptAll(_ name: String, where isMember: (Unicode.Scalar) -> Bool) -> Bool {
        let start = index
        while accept(name, where: isMember) {}
        return index > start
    }

    /// White space, one character at least.
    mutating func acceptSpace() -> Bool {
        acceptAll(#"[ \t\r\n]"#) { $0 == " " || $0 == "\t" || $0 == "\r" || $0 == "\n" }
    }

    mutating func skipSpace() {
        _ = acceptSpace()
    }

    mutating func acceptEnd() -> Bool {
        if index < scalars.count { expect(Self.end) }
        return index == scalars.count
    }

    /// What stands before the next `delimiter`, which is passed over; nil where there is none, at the text's end.
    mutating func acceptAll(before delimiter: Unicode.Scalar) -> ArraySlice<Unicode.Scalar>? {
        let rest = scalars[index...]
        guard let end = rest.firstIndex(of: delimiter) else {
            index = scalars.count
            return nil
        }
        index = end + 1
        return rest[..<end]
    }

    /// The error that names what would have fitted.
    var noMatch: FilterError {
        var wanted = expected.subtracting([Self.end]).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        if expected.contains(Self.end) { wanted.append(Self.end) }
        let last = wanted.popLast() ?? ""
        let list = wanted.isEmpty ? last : "\(wanted.joined(separator: ", ")) or \(last)"
        return error(at: farthest, "no match found, expected: \(list)")
    }

    /// - Parameters:
    ///   - index: The place it is about, here if nil.
    ///   - rule: The grammar's rule that fails.
    func error(at index: Int? = nil, rule: String? = nil, _ reason: String) -> FilterError {
        let rule = rule.map { ": rule \($0.goQuoted)" } ?? ""
        return FilterError(kind: .syntax, reason: "\(position(of: index ?? self.index))\(rule): \(reason)")
    }

    private static let end = "EOF"

    private mutating func expect(_ wanted: String) {
        if index > farthest {
            farthest = index
            expected.removeAll(keepingCapacity: true)
        }
        if index == farthest { expected.insert(wanted) }
    }

    /// The line and column, from 1 on, and the offset in bytes. A line's end is column 0 of the next.
    private func position(of index: Int) -> String {
        let passed = scalars.prefix(index + 1)
        let line = 1 + passed.count { $0 == "\n" }
        let lineEnd = passed.lastIndex(of: "\n") ?? -1
        let offset = scalars[..<index].reduce(0) { $0 + UTF8.width($1) }
        return "\(line):\(index - lineEnd) (\(offset))"
    }
}
