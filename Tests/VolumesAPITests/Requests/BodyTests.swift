import HTTPServer
import Operations
import Testing
import Volumes

@testable import VolumesAPI

@Suite("Bodies of requests")
struct BodyTests {
    private func wish(_ members: String) throws -> (volume: Volume, secrets: Secrets?) {
        let body = try BodyField(body: Array(#"{"Volumes":[{\#(members)}]}"#.utf8))
        let request = try VolumesRequest(body, Query(""))
        let wish = try #require(request.wishes.first)
        return (wish.volume, wish.secrets)
    }

    @Test("none, or one of white space, is 400; so is one that is larger than the limit 413")
    func sizes() async throws {
        var limits = Limits()
        limits.bodyBytes = 100
        try await withRig(limits: limits) { rig in
            for target in ["/v1/volumes", "/v1/volume/csi/a", "/v1/volume/csi/a/create", "/v1/volumes/snapshot"] {
                let none = try await rig.send("PUT", target)
                #expect(none.status == 400)
                #expect(none.text == "Request body is empty")
            }
            #expect(try await rig.send("PUT", "/v1/volumes", body: " \n ").text == "EOF")
            let large = String(repeating: " ", count: 101)
            #expect(try await rig.send("PUT", "/v1/volumes", body: large).status == 413)
        }
    }

    @Test(
        "what is no JSON is 400 in Go's words",
        arguments: [
            (#"{"Volumes":[{"#, "unexpected EOF"),
            (#"{"Volumes":[}"#, "invalid character '}' looking for beginning of value"),
            ("nul", "unexpected EOF"), (#"{"Volumes":[{"ID":"a]}"#, "unexpected EOF"),
            ("Volumes: []", "invalid character 'V' looking for beginning of value"),
            (String(repeating: "[", count: 20_000), "invalid character '[' exceeded max depth"),
            (
                #"{"Volumes":[{"ID":"a","MountOptions":{"MountFlags":["ro",]}}]}"#,
                "invalid character ']' looking for beginning of value"
            ),
        ]
    )
    func syntax(body: String, text: String) {
        #expect(throws: HTTPError(.badRequest, text)) { try BodyField(body: Array(body.utf8)) }
    }

    @Test("a body that is no object is 400", arguments: ["[]", #""x""#, "5", "true"])
    func noObject(body: String) {
        #expect(throws: HTTPError.self) { try BodyField(body: Array(body.utf8)) }
    }

    @Test(
        "a value of the wrong type is 400 and named by its place, never shown",
        arguments: [
            (#""ID":5"#, "number into Volumes[0].ID of type string"),
            (#""Name":["x"]"#, "array into Volumes[0].Name of type string"),
            (#""Schedulable":"x""#, "string into Volumes[0].Schedulable of type bool"),
            (#""MountOptions":[]"#, "array into Volumes[0].MountOptions of type object"),
            (#""MountOptions":{"MountFlags":"ro"}"#, "string into Volumes[0].MountOptions.MountFlags of type array"),
            (#""Topologies":{}"#, "object into Volumes[0].Topologies of type array"),
            (#""RequestedTopologies":[]"#, "array into Volumes[0].RequestedTopologies of type object"),
            (#""RequestedCapabilities":{}"#, "object into Volumes[0].RequestedCapabilities of type array"),
            (#""RequestedCapabilities":["x"]"#, "string into Volumes[0].RequestedCapabilities[0] of type object"),
            (
                #""RequestedCapabilities":[{"AccessMode":1}]"#,
                "number into Volumes[0].RequestedCapabilities[0].AccessMode of type string"
            ),
            (#""RequestedCapacityMin":"10GiB""#, "string into Volumes[0].RequestedCapacityMin of type int64"),
            (#""RequestedCapacityMin":1.5"#, "number into Volumes[0].RequestedCapacityMin of type int64"),
            (#""RequestedCapacityMin":1e3"#, "number into Volumes[0].RequestedCapacityMin of type int64"),
            (
                #""RequestedCapacityMax":9223372036854775808"#,
                "number into Volumes[0].RequestedCapacityMax of type int64"
            ),
            (#""Secrets":{"password":5}"#, "number into Volumes[0].Secrets of type string"),
            (#""Secrets":"hunter2""#, "string into Volumes[0].Secrets of type object"),
            (#""Context":{"a":{}}"#, "object into Volumes[0].Context of type string"),
            (#""CreateIndex":-1"#, "number into Volumes[0].CreateIndex of type uint64"),
            (#""ReadAllocs":[]"#, "array into Volumes[0].ReadAllocs of type object"),
            (#""Allocations":{}"#, "object into Volumes[0].Allocations of type array"),
        ]
    )
    func types(members: String, text: String) {
        #expect(throws: HTTPError(.badRequest, "json: cannot unmarshal \(text)")) { try wish(members) }
    }

    @Test("a null among volumes or capabilities is 400")
    func nulls() async throws {
        try await withRig { rig in
            for (body, text) in [
                (#"{"Volumes":[null]}"#, "Volumes[0] is null"),
                (#"{"Volumes":[{"RequestedCapabilities":[{},null]}]}"#, "Volumes[0].RequestedCapabilities[1] is null"),
            ] {
                let answer = try await rig.send("PUT", "/v1/volumes", body: body)
                #expect(answer.status == 400)
                #expect(answer.text == text)
            }
            #expect(rig.operations.calls.isEmpty)
        }
    }

    @Test("a list of more items than anybody needs is 400", arguments: ["Volumes", "Snapshots"])
    func items(list: String) async throws {
        try await withRig { rig in
            let target = list == "Volumes" ? "/v1/volumes" : "/v1/volumes/snapshot"
            let items = Array(repeating: "{}", count: 10_001).joined(separator: ",")
            let answer = try await rig.send("PUT", target, body: #"{"\#(list)":[\#(items)]}"#)
            #expect(answer.status == 400)
            #expect(answer.text == "\(list) has more than 10000 items")
            #expect(rig.operations.calls.isEmpty)
        }
    }

    @Test("null is absent, unknown keys are passed over, keys match in any case, the last of a repeated one counts")
    func keys() throws {
        let (volume, secrets) = try wish(
            #"""
            "id":"a","ID":"b","EXTERNALid":"e","mountoptions":{"FsType":"ext4","mountflags":["ro"]},"Colour":{"a":[1]},
            "Name":null,"Parameters":null,"Secrets":null,"RequestedTopologies":null,"Context":{"p":null},"pluginid":"h"
            """#
        )
        #expect(volume.id == VolumeID("b"))
        #expect(volume.externalID == "e")
        #expect(volume.pluginID == "h")
        #expect(volume.mountOptions == MountOptions(fsType: "ext4", mountFlags: ["ro"]))
        #expect(volume.parameters == [:])
        #expect(volume.context == ["p": ""])
        #expect(volume.requestedTopologies == nil)
        #expect(secrets == nil)
    }

    @Test("secrets that are sent empty are not secrets that are not sent")
    func emptySecrets() throws {
        #expect(try wish(#""Secrets":{}"#).secrets == Secrets())
        #expect(try wish(#""Secrets":{"k":"v"}"#).secrets == Secrets(["k": "v"]))
    }

    @Test("what follows the first value is not looked at")
    func trailing() throws {
        let body = try BodyField(body: Array(#"{"Volumes":[]}{"Volumes":[1]}"#.utf8))
        #expect(try VolumesRequest(body, Query("")).wishes.isEmpty)
    }

    @Test("topologies come with Segments or flat; one without either has none")
    func topologies() throws {
        let (volume, _) = try wish(
            #"""
            "Topologies":[{"zone":"z1"},{"segments":{"zone":"z2"}},{}],
            "RequestedTopologies":{"Required":[{"zone":"z3"}],"Preferred":null}
            """#
        )
        #expect(volume.topologies.map(\.segments) == [["zone": "z1"], ["zone": "z2"], nil])
        #expect(volume.requestedTopologies?.required?.map(\.segments) == [["zone": "z3"]])
        #expect(volume.requestedTopologies?.preferred == nil)
        #expect(try wish(#""RequestedTopologies":{}"#).volume.requestedTopologies == TopologyRequest())
    }

    @Test("what the server owns is not taken from a request")
    func ownFields() throws {
        let (volume, _) = try wish(
            #"""
            "AccessMode":"multi-node-multi-writer","AttachmentMode":"block-device","Capacity":77,"Provider":"fake",
            "ProviderVersion":"9","Schedulable":true,"ControllersHealthy":44,"CreateIndex":5,"CreateTime":6,
            "ReadAllocs":{"8fdfe3a8-8c44-efa4-5c5f-d93f6629a029":null},"ResourceExhausted":"2026-01-02T03:04:05Z"
            """#
        )
        #expect(volume == Volume(id: VolumeID(""), pluginID: "", requestedCapabilities: []))
    }

    @Test(
        "ResourceExhausted is null or a time",
        arguments: [
            ("null", true), (#""2026-01-02T03:04:05Z""#, true), (#""2024-02-29T23:59:59.123456789+05:30""#, true),
            ("0", false),
            (#""""#, false), (#""yesterday""#, false), (#""2026-13-01T00:00:00Z""#, false),
            (#""2026-02-29T00:00:00Z""#, false),
            (#""2026-01-01T24:00:00Z""#, false), (#""2026-01-01T00:00:00""#, false),
            (#""2026-01-01T00:00:00.Z""#, false),
            (#""2026-01-01T00:00:00Zx""#, false),
        ]
    )
    func exhausted(value: String, isTaken: Bool) throws {
        if isTaken {
            _ = try wish(#""ResourceExhausted":\#(value)"#)
        } else {
            #expect(throws: HTTPError.self) { try wish(#""ResourceExhausted":\#(value)"#) }
        }
    }

    @Test(
        "U+0000 in a text, key or value, is 400 and names the field",
        arguments: [
            (#""Name":"a\u0000b""#, "Volumes[0].Name"), (#""Parameters":{"a":"\u0000"}"#, "Volumes[0].Parameters"),
            (#""Secrets":{"\u0000":"hunter2"}"#, "Volumes[0].Secrets"),
            (#""MountOptions":{"MountFlags":["x","\u0000"]}"#, "Volumes[0].MountOptions.MountFlags[1]"),
        ]
    )
    func nul(members: String, field: String) {
        #expect(throws: HTTPError(.badRequest, "\(field) holds U+0000")) { try wish(members) }
    }

    @Test("bytes that are no UTF-8 are 400; half a surrogate pair is U+FFFD")
    func utf8() throws {
        let bytes = Array(#"{"Volumes":[{"Name":""#.utf8) + [0xff] + Array(#""}]}"#.utf8)
        #expect(throws: HTTPError.self) { try BodyField(body: bytes) }
        #expect(try wish(#""Name":"x\ud800y""#).volume.name == "x\u{fffd}y")
    }

    @Test("keys that Unicode takes for the same can't both be kept, and are 400")
    func equivalentKeys() {
        #expect(throws: HTTPError.self) { try wish(#""Parameters":{"é":"1","e\#u{301}":"2"}"#) }
    }
}
