internal import Operations
internal import GRPC
internal import HCL
internal import Platform

/// A configuration while files and flags are merged, and what can only be settled afterwards.
struct Draft {
    var configuration: Configuration
    var name: String?
    var plugins: [String: Plugin] = [:]
    var hostVolumes: [String: HostVolume] = [:]
    var tlsPosition: HCL.Position?

    struct Plugin {
        /// The first block about it; nil where only a flag names it.
        var position: HCL.Position?
        var endpoint: Endpoint?
        var maximumInFlight: Int?
        var timeout: Duration?
        var volumeName: VolumeName?
    }

    struct HostVolume {
        let position: HCL.Position
        var path: String?
        var isReadOnly = false
    }

    init() {
        configuration = Configuration(name: "")
    }

    /// What was merged, where it is whole and fits together.
    func resolved() throws(ConfigurationError) -> Configuration {
        var configuration = configuration
        configuration.name = if let name { name } else { try hostName() }
        if !configuration.isDevelopment, configuration.dataDirectory == nil {
            configuration.dataDirectory = Configuration.defaultDataDirectory
        }
        try checkTLS()
        for (name, volume) in hostVolumes {
            guard let path = volume.path else {
                throw ConfigurationError("host volume \(String(reflecting: name)) has no \"path\"", at: volume.position)
            }
            configuration.client.hostVolumes[name] = .init(path: path, isReadOnly: volume.isReadOnly)
        }
        for (id, plugin) in plugins { configuration.plugins[id] = try resolved(plugin, id) }
        try configuration.checkEndpoints()
        return configuration
    }

    private func hostName() throws(ConfigurationError) -> String {
        let name: String
        do {
            name = try Host.name()
        } catch {
            throw ConfigurationError("the host's name can't be read: \(error.text); set \"name\"")
        }
        if let fault = NameRule.node.fault(in: name) {
            throw ConfigurationError("the host's name: \(fault); set \"name\"")
        }
        return name
    }

    private func checkTLS() throws(ConfigurationError) {
        let tls = configuration.tls
        let fault: String? =
            if tls.http, tls.certificateFile == nil || tls.keyFile == nil {
                "\"http\" needs \"cert_file\" and \"key_file\""
            } else if tls.verifiesClients, !tls.http || tls.caFile == nil {
                "\"verify_https_client\" needs \"http\" and \"ca_file\""
            } else {
                nil
            }
        if let fault, let tlsPosition { throw ConfigurationError("in \"tls\", \(fault)", at: tlsPosition) }
    }

    private func resolved(_ plugin: Plugin, _ id: String) throws(ConfigurationError) -> Configuration.Plugin {
        let endpoint: Endpoint
        if let given = plugin.endpoint {
            endpoint = given
        } else if let folder = configuration.pluginDirectory {
            endpoint = try Endpoint(checked: Configuration.Plugin.socketPath(of: id, in: folder))
        } else {
            let reason = "plugin \"\(id)\" has no \"endpoint\", and there is no \"plugin_dir\""
            throw plugin.position.map { ConfigurationError(reason, at: $0) } ?? ConfigurationError(reason)
        }
        var resolved = Configuration.Plugin(endpoint: endpoint)
        if let maximumInFlight = plugin.maximumInFlight { resolved.maximumInFlight = maximumInFlight }
        if let timeout = plugin.timeout { resolved.timeout = timeout }
        if let volumeName = plugin.volumeName { resolved.volumeName = volumeName }
        return resolved
    }
}

extension Configuration {
    /// Where an agent that is told no folder keeps its state.
    static let defaultDataDirectory = "/var/lib/csi-bridge"

    /// Two IDs for one plugin would drive its volumes without knowing of each other.
    fileprivate func checkEndpoints() throws(ConfigurationError) {
        var owners: [Endpoint: String] = [:]
        for (id, plugin) in plugins.sorted(by: { $0.key < $1.key }) {
            if let other = owners.updateValue(id, forKey: plugin.endpoint.normalized) {
                throw ConfigurationError("plugins \"\(other)\" and \"\(id)\" have the same endpoint \(plugin.endpoint)")
            }
            guard let pluginDirectory, case .unix(let path) = plugin.endpoint,
                let found = Plugin.id(ofSocketAt: path, in: pluginDirectory), found != id
            else { continue }
            throw ConfigurationError(
                "plugin \"\(id)\" has the socket \(path), which \"plugin_dir\" makes plugin \"\(found)\""
            )
        }
    }
}

extension Configuration.Plugin {
    /// Where the plugin folder has a plugin's socket.
    public static func socketPath(of id: String, in pluginDirectory: String) -> String {
        "\(pluginDirectory)/\(id)/csi.sock"
    }

    /// The plugin that a socket belongs to; nil where it is none of the plugin folder's.
    fileprivate static func id(ofSocketAt path: String, in pluginDirectory: String) -> String? {
        let parts = path.split(separator: "/")
        let folder = pluginDirectory.split(separator: "/")
        guard parts.count == folder.count + 2, parts.starts(with: folder), parts.last == "csi.sock" else { return nil }
        return String(parts[folder.count])
    }
}

extension Endpoint {
    /// The endpoint with one slash wherever there are several.
    fileprivate var normalized: Endpoint {
        guard case .unix(let path) = self, path.hasPrefix("/") else { return self }
        return .unix(path: path.split(separator: "/").map { "/\($0)" }.joined())
    }

    fileprivate init(checked path: String) throws(ConfigurationError) {
        do {
            try self.init(path)
        } catch {
            throw ConfigurationError(error.description)
        }
    }
}
