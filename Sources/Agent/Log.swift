internal import Glibc
internal import JSON
internal import Synchronization

/// Lines about what the agent does, on standard error: for people, or one JSON object each.
public final class Log: Sendable {
    /// Whether lines are JSON.
    public let isJSON: Bool
    private let least: Mutex<LogLevel>
    private let output: LogOutput

    /// A log of a level and those above it.
    public init(level: LogLevel, isJSON: Bool) {
        least = Mutex(level)
        self.isJSON = isJSON
        output = LogOutput { Self.line(.warn, "\($0) lines of the log were lost: nobody read them in time", isJSON) }
    }

    /// The least that is told.
    var level: LogLevel {
        get { least.withLock { $0 } }
        set { least.withLock { $0 = newValue } }
    }

    /// Says something whatever the level is; to people without time and level.
    public func say(_ message: String) {
        if isJSON { write(.info, message) } else { output.write(Array(message.utf8)) }
    }

    /// Tells of a failure.
    public func error(_ message: String) { tell(.error, message) }

    func debug(_ message: String) { tell(.debug, message) }
    func info(_ message: String) { tell(.info, message) }
    func warn(_ message: String) { tell(.warn, message) }

    private func tell(_ level: LogLevel, _ message: String) {
        if level >= self.level { write(level, message) }
    }

    private func write(_ level: LogLevel, _ message: String) {
        output.write(Self.line(level, message, isJSON))
    }

    private static func line(_ level: LogLevel, _ message: String, _ isJSON: Bool) -> [UInt8] {
        let time = timestamp()
        let name = level.rawValue
        guard isJSON else {
            let padding = String(repeating: " ", count: 5 - min(name.count, 5))
            return "\(time) [\(name.uppercased())]\(padding) \(message)".utf8.map { $0 < 0x20 ? 0x20 : $0 }
        }
        var writer = JSONWriter()
        writer.value(.object(["@level": .string(name), "@message": .string(message), "@timestamp": .string(time)]))
        return writer.bytes
    }

    /// Waits until all that was told is written, but not for long where nobody reads it.
    public func flush() {
        output.flush(seconds: 2)
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
