/// Values of queries as Go's strconv and time packages read them.
enum GoValue {
    /// `1 t T TRUE true True 0 f F FALSE false False`; nil for anything else.
    static func bool(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "TRUE", "true", "True": true
        case "0", "f", "F", "FALSE", "false", "False": false
        default: nil
        }
    }

    /// A whole number of digits alone; nil for anything else, and for what does not fit.
    static func unsigned(_ text: String) -> UInt64? {
        text.utf8.allSatisfy(\.isDigit) ? UInt64(text) : nil
    }

    /// A duration such as `1h15m30.5s`, in which every number but a lone `0` has a unit; nil for anything else, and for
    /// what does not fit into 64 bits of nanoseconds.
    static func duration(_ text: String) -> Duration? {
        var rest = text.utf8[...]
        let isNegative = rest.first == UInt8(ascii: "-")
        if isNegative || rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
        if rest.elementsEqual("0".utf8) { return .zero }
        guard !rest.isEmpty else { return nil }
        var nanoseconds: Int64 = 0
        while !rest.isEmpty {
            guard let part = nanosecondsOfPart(&rest) else { return nil }
            let (sum, overflows) = nanoseconds.addingReportingOverflow(part)
            if overflows { return nil }
            nanoseconds = sum
        }
        return .nanoseconds(isNegative ? -nanoseconds : nanoseconds)
    }

    private static func nanosecondsOfPart(_ rest: inout Substring.UTF8View) -> Int64? {
        let whole = rest.prefix(while: \.isDigit)
        rest = rest[whole.endIndex...]
        var fraction = rest[..<rest.startIndex]
        if rest.first == UInt8(ascii: ".") {
            fraction = rest.dropFirst().prefix(while: \.isDigit)
            rest = rest[fraction.endIndex...]
        }
        guard !whole.isEmpty || !fraction.isEmpty else { return nil }
        let name = rest.prefix { $0 != UInt8(ascii: ".") && !$0.isDigit }
        rest = rest[name.endIndex...]
        guard let unit = units[String(Substring(name))] else { return nil }
        guard let count = whole.isEmpty ? 0 : Int64(Substring(whole)) else { return nil }
        let (product, overflows) = count.multipliedReportingOverflow(by: unit)
        // Twenty digits say more than a nanosecond of the largest unit.
        let part = fraction.isEmpty ? 0 : (Double("0.\(Substring(fraction.prefix(20)))") ?? 0) * Double(unit)
        let (sum, overflowsWithPart) = product.addingReportingOverflow(Int64(part))
        return overflows || overflowsWithPart ? nil : sum
    }

    private static let units: [String: Int64] = [
        "ns": 1, "us": 1000, "µs": 1000, "μs": 1000, "ms": 1_000_000, "s": 1_000_000_000, "m": 60_000_000_000,
        "h": 3_600_000_000_000,
    ]
}

extension UInt8 {
    var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
