import CSI
import Foundation
import GRPC
import Testing

/// A driver on a socket, with a folder of its own for what it makes and where it shows it.
protocol RunningDriver {
    var folder: String { get }
    var channel: Channel { get }
    /// The node that is served at the channel.
    var nodeID: String { get }
}

extension RunningDriver {
    var identity: IdentityClient { IdentityClient(channel) }
    var controller: ControllerClient { ControllerClient(channel) }
    var node: NodeClient { NodeClient(channel) }
    var groups: GroupControllerClient { GroupControllerClient(channel) }
    var leftovers: Leftovers { Leftovers(folder) }
    var nodeID: String { "node-1" }

    /// A new folder for targets, of which the driver knows nothing.
    @discardableResult
    func makeFolder(_ name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        return path
    }

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
            secrets: secrets,
            volumeContentSource: source,
            accessibilityRequirements: topology
        )
        return try #require(try await controller.createVolume(request, timeout: timeout).volume)
    }

    func delete(_ volume: Volume) async throws {
        _ = try await controller.deleteVolume(
            DeleteVolumeRequest(volumeID: volume.volumeID, secrets: secrets),
            timeout: timeout
        )
    }

    func snapshot(
        _ volume: Volume,
        _ name: String = "s-\(UUID().uuidString)",
        parameters: [String: String] = [:]
    ) async throws -> Snapshot {
        let request = CreateSnapshotRequest(
            sourceVolumeID: volume.volumeID,
            name: name,
            secrets: secrets,
            parameters: parameters
        )
        return try #require(try await controller.createSnapshot(request, timeout: timeout).snapshot)
    }

    func attach(_ volume: Volume, _ capability: VolumeCapability, readonly: Bool = false) async throws {
        let request = ControllerPublishVolumeRequest(
            volumeID: volume.volumeID,
            nodeID: nodeID,
            volumeCapability: capability,
            readonly: readonly,
            secrets: secrets
        )
        _ = try await controller.controllerPublishVolume(request, timeout: timeout)
    }

    func detach(_ volume: Volume, node: String? = nil) async throws {
        let request = ControllerUnpublishVolumeRequest(
            volumeID: volume.volumeID,
            nodeID: node ?? nodeID,
            secrets: secrets
        )
        _ = try await controller.controllerUnpublishVolume(request, timeout: timeout)
    }

    func stage(_ volume: Volume, _ capability: VolumeCapability, at path: String) async throws {
        let request = NodeStageVolumeRequest(
            volumeID: volume.volumeID,
            stagingTargetPath: path,
            volumeCapability: capability,
            secrets: secrets
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
            readonly: readonly,
            secrets: secrets
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

    /// Attaches, stages and publishes a volume. - Returns: The target path.
    func use(_ volume: Volume, _ capability: VolumeCapability = .mount()) async throws -> String {
        let staging = try await prepare(volume, capability)
        let target = try makeFolder("targets") + "/\(volume.volumeID)"
        try await publish(volume, capability, from: staging, at: target)
        return target
    }

    /// Undoes ``use(_:_:)``.
    func release(_ volume: Volume) async throws {
        try await unpublish(volume, at: "\(folder)/targets/\(volume.volumeID)")
        try await unstage(volume, at: "\(folder)/staging-\(volume.volumeID)")
        try await detach(volume)
    }

    /// Writes to a volume and reads from it, mounted for this alone.
    func withMounted<Result>(
        _ volume: Volume,
        _ capability: VolumeCapability = .mount(),
        _ body: (String) async throws -> Result
    ) async throws -> Result {
        let result = try await body(try await use(volume, capability))
        try await release(volume)
        return result
    }
}

/// What goes with all calls that take secrets; nobody may find it anywhere.
let secrets = ["password": "hunter2"]

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

    var mount: MountVolume? {
        if case .mount(let mount) = accessType { mount } else { nil }
    }

    static func block(_ mode: AccessMode.Mode = .singleNodeWriter) -> VolumeCapability {
        VolumeCapability(accessType: .block(BlockVolume()), accessMode: AccessMode(mode: mode))
    }
}

extension Int64 {
    static let mebibyte: Int64 = 1 << 20
}
