/// How much is logged: a level and those above it.
public enum LogLevel: String, CaseIterable, Comparable, Sendable {
    case trace, debug, info, warn, error, off

    /// A level by its name, in either case.
    init?(named name: String) {
        self.init(rawValue: name.lowercased())
    }

    /// Whether a level logs more than another.
    public static func < (one: LogLevel, other: LogLevel) -> Bool {
        let order = allCases
        return order.firstIndex(of: one) ?? 0 < order.firstIndex(of: other) ?? 0
    }
}
