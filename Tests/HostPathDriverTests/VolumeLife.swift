import CSI
import Foundation
import GRPC
import Testing

/// The life of a volume and its copies, as far as it is lived: all changes that a driver makes, one after the other.
struct Life {
    /// A change, by one call.
    struct Step: Sendable {
        let name: String
        let call: @Sendable (DriverProcess, inout Life) async throws -> Void
    }

    private let capability: VolumeCapability
    private var (volume, restored, clone) = (Volume(), Volume(), Volume())
    private var snapshot = Snapshot()
    private var group = VolumeGroupSnapshot()

    init(_ capability: VolumeCapability) {
        self.capability = capability
    }

    /// The steps among those lived that made a mount which is still there. A power failure takes it away.
    static func mounts(after steps: ArraySlice<Step>) -> [Step] {
        let pairs = [("NodeStageVolume", "NodeUnstageVolume"), ("NodePublishVolume", "NodeUnpublishVolume")]
        return steps.filter { step in
            pairs.contains { step.name == $0 && !steps.map(\.name).contains($1) }
        }
    }

    private var isBlock: Bool { capability.accessType == .block(.init()) }

    /// All that is done with a volume of a capability.
    static func steps(_ capability: VolumeCapability) -> [Step] {
        // File systems grow before they are mounted, which needs no privileges.
        let isEarly = ![.mount(), .block()].contains(capability)
        return beginning + (isEarly ? [expansion] : []) + middle + (isEarly ? [] : [expansion]) + end
    }

    private static let expansion = Step(name: "ControllerExpandVolume") { driver, life in
        _ = try await driver.controller.controllerExpandVolume(
            .init(volumeID: life.volume.volumeID, capacityRange: .init(requiredBytes: 16 * .mebibyte)),
            timeout: timeout
        )
    }

    private static let beginning = [
        Step(name: "CreateVolume") { $1.volume = try await $0.create("v", $1.capability) },
        Step(name: "ControllerModifyVolume") { driver, life in
            _ = try await driver.controller.controllerModifyVolume(
                .init(volumeID: life.volume.volumeID, mutableParameters: Scene.mutableParameters),
                timeout: timeout
            )
        },
    ]

    private static let middle = [
        Step(name: "ControllerPublishVolume") { try await $0.attach($1.volume, $1.capability) },
        Step(name: "NodeStageVolume") { driver, life in
            try await driver.stage(life.volume, life.capability, at: driver.makeFolder("staging"))
        },
        Step(name: "NodePublishVolume") { driver, life in
            let target = try driver.makeFolder("targets") + "/volume"
            try await driver.publish(life.volume, life.capability, from: driver.folder + "/staging", at: target)
        },
        Step(name: "writing") { driver, life in
            try write("data", to: "\(driver.folder)/targets/volume" + (life.isBlock ? "" : "/file"))
        },
        Step(name: "CreateSnapshot") { $1.snapshot = try await $0.snapshot($1.volume, "s") },
        Step(name: "CreateVolume from a snapshot") { driver, life in
            let source = VolumeContentSource(type: .snapshot(.init(snapshotID: life.snapshot.snapshotID)))
            life.restored = try await driver.create("restored", life.capability, source: source)
        },
        Step(name: "CreateVolume from a volume") { driver, life in
            let source = VolumeContentSource(type: .volume(.init(volumeID: life.volume.volumeID)))
            life.clone = try await driver.create("clone", life.capability, source: source)
        },
    ]

    private static let end = [
        Step(name: "NodeExpandVolume") { driver, life in
            _ = try await driver.node.nodeExpandVolume(
                .init(volumeID: life.volume.volumeID, volumePath: driver.folder + "/targets/volume"),
                timeout: timeout
            )
        },
        Step(name: "NodeUnpublishVolume") { try await $0.unpublish($1.volume, at: $0.folder + "/targets/volume") },
        Step(name: "CreateVolumeGroupSnapshot") { driver, life in
            let request = CreateVolumeGroupSnapshotRequest(
                name: "g",
                sourceVolumeIDs: [life.volume.volumeID, life.clone.volumeID]
            )
            let answer = try await driver.groups.createVolumeGroupSnapshot(request, timeout: timeout)
            life.group = try #require(answer.groupSnapshot)
        },
        Step(name: "NodeUnstageVolume") { try await $0.unstage($1.volume, at: $0.folder + "/staging") },
        Step(name: "ControllerUnpublishVolume") { try await $0.detach($1.volume) },
        Step(name: "DeleteSnapshot") { driver, life in
            let request = DeleteSnapshotRequest(snapshotID: life.snapshot.snapshotID)
            _ = try await driver.controller.deleteSnapshot(request, timeout: timeout)
        },
        Step(name: "DeleteVolumeGroupSnapshot") { driver, life in
            let request = DeleteVolumeGroupSnapshotRequest(
                groupSnapshotID: life.group.groupSnapshotID,
                snapshotIDs: life.group.snapshots.map(\.snapshotID)
            )
            _ = try await driver.groups.deleteVolumeGroupSnapshot(request, timeout: timeout)
        },
        Step(name: "DeleteVolume") { try await $0.delete($1.volume) },
        Step(name: "DeleteVolume of the copy of a snapshot") { try await $0.delete($1.restored) },
        Step(name: "DeleteVolume of the clone") { try await $0.delete($1.clone) },
    ]
}

