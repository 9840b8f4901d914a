import StateStore
import Testing
import Volumes

@testable import VolumesAPI

@Suite("GET /v1/volume/csi/:id")
struct ReadVolumeTests {
    @Test("a volume has every key, in the order of their bytes; secrets are null and flags redacted")
    func whole() async throws {
        try await withRig { rig in
            try await rig.put(
                .of("db") { volume in
                    volume.requestedCapabilities = [
                        Capability(.singleNodeWriter, .fileSystem), Capability(.multiNodeReaderOnly, .blockDevice),
                    ]
                    volume.requestedCapacityMin = 1_048_576
                    volume.requestedCapacityMax = 9_223_372_036_854_775_807
                    volume.capacity = 1_048_576
                    volume.requestedTopologies = TopologyRequest(required: [Topology(segments: ["zone": "a"])])
                    volume.topologies = [Topology(segments: ["zone": "a"])]
                    volume.mountOptions = MountOptions(fsType: "ext4", mountFlags: ["ro", "password=hunter2"])
                    volume.parameters = ["b": "", "a": "<&>"]
                    volume.context = ["c": "d"]
                    volume.snapshotID = "snap"
                }
            )
            let answer = try await rig.get("/v1/volume/csi/db")
            #expect(answer.status == 200)
            #expect(
                answer.text == """
                    {"AccessMode":"","Allocations":[],"AttachmentMode":"","Capacity":1048576,"CloneID":"",\
                    "Context":{"c":"d"},"ControllerRequired":true,"ControllersExpected":1,"ControllersHealthy":1,\
                    "CreateIndex":3,"CreateTime":1700000000000000001,"ExternalID":"ext-db","ID":"db","ModifyIndex":3,\
                    "ModifyTime":1700000000000000002,"MountOptions":{"FSType":"ext4","MountFlags":["[REDACTED]"]},\
                    "Name":"db","Namespace":"default","NodesExpected":1,"NodesHealthy":1,\
                    "Parameters":{"a":"<&>","b":""},"PluginID":"hostpath","Provider":"hostpath.csi.k8s.io",\
                    "ProviderVersion":"v1.17.0","ReadAllocs":{},"RequestedCapabilities":[\
                    {"AccessMode":"single-node-writer","AttachmentMode":"file-system"},\
                    {"AccessMode":"multi-node-reader-only","AttachmentMode":"block-device"}],\
                    "RequestedCapacityMax":9223372036854775807,"RequestedCapacityMin":1048576,\
                    "RequestedTopologies":{"Preferred":null,"Required":[{"Segments":{"zone":"a"}}]},\
                    "ResourceExhausted":null,"Schedulable":true,"Secrets":null,"SnapshotID":"snap",\
                    "Topologies":[{"Segments":{"zone":"a"}}],"Version":"v1.17.0","WriteAllocs":{}}
                    """
            )
            #expect(answer.index == 3)
        }
    }

    @Test(
        "what is not there is null or empty, each in its way",
        arguments: [
            (MountOptions?.none, #"{"FSType":"","MountFlags":null}"#),
            (MountOptions(fsType: "xfs"), #"{"FSType":"xfs","MountFlags":null}"#),
            (MountOptions(mountFlags: []), #"{"FSType":"","MountFlags":[]}"#),
        ]
    )
    func minimal(options: MountOptions?, shown: String) async throws {
        try await withRig { rig in
            try await rig.put(.of("a") { $0.mountOptions = options })
            let text = try await rig.get("/v1/volume/csi/a").text
            #expect(text.contains(#""MountOptions":\#(shown),"#))
            #expect(text.contains(#""Context":{},"#))
            #expect(text.contains(#""Parameters":{},"#))
            #expect(text.contains(#""RequestedTopologies":null,"#))
            #expect(text.contains(#""Topologies":[],"#))
        }
    }

    @Test("one that is missing is 404 with the index; * finds nothing, no ID is 400")
    func missing() async throws {
        try await withRig { rig in
            try await rig.put(.of("a"))
            for target in ["b", "A", "a?namespace=*", "a?namespace=nowhere", "a?namespace=prod"] {
                let answer = try await rig.get("/v1/volume/csi/\(target)")
                #expect(answer.status == 404)
                #expect(answer.text == "volume not found")
                #expect(answer.index == 3)
                #expect(answer["X-Nomad-KnownLeader"] == "true")
            }
            let none = try await rig.get("/v1/volume/csi/")
            #expect(none.status == 400)
            #expect(none.text == "missing volume ID")
            #expect(none.index == nil)
        }
    }

    @Test("texts that Unicode takes for the same are different IDs")
    func normalization() async throws {
        try await withRig { rig in
            try await rig.put(.of("e\u{301}"))
            #expect(try await rig.get("/v1/volume/csi/%C3%A9").status == 404)
            #expect(try await rig.get("/v1/volume/csi/e%CC%81").status == 200)
        }
    }

    @Test("a record that can't be read is 500, and names its key but not what it holds")
    func damaged() async throws {
        try await withRig { rig in
            try await rig.commit(.put("volume/default\u{0}a", .init(Array(#"{"secret":"hunter2"}"#.utf8))))
            let answer = try await rig.get("/v1/volume/csi/a")
            #expect(answer.status == 500)
            #expect(answer.text == "the store's record volume/default/a can't be read: id is missing")
        }
    }
}
