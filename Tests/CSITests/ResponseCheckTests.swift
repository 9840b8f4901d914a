import CSI
import Testing

@Suite("Checks of answers")
struct ResponseCheckTests {
    static let snapshot = Snapshot(
        sizeBytes: 1,
        snapshotID: "s",
        sourceVolumeID: "v",
        creationTime: Timestamp(seconds: 1),
        readyToUse: true
    )

    @Test("A plugin's name is in domain notation and has a version")
    func pluginInfo() throws {
        func check(_ name: String, version: String = "1") throws {
            try GetPluginInfoResponse(name: name, vendorVersion: version).check(for: GetPluginInfoRequest())
        }
        for name in ["hostpath.csi.k8s.io", "a", "1-2", String(repeating: "x", count: 63)] { try check(name) }
        for name in ["", "-a", "a.", "a_b", "a b", "ä", String(repeating: "x", count: 64)] {
            #expect(throws: MessageError.self, "\(name)") { try check(name) }
        }
        #expect(throws: MessageError.self) { try check("a", version: "") }
    }

    @Test("A snapshot has an ID, its source and a moment of creation")
    func snapshots() throws {
        let request = CreateSnapshotRequest(sourceVolumeID: "v", name: "n")
        func check(_ change: (inout Snapshot) -> Void) throws {
            var snapshot = Self.snapshot
            change(&snapshot)
            try CreateSnapshotResponse(snapshot: snapshot).check(for: request)
        }
        try check { _ in }
        #expect(throws: MessageError.self) { try CreateSnapshotResponse().check(for: request) }
        #expect(throws: MessageError.self) { try check { $0.snapshotID = "" } }
        #expect(throws: MessageError.self) { try check { $0.sourceVolumeID = "w" } }
        #expect(throws: MessageError.self) { try check { $0.creationTime = nil } }
        #expect(throws: MessageError.self) { try check { $0.creationTime = Timestamp(seconds: .max) } }
        #expect(throws: MessageError.self) { try check { $0.creationTime?.nanos = -1 } }
        #expect(throws: MessageError.self) { try check { $0.sizeBytes = -1 } }
    }

    @Test("A group's members are of the volumes asked for, name the group, and are ready when it is")
    func groups() throws {
        var member = Self.snapshot
        member.groupSnapshotID = "g"
        let good = VolumeGroupSnapshot(
            groupSnapshotID: "g",
            snapshots: [member],
            creationTime: Timestamp(seconds: 1),
            readyToUse: true
        )
        func check(_ change: (inout VolumeGroupSnapshot) -> Void) throws {
            var group = good
            change(&group)
            try CreateVolumeGroupSnapshotResponse(groupSnapshot: group)
                .check(for: CreateVolumeGroupSnapshotRequest(name: "n", sourceVolumeIDs: ["v"]))
        }
        try check { _ in }
        #expect(throws: MessageError.self) { try check { $0.snapshots = [] } }
        #expect(throws: MessageError.self) { try check { $0.snapshots[0].sourceVolumeID = "w" } }
        #expect(throws: MessageError.self) { try check { $0.snapshots[0].groupSnapshotID = "" } }
        #expect(throws: MessageError.self) { try check { $0.snapshots[0].readyToUse = false } }
        #expect(throws: MessageError.self) { try check { $0.creationTime = nil } }
        try check {
            $0.snapshots[0].readyToUse = false
            $0.readyToUse = false
        }
    }

    @Test("Confirmed capabilities repeat what was asked, with their access modes")
    func confirmed() throws {
        let request = ValidateVolumeCapabilitiesRequest(volumeID: "v")
        try ValidateVolumeCapabilitiesResponse(message: "not supported").check(for: request)
        #expect(throws: MessageError.self) {
            try ValidateVolumeCapabilitiesResponse(confirmed: .init()).check(for: request)
        }
        #expect(throws: MessageError.self) {
            try ValidateVolumeCapabilitiesResponse(confirmed: .init(volumeCapabilities: [.init()])).check(for: request)
        }
    }

    @Test("Sizes and counts are never negative")
    func negative() {
        #expect(throws: MessageError.self) {
            try GetCapacityResponse(availableCapacity: -1).check(for: GetCapacityRequest())
        }
        #expect(throws: MessageError.self) {
            try NodeGetInfoResponse(nodeID: "n", maxVolumesPerNode: -1).check(for: NodeGetInfoRequest())
        }
        #expect(throws: MessageError.self) {
            try NodeGetVolumeStatsResponse(usage: [.init(total: -1)]).check(for: NodeGetVolumeStatsRequest())
        }
        #expect(throws: MessageError.self) {
            try ControllerExpandVolumeResponse().check(for: ControllerExpandVolumeRequest())
        }
    }

    @Test("A volume that was expanded is as large as was asked for")
    func expanded() throws {
        let request = ControllerExpandVolumeRequest(capacityRange: CapacityRange(requiredBytes: 4096))
        try ControllerExpandVolumeResponse(capacityBytes: 4096).check(for: request)
        try ControllerExpandVolumeResponse(capacityBytes: 8192).check(for: request)
        #expect(throws: MessageError.self) {
            try ControllerExpandVolumeResponse(capacityBytes: 4095).check(for: request)
        }
    }

    @Test("An entry about a volume's health names the volume")
    func health() throws {
        func check(_ id: String) throws {
            try ControllerListVolumeHealthResponse(entries: [VolumeHealth(volumeID: id)])
                .check(for: ControllerListVolumeHealthRequest())
        }
        try check("v")
        #expect(throws: MessageError.self) { try check("") }
    }

    @Test("An answer about another object than the one asked for is refused")
    func otherObject() {
        #expect(throws: MessageError.self) {
            try ControllerGetVolumeResponse(volume: Volume(volumeID: "w"), status: .init())
                .check(for: ControllerGetVolumeRequest(volumeID: "v"))
        }
        #expect(throws: MessageError.self) {
            try GetSnapshotResponse(snapshot: Self.snapshot).check(for: GetSnapshotRequest(snapshotID: "t"))
        }
    }
}