/// What a driver and the machine show of it, in words that are the same for the same life.
struct Scene: Equatable, CustomStringConvertible {
    static let mutableParameters = ["iops": "5"]

    private var lines: [String] = []
    var description: String { lines.joined(separator: "\n") }

    init(_ driver: DriverProcess) async throws {
        let volumes = try await driver.controller.allVolumes(timeout: timeout)
        let snapshots = try await driver.controller.allSnapshots(.init(), timeout: timeout).compactMap(\.snapshot)
        // Lists are in the order in which things were made; their IDs are another each time.
        let ids = volumes.compactMap(\.volume?.volumeID) + snapshots.map(\.snapshotID)
        let name = { (id: String) in ids.firstIndex(of: id).map { "\($0)" } ?? "unknown" }

        for entry in volumes {
            let volume = try #require(entry.volume)
            let capability: VolumeCapability =
                volume.volumeContext["layout"] == "block" ? .block() : .mount(fsType: volume.fileSystem)
            let isModified =
                try await driver.controller.validateVolumeCapabilities(
                    .init(
                        volumeID: volume.volumeID,
                        volumeCapabilities: [capability],
                        mutableParameters: Self.mutableParameters
                    ),
                    timeout: timeout
                ).confirmed != nil
            lines.append(
                "volume \(name(volume.volumeID)): \(volume.capacityBytes) bytes, modified \(isModified), "
                    + "on \(entry.status?.publishedNodeIDs ?? []), "
                    + "data \(driver.data("volumes/\(volume.volumeID)", isInUse: entry.status?.publishedNodeIDs != [])), "
                    + "abnormal \(entry.status?.volumeCondition?.abnormal ?? true)"
            )
        }
        for snapshot in snapshots {
            lines.append(
                "snapshot \(name(snapshot.snapshotID)) of \(name(snapshot.sourceVolumeID)): \(snapshot.sizeBytes) bytes, "
                    + "data \(driver.data("snapshots/\(snapshot.snapshotID)")), "
                    + "in a group \(!snapshot.groupSnapshotID.isEmpty), ready \(snapshot.readyToUse)"
            )
        }
        let left = driver.leftovers
        lines.append("data of \(left.data.map(name).sorted())")
        lines.append("mounts \(left.mounts.map { $0.dropFirst(driver.folder.count) }), devices \(left.devices.count)")
        let targets = driver.folder + "/targets"
        lines.append("targets \(exists(targets) ? try FileManager.default.contentsOfDirectory(atPath: targets) : [])")
        lines.append("size \(try size(targets + "/volume"))")
    }

    /// The size of a device or file system, in bytes.
    private func size(_ path: String) throws -> UInt64 {
        var (status, fileSystem) = (stat(), statvfs())
        guard stat(path, &status) == 0 else { return 0 }
        if status.st_mode & S_IFMT == S_IFBLK {
            return try #require(FileHandle(forReadingAtPath: path)).seekToEnd()
        }
        #expect(statvfs(path, &fileSystem) == 0)
        return UInt64(fileSystem.f_blocks * fileSystem.f_frsize)
    }
}

extension Volume {
    fileprivate var fileSystem: String {
        volumeContext["layout"].flatMap { $0 == "directory" ? nil : $0 } ?? ""
    }
}

extension DriverProcess {
    /// The beginning of what a volume or snapshot holds, as far as it can be read in the state folder.
    /// - Parameter isInUse: Whether it is a volume that may be mounted, and is then read there.
    fileprivate func data(_ name: String, isInUse: Bool = false) -> String {
        let path = "\(folder)/state/\(name)"
        if isInUse {
            for place in ["targets/volume/file", "targets/volume", "staging/file"] {
                if let data = beginning(of: "\(folder)/\(place)") { return data }
            }
        }
        if let data = beginning(of: path + "/file") { return data }
        // This prints nothing where the image has no ext4.
        if let data = try? runTool("debugfs", "-R", "cat /file", path), !data.isEmpty { return data.debugDescription }
        return beginning(of: path) ?? ""
    }

    private func beginning(of path: String) -> String? {
        guard let data = try? FileHandle(forReadingAtPath: path)?.read(upToCount: 4) else { return nil }
        return String(decoding: data, as: UTF8.self).debugDescription
    }
}
