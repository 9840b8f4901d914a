import Testing
import Volumes

@Suite("What becomes of a registered volume that is asked for again (http-api.md §8.3)")
struct VolumeUpdateTests {
    private static let stored = Volume.good { volume in
        volume.externalID = "vol-1"
        volume.parameters = ["type": "ssd"]
        volume.context = ["a": "b"]
        volume.topologies = [Topology(segments: ["zone": "a"])]
        volume.requestedTopologies = TopologyRequest(required: [Topology(segments: ["zone": "a"])])
        volume.mountOptions = MountOptions(fsType: "ext4", mountFlags: ["ro", "noatime"])
        volume.capacity = 1000
        volume.createTime = 7
    }

    private static func update(
        inUse: Capability? = nil,
        _ change: (inout Volume) -> Void
    ) throws(VolumeError) -> VolumeUpdate {
        try VolumeUpdate(of: stored, to: stored.with(change), modesInUse: inUse)
    }

    private static func fault(inUse: Capability? = nil, _ change: (inout Volume) -> Void) -> String {
        refusal { () throws(VolumeError) in _ = try update(inUse: inUse, change) }
    }

    private static func told(_ fault: String) -> String { "1 error occurred:\n\t* \(fault)\n\n" }

    @Test("The same wish changes nothing")
    func same() throws {
        let update = try Self.update { _ in }
        #expect(update.volume == Self.stored)
        #expect(update.expansion == .none)
    }

    @Test("Names, IDs and parameters that are left out are kept")
    func omitted() throws {
        let update = try Self.update { volume in
            (volume.name, volume.externalID) = ("", "")
            (volume.parameters, volume.context) = ([:], [:])
        }
        #expect(update.volume == Self.stored)
    }

    @Test("What the server owns is not looked at")
    func owned() throws {
        let update = try Self.update { volume in
            volume.capacity = 5
            volume.topologies = []
            volume.createTime = 9
            volume.accessMode = .multiNodeMultiWriter
        }
        #expect(update.volume == Self.stored)
    }

