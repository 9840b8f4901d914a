import TestSupport
import Testing
import Volumes

@testable import VolumesAPI

@Suite("Register, create, expand and remove volumes")
struct WriteVolumesTests {
    private static let db =
        #"{"ID":"db","PluginID":"hostpath","RequestedCapabilities":[{"AccessMode":"single-node-writer","AttachmentMode":"file-system"}]}"#

    private static func body(_ ids: String...) -> String {
        #"{"Volumes":["# + ids.map { db.replacing(#""ID":"db""#, with: #""ID":"\#($0)""#) }.joined(separator: ",")
            + "]}"
    }

    @Test(
        "a new volume is answered as it was submitted, without health; what was written has its index",
        arguments: [
            ("PUT /v1/volume/csi/db", "register db"), ("PUT /v1/volumes", "register db"),
            ("POST /v1/volumes", "register db"), ("PUT /v1/volume/csi/db/create", "create db"),
        ]
    )
    func new(line: String, call: String) async throws {
        try await withRig { rig in
            let parts = line.split(separator: " ").map(String.init)
            let answer = try await rig.send(parts[0], parts[1], body: Self.body("db"))
            #expect(answer.status == 200)
            #expect(
                answer.text == """
                    {"Index":7,"KnownLeader":true,"LastContact":0,"NextToken":"","Volumes":[{"AccessMode":"",\
                    "Allocations":[],"AttachmentMode":"","Capacity":0,"CloneID":"","Context":{},\
                    "ControllerRequired":false,"ControllersExpected":0,"ControllersHealthy":0,"CreateIndex":7,\
                    "CreateTime":0,"ExternalID":"","ID":"db","ModifyIndex":7,"ModifyTime":0,"MountOptions":\
                    {"FSType":"","MountFlags":null},"Name":"","Namespace":"default","NodesExpected":0,\
                    "NodesHealthy":0,"Parameters":{},"PluginID":"hostpath","Provider":"","ProviderVersion":"",\
                    "ReadAllocs":{},"RequestedCapabilities":[{"AccessMode":"single-node-writer",\
                    "AttachmentMode":"file-system"}],"RequestedCapacityMax":0,"RequestedCapacityMin":0,\
                    "RequestedTopologies":null,"ResourceExhausted":null,"Schedulable":false,"Secrets":null,\
                    "SnapshotID":"","Topologies":[],"Version":"","WriteAllocs":{}}],"Warnings":""}
                    """
            )
            #expect(answer.index == 7)
            #expect(rig.operations.calls == [call])
        }
    }

    @Test("an update is asked for by update=true, and its answer shows health", arguments: ["", "/create"])
    func update(path: String) async throws {
        try await withRig { rig in
            let target = "/v1/volume/csi/db\(path)"
            let answer = try await rig.send("PUT", "\(target)?update=true", body: Self.body("db"))
            #expect(answer.text.contains(#""ControllersHealthy":1"#))
            #expect(answer.text.contains(#""Schedulable":true"#))
            #expect(answer.index == 9)
            _ = try await rig.send("PUT", "\(target)?update=0", body: Self.body("db"))
            #expect(rig.operations.calls.map { $0.hasSuffix("update") } == [true, false])
            let bad = try await rig.send("PUT", "\(target)?update=perhaps", body: Self.body("db"))
            #expect(bad.status == 400)
            #expect(bad.text == "invalid update value")
        }
    }

    @Test("writes pass over the parameters of reads")
    func parametersOfReads() async throws {
        try await withRig { rig in
            let query = "stale=maybe&wait=x&index=y&per_page=z"
            let registered = try await rig.send("PUT", "/v1/volume/csi/db?\(query)", body: Self.body("db"))
            #expect(registered.status == 200)
            let removed = try await rig.send("DELETE", "/v1/volume/csi/db?\(query)")
            #expect(removed.status == 200)
        }
    }

    @Test("the ID of the path has to be one of the body's, where both are given", arguments: ["", "/create"])
    func pathID(path: String) async throws {
        try await withRig { rig in
            let other = try await rig.send("PUT", "/v1/volume/csi/other\(path)", body: Self.body("db"))
            #expect(other.status == 400)
            #expect(other.text == #"the path names the volume "other", the body "db""#)
            #expect(rig.operations.calls.isEmpty)
            #expect(try await rig.send("PUT", "/v1/volume/csi/b\(path)", body: Self.body("a", "b")).status == 200)
            let none = try await rig.send("PUT", "/v1/volume/csi/b\(path)", body: Self.body(""))
            #expect(none.text == "validation: missing volume id")
        }
    }

    @Test(
        "a request that breaks a rule does nothing at all",
        arguments: [
            ("{}", "missing volume definition"), ("null", "missing volume definition"),
            (#"{"Volumes":[]}"#, "missing volume definition"),
            (#"{"volumes":[],"Volumes":null}"#, "missing volume definition"),
            (
                #"{"Volumes":[{}]}"#,
                "validation: missing volume id, missing plugin id, must include at least one capability block"
            ),
            (
                #"{"Volumes":[\#(db),{"ID":"b","PluginID":"hostpath","RequestedCapabilities":[{}],"CloneID":"x","SnapshotID":"y"}]}"#,
                "validation: only one of snapshot_id and clone_id is allowed"
            ),
            (
                #"{"Volumes":[{"ID":"db","PluginID":"hostpath","RequestedCapabilities":[{}],"RequestedTopologies":{"Required":[{}],"Preferred":[null,{"Segments":null}]}}]}"#,
                """
                validation: required topology is missing segments field, preferred topology is missing segments field, \
                preferred topology is missing segments field
                """
            ),
        ]
    )
    func rules(body: String, text: String) async throws {
        try await withRig { rig in
            for target in ["/v1/volumes", "/v1/volume/csi/db", "/v1/volume/csi/db/create"] {
                let answer = try await rig.send("PUT", target, body: body)
                #expect(answer.status == 400)
                #expect(answer.text == text)
            }
            #expect(rig.operations.calls.isEmpty)
        }
    }

    @Test("what can be checked beforehand is checked for all volumes before one is begun")
    func checkedFirst() async throws {
        try await withRig { rig in
            rig.operations.fail("check b", VolumeError(.exists, "volume exists: b", volume: "b"))
            for target in ["/v1/volumes", "/v1/volume/csi/a/create"] {
                let answer = try await rig.send("PUT", target, body: Self.body("a", "b"))
                #expect(answer.status == 409)
                #expect(answer.text == "volume exists: b")
            }
            #expect(rig.operations.calls.isEmpty)
        }
    }

    @Test("of several no further one is begun when the client has gone")
    func hangUp() async throws {
        try await withRig { rig in
            rig.operations.hold("create a") {
                while !Task.isCancelled { try? await Task.sleep(for: .seconds(60)) }
            }
            let creating = Task {
                try await rig.send("PUT", "/v1/volume/csi/a/create", body: Self.body("a", "b"))
            }
            #expect(await eventually { rig.operations.calls == ["create a"] })
            creating.cancel()
            _ = await creating.result
            await rig.shutDown(grace: .seconds(5))
            #expect(rig.operations.calls == ["create a"])
        }
    }

    @Test("of several each is done on its own; all failures are named, the first decides the status")
    func several() async throws {
        try await withRig { rig in
            rig.operations.fail("register a", VolumeError(.pluginFailed, "broken", volume: "a"))
            let one = try await rig.send("PUT", "/v1/volumes", body: Self.body("a", "b"))
            #expect(one.status == 502)
            #expect(one.text == "a: broken")
            rig.operations.fail("register b", VolumeError(.exists, "volume exists: b", volume: "b"))
            let two = try await rig.send("PUT", "/v1/volumes", body: Self.body("a", "b", "c"))
            #expect(two.status == 502)
            #expect(two.text == "2 errors occurred:\n\t* a: broken\n\t* volume exists: b\n\n")
            #expect(rig.operations.calls == ["register a", "register b", "register a", "register b", "register c"])
            rig.operations.fail("create a", VolumeError(.rejected, "controller create volume: no"))
            let created = try await rig.send("PUT", "/v1/volume/csi/a/create", body: Self.body("a"))
            #expect(created.status == 422)
            #expect(created.text == "1 error occurred:\n\t* controller create volume: no\n\n")
        }
    }

    @Test(
        "a volume's own namespace beats the query's, that the body's, that the default",
        arguments: [
            ("?namespace=q", #"{"Namespace":"b","Volumes":[{"Namespace":"v","#, "v"),
            ("?namespace=q", #"{"Namespace":"b","Volumes":[{"#, "q"),
            ("", #"{"Namespace":"b","Volumes":[{"Namespace":"","#, "b"),
            ("?namespace=", #"{"Volumes":[{"#, "default"),
        ]
    )
    func namespace(query: String, start: String, namespace: String) async throws {
        try await withRig { rig in
            let answer = try await rig.send("PUT", "/v1/volumes\(query)", body: start + Self.db.dropFirst() + "]}")
            #expect(answer.status == 200)
            #expect(rig.operations.wishes.map(\.volume.id.namespace) == [namespace])
        }
    }

    @Test("an expansion has a capacity range, and is answered as a register")
    func expand() async throws {
        try await withRig { rig in
            let answer = try await rig.send(
                "PUT",
                "/v1/volume/csi/db/expand?namespace=prod",
                body: #"{"RequestedCapacityMin":2097152,"RequestedCapacityMax":4194304,"Secrets":{"k":"v"}}"#
            )
            #expect(answer.status == 200)
            #expect(answer.index == 9)
            #expect(answer.text.contains(#""Capacity":2097152,"#))
            #expect(rig.operations.calls == ["expand prod db 2097152 4194304"])
            #expect(rig.operations.secrets.map(\.revealed) == [["k": "v"]])
            for body in [
                "{}", #"{"RequestedCapacityMin":-1}"#, #"{"RequestedCapacityMin":1,"RequestedCapacityMax":-1}"#,
            ] {
                #expect(try await rig.send("PUT", "/v1/volume/csi/db/expand", body: body).status == 400)
            }
        }
    }

    @Test("secrets of the header that are not UTF-8 are 400, and reach no plugin")
    func headerSecrets() async throws {
        try await withRig { rig in
            // What any byte that is none reads as.
            let headers = ["X-Nomad-CSI-Secrets": "a=\u{FFFD}"]
            for target in ["volume/csi/db/delete", "volumes/snapshot?plugin_id=hostpath&snapshot_id=s"] {
                let answer = try await rig.send("DELETE", "/v1/\(target)", headers: headers)
                #expect(answer.status == 400)
            }
            #expect(rig.operations.calls.isEmpty)
        }
    }

    @Test("deregister, delete and detach answer with nothing but an index")
    func remove() async throws {
        try await withRig { rig in
            for (target, index, call) in [
                ("db?force=t&namespace=prod", 41, "deregister prod db force"),
                ("db?force=", 41, "deregister default db"),
                ("db/delete", 42, "delete default db"), ("db/detach?node=n1", 43, "detach default db n1"),
            ] {
                let answer = try await rig.send(
                    "DELETE",
                    "/v1/volume/csi/\(target)",
                    headers: ["X-Nomad-CSI-Secrets": "a=b,c"]
                )
                #expect(answer.status == 200)
                #expect(answer.body.isEmpty)
                #expect(answer["Content-Type"] == nil)
                #expect(answer["X-Nomad-Index"] == "\(index)")
                #expect(rig.operations.calls.last == call)
            }
            #expect(rig.operations.secrets.map(\.revealed) == [["a": "b"]])
        }
    }

    @Test(
        "what they need and lack is 400",
        arguments: [
            ("a?force=yes", "invalid force value"), ("a?force=2", "invalid force value"),
            ("a?force=tRUE", "invalid force value"),
            ("a/detach", "detach requires node ID"), ("a/detach?node=", "detach requires node ID"),
            ("", "missing volume ID"),
        ]
    )
    func malformed(target: String, text: String) async throws {
        try await withRig { rig in
            let answer = try await rig.send("DELETE", "/v1/volume/csi/\(target)")
            #expect(answer.status == 400)
            #expect(answer.text == text)
            #expect(rig.operations.calls.isEmpty)
        }
    }

    @Test("a body where none is wanted is not read")
    func uselessBody() async throws {
        try await withRig { rig in
            let answer = try await rig.send("DELETE", "/v1/volume/csi/a", body: #"{"Volumes":["#)
            #expect(answer.status == 200)
        }
    }
}
