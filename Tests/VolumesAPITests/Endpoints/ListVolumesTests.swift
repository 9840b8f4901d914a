import StateStore
import Testing
import Volumes

@testable import VolumesAPI

@Suite("GET /v1/volumes?type=csi")
struct ListVolumesTests {
    @Test("a row has these keys, in the order of their bytes, and no more")
    func stub() async throws {
        try await withRig { rig in
            try await rig.put(
                .of("a") { volume in
                    volume.name = "the <name>"
                    volume.topologies = [Topology(segments: ["zone": "z1", "rack": "r1"])]
                    volume.mountOptions = MountOptions(fsType: "ext4", mountFlags: ["noatime"])
                    volume.parameters = ["tier": "gold"]
                }
            )
            let answer = try await rig.get("/v1/volumes?type=csi")
            #expect(answer.status == 200)
            #expect(
                answer.text == """
                    [{"AccessMode":"","AttachmentMode":"","ControllerRequired":true,"ControllersExpected":1,\
                    "ControllersHealthy":1,"CreateIndex":3,"CreateTime":1700000000000000001,"CurrentReaders":0,\
                    "CurrentWriters":0,"ExternalID":"ext-a","ID":"a","ModifyIndex":3,"ModifyTime":1700000000000000002,\
                    "Name":"the <name>","Namespace":"default","NodesExpected":1,"NodesHealthy":1,"PluginID":"hostpath",\
                    "Provider":"hostpath.csi.k8s.io","ResourceExhausted":null,"Schedulable":true,\
                    "Topologies":[{"Segments":{"rack":"r1","zone":"z1"}}]}]
                    """
            )
            #expect(answer["Content-Type"] == "application/json")
            #expect(answer["X-Nomad-Index"] == "3")
            #expect(answer["X-Nomad-KnownLeader"] == "true")
            #expect(answer["X-Nomad-LastContact"] == "0")
            #expect(answer["X-Nomad-NextToken"] == nil)
            #expect(answer["Vary"] == "Accept-Encoding")
        }
    }

    @Test("rows come by namespace, then ID, both compared as bytes")
    func order() async throws {
        try await withRig { rig in
            try await rig.put(
                .of("b"),
                .of("a_1"),
                .of("B"),
                .of("10"),
                .of("9"),
                .of("a.2"),
                .of("a-1"),
                .of("a"),
                .of("ä"),
                .of("y", in: "a-b"),
                .of("z", in: "a")
            )
            #expect(try await rig.get("/v1/volumes?type=csi").ids == "10 9 B a a-1 a.2 a_1 b ä")
            let all = try await rig.get("/v1/volumes?type=csi&namespace=*")
            #expect(try all.ids == "z y 10 9 B a a-1 a.2 a_1 b ä")
        }
    }

    @Test(
        "prefix, plugin_id, namespace and filter hold together",
        arguments: [
            ("", "db db-1 web"), ("&prefix=db", "db db-1"), ("&prefix=DB", ""), ("&prefix=*", ""),
            ("&namespace=prod", "db"), ("&namespace=pro", ""), ("&namespace=Default", ""),
            ("&namespace=", "db db-1 web"),
            ("&namespace=*", "db db-1 web db"), ("&namespace=*&prefix=db", "db db-1 db"),
            ("&plugin_id=hostpath", "db db-1 web"), ("&plugin_id=hostpath-", "db-1"), ("&plugin_id=h", "db db-1 web"),
            ("&plugin_id=HOSTPATH", ""), ("&plugin_id=ostpath", ""), ("&plugin_id=hostpath&prefix=w", "web"),
            ("&plugin_id=hostpath&namespace=*&prefix=db", "db db-1 db"), ("&plugin_id=", "db db-1 web"),
            ("&filter=PluginID%20==%20%22hostpath-lite%22", "db-1"),
            ("&namespace=*&filter=Namespace%20!=%20default", "db"),
            ("&filter=Schedulable%20==%20true", "db web"), ("&filter=NodesHealthy%20==%200", "db-1"),
            ("&filter=CurrentReaders%20==%200", "db db-1 web"), ("&filter=CreateIndex%20==%204", "db"),
            ("&filter=MountOptions%20is%20nil", "db db-1"), ("&filter=Parameters.tier%20==%20gold", "web"),
            ("&filter=any%20Topologies%20as%20t%20%7Bt.Segments.zone%20==%20z1%7D", "web"),
            ("&filter=WriteAllocs%20is%20empty%20and%20ReadAllocs%20is%20empty", "db db-1 web"),
            ("&filter=", "db db-1 web"), ("&filter=ID%20==%20db&filter=x", "db"),
            ("&reverse=true", "db db-1 web"), ("&prefix=db&prefix=web", "db db-1"),
        ]
    )
    func selection(query: String, ids: String) async throws {
        try await withRig { rig in
            try await rig.put(Plugin.healthy("hostpath-lite").failed)
            try await rig.put(
                .of("db"),
                .of("db-1", plugin: "hostpath-lite"),
                .of("web") { volume in
                    volume.mountOptions = MountOptions()
                    volume.parameters = ["tier": "gold"]
                    volume.topologies = [Topology(segments: ["zone": "z1"])]
                },
                .of("db", in: "prod")
            )
            let answer = try await rig.get("/v1/volumes?type=csi" + query)
            #expect(answer.status == 200)
            #expect(try answer.ids == ids)
        }
    }

    @Test(
        "node_id keeps what is in use on such nodes: nothing, before there are claims",
        arguments: ["5b771b7a", "0", "abc", "zz"]
    )
    func node(prefix: String) async throws {
        try await withRig { rig in
            try await rig.put(.of("a"))
            let answer = try await rig.get("/v1/volumes?type=csi&node_id=\(prefix)")
            #expect(answer.text == "[]")
            #expect(answer["X-Nomad-Index"] != nil)
        }
    }

    @Test(
        "a filter that can't be used is 400, rows or not; secrets and mount flags can't be selected",
        arguments: [
            ("ID%20==%20", "failed to create result paginator: failed to read filter expression: 1:7"),
            ("Nope%20==%20x", "couldn't find key: struct field with name \"Nope\""),
            ("Capacity%20==%20abc", "parsing \"abc\": invalid syntax"),
            ("Secrets.password%20matches%20%22%5Eh%22", "with name \"Secrets\""),
            ("any%20Secrets%20as%20k,%20v%20%7Bv%20==%20x%7D", "with name \"Secrets\""),
            ("Secrets%20is%20empty", "with name \"Secrets\""),
            ("MountOptions.MountFlags%20contains%20ro", "with name \"MountFlags\""),
        ]
    )
    func badFilter(filter: String, text: String) async throws {
        try await withRig { rig in
            let answer = try await rig.get("/v1/volumes?type=csi&prefix=none&filter=\(filter)")
            #expect(answer.status == 400)
            #expect(answer.text.contains(text))
        }
    }

    @Test("health is joined from the plugin; without one the volume shows what was known, and is not schedulable")
    func health() async throws {
        try await withRig { rig in
            try await rig.put(.of("a"), .of("b", plugin: "gone"))
            try await rig.put(Plugin.hostpath.failed)
            let text = try await rig.get("/v1/volumes?type=csi").text
            #expect(text.contains(#""ControllersExpected":1,"ControllersHealthy":0"#))
            #expect(text.contains(#""NodesExpected":1,"NodesHealthy":0"#))
            #expect(!text.contains(#""Schedulable":true"#))
            let gone = try await rig.get("/v1/volumes?type=csi&prefix=b").text
            #expect(gone.contains(#""ControllerRequired":true,"ControllersExpected":0,"ControllersHealthy":0"#))
            #expect(gone.contains(#""Provider":"gone.csi.k8s.io""#))
        }
    }

    @Test("a list that is longer than a piece comes in several, and is the same list")
    func streamed() async throws {
        try await withRig { rig in
            try await rig.put(many: (100..<500).map { .of("volume-\($0)") })
            let answer = try await rig.get("/v1/volumes?type=csi")
            #expect(answer["Content-Length"] == nil)
            #expect(try answer.column("ID") == (100..<500).map { "volume-\($0)" })
            let pretty = try await rig.get("/v1/volumes?type=csi&pretty")
            #expect(try pretty.column("ID").count == 400)
            #expect(pretty.text.hasSuffix("    }\n]\n"))
        }
    }

    @Test("only a piece of a long list is written before it is asked for")
    func lazy() async throws {
        try await withRig { rig in
            try await rig.put(many: (0..<1000).map { .of("volume-\($0)") })
            let view = rig.store.view
            let list = try StreamedList(view.entries(in: "volume/").makeIterator(), in: view, isPretty: false)
            #expect(list.whole == nil)
            var pieces = list.makeAsyncIterator()
            let first = try #require(try await pieces.next())
            #expect(first.count < 80 << 10)
            #expect(first.starts(with: Array("[{".utf8)))
        }
    }

    @Test("of type=host there are none, with an index, so that clients that ask for both kinds go on")
    func hostVolumes() async throws {
        try await withRig { rig in
            let answer = try await rig.get("/v1/volumes?type=host")
            #expect(answer.status == 200 && answer.text == "[]")
            #expect(answer["X-Nomad-Index"] == "0")
            #expect(try await rig.get("/v1/volumes?type=host&index=x").text == "Invalid index")
        }
    }
}
