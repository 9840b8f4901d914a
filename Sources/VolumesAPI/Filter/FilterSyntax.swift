/// An expression as it was written, before it is held against what it selects from.
indirect enum FilterSyntax {
    case not(FilterSyntax)
    case and([FilterSyntax])
    case or([FilterSyntax])
    case match(FilterSelector, FilterOperator, isNegated: Bool)
    case quantified(FilterQuantifier, FilterSelector, FilterBinding, FilterSyntax)
}

/// What leads from a record, or from a bound name, to a value.
struct FilterSelector {
    /// The parts, never none.
    let path: [String]
    /// The selector where it stands for a value: `x` in `x in Name`.
    let literal: FilterLiteral
    /// The parts as error texts join them.
    let description: String

    init(names path: [String]) {
        self.path = path
        description = path.joined(separator: ".")
        literal = FilterLiteral(description)
    }

    /// - Parameter segments: The segments of a JSON pointer (RFC 6901), escapes and all.
    init(pointer segments: [String]) {
        path =
            segments.isEmpty ? [""] : segments.map { $0.replacing("~1", with: "/").replacing("~0", with: "~") }
        description = path.joined(separator: "/")
        literal = FilterLiteral(segments.map { "/" + $0 }.joined())
    }
}

/// What is asked of the selected value. `in` is `contains` from the other side.
enum FilterOperator {
    case equals(FilterLiteral)
    case contains(FilterLiteral)
    case matches(FilterLiteral)
    case isEmpty
    case isNil
}

enum FilterQuantifier {
    case any
    case all
}

/// The names that stand for each entry of a collection in turn.
enum FilterBinding {
    /// The item of a list, or the key of a map: `as x`.
    case single(String)
    /// The index or key, and the item or value, `_` being no name: `as k, v`.
    case pair(key: String?, value: String?)
}
