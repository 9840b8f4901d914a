import Foundation
import FoundationNetworking
import Operations
import StateStore
import TestSupport
import Testing
import Volumes

@testable import VolumesAPI

@Suite("The agent, its namespaces, operations and metrics")
struct AgentTests {
    @Test("the leader is the agent's own address")
    func leader() async throws {
        try await withRig { rig in
            let leader = try await rig.get("/v1/status/leader").text
            #expect(leader == #""127.0.0.1:4646""#)
            #expect(try await rig.get("/v1/status/leader?region=mars").status == 404)
        }
    }

    @Test(
        "health tells of client and server, or of one of them",
        arguments: [
            ("", #"{"client":{"message":"ok","ok":true},"server":{"message":"ok","ok":true}}"#),
            ("?type=client", #"{"client":{"message":"ok","ok":true}}"#),
            ("?type=server", #"{"server":{"message":"ok","ok":true}}"#),
            ("?type=other", "{}"),
        ]
    )
    func health(query: String, text: String) async throws {
        try await withRig { rig in
            let health = try await rig.get("/v1/agent/health" + query).text
            #expect(health == text)
        }
    }

    @Test("the agent shows its configuration, who it is, and its node")
    func agent() async throws {
        try await withRig { rig in
            let text = try await rig.get("/v1/agent/self").text
            #expect(
                text == """
                    {"config":{"Region":"global"},"member":{"Addr":"127.0.0.1","Name":"node-1.global","Port":4646,\
                    "Status":"alive","Tags":{"build":"0.1.0","dc":"dc1","region":"global"}},"stats":{"client":\
                    {"node_id":"5b771b7a-a26f-9878-da12-a10e3929a884"},"nomad":{"leader":"true",\
                    "leader_addr":"127.0.0.1:4646","server":"true"}}}
                    """
            )
        }
    }

    @Test("namespaces are those of the configuration, and default, by name")
    func namespaces() async throws {
        try await withRig(namespaces: ["prod": "production", "a": ""]) { rig in
            let list = try await rig.get("/v1/namespaces")
            #expect(try list.column("Name") == ["a", "default", "prod"])
            #expect(try list.column("Description") == ["", "Default shared namespace", "production"])
            #expect(try await rig.get("/v1/namespaces?prefix=p").column("Name") == ["prod"])
            let prod = try await rig.get("/v1/namespace/prod").text
            #expect(
                prod == """
                    {"Capabilities":null,"CreateIndex":1,"Description":"production","Meta":null,"ModifyIndex":1,\
                    "Name":"prod","Quota":""}
                    """
            )
            #expect(try await rig.get("/v1/namespace/nowhere").status == 404)
        }
    }

    @Test("operations in hand are listed, the oldest first, read one by one, and cancelled")
    func operations() async throws {
        try await withRig { rig in
            let status = OperationStatus(
                id: "b",
                kind: "create",
                volume: VolumeID("db", namespace: "prod"),
                plugin: "hostpath",
                state: "calling",
                since: 1_700_000_000_000_000_000,
                tries: 3,
                lastError: "deadline exceeded"
            )
            var older = status
            (older.id, older.volume, older.lastError, older.since) = ("c", nil, nil, 1_600_000_000_000_000_000)
            rig.operations.set([status, older])
            let shown = """
                {"ID":"b","Kind":"create","LastError":"deadline exceeded","Namespace":"prod","PluginID":"hostpath",\
                "Since":"2023-11-14T22:13:20Z","State":"calling","Tries":3,"VolumeID":"db"}
                """
            let list = try await rig.get("/v1/operations")
            #expect(try list.ids == "c b")
            #expect(list.text.hasSuffix(shown + "]"))
            #expect(try await rig.get("/v1/operation/b").text == shown)
            #expect(try await rig.get("/v1/operation/x").status == 404)
            let cancelled = try await rig.send("DELETE", "/v1/operation/b")
            #expect(cancelled.status == 200)
            #expect(cancelled.body.isEmpty)
            rig.operations.fail("cancel x", VolumeError(.notFound, "operation not found"))
            #expect(try await rig.send("DELETE", "/v1/operation/x").status == 404)
            #expect(rig.operations.calls == ["cancel b", "cancel x"])
        }
    }

    @Test("The doctor shows what was found, with what mends it")
    func doctor() async throws {
        let finding = Finding(
            .abandoned,
            operation: "b",
            volume: VolumeID("db", namespace: "prod"),
            plugin: "hostpath",
            message: "it may be left",
            remedy: "look"
        )
        let shown = """
            [{"Kind":"operation abandoned","Message":"it may be left","Namespace":"prod","OperationID":"b",\
            "PluginID":"hostpath","Remedy":"look","VolumeID":"db"}]
            """
        try await withRig { rig in
            let none = try await rig.get("/v1/doctor")
            #expect(none.text == "[]")
            rig.operations.set([finding])
            let some = try await rig.get("/v1/doctor")
            #expect(some.text == shown)
            #expect(try await rig.send("PUT", "/v1/doctor").status == 405)
        }
    }

    @Test("metrics count requests, volumes, plugins, operations and who waits, in the peer's form")
    func metrics() async throws {
        try await withRig { rig in
            try await rig.put(.of("a"))
            _ = try await rig.get("/v1/volume/csi/a")
            _ = try await rig.get("/v1/volume/csi/a")
            _ = try await rig.get("/v1/volume/csi/b")
            let text = try await rig.get("/v1/metrics").text
            #expect(text.hasPrefix(#"{"Counters":[{"Count":2,"Labels":{"endpoint":"read_volume","status":"200"},"#))
            #expect(text.contains(#"{"Count":1,"Labels":{"endpoint":"read_volume","status":"404"},"#))
            #expect(text.contains(#"{"Labels":{},"Name":"csi_bridge.volumes","Value":1}"#))
            #expect(text.contains(#"{"Labels":{"plugin":"hostpath"},"Name":"csi_bridge.plugin_healthy","Value":1}"#))
            #expect(text.contains(#""Points":[],"Samples":[],"Timestamp":"20"#))
        }
    }

    @Test("metrics for Prometheus are text, with labels that are escaped")
    func prometheus() async throws {
        try await withRig { rig in
            try await rig.put(Plugin(id: "a\"b\\c\nd"))
            _ = try await rig.get("/v1/nothing")
            let answer = try await rig.get("/v1/metrics?format=prometheus")
            #expect(answer["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
            #expect(
                answer.text == #"""
                    # HELP csi_bridge_blocked_queries Requests that wait for a change.
                    # TYPE csi_bridge_blocked_queries gauge
                    csi_bridge_blocked_queries 0
                    # HELP csi_bridge_operations Operations in hand.
                    # TYPE csi_bridge_operations gauge
                    csi_bridge_operations 0
                    # HELP csi_bridge_volumes Volumes that are registered.
                    # TYPE csi_bridge_volumes gauge
                    csi_bridge_volumes 0
                    # HELP csi_bridge_http_requests_total Requests that were answered, by endpoint and status.
                    # TYPE csi_bridge_http_requests_total counter
                    csi_bridge_http_requests_total{endpoint="none",status="404"} 1
                    # HELP csi_bridge_plugin_healthy Whether a plugin is ready.
                    # TYPE csi_bridge_plugin_healthy gauge
                    csi_bridge_plugin_healthy{plugin="a\"b\\c\nd"} 0
                    csi_bridge_plugin_healthy{plugin="hostpath"} 1

                    """#
            )
        }
    }

    @Test("the store is saved and restored while it is served, and leaves no file behind")
    func backup() async throws {
        try await withRig { rig in
            try await rig.put(.of("a"))
            let saved = try await rig.get("/v1/operator/snapshot")
            #expect(saved.status == 200)
            #expect(saved["Content-Type"] == "application/octet-stream")
            try await rig.put(.of("b"))
            try await rig.remove(VolumeID("a"))
            var request = URLRequest(
                url: try #require(URL(string: "http://127.0.0.1:\(rig.port)/v1/operator/snapshot"))
            )
            request.httpMethod = "PUT"
            let (_, response) = try await rig.session.upload(for: request, from: Data(saved.body))
            #expect((response as? HTTPURLResponse)?.statusCode == 200)
            #expect(try await rig.get("/v1/volumes?type=csi").ids == "a")
            let files = try FileManager.default.contentsOfDirectory(atPath: rig.folder.path)
            #expect(!files.contains { $0.hasPrefix("backup") })
        }
    }

    @Test("what is no backup is 400, and changes nothing", arguments: ["", "x", "SQLite format 3\u{0}"])
    func noBackup(body: String) async throws {
        try await withRig { rig in
            try await rig.put(.of("a"))
            #expect(try await rig.send("PUT", "/v1/operator/snapshot", body: body).status == 400)
            #expect(try await rig.get("/v1/volumes?type=csi").ids == "a")
            let files = try FileManager.default.contentsOfDirectory(atPath: rig.folder.path)
            #expect(!files.contains { $0.hasPrefix("backup") })
        }
    }
}
