public import JSON

extension VolumesAPI {
    /// What the API has to know of the agent's configuration.
    public struct Settings: Sendable {
        /// The agent's name.
        public var name: String
        /// The agent's region, such as `global`.
        public var region: String
        /// The namespaces with their descriptions. `default` is one, declared or not.
        public var namespaces: [String: String]
        /// Where the agent serves, as `host:port`.
        public var address: String
        /// The program's version.
        public var version: String
        /// The configuration as `/v1/agent/self` shows it, without secrets.
        public var configuration: JSON
        /// A folder that is the agent's alone, for backups on their way out or in.
        public var scratchFolder: String
        /// Makes the ID that an error answer names its request by.
        public var makeRequestID: @Sendable () -> String

        /// Settings.
        public init(
            name: String,
            region: String = "global",
            namespaces: [String: String] = [:],
            address: String,
            version: String,
            configuration: JSON = .object([:]),
            scratchFolder: String,
            makeRequestID: @escaping @Sendable () -> String
        ) {
            self.name = name
            self.region = region
            self.namespaces = namespaces
            self.namespaces["default"] = namespaces["default"] ?? "Default shared namespace"
            self.address = address
            self.version = version
            self.configuration = configuration
            self.scratchFolder = scratchFolder
            self.makeRequestID = makeRequestID
        }
    }
}
