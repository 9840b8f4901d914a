import JSON
import Testing
import Volumes

@Suite("Volumes and snapshots are kept as JSON")
struct VolumeRecordTests {
    private static let full = Volume.good { volume in
        volume.id.namespace = "prod"
        volume.externalID = "vol-\u{1F4BE}"
        volume.requestedCapabilities.append(Capability(AccessMode(rawValue: "of tomorrow"), .blockDevice))
        (volume.requestedCapacityMin, volume.requestedCapacityMax) = (1, .max)
        volume.requestedTopologies = TopologyRequest(required: [Topology(segments: ["zone": "a"])], preferred: [])
        volume.mountOptions = MountOptions(fsType: "ext4", mountFlags: ["ro"])
        volume.parameters = ["type": "ssd \"fast\""]
        (volume.cloneID, volume.snapshotID) = ("c", "s")
        volume.context = ["": "empty key", "tab": "\t"]
        volume.topologies = [Topology(segments: nil), Topology(segments: [:])]
        volume.capacity = 1 << 40
        volume.isNodeExpansionPending = true
        (volume.accessMode, volume.attachmentMode) = (.singleNodeWriter, .fileSystem)
        (volume.provider, volume.providerVersion) = ("p", "v")
        volume.isControllerRequired = true
        (volume.createTime, volume.modifyTime) = (1_795_322_308_771_927_108, .max)
    }

    @Test("A volume is read as it was written, full or empty")
    func volume() throws {
        #expect(try Volume(stored: Self.full.stored) == Self.full)
        let empty = Volume(id: VolumeID(""), pluginID: "", requestedCapabilities: [])
        #expect(try Volume(stored: empty.stored) == empty)
    }

    @Test("A list that was not given stays apart from an empty one")
    func absence() throws {
        let empty = Volume.good { $0.mountOptions = MountOptions(mountFlags: []) }
        #expect(try Volume(stored: empty.stored).mountOptions?.mountFlags == [])
        let absent = Volume.good { $0.mountOptions = MountOptions() }
        let read = try Volume(stored: absent.stored)
        #expect(read.mountOptions != nil)
        #expect(read.mountOptions?.mountFlags == nil)
    }

    @Test("Missing members have their defaults, unknown ones are passed over, what can't be missing is named")
    func versions() throws {
        let text = #"{"id": "a", "namespace": "n", "pluginID": "p", "mood": [1], "context": null}"#
        let volume = try Volume(stored: Array(text.utf8))
        #expect(volume == Volume(id: VolumeID("a", namespace: "n"), pluginID: "p", requestedCapabilities: []))
        #expect(throws: RecordError("is missing", in: "namespace")) {
            try Volume(stored: Array(#"{"id": "a"}"#.utf8))
        }
    }

    @Test("What is of another kind is an error that names the member and nothing of what it holds")
    func kinds() {
        let text = #"{"id": "a", "namespace": "n", "pluginID": "p", "topologies": [{}, {"segments": {"z": 7531}}]}"#
        #expect {
            try Volume(stored: Array(text.utf8))
        } throws: { error in
            "\(error)" == "topologies[1].segments.z is no text"
        }
    }

    @Test("A snapshot is read as it was written")
    func snapshot() throws {
        let snapshot = Snapshot(
            id: "snap-1",
            pluginID: "p",
            name: "nightly",
            sourceVolume: VolumeID("db", namespace: "prod"),
            externalSourceVolumeID: "vol-1",
            sizeBytes: 1 << 40,
            createTime: -1,
            isReady: true
        )
        #expect(try Snapshot(stored: snapshot.stored) == snapshot)
    }

    @Test("Secrets are read as they were written")
    func secrets() throws {
        let secrets = Secrets(["user": "a", "": "\"\u{1F511}\""])
        #expect(try Secrets(stored: secrets.stored) == secrets)
    }
}
