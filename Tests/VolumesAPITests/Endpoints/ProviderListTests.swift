import CSI
import Operations
import Workflows
import StateStore
import TestSupport
import Testing
import Volumes

@testable import VolumesAPI

@Suite("External volumes and snapshots", .timeLimit(.minutes(1)))
struct ProviderListTests {
    @Test("an external volume has these keys; what the plugin does not say is empty or null")
    func external() async throws {
        try await withRig { rig in
            rig.operations.set(
                ListVolumesResponse(
                    entries: [
                        .init(
                            volume: CSI.Volume(
                                capacityBytes: 5,
                                volumeID: "v1",
                                volumeContext: ["k": "v"],
                                contentSource: VolumeContentSource(type: .snapshot(.init(snapshotID: "s1")))
                            ),
                            status: .init(
                                publishedNodeIDs: ["n1", ""],
                                volumeCondition: VolumeCondition(abnormal: true, message: "bad")
                            )
                        ),
                        .init(
                            volume: CSI.Volume(
                                volumeID: "v2",
                                contentSource: VolumeContentSource(type: .volume(.init(volumeID: "v1")))
                            )
                        ),
                    ],
                    nextToken: "more"
                )
            )
            let answer = try await rig.get("/v1/volumes/external?plugin_id=hostpath&next_token=t%201&per_page=2")
            #expect(
                answer.text == """
                    {"Index":1,"KnownLeader":true,"LastContact":0,"NextToken":"more","Volumes":[{"CapacityBytes":5,\
                    "CloneID":"","ExternalID":"v1","IsAbnormal":true,"PublishedExternalNodeIDs":["n1",""],\
                    "SnapshotID":"s1","Status":"bad","VolumeContext":{"k":"v"}},{"CapacityBytes":0,"CloneID":"v1",\
                    "ExternalID":"v2","IsAbnormal":false,"PublishedExternalNodeIDs":null,"SnapshotID":"","Status":"",\
                    "VolumeContext":null}]}
                    """
            )
            #expect(answer.index == 1)
            #expect(answer["X-Nomad-NextToken"] == nil)
            #expect(rig.operations.calls == ["external hostpath 2 t 1"])
            let cut = try await rig.get("/v1/volumes/external?plugin_id=hostpath&per_page=1")
            #expect(!cut.text.contains("v2"))
            #expect(cut.text.contains(#""NextToken":"more""#))
        }
    }

    @Test("nothing is an empty list")
    func empty() async throws {
        try await withRig { rig in
            let volumes = try await rig.get("/v1/volumes/external?plugin_id=hostpath").text
            #expect(volumes.hasSuffix(#""Volumes":[]}"#))
            let snapshots = try await rig.get("/v1/volumes/snapshot?plugin_id=hostpath").text
            #expect(snapshots.hasSuffix(#""Snapshots":[]}"#))
        }
    }

    @Test("a snapshot has all ten keys, the queried plugin among them; header secrets go along")
    func snapshots() async throws {
        try await withRig { rig in
            rig.operations.set(
                ListSnapshotsResponse(
                    entries: [
                        .init(
                            snapshot: CSI.Snapshot(
                                sizeBytes: 7,
                                snapshotID: "s1",
                                sourceVolumeID: "v1",
                                creationTime: CSI.Timestamp(seconds: 1_700_000_000, nanos: 5),
                                readyToUse: true
                            )
                        )
                    ],
                    nextToken: "2"
                )
            )
            let answer = try await rig.send(
                "GET",
                "/v1/volumes/snapshot?plugin_id=host&per_page=1&next_token=1",
                headers: ["X-Nomad-CSI-Secrets": "one=a=b,two,three=,four=x,four=y,=e"]
            )
            #expect(
                answer.text == """
                    {"Index":1,"KnownLeader":true,"LastContact":0,"NextToken":"2","Snapshots":[{"CreateTime":1700000000,\
                    "ExternalSourceVolumeID":"v1","ID":"s1","IsReady":true,"Name":"","Parameters":null,\
                    "PluginID":"hostpath","Secrets":null,"SizeBytes":7,"SourceVolumeID":""}]}
                    """
            )
            #expect(rig.operations.calls == ["snapshots hostpath 1 1"])
            #expect(rig.operations.secrets.map(\.revealed) == [["one": "a=b", "three": "", "four": "y", "": "e"]])
        }
    }

    @Test(
        "one plugin is meant by its ID, or by a beginning that no other has",
        arguments: [
            ("hostpath", "hostpath"), ("hostpath-lite", "hostpath-lite"), ("hostpath-", "hostpath-lite"), ("b", "bare"),
        ]
    )
    func chosen(prefix: String, plugin: String) async throws {
        try await withRig { rig in
            for id in ["hostpath-lite", "bare"] { try await rig.put(.healthy(id)) }
            #expect(try await rig.get("/v1/volumes/external?plugin_id=\(prefix)").status == 200)
            #expect(
                try await rig.send("DELETE", "/v1/volumes/snapshot?plugin_id=\(prefix)&snapshot_id=s").status == 200
            )
            #expect(rig.operations.calls == ["external \(plugin) 0 ", "delete snapshot s \(plugin)"])
        }
    }

    @Test("a beginning of several is 400 and names them, one of none is 404; nothing is the beginning of all")
    func notChosen() async throws {
        try await withRig { rig in
            #expect(try await rig.get("/v1/volumes/external").status == 200)
            try await rig.put(.healthy("hostpath-lite"))
            for target in [
                "/v1/volumes/external?plugin_id=host", "/v1/volumes/snapshot?plugin_id=host", "/v1/volumes/external",
            ] {
                let several = try await rig.get(target)
                #expect(several.status == 400)
                #expect(several.text.contains("hostpath, hostpath-lite"))
            }
            let none = try await rig.get("/v1/volumes/external?plugin_id=HOST")
            #expect(none.status == 404)
            #expect(none.text == "no such plugin \"HOST\"")
        }
    }

    @Test("deleting a snapshot needs plugin and snapshot; the answer has the index of the plugin's last change")
    func delete() async throws {
        try await withRig { rig in
            for query in ["", "plugin_id=hostpath", "snapshot_id=s", "plugin_id=hostpath&snapshot_id="] {
                #expect(try await rig.send("DELETE", "/v1/volumes/snapshot?\(query)").status == 400)
            }
            #expect(rig.operations.calls.isEmpty)
            let revision = try await rig.commit(.put(Keys.provider("hostpath"), Value([1])))
            let answer = try await rig.send(
                "DELETE",
                "/v1/volumes/snapshot?plugin_id=hostpath&snapshot_id=s",
                headers: ["X-Nomad-CSI-Secrets": "a=b"]
            )
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            #expect(answer["Content-Type"] == nil)
            #expect(answer.index == revision)
            #expect(rig.operations.secrets.map(\.revealed) == [["a": "b"]])
        }
    }

    @Test("both lists wait for what is changed at their plugin, and ask it once", arguments: ["external", "snapshot"])
    func blocking(list: String) async throws {
        try await withRig { rig in
            let first = try await rig.commit(.put(Keys.provider("hostpath"), Value([1])))
            let target = "/v1/volumes/\(list)?plugin_id=hostpath"
            #expect(try await rig.get(target).index == first)
            async let woken = rig.get("\(target)&index=\(first)&wait=50s")
            #expect(await eventually { rig.blocked == 1 })
            #expect(rig.operations.calls.count == 1)
            try await rig.commit(.put(Keys.provider("other"), Value([1])))
            let second = try await rig.commit(.put(Keys.provider("hostpath"), Value([2])))
            #expect(try await woken.index == second)
            #expect(rig.operations.calls.count == 2)
            let ended = try await rig.get("\(target)&index=\(second)&wait=10ms")
            #expect(ended.status == 200)
            #expect(ended.index == second)
        }
    }

    @Test("what the plugin can't list is said at once, whatever the caller would wait for")
    func unsupported() async throws {
        try await withRig { rig in
            var plugin = Plugin.healthy("bare")
            plugin.controllerCapabilities = []
            try await rig.put(plugin)
            rig.operations.fail("external bare 0 ", .init(.unsupported, "unimplemented for this plugin"))
            let answer = try await rig.get("/v1/volumes/external?plugin_id=bare&index=99&wait=50s")
            #expect(answer.status == 501)
            #expect(answer.text == "unimplemented for this plugin")
        }
    }

    @Test("snapshots are made one after the other; the answer names the volumes as the caller did")
    func create() async throws {
        try await withRig { rig in
            for method in ["PUT", "POST"] {
                let answer = try await rig.send(
                    method,
                    "/v1/volumes/snapshot?namespace=prod",
                    body:
                        #"{"Snapshots":[{"SourceVolumeID":"db","Name":"s","Secrets":{"k":"v"},"Parameters":{"p":"q"}}]}"#
                )
                #expect(
                    answer.text == """
                        {"Index":0,"KnownLeader":true,"LastContact":0,"NextToken":"","Snapshots":[\
                        {"CreateTime":1700000000,"ExternalSourceVolumeID":"ext-db","ID":"snap-s","IsReady":true,\
                        "Name":"","Parameters":null,"PluginID":"","Secrets":null,"SizeBytes":1048576,\
                        "SourceVolumeID":"db"}]}
                        """
                )
            }
            #expect(rig.operations.calls == ["snapshot prod db s ", "snapshot prod db s "])
            #expect(rig.operations.secrets.first?.revealed == ["k": "v"])
        }
    }

    @Test("of several snapshots each is made on its own; the failures are all named, the first decides the status")
    func several() async throws {
        try await withRig { rig in
            rig.operations.fail("snapshot default a 1 ", .init(.exhausted, "no room", volume: "a"))
            rig.operations.fail("snapshot default b 2 ", .init(.notFound, "no such volume \"b\""))
            let answer = try await rig.send(
                "PUT",
                "/v1/volumes/snapshot",
                body:
                    #"{"Snapshots":[{"SourceVolumeID":"a","Name":"1"},{"SourceVolumeID":"b","Name":"2"},{"SourceVolumeID":"c","Name":"3"}]}"#
            )
            #expect(answer.status == 507)
            #expect(answer.text == "2 errors occurred:\n\t* a: no room\n\t* no such volume \"b\"\n\n")
            #expect(rig.operations.calls.count == 3)
        }
    }

    @Test(
        "no snapshots asked for are none made; what is malformed is 400",
        arguments: [
            (#"{"Snapshots":[]}"#, 200), ("{}", 200), ("null", 200), (#"{"Snapshots":null}"#, 200),
            (#"{"Snapshots":[null]}"#, 400), (#"{"Snapshots":{}}"#, 400), (#"{"Snapshots":[5]}"#, 400),
            (#"{"Snapshots":[{"SourceVolumeID":5}]}"#, 400), (#"{"Snapshots":[{"Secrets":{"a":1}}]}"#, 400),
            (#"{"Snapshots":[{"SizeBytes":"1"}]}"#, 400), (#"{"Snapshots":[{"Name":"a\u0000"}]}"#, 400), ("{", 400),
        ]
    )
    func bodies(body: String, status: Int) async throws {
        try await withRig { rig in
            let answer = try await rig.send("POST", "/v1/volumes/snapshot", body: body)
            #expect(answer.status == status)
            if status == 200 { #expect(answer.text.hasSuffix(#""NextToken":"","Snapshots":null}"#)) }
            #expect(rig.operations.calls.isEmpty)
        }
    }
}
