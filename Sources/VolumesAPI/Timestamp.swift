internal import Glibc

/// Points in time as the API's texts have them.
enum Timestamp {
    /// A time in RFC 3339, in UTC, with as many digits of a second as it has; nil for zero, which is no time.
    static func rfc3339(nanoseconds: Int64) -> String? {
        guard nanoseconds != 0 else { return nil }
        let (seconds, rest) = parts(nanoseconds)
        var text = civil(seconds, separator: "T")
        if rest > 0 {
            var digits = Substring(String(rest + 1_000_000_000).dropFirst())
            while digits.last == "0" { digits.removeLast() }
            text += ".\(digits)"
        }
        return text + "Z"
    }

    /// The time of metrics, such as `2026-11-25 14:29:00 +0000 UTC`.
    static func now() -> String {
        civil(Int64(time(nil)), separator: " ") + " +0000 UTC"
    }

    private static func parts(_ nanoseconds: Int64) -> (seconds: Int64, rest: Int64) {
        let (quotient, remainder) = nanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        return remainder < 0 ? (quotient - 1, remainder + 1_000_000_000) : (quotient, remainder)
    }

    private static func civil(_ seconds: Int64, separator: String) -> String {
        var moment = time_t(seconds)
        var fields = tm()
        gmtime_r(&moment, &fields)
        let two = { (number: Int32) in (number < 10 ? "0" : "") + String(number) }
        let year = String(fields.tm_year + 1900)
        let date = "\(year)-\(two(fields.tm_mon + 1))-\(two(fields.tm_mday))"
        return "\(date)\(separator)\(two(fields.tm_hour)):\(two(fields.tm_min)):\(two(fields.tm_sec))"
    }

    /// Whether a text is a time of RFC 3339.
    static func isRFC3339(_ text: String) -> Bool {
        var rest = text.utf8[...]
        guard let year = number(&rest, 4), accept("-", &rest), let month = number(&rest, 2), accept("-", &rest),
            let day = number(&rest, 2), accept("T", &rest), let hour = number(&rest, 2), accept(":", &rest),
            let minute = number(&rest, 2), accept(":", &rest), let second = number(&rest, 2),
            1...12 ~= month, 1...days(month, year) ~= day, hour < 24, minute < 60, second < 60
        else { return false }
        if accept(".", &rest) {
            let digits = rest.prefix(while: \.isDigit)
            guard !digits.isEmpty else { return false }
            rest = rest[digits.endIndex...]
        }
        if accept("Z", &rest) { return rest.isEmpty }
        guard accept("+", &rest) || accept("-", &rest), let hours = number(&rest, 2), accept(":", &rest),
            let minutes = number(&rest, 2)
        else { return false }
        return rest.isEmpty && hours < 24 && minutes < 60
    }

    private static func days(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    private static func number(_ rest: inout Substring.UTF8View, _ digits: Int) -> Int? {
        let text = rest.prefix(digits)
        guard text.count == digits, text.allSatisfy(\.isDigit) else { return nil }
        rest = rest[text.endIndex...]
        return Int(Substring(text))
    }

    private static func accept(_ character: Unicode.Scalar, _ rest: inout Substring.UTF8View) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }
}
