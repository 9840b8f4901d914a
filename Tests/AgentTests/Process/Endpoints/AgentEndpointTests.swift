import Foundation
import Testing

@Suite("What clients need around volumes", .agent())
struct AgentEndpointTests {
    private let agent: AgentProcess

    init() throws {
        agent = try #require(Rig.shared).agent
    }

    @Test("plugins: the list, one plugin, none")
    func plugins() async throws {
        let list = try await agent.get("/v1/plugins?type=csi")
        #expect(list.index > 0)
        #expect(
            list.json[0].keys == [
                "ControllerRequired", "ControllersExpected", "ControllersHealthy", "CreateIndex", "ID", "ModifyIndex",
                "NodesExpected", "NodesHealthy", "Provider",
            ]
        )
        #expect(list.json.elements.map(\.["ID"].text) == ["hostpath"])
        #expect(try await agent.get("/v1/plugins?type=csi&prefix=x").json == [])
        #expect(try await agent.get("/v1/plugins").json == [])
        #expect(try await agent.get("/v1/plugins?type=host").text.isEmpty)

        let plugin = try await agent.get("/v1/plugin/csi/hostpath").json
        let node = try await agent.get("/v1/nodes").json[0]["ID"].text
        #expect(plugin["Controllers"].keys == [node])
        #expect(plugin["Nodes"][node]["NodeInfo"]["ID"] == "node-1")
        #expect(plugin["Controllers"][node]["ControllerInfo"]["SupportsCreateDelete"] == true)
        #expect(plugin["Allocations"] == nil)
        #expect(plugin["ControllerJobs"] == [:])
        let missing = try await agent.get("/v1/plugin/csi/none")
        #expect(missing.status == 404)
        #expect(missing.text == "plugin not found")
    }

    @Test("nodes: the list, one node, none")
    func nodes() async throws {
        let list = try await agent.get("/v1/nodes").json
        #expect(list.elements.count == 1)
        let id = list[0]["ID"].text
        #expect(list[0]["Name"] == "node-1")
        #expect(list[0]["Status"] == "ready")
        #expect(try await agent.get("/v1/nodes?prefix=\(id.prefix(8))").json == list)
        let node = try await agent.get("/v1/node/\(id)").json
        #expect(node["CSIControllerPlugins"].keys == ["hostpath"])
        #expect(node["CSINodePlugins"]["hostpath"]["Healthy"] == true)
        #expect(node["SecretID"] == "")
        let missing = try await agent.get("/v1/node/00000000-0000-0000-0000-000000000000")
        #expect(missing.status == 404)
        #expect(missing.text == "node not found")
    }

    @Test("namespaces: `default` is always there")
    func namespaces() async throws {
        let list = try await agent.get("/v1/namespaces").json
        #expect(list.elements.map(\.["Name"].text) == ["default"])
        #expect(try await agent.get("/v1/namespace/default").json == list[0])
        #expect(try await agent.get("/v1/namespace/none").status == 404)
    }

    @Test("leader, agent and health")
    func agentItself() async throws {
        #expect(try await agent.get("/v1/status/leader").json == .string("127.0.0.1:\(agent.port)"))
        let shown = try await agent.get("/v1/agent/self").json
        #expect(shown.keys == ["config", "member", "stats"])
        #expect(shown["member"]["Name"] == "node-1.global")
        #expect(shown["member"]["Port"].number == Int64(agent.port))
        let part: JSONValue = ["message": "ok", "ok": true]
        #expect(try await agent.get("/v1/agent/health").json == ["client": part, "server": part])
        #expect(try await agent.get("/v1/agent/health?type=client").json == ["client": part])
        #expect(try await agent.get("/v1/agent/health?type=none").json == [:])
    }

    @Test("metrics as JSON and as Prometheus text, which count what was asked")
    func metrics() async throws {
        _ = try await agent.get("/v1/volume/csi/none")
        let json = try await agent.get("/v1/metrics")
        #expect(json.header("Content-Type") == "application/json")
        let gauges = json.json["Gauges"].elements
        #expect(gauges.contains { $0["Name"] == "csi_bridge.plugin_healthy" && $0["Value"] == 1 })
        let text = try await agent.get("/v1/metrics?format=prometheus")
        #expect(text.header("Content-Type")?.hasPrefix("text/plain") == true)
        #expect(text.text.contains("# TYPE csi_bridge_http_requests"))
        #expect(text.text.contains(#"endpoint="read_volume",status="404""#))
    }

    @Test("no operation is in hand, and one that is not can't be read or cancelled")
    func operations() async throws {
        #expect(try await agent.get("/v1/operations").json == [])
        #expect(try await agent.get("/v1/operation/none").status == 404)
        #expect(try await agent.request("DELETE", "/v1/operation/none").status == 404)
    }

    @Test(
        "paths and methods that are none",
        arguments: [
            ("GET", "/v1/nothing", 404), ("GET", "/", 404), ("DELETE", "/v1/volumes", 405),
            ("POST", "/v1/plugins", 405),
            ("POST", "/v1/volume/csi/x", 405), ("HEAD", "/v1/volume/csi/x", 405),
            ("GET", "/v1/volume/csi/x/create", 405),
            ("PUT", "/v1/volume/csi/x/other", 404), ("DELETE", "/v1/volume/csi/x/", 404),
            ("GET", "/v1/volume/csi/x/y/z", 404),
            ("PUT", "/v1/volumes/external", 405), ("PATCH", "/v1/volumes/snapshot", 405),
            ("GET", "/v1/volumes?type=", 404),
            ("GET", "/v1/volumes?type=other", 404), ("GET", "/v1/volume/csi//delete", 307),
            ("DELETE", "/v1/volume/csi/../x", 307),
        ]
    )
    func routes(method: String, path: String, status: Int) async throws {
        #expect(try await agent.request(method, path).status == status)
    }

    @Test(
        "parameters that are none name themselves",
        arguments: [
            ("stale=maybe", "Expect `true` or `false` for `stale` query string parameter"),
            ("per_page=x", "Expect a number for `per_page` query string parameter"),
            ("wait=5", "Invalid wait time"), ("index=-1", "Invalid index"), ("index=x&wait=x", "Invalid wait time"),
        ]
    )
    func parameters(query: String, text: String) async throws {
        for path in ["/v1/volumes?type=csi", "/v1/volume/csi/none?", "/v1/plugins?type=csi", "/v1/nodes?"] {
            let answer = try await agent.get("\(path)&\(query)")
            #expect(answer.status == 400)
            #expect(answer.text == text)
        }
    }
}
