import Testing
import Volumes

@Suite("What must hold of a volume before any plugin hears of it (http-api.md §8.1)")
struct VolumeValidationTests {
    private static func fault(_ change: (inout Volume) -> Void) -> String {
        let volume = Volume.good(change)
        return refusal { () throws(VolumeError) in try VolumeValidation.check(volume) }
    }

    @Test("A volume that breaks no rule passes")
    func good() throws {
        try VolumeValidation.check(.good())
    }

    @Test("Each fault has the peer's text")
    func texts() {
        #expect(Self.fault { $0.id.name = "" } == "invalid: validation: missing volume id")
        #expect(Self.fault { $0.pluginID = "" } == "invalid: validation: missing plugin id")
        #expect(Self.fault { $0.id.namespace = "" } == "invalid: validation: missing namespace")
        #expect(
            Self.fault { ($0.cloneID, $0.snapshotID) = ("c", "s") }
                == "invalid: validation: only one of snapshot_id and clone_id is allowed"
        )
        #expect(
            Self.fault { $0.requestedCapabilities = [] }
                == "invalid: validation: must include at least one capability block"
        )
        #expect(
            Self.fault { $0.requestedTopologies = TopologyRequest(required: [Topology(segments: nil)]) }
                == "invalid: validation: required topology is missing segments field"
        )
        #expect(
            Self.fault { $0.requestedTopologies = TopologyRequest(preferred: [Topology(segments: nil)]) }
                == "invalid: validation: preferred topology is missing segments field"
        )
    }

    @Test("All faults are told at once, in a fixed order, one for each entry that is bad")
    func allAtOnce() {
        var volume = Volume(id: VolumeID(""), pluginID: "", requestedCapabilities: [], cloneID: "c", snapshotID: "s")
        volume.requestedTopologies = TopologyRequest(
            required: [Topology(segments: nil), Topology(segments: ["a": "b"]), Topology(segments: nil)],
            preferred: [Topology(segments: nil)]
        )
        let text = refusal { () throws(VolumeError) in try VolumeValidation.check(volume) }
        #expect(
            text == """
                invalid: validation: missing volume id, missing plugin id, \
                only one of snapshot_id and clone_id is allowed, must include at least one capability block, \
                required topology is missing segments field, required topology is missing segments field, \
                preferred topology is missing segments field
                """
        )
    }

    @Test("An ID may hold anything that a path can name, and lists of places may be empty")
    func lenient() throws {
        try VolumeValidation.check(
            .good { volume in
                volume.id.name = "w..x y é~%2F"
                volume.requestedTopologies = TopologyRequest(required: [], preferred: [])
            }
        )
    }

    @Test("An ID that leads out of a folder, or that no path can name, is refused (W42)")
    func badIDs() {
        for name in ["w/../../x", "/", "a\nb", "a\u{0}", "a\u{7F}"] {
            #expect(
                Self.fault { $0.id.name = name }
                    == "invalid: validation: volume id contains a slash or a control character"
            )
        }
        #expect(Self.fault { $0.id.name = ".." } == #"invalid: validation: volume id is "..""#)
        #expect(Self.fault { $0.id.name = String(repeating: "é", count: 129) }.contains("longer than 256 bytes"))
        #expect(Self.fault { $0.id.name = String(repeating: "é", count: 128) } == "")
    }

    @Test("What CSI can't carry is refused by the field's name")
    func limits() {
        let long = String(repeating: "é", count: 65)
        let longID = String(repeating: "é", count: 2049)
        let large = ["key": String(repeating: "x", count: 4094)]
        let largeContext = ["key": String(repeating: "x", count: 65_534)]
        #expect(Self.fault { $0.name = long } == "invalid: validation: volume name is longer than 128 bytes")
        #expect(Self.fault { $0.externalID = longID }.hasSuffix("volume external id is longer than 4096 bytes"))
        #expect(Self.fault { $0.pluginID = long }.hasSuffix("plugin id is longer than 128 bytes"))
        #expect(Self.fault { $0.cloneID = longID }.hasSuffix("clone_id is longer than 4096 bytes"))
        #expect(Self.fault { $0.snapshotID = longID }.hasSuffix("snapshot_id is longer than 4096 bytes"))
        #expect(Self.fault { $0.parameters = large }.hasSuffix("parameters are larger than 4096 bytes"))
        #expect(Self.fault { $0.context = largeContext }.hasSuffix("context are larger than 65536 bytes"))
        #expect(
            Self.fault { $0.mountOptions = MountOptions(fsType: long) }.hasSuffix("fs_type is longer than 128 bytes")
        )
        #expect(
            Self.fault { $0.mountOptions = MountOptions(mountFlags: Array(repeating: long, count: 32)) }
                .hasSuffix("mount_flags are larger than 4096 bytes")
        )
        #expect(
            Self.fault { $0.requestedTopologies = TopologyRequest(preferred: [Topology(segments: large)]) }
                .hasSuffix("the segments of a topology are larger than 4096 bytes")
        )
        #expect(
            Self.fault { volume in
                volume.requestedTopologies = TopologyRequest(
                    required: Array(repeating: Topology(segments: [:]), count: 65)
                )
            }.hasSuffix("more than 64 required topologies")
        )
        #expect(
            Self.fault { volume in
                volume.requestedCapabilities = Array(repeating: volume.requestedCapabilities[0], count: 65)
            }.hasSuffix("more than 64 capability blocks")
        )
    }

    @Test("What just fits is taken")
    func fits() throws {
        let name = String(repeating: "é", count: 64)
        try VolumeValidation.check(
            .good { volume in
                (volume.name, volume.externalID, volume.cloneID) = (name, name, name)
                volume.parameters = ["key": String(repeating: "x", count: 4093)]
                volume.mountOptions = MountOptions(mountFlags: Array(repeating: name, count: 32))
            }
        )
    }

    @Test("Secrets that are too large are refused without a word of what they hold")
    func secrets() throws {
        let secrets = Secrets(["password": String(repeating: "hunter2", count: 600)])
        let text = refusal { () throws(VolumeError) in
            try VolumeValidation.check(secrets, of: VolumeID("db"), plugin: "ebs0")
        }
        #expect(text == "invalid: validation: secrets are larger than 4096 bytes")
    }

    @Test("Modes that CSI does not have are refused, the attachment mode first")
    func modes() throws {
        func fault(_ access: AccessMode, _ attachment: AttachmentMode) -> String {
            let volume = Volume.good { $0.requestedCapabilities.append(Capability(access, attachment)) }
            return refusal { () throws(VolumeError) in try VolumeValidation.checkModes(of: volume) }
        }
        for access in AccessMode.known {
            for attachment in AttachmentMode.known { #expect(fault(access, attachment) == "") }
        }
        let bad = AccessMode(rawValue: "bad")
        #expect(fault(bad, .fileSystem) == "invalid: unknown volume access mode: bad")
        #expect(fault(bad, AttachmentMode(rawValue: "worse")) == "invalid: unknown volume attachment mode: worse")
        #expect(fault(.none, .blockDevice) == "invalid: unknown volume access mode: ")
    }

    @Test("A volume that is to be made needs a name and capacities that fit each other")
    func creation() {
        func fault(_ change: (inout Volume) -> Void) -> String {
            let volume = Volume.good(change)
            return refusal { () throws(VolumeError) in try VolumeValidation.checkCreation(of: volume) }
        }
        #expect(fault { _ in } == "")
        #expect(fault { ($0.requestedCapacityMin, $0.requestedCapacityMax) = (5, 5) } == "")
        #expect(fault { $0.requestedCapacityMax = 5 } == "")
        #expect(fault { $0.name = "" } == "invalid: missing Name")
        #expect(fault { $0.name = "a\u{1}" } == "invalid: Name contains a control character")
        #expect(fault { $0.name = "tab\there" } == "")
        #expect(
            fault { ($0.requestedCapacityMin, $0.requestedCapacityMax) = (6, 5) }
                == "invalid: LimitBytes cannot be less than RequiredBytes"
        )
        #expect(fault { $0.requestedCapacityMin = -1 } == "invalid: capacities cannot be negative")
        #expect(fault { $0.requestedCapacityMax = .min } == "invalid: capacities cannot be negative")
    }

    @Test("An error names the volume and the plugin")
    func names() {
        #expect {
            try VolumeValidation.check(.good { $0.requestedCapabilities = [] })
        } throws: { error in
            let error = error as? VolumeError
            return error?.volume == "db" && error?.plugin == "ebs0"
        }
    }
}
