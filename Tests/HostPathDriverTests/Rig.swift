import CSI
import Foundation
import GRPC
import HostPathDriver
import Testing

/// A driver on a real socket with a folder of its own; what it leaves behind is removed with it.
final class Rig: Sendable {
    let folder: String
    let configuration: HostPathDriver.Configuration
    let channel: Channel
    private let server: Server

    var identity: IdentityClient { IdentityClient(channel) }
    var controller: ControllerClient { ControllerClient(channel) }
    var node: NodeClient { NodeClient(channel) }
    var groups: GroupControllerClient { GroupControllerClient(channel) }

    init(without features: Set<Feature> = [], attachLimit: Int64 = 128) throws {
        folder = FileManager.default.temporaryDirectory.path + "/hp-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        configuration = HostPathDriver.Configuration(
            stateDirectory: folder + "/state",
            nodeID: "node-1",
            features: .all(except: features),
            attachLimit: attachLimit
        )
        let driver = try HostPathDriver(configuration)
        server = try Server(.unix(path: folder + "/csi.sock"), handlers: driver.handlers)
        channel = Channel(server.endpoint)
    }

    deinit {
        Leftovers(folder).remove()
    }

    /// Runs a test against a driver, and stops the driver.
    static func run(
        without features: Set<Feature> = [],
        attachLimit: Int64 = 128,
        _ body: (Rig) async throws -> Void
    ) async throws {
        let rig = try Rig(without: features, attachLimit: attachLimit)
        do {
            try await body(rig)
            await rig.server.shutdown(grace: .zero)
        } catch {
            await rig.server.shutdown(grace: .zero)
            throw error
        }
    }

    /// A new folder for targets, of which the driver knows nothing.
    func makeFolder(_ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }
}

/// What lies around of a driver: mounts, loop devices and files.
struct Leftovers {
    let folder: String

    init(_ folder: String) {
        self.folder = folder
    }

    /// Where something is mounted below the folder.
    var mounts: [String] {
        mountTable.split(separator: "\n").compactMap { line in
            let fields = line.split(separator: " ")
            return fields.count > 4 && fields[4].hasPrefix(folder + "/") ? String(fields[4]) : nil
        }
    }

    /// The loop devices over files below the folder.
    var devices: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/sys/block")) ?? []
        return names.filter { name in
            guard name.hasPrefix("loop") else { return false }
            let file = try? String(contentsOfFile: "/sys/block/\(name)/loop/backing_file", encoding: .utf8)
            return file?.hasPrefix(folder + "/") ?? false
        }
    }

    /// The data of volumes and snapshots, by the state folder's names.
    var data: Set<String> {
        Set(
            ["volumes", "snapshots"].flatMap { kind in
                (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/state/\(kind)")) ?? []
            }
        )
    }

    func remove() {
        for mount in mounts.reversed() { umount2(mount, Int32(MNT_DETACH)) }
        for device in devices {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/sbin/losetup")
            process.arguments = ["--detach", "/dev/\(device)"]
            try? process.run()
            process.waitUntilExit()
        }
        try? FileManager.default.removeItem(atPath: folder)
    }
}

/// The kernel's list of mounts, which comes in pieces.
var mountTable: String {
    guard let file = FileHandle(forReadingAtPath: "/proc/self/mountinfo") else { return "" }
    defer { try? file.close() }
    var table = Data()
    while let piece = try? file.read(upToCount: 4096), !piece.isEmpty { table += piece }
    return String(decoding: table, as: UTF8.self)
}

let timeout = Duration.seconds(60)

/// Expects a call to end with a code, with text for people.
func expect(
    _ code: StatusCode,
    _ comment: String = "",
    at location: SourceLocation = #_sourceLocation,
    _ call: () async throws -> some Any
) async {
    do {
        _ = try await call()
        Issue.record("the call succeeded \(comment)", sourceLocation: location)
    } catch let error as CallError {
        #expect(error.code == code, "\(comment) \(error)", sourceLocation: location)
        #expect(!error.message.isEmpty, sourceLocation: location)
    } catch {
        Issue.record(error, sourceLocation: location)
    }
}

extension VolumeCapability {
    static func mount(
        _ mode: AccessMode.Mode = .singleNodeWriter,
        fsType: String = "",
        flags: [String] = [],
        group: String = ""
    ) -> VolumeCapability {
        VolumeCapability(
            accessType: .mount(MountVolume(fsType: fsType, mountFlags: flags, volumeMountGroup: group)),
            accessMode: AccessMode(mode: mode)
        )
    }

    static func block(_ mode: AccessMode.Mode = .singleNodeWriter) -> VolumeCapability {
        VolumeCapability(accessType: .block(BlockVolume()), accessMode: AccessMode(mode: mode))
    }
}

