extension Configuration {
    /// Reads the files that the flags name, in order, later ones winning, and lets the flags win over all.
    /// - Throws: ``ConfigurationError`` that says which file, line and key can't be, or what is missing.
    public static func load(_ flags: Flags) throws(ConfigurationError) -> Configuration {
        var draft = Draft()
        for path in flags.files {
            for body in try ConfigurationFiles.read(path) { try Draft.schema.apply(body, to: &draft) }
        }
        draft.apply(flags)
        return try draft.resolved()
    }

    /// What a running agent takes over of a configuration that was loaded again, and the keys whose values it can't.
    public func reloaded(as wish: Configuration) -> (configuration: Configuration, needRestart: [String]) {
        var configuration = wish
        for key in Self.fixedKeys { key.keep(self, &configuration) }
        return (configuration, Self.fixedKeys.filter { !$0.isSame(self, wish) }.map(\.name))
    }

    private struct FixedKey: Sendable {
        let name: String
        let isSame: @Sendable (Configuration, Configuration) -> Bool
        let keep: @Sendable (Configuration, inout Configuration) -> Void

        init<Value: Equatable & SendableMetatype>(
            _ name: String,
            _ path: any WritableKeyPath<Configuration, Value> & Sendable
        ) {
            self.name = name
            keep = { $1[keyPath: path] = $0[keyPath: path] }
            isSame = { $0[keyPath: path] == $1[keyPath: path] }
        }
    }

    private static let fixedKeys = [
        FixedKey("name", \.name), FixedKey("region", \.region), FixedKey("data_dir", \.dataDirectory),
        FixedKey("bind_addr", \.bindAddress), FixedKey("ports.http", \.httpPort), FixedKey("http_socket", \.httpSocket),
        FixedKey("log_json", \.logsJSON), FixedKey("acl.enabled", \.acl.isEnabled), FixedKey("tls", \.tls),
        FixedKey("client.node_pool", \.client.nodePool),
        FixedKey("client.host_volumes_dir", \.client.hostVolumesDirectory),
        FixedKey("client.host_volume_plugin_dir", \.client.hostVolumePluginDirectory),
    ]
}
