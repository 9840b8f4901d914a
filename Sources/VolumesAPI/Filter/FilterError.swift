/// Why a filter can't be used, in the words of Nomad's list endpoints; the answer's status is 400.
public struct FilterError: Error, Hashable, Sendable, CustomStringConvertible {
    /// When a filter fails.
    public enum Kind: Hashable, Sendable {
        /// The text is no expression.
        case syntax
        /// The expression does not fit what it selects from.
        case evaluation
    }

    /// When the filter failed.
    public let kind: Kind

    /// What is wrong, and where in the text or the record. It quotes the expression only, never a record's value.
    public let reason: String

    /// The answer's body.
    public var description: String {
        switch kind {
        case .syntax: "failed to create result paginator: failed to read filter expression: \(reason)"
        case .evaluation: "failed to read result page: \(reason)"
        }
    }

    static func evaluation(_ reason: String) -> FilterError {
        FilterError(kind: .evaluation, reason: reason)
    }

    /// - Parameter path: The parts that lead to a value, the first a field of the record.
    static func notFound(_ path: [String], _ reason: String) -> FilterError {
        let pointer = path.map { part in
            "/" + part.replacing("~", with: "~0").replacing("/", with: "~1")
        }
        return .evaluation("error finding value in datum: \(pointer.joined())\(reason)")
    }
}
