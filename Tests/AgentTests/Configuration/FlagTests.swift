import Agent
import GRPC
import Testing

@Suite("Flags win over files")
struct FlagTests {
    @Test("Each flag replaces what a file says")
    func winning() throws {
        let file = """
            name = "a" data_dir = "/a" bind_addr = "::1" ports { http = 1 } log_level = "error" log_json = false
            plugin "p" { endpoint = "/a.sock" timeout = "5s" }
            """
        let configuration = try load(
            file,
            flags: [
                "node": ["b"], "data-dir": ["/b"], "bind": ["127.0.0.2"], "http-port": ["0"], "log-level": ["Trace"],
                "log-json": ["true"], "plugin": ["p=unix:///b.sock", "q=localhost:9000"],
            ]
        )
        #expect(configuration.name == "b")
        #expect(configuration.dataDirectory == "/b")
        #expect(configuration.bindAddress == "127.0.0.2")
        #expect(configuration.httpPort == 0)
        #expect(configuration.logLevel == .trace)
        #expect(configuration.logsJSON)
        #expect(configuration.plugins["p"]?.endpoint == .unix(path: "/b.sock"))
        #expect(configuration.plugins["p"]?.timeout == .seconds(5))
        #expect(configuration.plugins["q"]?.endpoint == .tcp(host: "localhost", port: 9000))
    }

    @Test(
        "A flag's value that can't be is named",
        arguments: [
            ("node", "a b", #"-node: "a b" is no node name: at most 128 letters, digits and "-", "_", ".""#),
            ("data-dir", "data", #"-data-dir takes an absolute path, not "data""#),
            ("bind", "::x", #"-bind takes an IP address, not "::x""#),
            ("http-port", "65536", #"-http-port takes a port, 0 to 65535, not "65536""#),
            ("log-level", "loud", #"-log-level takes one of trace, debug, info, warn, error, off, not "loud""#),
            ("plugin", "a", #"-plugin takes ID=ENDPOINT, not "a""#),
            ("plugin", "=/a", "-plugin: the plugin ID is empty"),
            ("plugin", "a=b", #"-plugin: endpoint "b": expected unix:///path, /path or host:port"#),
        ]
    )
    func errors(flag: String, value: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) { try load([flag: [value]]) }
        #expect(error?.description == message)
    }

    @Test("A plugin is named once")
    func twice() {
        let error = #expect(throws: ConfigurationError.self) { try load(["plugin": ["a=/a", "a=/b"]]) }
        #expect(error?.description == #"-plugin: "a" is given twice"#)
    }
}

@Suite("A configuration is loaded again")
struct ReloadTests {
    @Test("Plugins, namespaces, pools, metadata and the log level are taken over")
    func reloadable() throws {
        let before = try load(#"name = "a""#)
        let after = try load(
            """
            name = "a" log_level = "debug" namespace "prod" { } node_pool "gpu" { } plugin "p" { endpoint = "/p" }
            plugin_dir = "/p" client { node_class = "c" meta { a = "b" } host_volume "v" { path = "/v" } }
            """
        )
        #expect(before != after)
        let reloaded = before.reloaded(as: after)
        #expect(reloaded.needRestart.isEmpty)
        #expect(reloaded.configuration == after)
    }

    @Test("What the agent was built on needs a restart: it is named, and stays what it was")
    func fixed() throws {
        let before = try load(#"name = "a""#)
        let after = try load(
            """
            name = "b" region = "b" data_dir = "/b" bind_addr = "::1" ports { http = 1 } http_socket = "/b" log_json = true
            acl { enabled = true } tls { ca_file = "/b" }
            client { node_pool = "b" host_volumes_dir = "/b" host_volume_plugin_dir = "/b" }
            """
        )
        let reloaded = before.reloaded(as: after)
        #expect(reloaded.configuration == before)
        #expect(
            reloaded.needRestart == [
                "name", "region", "data_dir", "bind_addr", "ports.http", "http_socket", "log_json", "acl.enabled",
                "tls",
                "client.node_pool", "client.host_volumes_dir", "client.host_volume_plugin_dir",
            ]
        )
    }

    @Test("The flags' files are read anew")
    func reading() throws {
        let folder = try Folder(["a.hcl": #"name = "a""#])
        let flags = try Configuration.Flags { $0 == "config" ? [folder.path] : [] }
        #expect(try Configuration.load(flags).name == "a")
        try folder.write(#"name = "b""#, to: "b.hcl")
        #expect(try Configuration.load(flags).name == "b")
    }
}
