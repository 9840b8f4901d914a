@testable import CSI
import Testing

@Suite("protobuf's JSON mapping")
struct JSONMappingTests {
    let mapping = JSONMapping.csi

    @Test(
        "A text becomes a message and the same text again",
        arguments: [
            ("CapacityRange", #"{"requiredBytes":"9007199254740993"}"#),
            ("CapacityRange", #"{"limitBytes":"-9223372036854775808"}"#),
            ("ListVolumesRequest", #"{"maxEntries":7}"#),
            ("VolumeCapability.AccessMode", #"{"mode":"MULTI_NODE_MULTI_WRITER"}"#),
            ("VolumeCapability.AccessMode", #"{"mode":4711}"#),
            ("VolumeCapability", #"{"block":{}}"#),
            ("VolumeCapability", #"{"mount":{"fsType":"xfs","mountFlags":["noatime","ro"]}}"#),
            ("Snapshot", #"{"creationTime":"2026-01-02T03:04:05.500Z","readyToUse":true}"#),
            ("ProbeResponse", #"{"ready":false}"#),
            ("ProbeResponse", "{}"),
            ("GetCapacityResponse", #"{"maximumVolumeSize":"0"}"#),
            ("Topology", #"{"segments":{"rack":"r1","zone":"z\"\\"}}"#),
            ("google.protobuf.Timestamp", #""2026-01-02T03:04:05Z""#),
        ]
    )
    func roundTrip(type: String, json: String) throws {
        #expect(try mapping.json(from: try mapping.message(fromJSON: json, type: type), type: type) == json)
    }

    @Test("Bytes are written in base64")
    func bytes() throws {
        let files = DescriptorSet.csi + fileOfTests
        let mapping = JSONMapping(descriptorSet: files)
        let message = try mapping.message(fromJSON: #"{"raw":"AP8="}"#, type: "test.Outer")
        #expect(message == [0x1a, 2, 0, 255])
        #expect(try mapping.json(from: message, type: "test.Outer") == #"{"raw":"AP8="}"#)
    }

    @Test("A key may be the field's name in csi.proto, and a 64-bit number may be a number")
    func lenientInput() throws {
        #expect(
            try mapping.message(fromJSON: #"{"required_bytes": 5}"#, type: "CapacityRange")
                == mapping.message(fromJSON: #"{"requiredBytes": "5"}"#, type: "CapacityRange")
        )
    }

    @Test("Map entries are sorted, whatever their order on the wire")
    func sortedMaps() throws {
        let one = try mapping.message(fromJSON: #"{"segments":{"a":"1"}}"#, type: "Topology")
        let other = try mapping.message(fromJSON: #"{"segments":{"b":"2"}}"#, type: "Topology")
        #expect(try mapping.json(from: other + one, type: "Topology") == #"{"segments":{"a":"1","b":"2"}}"#)
    }

    @Test("An indented text is for people")
    func indented() throws {
        #expect(
            try mapping.json(from: [8, 5], type: "CapacityRange", isIndented: true)
                == "{\n \"requiredBytes\": \"5\"\n}\n"
        )
    }

    @Test("Fields of a later CSI are left out")
    func unknownFields() throws {
        #expect(try mapping.json(from: [0xf8, 0x7f, 1, 8, 5], type: "CapacityRange") == #"{"requiredBytes":"5"}"#)
    }
}

@Suite("Bad input to the JSON mapping")
struct JSONMappingErrorTests {
    let mapping = JSONMapping.csi

    @Test(
        "The error names the place",
        arguments: [
            (#"{"nmae":"a"}"#, "nmae: Cannot find field."),
            (#"{"capacityRange":{"bytes":1}}"#, "(capacity_range) bytes: Cannot find field."),
            (#"{"capacityRange":{"requiredBytes":1.5}}"#, "(capacity_range.required_bytes): not a valid TYPE_INT64"),
            (
                #"{"volumeCapabilities":[{"accessMode":{"mode":"FOO"}}]}"#,
                "(volume_capabilities[0].access_mode.mode): not a valid csi.v1.VolumeCapability.AccessMode.Mode"
            ),
            (
                #"{"volumeCapabilities":[{"mount":{},"block":{}}]}"#,
                "(volume_capabilities[0]): a second member of a oneof"
            ),
            ("{\n \"name\": \"a\"\n \"secrets\": {}}", "Expected , or } after key:value pair. (line 3, column 2)"),
            ("{} {}", "Parsing terminated before end of input. (line 1, column 4)"),
            ("[]", "Root element must be a message."),
            ("", "Unexpected end of string. Expected a value. (line 1, column 1)"),
        ]
    )
    func place(json: String, reason: String) {
        #expect(throws: JSONMappingError(reason: reason)) {
            try mapping.message(fromJSON: json, type: "CreateVolumeRequest")
        }
    }

    @Test(
        "The error never quotes a value",
        arguments: [
            #"{"secrets":"hunter2"}"#, #"{"secrets":["hunter2"]}"#, #"{"secrets":{"a":hunter2}}"#,
            #"{"secrets":{"a":"hunter2" "b":"c"}}"#, #"{"secrets":{"a":"hunter2"#, #"{"secrets":{"a":["hunter2"]}}"#,
            #"{"secrets":{"a":"x"},"name":"hunter2"]"#, #"{"capacityRange":"hunter2 for type y"}"#,
        ]
    )
    func noValues(json: String) throws {
        let error = #expect(throws: JSONMappingError.self) {
            try mapping.message(fromJSON: json, type: "CreateVolumeRequest")
        }
        #expect(try !#require(error).reason.contains("hunter2"))
    }

    @Test("A type that CSI does not have is an error")
    func unknownType() {
        #expect(throws: JSONMappingError(reason: "no message type csi.v1.Nope")) {
            try mapping.json(from: [], type: "Nope")
        }
    }

    @Test(
        "Bytes that are no such message are an error",
        arguments: [[0x0a, 5, 0x41], [0x0a, 1, 0xff], [0x0a], [0x0b], [0x2a, 3, 0x0a, 9, 9]] as [[UInt8]]
    )
    func badBytes(bytes: [UInt8]) {
        #expect(throws: JSONMappingError(reason: "not a csi.v1.CreateVolumeRequest")) {
            try mapping.json(from: bytes, type: "CreateVolumeRequest")
        }
    }

    @Test("Depth and size are bounded")
    func bounds() {
        let objects = String(repeating: #"{"name":"#, count: 100_000)
        #expect(throws: JSONMappingError.self) { try mapping.message(fromJSON: objects, type: "CreateVolumeRequest") }
        let arrays =
            #"{"name":"# + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000) + "}"
        #expect(throws: JSONMappingError.self) { try mapping.message(fromJSON: arrays, type: "CreateVolumeRequest") }
        let long = [UInt8](repeating: 0, count: 64 << 20 + 1)
        #expect(throws: JSONMappingError(reason: "larger than 67108864 bytes")) {
            try mapping.json(from: long, type: "CreateVolumeRequest")
        }
    }

    @Test("Random bytes and texts end no process")
    func randomInput() {
        var generator = SystemRandomNumberGenerator()
        let types = Schema.csi.messages.map(\.name)
        let pieces = [
            "{", "}", "[", "]", ":", ",", "\"secrets\"", "\"name\"", "\"a\\u12\"", "1e999", "null", "-", "\\", "\0",
        ]
        var refused = 0
        for _ in 0..<5000 {
            let type = types.randomElement(using: &generator) ?? ""
            let bytes = (0..<Int.random(in: 0..<64)).map { _ in UInt8.random(in: .min ... .max) }
            let text = (0..<Int.random(in: 0..<16)).map { _ in pieces.randomElement() ?? "" }.joined()
            if (try? mapping.json(from: bytes, type: type)) == nil { refused += 1 }
            if (try? mapping.message(fromJSON: text, type: type)) == nil { refused += 1 }
        }
        #expect(refused > 5000)
    }
}

@Suite("Redaction of secrets in JSON")
struct RedactionTests {
    let mapping = JSONMapping.csi

    @Test(
        "The values of every field that the descriptor marks are stripped, the keys stay",
        arguments: RedactionTests.secretFields
    )
    func everySecretField(type: String, field: String) throws {
        let json = #"{"\#(field)":{"password":"hunter2","empty":""}}"#
        let message = try mapping.message(fromJSON: json, type: type)
        #expect(
            try mapping.json(from: message, type: type)
                == #"{"\#(field)":{"empty":"***stripped***","password":"***stripped***"}}"#
        )
        #expect(try mapping.filledSecrets(in: message, type: type) == ["secrets"])
    }

    @Test("The descriptor marks as many fields as CSI 1.13 has")
    func count() {
        #expect(Self.secretFields.count == 22)
    }

    @Test("Secrets inside other messages, in lists and in maps are stripped as well")
    func nested() throws {
        let mapping = JSONMapping(descriptorSet: DescriptorSet.csi + fileOfTests)
        let json = #"{"list":[{"name":"a","secrets":{"k":"s"}}],"one":{"volumeId":"v","secrets":{"k":"s"}}}"#
        let message = try mapping.message(fromJSON: json, type: "test.Outer")
        #expect(
            try mapping.json(from: message, type: "test.Outer")
                == json.replacing(#""s""#, with: #""***stripped***""#)
        )
        #expect(try mapping.filledSecrets(in: message, type: "test.Outer") == ["secrets", "secrets"])
    }

    @Test("Fields that are no secrets stay")
    func others() throws {
        let json = #"{"name":"a","parameters":{"secrets":"visible"}}"#
        let message = try mapping.message(fromJSON: json, type: "CreateVolumeRequest")
        #expect(try mapping.json(from: message, type: "CreateVolumeRequest") == json)
        #expect(try mapping.filledSecrets(in: message, type: "CreateVolumeRequest") == [])
    }

    @Test("Whoever asks for them gets the values")
    func unredacted() throws {
        let json = #"{"secrets":{"password":"hunter2"}}"#
        let message = try mapping.message(fromJSON: json, type: "DeleteVolumeRequest")
        #expect(try mapping.json(from: message, type: "DeleteVolumeRequest", redactingSecrets: false) == json)
    }

    static let secretFields = Schema.csi.messages.flatMap { message in
        message.fields.filter(\.isSecret).map { (message.name, $0.jsonName) }
    }
}

/// A FileDescriptorSet with one file, of this message in package `csi.v1.test`:
/// `Outer { repeated CreateVolumeRequest list = 1; DeleteVolumeRequest one = 2; bytes raw = 3; }`.
private let fileOfTests: [UInt8] = {
    var outer = field(1, "Outer")
    outer += field(2, declaration("list", 1, label: 3, type: 11) + field(6, ".csi.v1.CreateVolumeRequest"))
    outer += field(2, declaration("one", 2, label: 1, type: 11) + field(6, ".csi.v1.DeleteVolumeRequest"))
    outer += field(2, declaration("raw", 3, label: 1, type: 12))
    let file = field(1, "test.proto") + field(2, "csi.v1.test") + field(3, "csi.proto")
    return field(1, file + field(4, outer) + field(12, "proto3"))
}()

/// A FieldDescriptorProto without its type's name.
private func declaration(_ name: String, _ number: UInt8, label: UInt8, type: UInt8) -> [UInt8] {
    field(1, name) + [3 << 3, number, 4 << 3, label, 5 << 3, type]
}

private func field(_ number: UInt8, _ text: String) -> [UInt8] {
    field(number, Array(text.utf8))
}

private func field(_ number: UInt8, _ contents: [UInt8]) -> [UInt8] {
    [number << 3 | 2, UInt8(contents.count & 127 | 128), UInt8(contents.count >> 7)] + contents
}
