internal import Operations
internal import Plugins
internal import GRPC
internal import HCL

/// All keys of a configuration file.
extension Draft {
    static let schema = BlockSchema<Draft>(
        "",
        [
            "name": { item, draft in draft.name = try item.name(.node) },
            "region": { item, draft in draft.configuration.region = try item.name(.region) },
            "data_dir": { item, draft in draft.configuration.dataDirectory = try item.absolutePath() },
            "bind_addr": { item, draft in draft.configuration.bindAddress = try item.ipAddress() },
            "http_socket": { item, draft in draft.configuration.httpSocket = try item.socketPath() },
            "log_level": { item, draft in draft.configuration.logLevel = try item.choice(LogLevel.init(named:)) },
            "log_json": { item, draft in draft.configuration.logsJSON = try item.bool() },
            "plugin_dir": { item, draft in draft.configuration.pluginDirectory = try item.absolutePath() },
            "ports": { item, draft in try ports.apply(try item.block(), to: &draft.configuration) },
            "acl": { item, draft in try acl.apply(try item.block(), to: &draft.configuration.acl) },
            "tls": { item, draft in
                draft.tlsPosition = item.position
                try tls.apply(try item.block(), to: &draft.configuration.tls)
            },
            "client": { item, draft in try client.apply(try item.block(), to: &draft) },
            "node_pool": { item, draft in
                for (name, body) in try item.namedBlocks() {
                    let pool = try name.checked(.nodePool)
                    try described("node_pool").apply(body, to: &draft.configuration.nodePools[pool, default: ""])
                }
            },
            "namespace": { item, draft in
                for (name, body) in try item.namedBlocks() {
                    let namespace = try name.checked(.namespace)
                    try described("namespace").apply(body, to: &draft.configuration.namespaces[namespace, default: ""])
                }
            },
            "plugin": { item, draft in
                for (name, body) in try item.namedBlocks() {
                    let id = try name.checked(.plugin)
                    try plugin.apply(body, to: &draft.plugins[id, default: Plugin(position: name.position)])
                }
            },
        ]
    )

    private static let ports = BlockSchema<Configuration>(
        "ports",
        ["http": { item, target in target.httpPort = UInt16(try item.integer(in: 0...Int(UInt16.max))) }]
    )

    private static let acl = BlockSchema<Configuration.ACL>(
        "acl",
        [
            "enabled": { item, acl in acl.isEnabled = try item.bool() },
            "policy_dir": { item, acl in acl.policyDirectory = try item.absolutePath() },
            "token_file": { item, acl in acl.tokenFile = try item.absolutePath() },
        ]
    )

    private static let tls = BlockSchema<Configuration.TLS>(
        "tls",
        [
            "http": { item, tls in tls.http = try item.bool() },
            "ca_file": { item, tls in tls.caFile = try item.absolutePath() },
            "cert_file": { item, tls in tls.certificateFile = try item.absolutePath() },
            "key_file": { item, tls in tls.keyFile = try item.absolutePath() },
            "verify_https_client": { item, tls in tls.verifiesClients = try item.bool() },
        ]
    )

    private static let client = BlockSchema<Draft>(
        "client",
        [
            "node_pool": { item, draft in draft.configuration.client.nodePool = try item.name(.nodePool) },
            "node_class": { item, draft in draft.configuration.client.nodeClass = try item.text() },
            "meta": { item, draft in
                for item in try item.block().items { draft.configuration.client.meta[item.key] = try item.text() }
            },
            "host_volumes_dir": { item, draft in
                draft.configuration.client.hostVolumesDirectory = try item.absolutePath()
            },
            "host_volume_plugin_dir": { item, draft in
                draft.configuration.client.hostVolumePluginDirectory = try item.absolutePath()
            },
            "host_volume": { item, draft in
                for (name, body) in try item.namedBlocks() {
                    guard !name.text.isEmpty, !name.text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7f }) else {
                        throw ConfigurationError("a host volume's name is empty or not printable", at: name.position)
                    }
                    try hostVolume.apply(
                        body,
                        to: &draft.hostVolumes[name.text, default: .init(position: name.position)]
                    )
                }
            },
        ]
    )

    /// A block that only describes what its name stands for.
    private static func described(_ name: String) -> BlockSchema<String> {
        BlockSchema(name, ["description": { item, description in description = try item.text() }])
    }

    private static let hostVolume = BlockSchema<HostVolume>(
        "host_volume",
        [
            "path": { item, volume in volume.path = try item.absolutePath() },
            "read_only": { item, volume in volume.isReadOnly = try item.bool() },
        ]
    )

    private static let plugin = BlockSchema<Plugin>(
        "plugin",
        [
            "endpoint": { item, plugin in plugin.endpoint = try Endpoint(try item.text()) },
            "max_in_flight": { item, plugin in plugin.maximumInFlight = try item.integer(in: 1...10_000) },
            "timeout": { item, plugin in plugin.timeout = try item.duration(in: .milliseconds(100)...(.seconds(86_400)))
            },
            "volume_name": { item, plugin in
                plugin.volumeName = try item.choice(VolumeName.init(rawValue:))
            },
        ]
    )
}
