extension Duration {
    /// A duration as Go writes it: numbers with the units `ms`, `s`, `m` and `h`, such as `1m30s`; at most a year.
    public init?(goText text: String) {
        var total = Duration.zero
        var rest = text[...]
        repeat {
            let number = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { $0.isASCII && $0.isLetter }
            rest = rest.dropFirst(unit.count)
            let seconds: Double? =
                switch unit {
                case "ms": 0.001
                case "s": 1
                case "m": 60
                case "h": 3600
                default: nil
                }
            guard let seconds, let count = Double(number), count * seconds <= 365 * 86400 else { return nil }
            total += .seconds(count * seconds)
        } while !rest.isEmpty
        guard total <= .seconds(365 * 86400) else { return nil }
        self = total
    }
}
