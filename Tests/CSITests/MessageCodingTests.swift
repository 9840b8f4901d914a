import CSI
import Testing

@Suite("Messages and their bytes")
struct MessageCodingTests {
    static let everything = CreateVolumeRequest(
        name: "db-ü",
        capacityRange: CapacityRange(requiredBytes: .max, limitBytes: -1),
        volumeCapabilities: [
            VolumeCapability(
                accessType: .mount(.init(fsType: "ext4", mountFlags: ["noatime", ""], volumeMountGroup: "7")),
                accessMode: .init(mode: .singleNodeWriter)
            ),
            VolumeCapability(accessType: .block(.init()), accessMode: .init(mode: .init(rawValue: 99))),
        ],
        parameters: ["b": "2", "a": "1", "": ""],
        secrets: ["key": "s3cret"],
        volumeContentSource: .init(type: .snapshot(.init(snapshotID: "s"))),
        accessibilityRequirements: .init(
            requisite: [Topology(segments: ["zone": "a"]), Topology()],
            preferred: [Topology(segments: ["zone": "a"])]
        ),
        mutableParameters: ["iops": "5"]
    )

    @Test("A message survives the way through its bytes")
    func roundTrip() throws {
        #expect(try CreateVolumeRequest(decoding: Self.everything.encoded()) == Self.everything)
    }

    @Test("Equal messages have equal bytes, whatever the order of a map's keys")
    func stableBytes() throws {
        var other = Self.everything
        other.parameters = [:]
        for key in ["", "a", "b"] { other.parameters[key] = Self.everything.parameters[key] }
        #expect(try other.encoded() == Self.everything.encoded())
    }

    @Test("The bytes are those of protobuf's wire format")
    func wireFormat() throws {
        let message = CapacityRange(requiredBytes: 300, limitBytes: -1)
        #expect(try message.encoded() == [0x08, 0xAC, 0x02, 0x10] + Array(repeating: 0xFF, count: 9) + [0x01])
        #expect(try ProbeResponse(ready: false).encoded() == [0x0A, 0x00])
        #expect(try ProbeResponse(ready: true).encoded() == [0x0A, 0x02, 0x08, 0x01])
    }

    @Test("Absent and empty stay distinct where the wire tells them apart")
    func absentAndEmpty() throws {
        #expect(try ProbeResponse(decoding: []).ready == nil)
        #expect(try ProbeResponse(decoding: [0x0A, 0x00]).ready == false)
        #expect(try CreateVolumeResponse(decoding: []).volume == nil)
        #expect(try CreateVolumeResponse(decoding: [0x0A, 0x00]).volume == Volume())
        #expect(try VolumeCapability(decoding: []).accessType == nil)
        #expect(try VolumeCapability(decoding: [0x12, 0x00]).accessType == .mount(.init()))
        #expect(try GetCapacityResponse(decoding: []).maximumVolumeSize == nil)
        #expect(try GetCapacityResponse(decoding: [0x12, 0x00]).maximumVolumeSize == 0)
    }

    @Test("Of a oneof's members the last one sent counts")
    func lastOfOneof() throws {
        let bytes: [UInt8] = [0x0A, 0x00, 0x12, 0x03, 0x0A, 0x01, 0x78]
        #expect(try VolumeCapability(decoding: bytes).accessType == .mount(.init(fsType: "x")))
    }

    @Test("Fields and enum numbers of a newer peer survive")
    func unknown() throws {
        // Field 200 as a varint, 201 as text, 202 and 203 as fixed numbers; then access mode 42.
        let bytes: [UInt8] =
            [
                0xC0, 0x0C, 0x05, 0xCA, 0x0C, 0x02, 0x68, 0x69, 0xD1, 0x0C, 1, 2, 3, 4, 5, 6, 7, 8, 0xDD, 0x0C, 1, 2, 3,
                4,
            ]
        let range = try CapacityRange(decoding: [0x08, 0x01] + bytes)
        #expect(range.requiredBytes == 1)
        #expect("\(range.unknownFields)" == "4 unknown fields")
        #expect(!range.unknownFields.isEmpty)
        #expect(try range.encoded() == [0x08, 0x01] + bytes)

        let mode = try VolumeCapability.AccessMode(decoding: [0x08, 0x2A])
        #expect(mode.mode.rawValue == 42)
        #expect(!mode.mode.isKnown)
        #expect(mode.mode.description == "42")
        #expect(try mode.encoded() == [0x08, 0x2A])
    }

    @Test("A field of number 0, which protobuf does not have, is refused however it is spelled")
    func fieldZero() {
        #expect(throws: MessageError.self) { try Volume(decoding: [0x00, 0x01]) }
        #expect(throws: MessageError.self) { try Volume(decoding: [0x80, 0x00, 0x01]) }
    }

