import CSI
import Foundation
import GRPC
@testable import HostPathDriver
import Testing

@Suite("Room on the disk")
struct CapacityTests {
    private func capacity(_ rig: Rig, _ request: GetCapacityRequest = .init()) async throws -> GetCapacityResponse {
        try await rig.controller.getCapacity(request, timeout: timeout)
    }

    private func mebibytes(_ rig: Rig) async throws -> Int64 {
        try await capacity(rig).availableCapacity / .mebibyte
    }

    private func image(_ rig: Rig, _ volume: Volume) -> String {
        "\(rig.folder)/state/volumes/\(volume.volumeID)"
    }

    @Test("capacity is what no volume has or may still take; what is thin, or a folder, has what is written")
    func capacity() async throws {
        try await Rig.run(disk: 128 * .mebibyte) { (rig: Rig) async throws in
            // What the database takes is less than a few mebibytes.
            #expect((122...128).contains(try await mebibytes(rig)))
            let kinds: [(VolumeCapability, [String: String], atFirst: Int64)] = [
                (.block(), [:], 32), (.block(), ["thin": "true"], 0), (.mount(), [:], 0),
            ]
            var left: Int64 = 122
            for (index, (capability, parameters, atFirst)) in kinds.enumerated() {
                let bytes = 32 * Int64.mebibyte
                let volume = try await rig.create("v-\(index)", capability, bytes: bytes, parameters: parameters)
                #expect((left - atFirst...left - atFirst + 6).contains(try await mebibytes(rig)))
                try await rig.withMounted(volume, capability) { (target: String) async throws in
                    let path = capability.mount == nil ? target : target + "/file"
                    try write(String(repeating: "x", count: 32 << 20), to: path)
                }
                left -= 32
                #expect((left...left + 6).contains(try await mebibytes(rig)))
            }
        }
    }

    @Test("capacity is none elsewhere and for what can't be, and tells the sizes that can")
    func limits() async throws {
        try await Rig.run { (rig: Rig) async throws in
            #expect(try await capacity(rig).maximumVolumeSize == 1 << 40)
            let elsewhere = Topology(segments: ["topology.hostpath.csi-bridge/node": "node-2"])
            #expect(try await capacity(rig, .init(accessibleTopology: elsewhere)).availableCapacity == 0)
            let unknown = GetCapacityRequest(volumeCapabilities: [.mount(fsType: "ntfs")])
            #expect(try await capacity(rig, unknown).availableCapacity == 0)
            let xfs = GetCapacityRequest(volumeCapabilities: [.mount(fsType: "xfs")])
            #expect(try await capacity(rig, xfs).minimumVolumeSize == 300 << 20)
        }
    }

