internal import GRPC
internal import HTTPServer
internal import JSON
internal import Platform
internal import Operations
internal import Plugins
internal import VolumesAPI
internal import Volumes

// What the parts of the agent are told of its configuration.

extension Configuration {
    /// The plugins, with the embedded one where there is one.
    func plugins(with driver: EmbeddedDriver?) -> Plugins.Configuration {
        var managed = plugins.map { id, plugin in
            PluginConfiguration(
                id: id,
                endpoint: plugin.endpoint,
                limits: PluginLimits(callsInFlight: plugin.maximumInFlight, callTimeout: plugin.timeout)
            )
        }
        if let driver { managed.append(PluginConfiguration(id: EmbeddedDriver.pluginID, endpoint: driver.endpoint)) }
        return Plugins.Configuration(
            plugins: managed,
            directory: pluginDirectory.map { PluginDirectory(path: $0) },
            node: Node(id: "", name: name, pool: client.nodePool, nodeClass: client.nodeClass, meta: client.meta)
        )
    }

    /// What CSI knows the volumes of a plugin by.
    func volumeName(ofPlugin id: String) -> VolumeName {
        plugins[id]?.volumeName ?? .name
    }

    /// Where the API is served.
    var addresses: [HTTPServer.Server.Address] {
        [.tcp(host: bindAddress, port: httpPort)] + (httpSocket.map { [.unix(path: $0)] } ?? [])
    }

    /// What the API's server takes: clients leave some descriptors for plugins, files and what else the agent opens.
    var serverLimits: HTTPServer.Limits {
        let available = DescriptorLimit.current
        let reserve = min(max(available / 4, 64), 1024)
        var limits = HTTPServer.Limits()
        limits.connections = min(limits.connections, max(available - reserve, 16))
        limits.vitalPaths = ["/v1/agent/health"]
        return limits
    }

    /// How the API is encrypted; nil where it is not.
    /// - Throws: ``AgentError`` where a file can't be read.
    func serverTLS() throws(AgentError) -> HTTPServer.Server.TLS? {
        guard tls.http else { return nil }
        guard let certificates = tls.certificateFile, let key = tls.keyFile else {
            throw AgentError("tls needs cert_file and key_file")
        }
        var roots: String?
        if tls.verifiesClients {
            guard let file = tls.caFile else { throw AgentError("tls needs ca_file to verify clients") }
            roots = try Self.read(file)
        }
        return HTTPServer.Server.TLS(
            certificateChain: try Self.read(certificates),
            privateKey: try Self.read(key),
            clientRoots: roots
        )
    }

    /// What the API shows.
    func settings(address: String, scratchFolder: String) -> VolumesAPI.Settings {
        VolumesAPI.Settings(
            name: name,
            region: region,
            namespaces: namespaces,
            address: address,
            version: Agent.version,
            configuration: shown,
            scratchFolder: scratchFolder,
            makeRequestID: RandomID.uuid
        )
    }

    /// The configuration for `/v1/agent/self`: paths and names, never what a file of secrets holds.
    private var shown: JSON {
        .record([
            "BindAddr": bindAddress,
            "DataDir": dataDirectory ?? "",
            "DevMode": isDevelopment,
            "LogLevel": logLevel.rawValue.uppercased(),
            "NodeName": name,
            "PluginDir": pluginDirectory,
            "Plugins": plugins.mapValues { "\($0.endpoint)" },
            "Ports": ["HTTP": Int64(httpPort)],
            "Region": region,
        ])
    }

    private static func read(_ path: String) throws(AgentError) -> String {
        do throws(Errno) {
            return String(decoding: try File.contents(of: path, limit: 1 << 20), as: UTF8.self)
        } catch {
            throw AgentError("\(path) cannot be read: \(error.text)")
        }
    }
}
