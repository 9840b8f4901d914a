internal import GRPC
internal import Platform

extension Configuration {
    /// What the command line says.
    public struct Flags: Hashable, Sendable {
        /// Whether the agent is one to try things with.
        public var isDevelopment = false
        /// The files and folders to read, in order.
        public var files: [String] = []
        /// What wins over the files, as a file would say it.
        var name: String?
        var dataDirectory: String?
        var bindAddress: String?
        var httpPort: UInt16?
        var logLevel: LogLevel?
        var logsJSON: Bool?
        var plugins: [String: Endpoint] = [:]

        /// No flags.
        public init() {}

        /// Reads the values of `-dev`, `-config`, `-node`, `-data-dir`, `-bind`, `-http-port`, `-log-level`, `-log-json`
        /// and `-plugin`.
        /// - Parameter values: The values that a flag is given, in order; `true` or `false` for those without one.
        /// - Throws: ``ConfigurationError`` that names the flag whose value can't be.
        public init(values: (String) -> [String]) throws(ConfigurationError) {
            isDevelopment = values("dev").last == "true"
            files = values("config")
            name = try Self.value("node", values) { text throws(ConfigurationError) in
                if let fault = NameRule.node.fault(in: text) { throw ConfigurationError("-node: \(fault)") }
                return text
            }
            dataDirectory = try Self.value("data-dir", values) { $0.hasPrefix("/") && !$0.utf8.contains(0) ? $0 : nil }
            bindAddress = try Self.value("bind", values) { Host.isAddress($0) ? $0 : nil }
            httpPort = try Self.value("http-port", values) { UInt16($0) }
            logLevel = try Self.value("log-level", values) { LogLevel(named: $0) }
            logsJSON = values("log-json").last.map { $0 == "true" }
            for text in values("plugin") {
                let (id, endpoint) = try Self.plugin(text)
                guard plugins.updateValue(endpoint, forKey: id) == nil else {
                    throw ConfigurationError("-plugin: \"\(id)\" is given twice")
                }
            }
        }

        private static let expectations = [
            "data-dir": "an absolute path", "bind": "an IP address", "http-port": "a port, 0 to 65535",
            "log-level": "one of \(LogLevel.allCases.map(\.rawValue).joined(separator: ", "))",
        ]

        private static func value<Value>(
            _ flag: String,
            _ values: (String) -> [String],
            _ read: (String) throws(ConfigurationError) -> Value?
        ) throws(ConfigurationError) -> Value? {
            guard let text = values(flag).last else { return nil }
            guard let value = try read(text) else {
                throw ConfigurationError(
                    "-\(flag) takes \(expectations[flag] ?? "a value"), not \(String(reflecting: text))"
                )
            }
            return value
        }

        private static func plugin(_ text: String) throws(ConfigurationError) -> (id: String, endpoint: Endpoint) {
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let id = parts.first.map(String.init), parts.count == 2 else {
                throw ConfigurationError("-plugin takes ID=ENDPOINT, not \(String(reflecting: text))")
            }
            if let fault = NameRule.plugin.fault(in: id) { throw ConfigurationError("-plugin: \(fault)") }
            do {
                return (id, try Endpoint(String(parts[1])))
            } catch {
                throw ConfigurationError("-plugin: \(error)")
            }
        }
    }
}

extension Draft {
    /// Flags win over what files say.
    mutating func apply(_ flags: Configuration.Flags) {
        configuration.isDevelopment = flags.isDevelopment
        if let name = flags.name { self.name = name }
        if let dataDirectory = flags.dataDirectory { configuration.dataDirectory = dataDirectory }
        if let bindAddress = flags.bindAddress { configuration.bindAddress = bindAddress }
        if let httpPort = flags.httpPort { configuration.httpPort = httpPort }
        if let logLevel = flags.logLevel { configuration.logLevel = logLevel }
        if let logsJSON = flags.logsJSON { configuration.logsJSON = logsJSON }
        for (id, endpoint) in flags.plugins { plugins[id, default: Plugin()].endpoint = endpoint }
    }
}