    @Test("What makes a volume the one it is can't be changed")
    func identity() {
        #expect(Self.fault { $0.name = "other" } == "invalid: " + Self.told("volume name cannot be updated"))
        #expect(Self.fault { $0.externalID = "x" } == "invalid: " + Self.told("volume external ID cannot be updated"))
        #expect(Self.fault { $0.pluginID = "x" } == "invalid: " + Self.told("volume plugin ID cannot be updated"))
        #expect(Self.fault { $0.pluginID = "" } == "invalid: " + Self.told("volume plugin ID cannot be updated"))
        #expect(Self.fault { $0.cloneID = "x" } == "invalid: " + Self.told("volume clone ID cannot be updated"))
        #expect(Self.fault { $0.snapshotID = "x" } == "invalid: " + Self.told("volume snapshot ID cannot be updated"))
        #expect(
            Self.fault { $0.parameters = ["type": "hdd"] }
                == "invalid: " + Self.told("volume parameters cannot be updated")
        )
    }

    @Test("Texts that only look alike are different")
    func canonicalEquivalence() {
        let stored = Volume.good { $0.externalID = "caf\u{E9}" }
        let wish = stored.with { $0.externalID = "cafe\u{301}" }
        #expect(wish.externalID == stored.externalID)
        let text = refusal { () throws(VolumeError) in
            _ = try VolumeUpdate(of: stored, to: wish, modesInUse: nil)
        }
        #expect(text == "invalid: " + Self.told("volume external ID cannot be updated"))
    }

    @Test("A volume that has places keeps the request for them, in its order; one that has none ignores it")
    func topologies() throws {
        let text = "invalid: " + Self.told("volume topology request update was not compatible with existing topology")
        #expect(Self.fault { $0.requestedTopologies = nil } == text)
        #expect(Self.fault { $0.requestedTopologies?.preferred = [Topology(segments: ["zone": "b"])] } == text)
        #expect(Self.fault { $0.requestedTopologies?.preferred = [] } == "")

        let anywhere = Volume.good()
        let elsewhere = TopologyRequest(required: [Topology(segments: ["zone": "b"])])
        let wish = anywhere.with { $0.requestedTopologies = elsewhere }
        #expect(try VolumeUpdate(of: anywhere, to: wish, modesInUse: nil).volume == anywhere)
    }

    @Test("An empty request for places is no request")
    func emptyTopologies() throws {
        let stored = Volume.good { $0.topologies = [Topology(segments: ["zone": "a"])] }
        let wish = stored.with { $0.requestedTopologies = TopologyRequest(required: [], preferred: nil) }
        #expect(try VolumeUpdate(of: stored, to: wish, modesInUse: nil).volume == stored)
    }

    @Test("Capabilities and mount options are replaced while nobody uses the volume")
    func replaced() throws {
        let capabilities = [Capability(.multiNodeReaderOnly, .fileSystem)]
        let update = try Self.update { volume in
            volume.requestedCapabilities = capabilities
            volume.mountOptions = nil
            volume.context = ["c": "d"]
        }
        #expect(update.volume.requestedCapabilities == capabilities)
        #expect(update.volume.mountOptions == nil)
        #expect(update.volume.context == ["c": "d"])
    }

    @Test("The pair of modes in use has to stay, and mount options as they are; flags are a set")
    func inUse() {
        let used = Capability(.singleNodeWriter, .fileSystem)
        #expect(Self.fault(inUse: used) { $0.mountOptions?.mountFlags = ["noatime", "ro"] } == "")
        #expect(
            Self.fault(inUse: used) { $0.requestedCapabilities = [Capability(.singleNodeWriter, .blockDevice)] }
                == "in use: "
                + Self.told("volume requested capabilities update was not compatible with existing capability in use")
        )
        let options = "in use: " + Self.told("can not update mount options while volume is in use")
        #expect(Self.fault(inUse: used) { $0.mountOptions?.fsType = "xfs" } == options)
        #expect(Self.fault(inUse: used) { $0.mountOptions?.mountFlags = ["ro"] } == options)
        #expect(Self.fault(inUse: used) { $0.mountOptions = nil } == options)
    }

    @Test("No mount options and empty ones are the same, in use or not (CONTRACT.md, Update)")
    func emptyMountOptions() {
        let stored = Volume.good()
        let text = refusal { () throws(VolumeError) in
            _ = try VolumeUpdate(
                of: stored,
                to: stored.with { $0.mountOptions = MountOptions(mountFlags: []) },
                modesInUse: Capability(.singleNodeWriter, .fileSystem)
            )
        }
        #expect(text == "")
    }

    @Test("All faults come in one text; one that use has nothing to do with makes them invalid")
    func aggregate() {
        let text = Self.fault(inUse: Capability(.singleNodeWriter, .fileSystem)) { volume in
            volume.name = "other"
            volume.mountOptions = nil
        }
        #expect(
            text == """
                invalid: 2 errors occurred:
                \t* volume name cannot be updated
                \t* can not update mount options while volume is in use


                """
        )
    }

    @Test("Modes that nobody knows are refused before anything else")
    func modes() {
        #expect(
            Self.fault { $0.requestedCapabilities = [Capability(AccessMode(rawValue: "x"), .fileSystem)] }
                == "invalid: unknown volume access mode: x"
        )
    }

    @Test("Capacities are judged by the rules of expansion, and left to it")
    func capacities() throws {
        let update = try Self.update { ($0.requestedCapacityMin, $0.requestedCapacityMax) = (2000, 3000) }
        #expect(update.expansion == .growth(min: 2000, max: 3000))
        #expect(update.volume == Self.stored)
        #expect(Self.fault { $0.requestedCapacityMax = 999 }.contains("less than or equal to current (1.0 kB)"))
    }
}