    @Test("a volume can be filled whatever others take of the disk", arguments: ["tmpfs", "xfs"])
    func backed(fileSystem: String) async throws {
        try await Rig.run(disk: 320 * .mebibyte, fileSystem: fileSystem) { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block(), bytes: 16 * .mebibyte)
            let source = VolumeContentSource(
                type: .snapshot(.init(snapshotID: try await rig.snapshot(volume).snapshotID))
            )
            let restored = try await rig.create("r", .block(), bytes: 32 * .mebibyte, source: source)
            _ = try await rig.controller.controllerExpandVolume(
                .init(volumeID: volume.volumeID, capacityRange: .init(requiredBytes: 32 * .mebibyte)),
                timeout: timeout
            )
            let ext4 = try await rig.create("e", .mount(fsType: "ext4"), bytes: 32 * .mebibyte)
            let targets = [
                try await rig.use(volume, .block()), try await rig.use(restored, .block()),
                try await rig.use(ext4, .mount(fsType: "ext4")) + "/file",
            ]
            try Data().write(to: URL(fileURLWithPath: targets[2]))
            try rig.fillDisk()
            for (target, size) in zip(targets, [32, 32, 16]) {
                let data = Data(repeating: 1, count: size << 20)
                let file = try #require(FileHandle(forUpdatingAtPath: target))
                try file.write(contentsOf: data)
                try file.synchronize()
                try file.seek(toOffset: 0)
                #expect(try file.read(upToCount: size << 20) == data)
                try file.close()
            }
        }
    }

    @Test("a backed image keeps its room whatever is discarded, and regains what it lost", arguments: ["", "ext4"])
    func discards(fileSystem: String) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let capability: VolumeCapability = fileSystem.isEmpty ? .block() : .mount(fsType: fileSystem)
            let volume = try await rig.create("v", capability, bytes: 32 * .mebibyte)
            let thin = try await rig.create("t", capability, bytes: 32 * .mebibyte, parameters: ["thin": "true"])
            func discard(_ target: String) throws {
                if fileSystem.isEmpty {
                    try write(String(repeating: "x", count: 16 << 20), to: target)
                    try runTool("mkfs.ext4", "-q", "-F", target)
                } else {
                    try write(String(repeating: "x", count: 16 << 20), to: target + "/file")
                    try FileManager.default.removeItem(atPath: target + "/file")
                    try runTool("fstrim", "--quiet-unsupported", target)
                }
            }
            func allocated(_ volume: Volume) throws -> Int64 {
                try #require(try System.status(image(rig, volume))).allocated
            }
            try await rig.withMounted(volume, capability) { try discard($0) }
            #expect(try allocated(volume) >= 32 * .mebibyte)
            // The device's number, which had a backed image before.
            if fileSystem.isEmpty {
                try await rig.withMounted(thin, capability) { try discard($0) }
                #expect(try allocated(thin) < 12 * .mebibyte)
            }

            let file = try System.openFile(image(rig, volume), O_RDWR)
            try System.punch(file, from: 24 * .mebibyte, to: 32 * .mebibyte, "image")
            System.closeDescriptor(file)
            #expect(try allocated(volume) < 32 * .mebibyte)
            try await rig.withMounted(volume, capability) { _ in
                let bytes = try allocated(volume)
                #expect(bytes >= 32 * .mebibyte)
            }
        }
    }

    @Test("what is larger than the capacity is not even begun, unless it is thin", arguments: ["", "block"])
    func tooLarge(kind: String) async throws {
        try await Rig.run(disk: 64 * .mebibyte) { (rig: Rig) async throws in
            let capability: VolumeCapability = kind == "block" ? .block() : .mount()
            await expect(.resourceExhausted) { try await rig.create("v", capability, bytes: 100 * .mebibyte) }
            #expect(rig.leftovers.data.isEmpty)
            #expect(try await rig.controller.allVolumes(timeout: timeout).isEmpty)

            let volume = try await rig.create("v", capability)
            let request = ControllerExpandVolumeRequest(
                volumeID: volume.volumeID,
                capacityRange: CapacityRange(requiredBytes: 100 * .mebibyte)
            )
            await expect(.resourceExhausted) {
                try await rig.controller.controllerExpandVolume(request, timeout: timeout)
            }
            #expect(try await rig.controller.allVolumes(timeout: timeout).first?.volume == volume)

            let thin = ["thin": "true"]
            let large = try await rig.create("t", capability, bytes: 100 * .mebibyte, parameters: thin)
            #expect(large.volumeContext["thin"] == "true" && volume.volumeContext["thin"] == nil)
            #expect(large.volumeContext["capacity"] == (kind == "block" ? nil : "not enforced"))
            await expect(.invalidArgument) { try await rig.create("u", capability, parameters: ["thin": "yes"]) }
        }
    }

    @Test("an expansion that finds no room leaves the image as it was, and what it had taken is free again")
    func failedExpansion() async throws {
        try await Rig.run(disk: 320 * .mebibyte, fileSystem: "xfs") { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block())
            let record = try #require(try rig.driver.catalog.volume(volume.volumeID))
            let before = try System.status(image(rig, volume))
            #expect(throws: System.Failure.self) { try rig.driver.storage.setRoomAside(record, to: 1 << 30) }
            #expect(try System.status(image(rig, volume))?.allocated == before?.allocated)
            #expect(try System.status(image(rig, volume))?.size == before?.size)
        }
    }

    @Test("a driver can make all volumes thin, and a volume be an exception")
    func thinDriver() async throws {
        try await Rig.run(disk: 64 * .mebibyte, thin: true) { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block(), bytes: 100 * .mebibyte)
            #expect(volume.volumeContext["thin"] == "true")
            await expect(.resourceExhausted) {
                try await rig.create("w", .block(), bytes: 100 * .mebibyte, parameters: ["thin": "false"])
            }
        }
    }

    @Test("blocks that a snapshot shares are owed to the volume, and given back with the snapshot")
    func owed() async throws {
        try await Rig.run(disk: 320 * .mebibyte, fileSystem: "xfs") { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block(), bytes: 32 * .mebibyte)
            try await rig.withMounted(volume, .block()) {
                try write(String(repeating: "x", count: 24 << 20), to: $0)
            }
            let before = try await mebibytes(rig)
            let snapshot = try await rig.snapshot(volume)
            #expect((before - 26...before - 22).contains(try await mebibytes(rig)))
            // The shared blocks are owed already.
            let second = try await rig.snapshot(volume)
            #expect((before - 26...before - 22).contains(try await mebibytes(rig)))
            for id in [snapshot.snapshotID, second.snapshotID] {
                _ = try await rig.controller.deleteSnapshot(.init(snapshotID: id), timeout: timeout)
            }
            // XFS gives the room of a removed file back a little later.
            let end = ContinuousClock.now + timeout
            while try await mebibytes(rig) < before - 2 { try #require(ContinuousClock.now < end) }

            _ = try await rig.create("rest", .block(), bytes: (before - 16) * .mebibyte)
            await expect(.resourceExhausted) { try await rig.snapshot(volume) }
            #expect(rig.leftovers.data.count == 2)
        }
    }

    @Test("a copy that is being made has the room promised that it may still take", arguments: ["tmpfs", "xfs"])
    func underWay(fileSystem: String) async throws {
        try await Rig.run(disk: 320 * .mebibyte, fileSystem: fileSystem) { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block(), bytes: 32 * .mebibyte)
            try await rig.withMounted(volume, .block()) {
                try write(String(repeating: "x", count: 24 << 20), to: $0)
            }
            let before = try await mebibytes(rig)
            let snapshot = SnapshotRecord(
                id: "snapshot",
                name: "s",
                volumeID: volume.volumeID,
                groupID: nil,
                layout: .block,
                size: volume.capacityBytes,
                created: .now
            )
            let record = try #require(try rig.driver.catalog.volume(volume.volumeID))
            // A tmpfs takes what is only set aside for data.
            let room = try rig.driver.bytesForCopy(of: record) / .mebibyte
            #expect((24...32).contains(room))
            try rig.driver.catalog.add(snapshot)
            #expect((before - room - 2...before - room + 2).contains(try await mebibytes(rig)))
            try rig.driver.catalog.removeSnapshot(snapshot.id)
            #expect(try await mebibytes(rig) >= before - 1)

            let clone = VolumeRecord(
                id: "clone",
                name: "c",
                layout: .block,
                isThin: true,
                capacity: volume.capacityBytes,
                request: CreateVolumeRequest(
                    volumeContentSource: .init(type: .volume(.init(volumeID: volume.volumeID)))
                )
            )
            try rig.driver.catalog.add(clone)
            let owed: Int64 = fileSystem == "xfs" ? room : 0
            #expect((before - owed - 2...before - owed + 2).contains(try await mebibytes(rig)))
        }
    }

    @Test("a folder for which no size is asked has what is left on a small disk")
    func noSize() async throws {
        try await Rig.run(disk: 64 * .mebibyte) { (rig: Rig) async throws in
            let request = CreateVolumeRequest(name: "v", volumeCapabilities: [.mount()])
            let volume = try #require(try await rig.controller.createVolume(request, timeout: timeout).volume)
            #expect((56...64).contains(volume.capacityBytes / .mebibyte))
            #expect(try await rig.controller.createVolume(request, timeout: timeout).volume == volume)
        }
    }

    @Test("volumes that an earlier version made are confirmed by what it said of them")
    func earlierContext() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create()
            for (context, isConfirmed) in [(["layout": "directory"], true), (["layout": "block"], false), ([:], true)] {
                let answer = try await rig.controller.validateVolumeCapabilities(
                    .init(volumeID: volume.volumeID, volumeContext: context, volumeCapabilities: [.mount()]),
                    timeout: timeout
                )
                #expect((answer.confirmed != nil) == isConfirmed)
            }
        }
    }
}
