internal import Glibc
internal import JSON

/// Lines about what the agent does, on standard error: for people, or one JSON object each.
public struct Log: Sendable {
    /// The least that is told.
    public let level: LogLevel
    /// Whether lines are JSON.
    public let isJSON: Bool

    /// A log of a level and those above it.
    public init(level: LogLevel, isJSON: Bool) {
        self.level = level
        self.isJSON = isJSON
    }

    func debug(_ message: String) { write(.debug, message) }
    func info(_ message: String) { write(.info, message) }
    func warn(_ message: String) { write(.warn, message) }
    func error(_ message: String) { write(.error, message) }

    private func write(_ level: LogLevel, _ message: String) {
        guard level >= self.level else { return }
        let time = Self.timestamp()
        let name = level.rawValue
        var line: [UInt8]
        if isJSON {
            var writer = JSONWriter()
            writer.value(
                .object(["@level": .string(name), "@message": .string(message), "@timestamp": .string(time)])
            )
            line = writer.bytes
        } else {
            let padding = String(repeating: " ", count: 5 - min(name.count, 5))
            line = Array("\(time) [\(name.uppercased())]\(padding) \(message)".utf8.map { $0 < 0x20 ? 0x20 : $0 })
        }
        line.append(UInt8(ascii: "\n"))
        // One write a line, so that lines of several threads don't mix.
        _ = line.withUnsafeBytes { Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Now, as RFC 3339 in UTC with milliseconds.
    private static func timestamp() -> String {
        let now = Clock.now()
        var seconds = time_t(now / 1_000_000_000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        func digits(_ number: some BinaryInteger, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(width - text.count, 0)) + text
        }
        let date = [digits(parts.tm_year + 1900, 4), digits(parts.tm_mon + 1, 2), digits(parts.tm_mday, 2)]
        let time = [digits(parts.tm_hour, 2), digits(parts.tm_min, 2), digits(parts.tm_sec, 2)]
        return "\(date.joined(separator: "-"))T\(time.joined(separator: ":")).\(digits(now / 1_000_000 % 1000, 3))Z"
    }
}