    @Test("Bytes that are no message are refused, and so is a message cut short anywhere")
    func truncated() throws {
        #expect(throws: MessageError.self) { try Volume(decoding: [0x0B]) }
        #expect(throws: MessageError.self) { try Volume(decoding: [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0x61]) }
        let bytes = try CreateVolumeResponse(volume: Volume(capacityBytes: 1 << 40, volumeID: "volume")).encoded()
        for count in 1..<bytes.count {
            #expect(throws: MessageError.self, "\(count) bytes") {
                try CreateVolumeResponse(decoding: Array(bytes.prefix(count)))
            }
        }
    }

    @Test("Text that holds U+0000 or is not UTF-8 is refused by the field's name, never cut")
    func brokenText() {
        expectFault("Volume.volume_id holds U+0000") { try Volume(decoding: [0x12, 3, 0x61, 0, 0x62]) }
        expectFault("Volume.volume_id holds U+0000") { try Volume(decoding: [0x12, 1, 0]) }
        expectFault("Volume.volume_id is not UTF-8") { try Volume(decoding: [0x12, 2, 0xC3, 0x28]) }
        expectFault("Topology.segments holds U+0000") {
            try CreateVolumeResponse(decoding: [0x0A, 9, 0x2A, 7, 0x0A, 5, 0x0A, 1, 0, 0x12, 0])
        }
        expectFault("CreateVolumeRequest.name holds U+0000") { try CreateVolumeRequest(name: "a\0b").encoded() }
        expectFault("CreateVolumeRequest.secrets holds U+0000") {
            try CreateVolumeRequest(secrets: ["key": "\0"]).encoded()
        }
    }

    @Test("Two keys of a map that differ in their Unicode form alone are refused, since one would be lost")
    func unicodeForms() throws {
        let composed: [UInt8] = [0x0A, 0x04, 0x0A, 0x02, 0xC3, 0xA9]
        let decomposed: [UInt8] = [0x0A, 0x05, 0x0A, 0x03, 0x65, 0xCC, 0x81]
        #expect(try Topology(decoding: composed + composed).segments.count == 1)
        expectFault("Topology.segments holds two keys that differ in their Unicode form alone") {
            try Topology(decoding: composed + decomposed)
        }
    }

    @Test("Texts are as long as the specification allows and no longer")
    func sizeLimits() throws {
        func text(_ count: Int) -> String { String(repeating: "x", count: count) }
        _ = try Volume(decoding: Volume(volumeID: text(128)).encoded())
        expectFault("Volume.volume_id is longer than 128 bytes") {
            try Volume(decoding: Volume(volumeID: text(129)).encoded())
        }
        _ = try NodeGetInfoResponse(decoding: NodeGetInfoResponse(nodeID: text(256)).encoded())
        expectFault("NodeGetInfoResponse.node_id is longer than 256 bytes") {
            try NodeGetInfoResponse(decoding: NodeGetInfoResponse(nodeID: text(257)).encoded())
        }
        _ = try Volume(decoding: Volume(volumeContext: ["k": text(4095)]).encoded())
        expectFault("Volume.volume_context is longer than 4096 bytes in all") {
            try Volume(decoding: Volume(volumeContext: ["a": text(2048), "b": text(2047)]).encoded())
        }
        _ = try NodeStageVolumeRequest(decoding: NodeStageVolumeRequest(stagingTargetPath: text(4096)).encoded())
        let flags = VolumeCapability.MountVolume(mountFlags: [text(2048), text(2049)])
        expectFault("VolumeCapability.MountVolume.mount_flags is longer than 4096 bytes in all") {
            try VolumeCapability.MountVolume(decoding: flags.encoded())
        }
    }

    @Test("A message whose bytes would blow up in memory is refused")
    func amplification() throws {
        let empty = Array(repeatElement([0x12, 0x00] as [UInt8], count: 100_000).joined())
        expectFault("csi.v1.VolumeGroupSnapshot can't be read: it takes too much memory for its 200000 bytes") {
            try VolumeGroupSnapshot(decoding: empty)
        }
        let small = ListVolumesResponse(
            entries: Array(repeating: .init(volume: Volume(volumeID: "v")), count: 100_000)
        )
        #expect(try ListVolumesResponse(decoding: small.encoded()) == small)
    }

    @Test("Damaged messages are read or refused, and what is read can be sent", arguments: 0..<8 as Range<UInt64>)
    func damaged(seed: UInt64) throws {
        var random = Xorshift(seed: seed)
        let original = try Self.everything.encoded()
        for _ in 0..<2_000 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let index = Int.random(in: bytes.indices, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = .random(in: 0...255, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(.random(in: 0...255, using: &random), at: index)
                }
            }
            guard let message = try? CreateVolumeRequest(decoding: bytes) else { continue }
            #expect(try CreateVolumeRequest(decoding: message.encoded()) == message)
        }
    }

    @Test("Printing a message in any way shows no secret")
    func redacted() {
        var dumped = ""
        dump(Self.everything, to: &dumped)
        for text in ["\(Self.everything)", String(reflecting: Self.everything), dumped, "\([Self.everything])"] {
            #expect(!text.contains("s3cret"))
        }
        #expect("\(Self.everything)".contains("\"key\":\"***stripped***\""))
        #expect("\(Self.everything)".contains("\"name\":\"db-ü\""))
    }

    private func expectFault(_ text: String, _ body: () throws -> some Any) {
        do {
            _ = try body()
            Issue.record("\(text): nothing was thrown")
        } catch let error as MessageError {
            #expect(error.description == text)
        } catch {
            Issue.record(error)
        }
    }
}

/// Numbers that are the same in every run.
struct Xorshift: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