extension Int64 {
    static let mebibyte: Int64 = 1 << 20
}

extension Rig {
    /// Creates a volume of a few mebibytes.
    func create(
        _ name: String = "v-\(UUID().uuidString)",
        _ capability: VolumeCapability = .mount(),
        bytes: Int64 = 8 * .mebibyte,
        limit: Int64 = 0,
        parameters: [String: String] = [:],
        source: VolumeContentSource? = nil,
        topology: TopologyRequirement? = nil
    ) async throws -> Volume {
        let request = CreateVolumeRequest(
            name: name,
            capacityRange: CapacityRange(requiredBytes: bytes, limitBytes: limit),
            volumeCapabilities: [capability],
            parameters: parameters,
            volumeContentSource: source,
            accessibilityRequirements: topology
        )
        return try #require(try await controller.createVolume(request, timeout: timeout).volume)
    }

    func delete(_ volume: Volume) async throws {
        _ = try await controller.deleteVolume(DeleteVolumeRequest(volumeID: volume.volumeID), timeout: timeout)
    }

    func snapshot(_ volume: Volume, _ name: String = "s-\(UUID().uuidString)") async throws -> Snapshot {
        let request = CreateSnapshotRequest(sourceVolumeID: volume.volumeID, name: name)
        return try #require(try await controller.createSnapshot(request, timeout: timeout).snapshot)
    }

    func attach(_ volume: Volume, _ capability: VolumeCapability, readonly: Bool = false) async throws {
        let request = ControllerPublishVolumeRequest(
            volumeID: volume.volumeID,
            nodeID: "node-1",
            volumeCapability: capability,
            readonly: readonly
        )
        _ = try await controller.controllerPublishVolume(request, timeout: timeout)
    }

    func detach(_ volume: Volume, node: String = "node-1") async throws {
        let request = ControllerUnpublishVolumeRequest(volumeID: volume.volumeID, nodeID: node)
        _ = try await controller.controllerUnpublishVolume(request, timeout: timeout)
    }

    func stage(_ volume: Volume, _ capability: VolumeCapability, at path: String) async throws {
        let request = NodeStageVolumeRequest(
            volumeID: volume.volumeID,
            stagingTargetPath: path,
            volumeCapability: capability
        )
        _ = try await node.nodeStageVolume(request, timeout: timeout)
    }

    func unstage(_ volume: Volume, at path: String) async throws {
        let request = NodeUnstageVolumeRequest(volumeID: volume.volumeID, stagingTargetPath: path)
        _ = try await node.nodeUnstageVolume(request, timeout: timeout)
    }

    func publish(
        _ volume: Volume,
        _ capability: VolumeCapability,
        from staging: String,
        at target: String,
        readonly: Bool = false
    ) async throws {
        let request = NodePublishVolumeRequest(
            volumeID: volume.volumeID,
            stagingTargetPath: staging,
            targetPath: target,
            volumeCapability: capability,
            readonly: readonly
        )
        _ = try await node.nodePublishVolume(request, timeout: timeout)
    }

    func unpublish(_ volume: Volume, at target: String) async throws {
        let request = NodeUnpublishVolumeRequest(volumeID: volume.volumeID, targetPath: target)
        _ = try await node.nodeUnpublishVolume(request, timeout: timeout)
    }

    /// Attaches and stages a volume. - Returns: The staging path.
    func prepare(_ volume: Volume, _ capability: VolumeCapability = .mount()) async throws -> String {
        let staging = try makeFolder("staging-\(volume.volumeID)")
        try await attach(volume, capability)
        try await stage(volume, capability, at: staging)
        return staging
    }

    /// Writes to a volume and reads from it, mounted for this alone.
    func withMounted<Result>(
        _ volume: Volume,
        _ capability: VolumeCapability = .mount(),
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let staging = try await prepare(volume, capability)
        let target = try makeFolder("targets") + "/\(volume.volumeID)"
        try await publish(volume, capability, from: staging, at: target)
        let result = try await body(target)
        try await unpublish(volume, at: target)
        try await unstage(volume, at: staging)
        try await detach(volume)
        return result
    }
}

func write(_ text: String, to path: String) throws {
    let handle = try #require(FileHandle(forUpdatingAtPath: path) ?? created(path))
    try handle.write(contentsOf: Data(text.utf8))
    try handle.synchronize()
    try handle.close()
}

private func created(_ path: String) -> FileHandle? {
    FileManager.default.createFile(atPath: path, contents: nil) ? FileHandle(forUpdatingAtPath: path) : nil
}

func read(_ count: Int, from path: String) throws -> String {
    let handle = try #require(FileHandle(forReadingAtPath: path))
    defer { try? handle.close() }
    return String(decoding: try handle.read(upToCount: count) ?? Data(), as: UTF8.self)
}

func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: path)
}
