import Agent
import Testing

@Suite("A configuration that can't be is refused, and the error says where")
struct ConfigurationErrorTests {
    @Test(
        "An unknown key is named with file, line and the nearest known one",
        arguments: [
            ("\n nam = \"x\"", #"a.hcl:2:2: unknown key "nam"; the nearest is name"#),
            (
                "client {\n  node_poll = \"x\"\n}",
                #"a.hcl:2:3: unknown key "node_poll" in "client"; the nearest is node_pool"#
            ),
            (
                #"plugin "a" { endpiont = "/a" }"#,
                #"a.hcl:1:14: unknown key "endpiont" in "plugin"; the nearest is endpoint"#
            ),
            ("server { enabled = true }", #"a.hcl:1:1: unknown key "server""#),
            ("\"\\u001b[31m\" = 1", #"a.hcl:1:1: unknown key "\u{1B}[31m""#),
            ("Name = \"x\"", #"a.hcl:1:1: unknown key "Name"; the nearest is name"#),
        ]
    )
    func unknownKeys(text: String, message: String) {
        #expect(failure(text) == message)
    }

    @Test(
        "A value of the wrong kind, or out of bounds",
        arguments: [
            ("name = 5", #"a.hcl:1:8: "name" takes a text in quotes, not a number"#),
            ("name { }", #"a.hcl:1:6: "name" takes a text in quotes, not a block"#),
            ("name \"x\" { }", #"a.hcl:1:6: "name" takes no name before its value"#),
            ("name = \"\"", "a.hcl:1:8: the node name is empty"),
            ("name = \"a b\"", #"a.hcl:1:8: "a b" is no node name: at most 128 letters, digits and "-", "_", ".""#),
            (
                "name = \"n\u{f6}de\"",
                #"a.hcl:1:8: "nöde" is no node name: at most 128 letters, digits and "-", "_", ".""#
            ),
            ("data_dir = \"data\"", #"a.hcl:1:12: "data_dir" takes an absolute path"#),
            (#"data_dir = "/a\u0000b""#, #"a.hcl:1:12: "data_dir" holds U+0000"#),
            ("bind_addr = \"localhost\"", #"a.hcl:1:13: "bind_addr" takes an IP address"#),
            ("log_json = \"true\"", #"a.hcl:1:12: "log_json" takes true or false, not a text"#),
            (
                "log_level = \"wran\"",
                #"a.hcl:1:13: "log_level" takes one of trace, debug, info, warn, error, off"#
            ),
            ("ports = 4646", #"a.hcl:1:9: "ports" takes a block, not a number"#),
            ("ports { http = 65536 }", #"a.hcl:1:16: "http" takes 0 to 65535, not 65536"#),
            ("ports { http = -1 }", #"a.hcl:1:16: "http" takes 0 to 65535, not -1"#),
            ("ports { http = 1.5 }", #"a.hcl:1:16: "http" takes 0 to 65535, not 1.5"#),
            ("ports { http = \"80\" }", #"a.hcl:1:16: "http" takes a whole number, not a text"#),
            ("client { meta { a = [] } }", #"a.hcl:1:21: "a" takes a text in quotes, not a list"#),
            ("client { node_pool = \"all\" }", #"a.hcl:1:22: "all" can't be a node pool"#),
            ("node_pool { description = \"x\" }", #"a.hcl:1:1: "node_pool" takes a name before its block"#),
            ("node_pool = \"gpu\"", #"a.hcl:1:13: "node_pool" takes a name and a block, not a text"#),
            ("node_pool \"a\" \"b\" { }", #"a.hcl:1:15: "node_pool" takes one name before its block"#),
            ("node_pool \"a.b\" { }", #"a.hcl:1:11: "a.b" is no node pool: at most 128 letters, digits and "-", "_""#),
            ("namespace \"*\" { }", #"a.hcl:1:11: "*" is no namespace: at most 128 letters, digits and "-""#),
            ("plugin \"a/b\" { }", #"a.hcl:1:8: "a/b" is no plugin ID: at most 128 letters, digits and "-", "_", ".""#),
            ("plugin \"..\" { }", #"a.hcl:1:8: ".." can't be a plugin ID"#),
            (#"plugin "a" { endpoint = "unix://" }"#, #"a.hcl:1:25: endpoint "unix://": the socket's path is empty"#),
            (#"plugin "a" { max_in_flight = 0 }"#, #"a.hcl:1:30: "max_in_flight" takes 1 to 10000, not 0"#),
            (#"plugin "a" { timeout = "5" }"#, #"a.hcl:1:24: "timeout" takes a duration such as 500ms, 30s or 1m30s"#),
            (#"plugin "a" { timeout = "25h" }"#, #"a.hcl:1:24: "timeout" takes 0.1 seconds to 86400.0 seconds"#),
            (#"plugin "a" { volume_name = "uuid" }"#, #"a.hcl:1:28: "volume_name" takes one of name, id"#),
            ("client { host_volume \"\" { } }", "a.hcl:1:22: a host volume's name is empty or not printable"),
            (
                "http_socket = \"/\(String(repeating: "x", count: 107))\"",
                #"a.hcl:1:15: "http_socket" takes a path of at most 107 bytes"#
            ),
            ("a = b", #"a.hcl:1:5: expected a value, found "b": a text needs quotes"#),
        ]
    )
    func values(text: String, message: String) {
        #expect(failure(text) == message)
    }

    @Test(
        "What is missing, or does not fit together",
        arguments: [
            ("\nplugin \"a\" { }", #"a.hcl:2:8: plugin "a" has no "endpoint", and there is no "plugin_dir""#),
            ("client { host_volume \"a\" { } }", #"a.hcl:1:22: host volume "a" has no "path""#),
            (
                "tls { http = true cert_file = \"/c\" }",
                #"a.hcl:1:1: in "tls", "http" needs "cert_file" and "key_file""#
            ),
            (
                "tls { verify_https_client = true }",
                #"a.hcl:1:1: in "tls", "verify_https_client" needs "http" and "ca_file""#
            ),
        ]
    )
    func incomplete(text: String, message: String) {
        #expect(failure(text) == message)
    }

    @Test("Two IDs for one socket are refused, since each would drive it without knowing of the other")
    func sharedEndpoints() {
        #expect(
            failure(#"plugin "b" { endpoint = "/run/x.sock" } plugin "a" { endpoint = "unix:///run//x.sock" }"#)
                == #"plugins "a" and "b" have the same endpoint unix:///run/x.sock"#
        )
        #expect(
            failure(#"plugin_dir = "/run/p/" plugin "b" { endpoint = "/run/p//a/csi.sock" }"#)
                == #"plugin "b" has the socket /run/p//a/csi.sock, which "plugin_dir" makes plugin "a""#
        )
    }

    @Test("A JSON file's errors name its lines too")
    func json() {
        #expect(failure("{\n \"nam\": 1}", as: "b.json") == #"b.json:2:2: unknown key "nam"; the nearest is name"#)
        #expect(
            failure("{\n \"name\": 1}", as: "b.json") == #"b.json:2:2: "name" takes a text in quotes, not a number"#
        )
        #expect(failure("{\n \"name\": null}", as: "b.json") == "b.json:2:2: the node name is empty")
        #expect(failure("{\"name\" 1}", as: "b.json") == "b.json:1:9: invalid character '1' after object key")
    }

    @Test("A file that is not there, can't be read or is too large")
    func unreadableFiles() throws {
        let error = #expect(throws: ConfigurationError.self) { try load(["config": ["/nowhere/a.hcl"]]) }
        #expect(error?.description == "/nowhere/a.hcl can't be read: No such file or directory")
        let tooLarge = #expect(throws: ConfigurationError.self) { try load(["config": ["/dev/zero"]]) }
        #expect(tooLarge?.description == "/dev/zero:1:1: the file is larger than 1048576 bytes")
    }
}
