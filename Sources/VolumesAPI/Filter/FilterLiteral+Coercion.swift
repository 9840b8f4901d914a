/// Literals turn into the type of what they are compared with by the rules of Go's `strconv`.
extension FilterLiteral {
    func bool() throws(FilterError) -> Bool {
        switch text {
        case "1", "t", "T", "TRUE", "true", "True": return true
        case "0", "f", "F", "FALSE", "false", "False": return false
        default: throw invalid("ParseBool", .syntax)
        }
    }

    func int64() throws(FilterError) -> Int64 {
        let isNegative = bytes.first == UInt8(ascii: "-")
        let magnitude = try magnitude(isNegative || bytes.first == UInt8(ascii: "+") ? 1 : 0, "ParseInt")
        if isNegative {
            guard magnitude <= Int64.min.magnitude else { throw invalid("ParseInt", .range) }
            return Int64(truncatingIfNeeded: 0 &- magnitude)
        }
        guard let number = Int64(exactly: magnitude) else { throw invalid("ParseInt", .range) }
        return number
    }

    func uint64() throws(FilterError) -> UInt64 {
        try magnitude(0, "ParseUint")
    }

    func float64() throws(FilterError) -> Double {
        guard let text, let number = Double(text) else { throw invalid("ParseFloat", .syntax) }
        let isTooLarge = number.isInfinite && bytes.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        if isTooLarge { throw invalid("ParseFloat", .range) }
        return number
    }

    private enum Problem: String {
        case syntax = "invalid syntax"
        case range = "value out of range"
    }

    private func invalid(_ function: String, _ problem: Problem) -> FilterError {
        .evaluation(
            "error getting match value in expression: strconv.\(function): parsing \(quoted): \(problem.rawValue)"
        )
    }

    /// The digits from an index on, in the base that their prefix says; `_` may stand between digits where there is one.
    private func magnitude(_ start: Int, _ function: String) throws(FilterError) -> UInt64 {
        guard let digits = text?.utf8.dropFirst(start), let first = digits.first else {
            throw invalid(function, .syntax)
        }
        let prefix = digits.dropFirst().first.map { $0 | 0x20 }
        let (radix, length): (UInt64, Int) =
            switch (first, prefix) {
            case (UInt8(ascii: "0"), UInt8(ascii: "x")): (16, 2)
            case (UInt8(ascii: "0"), UInt8(ascii: "o")): (8, 2)
            case (UInt8(ascii: "0"), UInt8(ascii: "b")): (2, 2)
            case (UInt8(ascii: "0"), .some): (8, 1)
            default: (10, 0)
            }
        var number: UInt64 = 0
        var isTooLarge = false
        var mayBeUnderscore = length > 0
        var lastIsDigit = false
        for byte in digits.dropFirst(length) {
            if byte == UInt8(ascii: "_"), mayBeUnderscore, length > 0 {
                (mayBeUnderscore, lastIsDigit) = (false, false)
                continue
            }
            guard let digit = Unicode.Scalar(byte).hexDigit, digit < radix else { throw invalid(function, .syntax) }
            (mayBeUnderscore, lastIsDigit) = (true, true)
            let (product, overflowed) = number.multipliedReportingOverflow(by: radix)
            let (sum, carried) = product.addingReportingOverflow(UInt64(digit))
            number = sum
            isTooLarge = isTooLarge || overflowed || carried
        }
        guard lastIsDigit else { throw invalid(function, .syntax) }
        if isTooLarge { throw invalid(function, .range) }
        return number
    }
}
