import Agent
import Foundation
import GRPC
import Operations
import Plugins
import Testing

@Suite("An agent is configured by files")
struct ConfigurationTests {
    private static let hcl = """
        name      = "node-1"
        region    = "europe"
        data_dir  = "/srv/bridge"
        bind_addr = "::1"
        log_level = "Debug"
        log_json  = true
        ports { http = 4747 }
        acl {
          enabled    = true
          policy_dir = "/etc/bridge/policies"
          token_file = "/etc/bridge/tokens"
        }
        tls {
          http                = true
          ca_file             = "/etc/bridge/ca.pem"
          cert_file           = "/etc/bridge/cert.pem"
          key_file            = "/etc/bridge/key.pem"
          verify_https_client = true
        }
        client {
          node_pool  = "gpu"
          node_class = "large"
          meta { rack = "r1" }
          host_volumes_dir       = "/srv/host_volumes"
          host_volume_plugin_dir = "/srv/host_volume_plugins"
          host_volume "scratch" { path = "/srv/scratch" }
          host_volume "data[0]" {
            path      = "/srv/data"
            read_only = true
          }
        }
        node_pool "gpu" { description = "machines with GPUs" }
        namespace "prod" { description = "production" }
        namespace "test" { }
        plugin "ebs0" { endpoint = "unix:///run/csi/ebs.sock" }
        plugin "nfs" {
          endpoint      = "tcp://127.0.0.1:9000"
          max_in_flight = 4
          timeout       = "1m30s"
          volume_name   = "id"
        }
        plugin_dir  = "/run/csi-plugins"
        http_socket = "/run/csi-bridge/http.sock"
        """

    private static let json = """
        {
          "name": "node-1", "region": "europe", "data_dir": "/srv/bridge", "bind_addr": "::1", "log_level": "DEBUG",
          "log_json": true, "ports": {"http": 4747},
          "acl": [{"enabled": true, "policy_dir": "/etc/bridge/policies", "token_file": "/etc/bridge/tokens"}],
          "tls": {
            "http": true, "ca_file": "/etc/bridge/ca.pem", "cert_file": "/etc/bridge/cert.pem",
            "key_file": "/etc/bridge/key.pem", "verify_https_client": true
          },
          "client": {
            "node_pool": "gpu", "node_class": "large", "meta": {"rack": "r1"},
            "host_volumes_dir": "/srv/host_volumes", "host_volume_plugin_dir": "/srv/host_volume_plugins",
            "host_volume": {"scratch": {"path": "/srv/scratch"}, "data[0]": {"path": "/srv/data", "read_only": true}}
          },
          "node_pool": {"gpu": {"description": "machines with GPUs"}},
          "namespace": [{"prod": {"description": "production"}}, {"test": {}}],
          "plugin": {
            "ebs0": {"endpoint": "unix:///run/csi/ebs.sock"},
            "nfs": {"endpoint": "tcp://127.0.0.1:9000", "max_in_flight": 4, "timeout": "1m30s", "volume_name": "id"}
          },
          "plugin_dir": "/run/csi-plugins", "http_socket": "/run/csi-bridge/http.sock"
        }
        """

