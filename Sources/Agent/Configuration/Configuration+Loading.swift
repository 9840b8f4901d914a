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

    /// The keys whose values a running agent can't take over from a configuration that was loaded again.
    public func keysThatNeedRestart(for reloaded: Configuration) -> [String] {
        Self.fixedKeys.filter { !$0.isSame(self, reloaded) }.map(\.name)
    }

    private struct FixedKey: Sendable {
        let name: String
        let isSame: @Sendable (Configuration, Configuration) -> Bool

        init<Value: Equatable & SendableMetatype>(_ name: String, _ path: any KeyPath<Configuration, Value> & Sendable)
        {
            self.name = name
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
