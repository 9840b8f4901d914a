/// A filter of the list endpoints: an expression in the language of HashiCorp's go-bexpr over a record's fields.
///
/// ```
/// PluginID == hostpath and (Name matches "^db-" or any Topologies as t { t.Segments.zone == "a" })
/// ```
///
/// One differs from Nomad's in this: an unknown field, a literal of the wrong type and a malformed regular expression
/// are errors even where there is no record or the answer is settled before; text in quotes stands for itself, where
/// Nomad takes `"/srv/a"` for `srv/a`; and parentheses nest deeper.
public struct FilterExpression: Sendable {
    /// The longest text, in bytes.
    public static let maximumBytes = 64 << 10

    /// How deep parentheses and braces nest.
    public static let maximumDepth = 64

    /// How many regular expressions there may be.
    public static let maximumPatterns = 16

    /// How many steps one record may take: comparisons, and bytes that a text or pattern is looked for in. `any` and
    /// `all` inside each other take many.
    public static let maximumSteps = 20_000

    private let predicate: FilterPredicate

    /// - Parameters:
    ///   - text: The expression.
    ///   - fields: The records' fields. Others can't be selected.
    /// - Throws: ``FilterError``: a syntax error, or an evaluation error where the expression does not fit the fields.
    public init(parsing text: String, fields: [String: FilterType]) throws(FilterError) {
        guard text.utf8.count <= Self.maximumBytes else {
            throw FilterError(kind: .syntax, reason: "longer than \(Self.maximumBytes) bytes")
        }
        var checker = FilterChecker(fields: fields)
        predicate = try checker.check(FilterParser.parse(text))
    }

    /// Whether a record passes.
    ///
    /// The limits bound the work for one record. Whoever goes over many has a deadline for them all.
    /// - Parameter record: The value of one of the record's fields, asked for when it is needed.
    /// - Throws: ``FilterError`` where a structure on the way to a value is absent, a list is too short, or the record
    ///   takes too many steps.
    public func matches(_ record: (String) -> FilterValue) throws(FilterError) -> Bool {
        var result: Result<Bool, FilterError> = .success(false)
        withoutActuallyEscaping(record) { record in
            var evaluation = FilterEvaluation(of: record)
            result = Result { () throws(FilterError) in try evaluation.holds(predicate) }
        }
        return try result.get()
    }
}