    @Test("Every key says what its name says")
    func allKeys() throws {
        var expected = Configuration(name: "node-1")
        expected.region = "europe"
        expected.dataDirectory = "/srv/bridge"
        expected.bindAddress = "::1"
        expected.logLevel = .debug
        expected.logsJSON = true
        expected.httpPort = 4747
        expected.acl.isEnabled = true
        expected.acl.policyDirectory = "/etc/bridge/policies"
        expected.acl.tokenFile = "/etc/bridge/tokens"
        expected.tls.http = true
        expected.tls.caFile = "/etc/bridge/ca.pem"
        expected.tls.certificateFile = "/etc/bridge/cert.pem"
        expected.tls.keyFile = "/etc/bridge/key.pem"
        expected.tls.verifiesClients = true
        expected.client.nodePool = "gpu"
        expected.client.nodeClass = "large"
        expected.client.meta = ["rack": "r1"]
        expected.client.hostVolumesDirectory = "/srv/host_volumes"
        expected.client.hostVolumePluginDirectory = "/srv/host_volume_plugins"
        expected.client.hostVolumes = [
            "scratch": .init(path: "/srv/scratch", isReadOnly: false),
            "data[0]": .init(path: "/srv/data", isReadOnly: true),
        ]
        expected.nodePools = ["gpu": "machines with GPUs"]
        expected.namespaces = ["default": "Default shared namespace", "prod": "production", "test": ""]
        var nfs = Configuration.Plugin(endpoint: .tcp(host: "127.0.0.1", port: 9000))
        nfs.maximumInFlight = 4
        nfs.timeout = .seconds(90)
        nfs.volumeName = .id
        expected.plugins = ["ebs0": .init(endpoint: .unix(path: "/run/csi/ebs.sock")), "nfs": nfs]
        expected.pluginDirectory = "/run/csi-plugins"
        expected.httpSocket = "/run/csi-bridge/http.sock"
        #expect(try load(Self.hcl) == expected)
        #expect(try load(Self.json, as: "a.json") == expected)
    }

    @Test("Without files the agent has its host's name and Nomad's port on this machine only")
    func defaults() throws {
        let configuration = try load([:])
        let hostName = try String(contentsOfFile: "/proc/sys/kernel/hostname", encoding: .utf8)
        var expected = Configuration(name: hostName.trimmingCharacters(in: .newlines))
        expected.dataDirectory = "/var/lib/csi-bridge"
        #expect(configuration == expected)
        #expect(configuration.httpPort == 4646)
        #expect(configuration.bindAddress == "127.0.0.1")
        #expect(configuration.namespaces.keys.sorted() == ["default"])
        #expect(!configuration.hasEmbeddedPlugin)
    }

    @Test("Files are merged in order, a folder's by the bytes of their names; what is no such file is left alone")
    func merging() throws {
        let folder = try Folder([
            "b.hcl": #"name = "b" client { meta { x = "1" y = "1" } } plugin "p" { endpoint = "/p.sock" }"#,
            "a.json": #"{"name": "a", "region": "r", "client": {"node_class": "c"}}"#,
            "C.hcl": #"name = "C" region = "C""#,
            "d.hcl": #"client { meta { y = "2" } } plugin "p" { max_in_flight = 2 }"#,
            "README": "no configuration", ".hidden.hcl": "= no configuration", "e.hcl~": "no configuration",
        ])
        try folder.write(#"name = "last""#, to: "last.txt")
        let configuration = try load(["config": [folder.path]])
        #expect(configuration.name == "b")
        #expect(configuration.region == "r")
        #expect(configuration.client.nodeClass == "c")
        #expect(configuration.client.meta == ["x": "1", "y": "2"])
        #expect(configuration.plugins["p"]?.maximumInFlight == 2)
        #expect(configuration.plugins["p"]?.endpoint == .unix(path: "/p.sock"))
        #expect(try load(["config": [folder.path + "/", folder.path + "/last.txt"]]).name == "last")
    }

    @Test("A plugin without an endpoint is the plugin folder's")
    func pluginFolder() throws {
        let configuration = try load(#"plugin_dir = "/run/p" plugin "a" { timeout = "5s" }"#)
        #expect(configuration.plugins["a"]?.endpoint == .unix(path: "/run/p/a/csi.sock"))
        #expect(configuration.plugins["a"]?.timeout == .seconds(5))
    }

    @Test("A development agent has a plugin of its own and a temporary folder, unless it is given others")
    func development() throws {
        let configuration = try load(["dev": ["true"]])
        #expect(configuration.hasEmbeddedPlugin)
        #expect(configuration.dataDirectory == nil)
        #expect(try load(["dev": ["true"], "data-dir": ["/srv/d"]]).dataDirectory == "/srv/d")
        #expect(try !load(["dev": ["true"], "plugin": ["a=/a.sock"]]).hasEmbeddedPlugin)
        #expect(try !load(["dev": ["false"]]).hasEmbeddedPlugin)
    }
}
