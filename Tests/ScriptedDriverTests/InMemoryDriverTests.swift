import CSI
import GRPC
import ScriptedDriver
import TestSupport
import Testing

@Suite("The driver in memory", .timeLimit(.minutes(1)))
struct InMemoryDriverTests: DriverTests {
    let fixture: Fixture
    var controller: ControllerClient { clients.controller }

    init() throws {
        fixture = try Fixture()
    }

    @Test("One name makes one volume; another size under it is refused")
    func idempotent() async throws {
        let volume = try await clients.createVolume("a", bytes: 1 << 20)
        #expect(try await clients.createVolume("a", bytes: 1 << 20) == volume)
        #expect(await clients.createCode("a", bytes: 2 << 20) == .alreadyExists)
        #expect(provider.volumes == [volume])
        try await clients.deleteVolume(volume.volumeID)
        try await clients.deleteVolume(volume.volumeID)
        #expect(provider.volumes.isEmpty)
    }

    @Test("Lists come in pages that nothing shifts when entries go meanwhile")
    func paging() async throws {
        for name in ["a", "b", "c", "d"] { try await clients.createVolume(name) }
        let first = try await controller.listVolumes(.init(maxEntries: 2), timeout: timeout)
        #expect(first.entries.compactMap(\.volume?.volumeID) == ["vol-1", "vol-2"])
        try await clients.deleteVolume("vol-1")
        let second = try await controller.listVolumes(.init(startingToken: first.nextToken), timeout: timeout)
        #expect(second.entries.compactMap(\.volume?.volumeID) == ["vol-3", "vol-4"])
        #expect(second.nextToken.isEmpty)
        let error = await #expect(throws: CallError.self) {
            try await controller.listVolumes(.init(startingToken: "nonsense"), timeout: timeout)
        }
        #expect(error?.code == .aborted)
    }

    @Test("A volume of one writer is attached to one node, and not deleted meanwhile")
    func attaches() async throws {
        try await clients.createVolume("a")
        try await clients.publish("vol-1", on: "node-1")
        try await clients.publish("vol-1", on: "node-1")
        #expect(provider.attachments == ["vol-1": ["node-1"]])
        #expect(await clients.publishCode("vol-1", on: "node-2") == .failedPrecondition)
        #expect(await clients.publishCode("vol-1", on: "elsewhere") == .notFound)
        #expect(await clients.publishCode("vol-9", on: "node-1") == .notFound)
        #expect(await clients.deleteCode("vol-1") == .failedPrecondition)
        let entry = try await controller.listVolumes(.init(), timeout: timeout).entries.first
        #expect(entry?.status?.publishedNodeIDs == ["node-1"])
        _ = try await controller.controllerUnpublishVolume(.init(volumeID: "vol-1", nodeID: "node-1"), timeout: timeout)
        #expect(provider.attachments.isEmpty)
    }

    @Test("A shared volume is attached to several nodes, and detached from all by an empty node ID")
    func attachesToSeveral() async throws {
        try await clients.createVolume("a")
        try await clients.publish("vol-1", on: "node-1", mode: .multiNodeMultiWriter)
        try await clients.publish("vol-1", on: "node-2", mode: .multiNodeMultiWriter)
        #expect(provider.attachments == ["vol-1": ["node-1", "node-2"]])
        _ = try await controller.controllerUnpublishVolume(.init(volumeID: "vol-1"), timeout: timeout)
        #expect(provider.attachments.isEmpty)
    }

    @Test("A node takes no more volumes than its limit")
    func attachLimit() async throws {
        provider.settings.maximumVolumesPerNode = 1
        try await clients.createVolume("a")
        try await clients.createVolume("b")
        try await clients.publish("vol-1", on: "node-1")
        #expect(await clients.publishCode("vol-2", on: "node-1") == .resourceExhausted)
    }

    @Test("Snapshots outlive their volume and fill new ones")
    func snapshots() async throws {
        let volume = try await clients.createVolume("a", bytes: 4 << 20)
        let request = CreateSnapshotRequest(sourceVolumeID: volume.volumeID, name: "s")
        let snapshot = try #require(try await controller.createSnapshot(request, timeout: timeout).snapshot)
        #expect(try await controller.createSnapshot(request, timeout: timeout).snapshot == snapshot)
        try await clients.deleteVolume(volume.volumeID)
        #expect(try await controller.allSnapshots(.init(), timeout: timeout).map(\.snapshot) == [snapshot])
        let source = VolumeContentSource(type: .snapshot(.init(snapshotID: snapshot.snapshotID)))
        let copy = try await controller.createVolume(
            .init(name: "b", volumeCapabilities: [.mount()], volumeContentSource: source),
            timeout: timeout
        )
        #expect(copy.volume?.capacityBytes == 4 << 20)
        _ = try await controller.deleteSnapshot(.init(snapshotID: snapshot.snapshotID), timeout: timeout)
        #expect(provider.snapshots.isEmpty)
    }

    @Test("A group snapshot is of all its volumes or of none")
    func groups() async throws {
        try await clients.createVolume("a")
        try await clients.createVolume("b")
        let group = GroupControllerClient(clients.channel)
        let unknown = CreateVolumeGroupSnapshotRequest(name: "g", sourceVolumeIDs: ["vol-1", "vol-9"])
        await #expect(throws: CallError.self) { try await group.createVolumeGroupSnapshot(unknown, timeout: timeout) }
        #expect(provider.snapshots.isEmpty)
        let known = CreateVolumeGroupSnapshotRequest(name: "g", sourceVolumeIDs: ["vol-1", "vol-2"])
        let made = try #require(
            try await group.createVolumeGroupSnapshot(known, timeout: timeout).groupSnapshot
        )
        #expect(provider.snapshots == made.snapshots)
        let ids = made.snapshots.map(\.snapshotID)
        _ = try await group.deleteVolumeGroupSnapshot(
            .init(groupSnapshotID: made.groupSnapshotID, snapshotIDs: ids),
            timeout: timeout
        )
        #expect(provider.snapshots.isEmpty)
    }

    @Test("A volume goes to its node step by step, and back")
    func node() async throws {
        try await clients.createVolume("a")
        let stage = NodeStageVolumeRequest(
            volumeID: "vol-1",
            stagingTargetPath: "/staging",
            volumeCapability: .mount()
        )
        let publish = NodePublishVolumeRequest(
            volumeID: "vol-1",
            stagingTargetPath: "/staging",
            targetPath: "/target",
            volumeCapability: .mount()
        )
        let unstage = NodeUnstageVolumeRequest(volumeID: "vol-1", stagingTargetPath: "/staging")
        await #expect(throws: CallError.self) { try await clients.node.nodeStageVolume(stage, timeout: timeout) }
        try await clients.publish("vol-1", on: "node-1")
        await #expect(throws: CallError.self) { try await clients.node.nodePublishVolume(publish, timeout: timeout) }
        for _ in 1...2 { _ = try await clients.node.nodeStageVolume(stage, timeout: timeout) }
        for _ in 1...2 { _ = try await clients.node.nodePublishVolume(publish, timeout: timeout) }
        #expect(provider.staged == ["vol-1": ["node-1:/staging"]])
        #expect(provider.published == ["vol-1": ["node-1:/target"]])
        await #expect(throws: CallError.self) { try await clients.node.nodeUnstageVolume(unstage, timeout: timeout) }
        _ = try await clients.node.nodeUnpublishVolume(
            .init(volumeID: "vol-1", targetPath: "/target"),
            timeout: timeout
        )
        _ = try await clients.node.nodeUnstageVolume(unstage, timeout: timeout)
        #expect(provider.staged.isEmpty)
        #expect(provider.published.isEmpty)
    }

    @Test("Nodes with sockets of their own share the provider")
    func severalNodes() async throws {
        let folder = try TemporaryFolder()
        let other = try ScriptedDriver(provider.handlers(onNode: "node-2"), at: folder.endpoint)
        let onOther = NodeClient(Channel(other.endpoint))
        #expect(try await onOther.nodeGetInfo(.init(), timeout: timeout).nodeID == "node-2")
        let stage = NodeStageVolumeRequest(
            volumeID: "vol-1",
            stagingTargetPath: "/staging",
            volumeCapability: .mount(.multiNodeMultiWriter)
        )
        try await clients.createVolume("a")
        for node in ["node-1", "node-2"] {
            try await clients.publish("vol-1", on: node, mode: .multiNodeMultiWriter)
        }
        for node in [clients.node, onOther] { _ = try await node.nodeStageVolume(stage, timeout: timeout) }
        #expect(provider.staged == ["vol-1": ["node-1:/staging", "node-2:/staging"]])
    }

    @Test("A volume grows, and its mutable parameters change one by one")
    func changes() async throws {
        try await clients.createVolume("a", bytes: 1 << 20)
        let grown = try await controller.controllerExpandVolume(
            .init(volumeID: "vol-1", capacityRange: .init(requiredBytes: 2 << 20)),
            timeout: timeout
        )
        #expect(grown.capacityBytes == 2 << 20)
        #expect(grown.nodeExpansionRequired)
        for parameters in [["iops": "1", "tier": "x"], ["iops": "2"]] {
            _ = try await controller.controllerModifyVolume(
                .init(volumeID: "vol-1", mutableParameters: parameters),
                timeout: timeout
            )
        }
        let unknown = ["iops": "3", "colour": "red"]
        let error = await #expect(throws: CallError.self) {
            try await controller.controllerModifyVolume(
                .init(volumeID: "vol-1", mutableParameters: unknown),
                timeout: timeout
            )
        }
        #expect(error?.code == .invalidArgument)
        #expect(provider.mutableParameters(ofVolume: "vol-1") == ["iops": "2", "tier": "x"])
        #expect(provider.volumes.first?.capacityBytes == 2 << 20)
    }

    @Test("Capacity shrinks by what volumes take, and comes back with them")
    func capacity() async throws {
        provider.settings.capacityBytes = 10 << 20
        func available() async throws -> Int64 {
            try await controller.getCapacity(.init(), timeout: timeout).availableCapacity
        }
        try await clients.createVolume("a", bytes: 2 << 20)
        #expect(try await available() == 8 << 20)
        _ = try await controller.controllerExpandVolume(
            .init(volumeID: "vol-1", capacityRange: .init(requiredBytes: 5 << 20)),
            timeout: timeout
        )
        #expect(try await available() == 5 << 20)
        #expect(await clients.createCode("b", bytes: 6 << 20) == .resourceExhausted)
        try await clients.deleteVolume("vol-1")
        #expect(try await available() == 10 << 20)
        #expect(await clients.createCode("a", bytes: 6 << 20) == .ok)
    }

    @Test("Without its capability a method is not there")
    func lacksCapabilities() async throws {
        provider.settings.controllerCapabilities = [.createDeleteVolume]
        provider.settings.nodeCapabilities = []
        let listing = await #expect(throws: CallError.self) {
            try await controller.listVolumes(.init(), timeout: timeout)
        }
        #expect(listing?.code == .unimplemented)
        let staging = await #expect(throws: CallError.self) {
            try await clients.node.nodeUnstageVolume(
                .init(volumeID: "x", stagingTargetPath: "/staging"),
                timeout: timeout
            )
        }
        #expect(staging?.code == .unimplemented)
        try await clients.createVolume("a")
    }
}
