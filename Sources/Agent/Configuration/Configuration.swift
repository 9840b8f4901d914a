/// What an agent is told: by files, and by flags that win over them.
public struct Configuration: Hashable, Sendable {
    /// The name of the agent and of its node.
    public var name: String
    /// The region that answers name.
    public var region = "global"
    /// Whether the agent is one to try things with: state that is gone afterwards, and a plugin of its own.
    public var isDevelopment = false
    /// The folder that holds all state; nil for a temporary one, which only a development agent has.
    public var dataDirectory: String?
    /// The IP address that the HTTP API listens on.
    public var bindAddress = "127.0.0.1"
    /// The port of the HTTP API; 0 for one that the system chooses.
    public var httpPort: UInt16 = 4646
    /// The path of a unix socket that serves the HTTP API too.
    public var httpSocket: String?
    /// What is logged.
    public var logLevel = LogLevel.info
    /// Whether log lines are JSON.
    public var logsJSON = false
    /// Who may do what.
    public var acl = ACL()
    /// How the HTTP API is encrypted.
    public var tls = TLS()
    /// The node that the agent is.
    public var client = Client()
    /// The declared node pools, by name; `default` and `all` exist beside them.
    public var nodePools: [String: String] = [:]
    /// The descriptions of the namespaces, by name; `default` is always among them.
    public var namespaces = ["default": "Default shared namespace"]
    /// The plugins that have an endpoint, by ID.
    public var plugins: [String: Plugin] = [:]
    /// A folder in which every `ID/csi.sock` is a plugin.
    public var pluginDirectory: String?

    /// The configuration of an agent that is told nothing but its name.
    public init(name: String) {
        self.name = name
    }

    /// Whether the agent serves the driver of its own, as plugin `hostpath`.
    public var hasEmbeddedPlugin: Bool { isDevelopment && plugins.isEmpty && pluginDirectory == nil }

    /// Who may do what.
    public struct ACL: Hashable, Sendable {
        /// Whether requests need a token.
        public var isEnabled = false
        /// The folder of the policies.
        public var policyDirectory: String?
        /// The file of the tokens.
        public var tokenFile: String?
    }

    /// How the HTTP API is encrypted on TCP.
    public struct TLS: Hashable, Sendable {
        /// Whether it is.
        public var http = false
        /// The certificates that clients' must lead to, in PEM.
        public var caFile: String?
        /// The agent's certificates, in PEM.
        public var certificateFile: String?
        /// The private key of the agent's certificate, in PEM.
        public var keyFile: String?
        /// Whether clients must show a certificate.
        public var verifiesClients = false
    }

    /// The node that the agent is.
    public struct Client: Hashable, Sendable {
        /// The pool that the node is in.
        public var nodePool = "default"
        /// A class for constraints.
        public var nodeClass = ""
        /// Anything that constraints may ask for.
        public var meta: [String: String] = [:]
        /// Where host volume plugins are asked to make volumes; nil for `host_volumes` in the data folder.
        public var hostVolumesDirectory: String?
        /// The folder of the host volume plugins; nil for `host_volume_plugins` in the data folder.
        public var hostVolumePluginDirectory: String?
        /// The folders that are host volumes without a plugin, by name.
        public var hostVolumes: [String: HostVolume] = [:]
    }

    /// A folder that is a host volume.
    public struct HostVolume: Hashable, Sendable {
        /// The folder.
        public var path: String
        /// Whether nothing may be written to it.
        public var isReadOnly: Bool

        /// A folder.
        public init(path: String, isReadOnly: Bool) {
            self.path = path
            self.isReadOnly = isReadOnly
        }
    }
}
