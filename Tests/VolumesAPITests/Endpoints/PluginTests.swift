import Foundation
import Testing
import Volumes

@testable import VolumesAPI

@Suite("Plugins and nodes")
struct PluginTests {
    @Test("GET /v1/plugins lists stubs by ID; prefix is all that narrows it")
    func list() async throws {
        try await withRig { rig in
            try await rig.put(Plugin.healthy("bare").failed)
            let answer = try await rig.get("/v1/plugins?type=csi")
            #expect(
                answer.text == """
                    [{"ControllerRequired":true,"ControllersExpected":1,"ControllersHealthy":0,"CreateIndex":3,\
                    "ID":"bare","ModifyIndex":3,"NodesExpected":1,"NodesHealthy":0,"Provider":"bare.csi.k8s.io"},\
                    {"ControllerRequired":true,"ControllersExpected":1,"ControllersHealthy":1,"CreateIndex":1,\
                    "ID":"hostpath","ModifyIndex":1,"NodesExpected":1,"NodesHealthy":1,"Provider":"hostpath.csi.k8s.io"}]
                    """
            )
            #expect(answer.index == 3)
            #expect(try await rig.get("/v1/plugins?type=csi&prefix=host").ids == "hostpath")
            #expect(try await rig.get("/v1/plugins?type=csi&prefix=Host").text == "[]")
            let query = "per_page=1&next_token=x&filter=x&reverse=true&namespace=nowhere"
            #expect(try await rig.get("/v1/plugins?type=csi&\(query)").ids == "bare hostpath")
        }
    }

    @Test("without a type there is nothing to list, with another there is no body")
    func types() async throws {
        try await withRig { rig in
            let none = try await rig.get("/v1/plugins?prefix=hostpath")
            #expect(none.text == "[]")
            #expect(none.index == nil)
            let host = try await rig.get("/v1/plugins?type=host")
            #expect(host.status == 200)
            #expect(host.body.isEmpty)
            #expect(host["Content-Type"] == nil)
        }
    }

    @Test("GET /v1/plugin/csi/:id shows the abilities under the node that runs it")
    func read() async throws {
        try await withRig { rig in
            for target in ["/v1/plugin/csi/hostpath", "/v1/plugin/csi/hostpath/x"] {
                let answer = try await rig.get(target)
                #expect(
                    answer.text == """
                        {"Allocations":null,"ControllerJobs":{},"ControllerRequired":true,"Controllers":\
                        {"5b771b7a-a26f-9878-da12-a10e3929a884":{"AllocID":"","ControllerInfo":\
                        {"SupportsAttachDetach":false,"SupportsClone":false,"SupportsCondition":false,\
                        "SupportsCreateDelete":true,"SupportsCreateDeleteSnapshot":false,"SupportsExpand":true,\
                        "SupportsGet":false,"SupportsGetCapacity":false,"SupportsListSnapshots":true,\
                        "SupportsListVolumes":true,"SupportsListVolumesAttachedNodes":false,\
                        "SupportsReadOnlyAttach":false},"HealthDescription":"healthy","Healthy":true,\
                        "PluginID":"hostpath","Provider":"hostpath.csi.k8s.io","ProviderVersion":"v1.17.0",\
                        "RequiresControllerPlugin":true,"RequiresTopologies":true,\
                        "UpdateTime":"2023-11-14T22:13:20.5Z"}},"ControllersExpected":1,"ControllersHealthy":1,\
                        "CreateIndex":1,"CreateTime":1700000000000000000,"ID":"hostpath","ModifyIndex":1,\
                        "ModifyTime":1700000000500000000,"NodeJobs":{},"Nodes":\
                        {"5b771b7a-a26f-9878-da12-a10e3929a884":{"AllocID":"","HealthDescription":"healthy",\
                        "Healthy":true,"NodeInfo":{"AccessibleTopology":{"Segments":\
                        {"topology.hostpath.csi/node":"node-1"}},"ID":"node-1","MaxVolumes":9223372036854775807,\
                        "RequiresNodeStageVolume":true,"SupportsCondition":false,"SupportsExpand":false,\
                        "SupportsStats":false},"PluginID":"hostpath","Provider":"hostpath.csi.k8s.io",\
                        "ProviderVersion":"v1.17.0","RequiresControllerPlugin":true,"RequiresTopologies":true,\
                        "UpdateTime":"2023-11-14T22:13:20.5Z"}},"NodesExpected":1,"NodesHealthy":1,\
                        "Provider":"hostpath.csi.k8s.io","Version":"v1.17.0"}
                        """
                )
            }
        }
    }

    @Test("a plugin without services shows none")
    func bare() async throws {
        try await withRig { rig in
            try await rig.put(Plugin(id: "bare"))
            let text = try await rig.get("/v1/plugin/csi/bare").text
            #expect(text.contains(#""Controllers":{},"#))
            #expect(text.contains(#""Nodes":{},"#))
        }
    }

    @Test("a plugin at several nodes and sockets is one, with the counts of all")
    func instances() async throws {
        try await withRig { rig in
            let first = try await rig.put(Plugin.healthy("many"))
            try await rig.put(Plugin.healthy("many"), nodeID: "n2", socket: "unix:/b.sock")
            let last = try await rig.put(Plugin.healthy("many").failed, nodeID: "n3")
            let list = try await rig.get("/v1/plugins?type=csi&prefix=many")
            #expect(
                list.text == """
                    [{"ControllerRequired":true,"ControllersExpected":3,"ControllersHealthy":2,"CreateIndex":\(first),\
                    "ID":"many","ModifyIndex":\(last),"NodesExpected":3,"NodesHealthy":2,"Provider":"many.csi.k8s.io"}]
                    """
            )
            let text = try await rig.get("/v1/plugin/csi/many").text
            for node in [Node.one.id, "n2", "n3"] {
                #expect(text.components(separatedBy: #""\#(node)":{"AllocID""#).count == 3, "\(node)")
            }
            #expect(try await rig.get("/v1/node/\(Node.one.id)").text.contains(#""many":{"AllocID""#))
        }
    }

    @Test("an unknown plugin is 404 with index 0; no ID is 400")
    func missing() async throws {
        try await withRig { rig in
            for id in ["nosuch", "host", "HOSTPATH", "hostpath%20"] {
                let answer = try await rig.get("/v1/plugin/csi/\(id)")
                #expect(answer.status == 404)
                #expect(answer.text == "plugin not found")
                #expect(answer.index == 0)
            }
            let none = try await rig.get("/v1/plugin/csi/")
            #expect(none.status == 400)
            #expect(none.text == "missing plugin ID")
        }
    }

    @Test("GET /v1/nodes lists what the peer's clients look for; any prefix is taken")
    func nodes() async throws {
        try await withRig { rig in
            let answer = try await rig.get("/v1/nodes")
            #expect(
                answer.text == """
                    [{"Address":"127.0.0.1","CreateIndex":2,"Datacenter":"dc1","Drain":false,"Drivers":{},\
                    "HostVolumes":{},"ID":"5b771b7a-a26f-9878-da12-a10e3929a884","LastDrain":null,"ModifyIndex":2,\
                    "Name":"node-1","NodeClass":"","NodePool":"default","SchedulingEligibility":"eligible",\
                    "Status":"ready","StatusDescription":"","Version":"0.1.0"}]
                    """
            )
            #expect(answer.index == 2)
            for (prefix, count) in [("5b", 1), ("5B771", 1), ("5b771b7a-a26f", 1), ("00", 0), ("zz", 0), ("abc", 0)] {
                #expect(try await rig.get("/v1/nodes?prefix=\(prefix)").column("ID").count == count)
            }
        }
    }

    @Test("GET /v1/node/:id shows the plugins that the node has, and no secret ID")
    func node() async throws {
        try await withRig { rig in
            try await rig.put(Plugin(id: "never-seen"))
            let text = try await rig.get("/v1/node/5B771b7a-a26f-9878-da12-a10e3929a884").text
            #expect(text.contains(#""CSIControllerPlugins":{"hostpath":{"AllocID":"","ControllerInfo":{"#))
            #expect(text.contains(#""CSINodePlugins":{"hostpath":{"AllocID":"","HealthDescription":"healthy","#))
            #expect(!text.contains("never-seen"))
            #expect(text.contains(#""SecretID":"","#))
            #expect(text.contains(#""Status":"ready","#))
        }
    }

    @Test(
        "an unknown node is 404, and what is no ID 400",
        arguments: [
            ("00000000-0000-0000-0000-000000000000", 404, "node not found"),
            ("5b771b7a", 400, "node lookup failed: index error: UUID must be 36 characters"),
            ("", 400, "missing node ID"),
        ]
    )
    func noNode(id: String, status: Int, text: String) async throws {
        try await withRig { rig in
            let answer = try await rig.get("/v1/node/\(id)")
            #expect(answer.status == status)
            #expect(answer.text == text)
        }
    }
}
