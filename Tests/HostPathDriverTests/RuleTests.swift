import CSI
import Foundation
import GRPC
import HostPathDriver
import Testing

/// A call of any RPC, for tables.
private struct AnyCall: CustomTestStringConvertible {
    /// The service and the method.
    let method: String
    let request: any Message
    /// How the call ends where nothing of what it names exists.
    var code = StatusCode.notFound

    var testDescription: String { method }

    /// - Parameter bytes: The request, in the place of the table's.
    func call(_ driver: some RunningDriver, _ bytes: [UInt8]? = nil) async -> RPCError? {
        do {
            _ = try await driver.channel.unary("/csi.v1.\(method)", bytes ?? request.encoded(), timeout: timeout)
            return nil
        } catch {
            return error as? RPCError
        }
    }
}

/// Every RPC that takes the ID of something, with all that it needs.
private let calls = [
    AnyCall(
        method: "Controller/DeleteVolume",
        request: DeleteVolumeRequest(volumeID: "v", secrets: secrets),
        code: .ok
    ),
    AnyCall(
        method: "Controller/ControllerPublishVolume",
        request: ControllerPublishVolumeRequest(
            volumeID: "v",
            nodeID: "node-1",
            volumeCapability: .mount(),
            secrets: secrets
        )
    ),
    AnyCall(
        method: "Controller/ControllerUnpublishVolume",
        request: ControllerUnpublishVolumeRequest(volumeID: "v", secrets: secrets),
        code: .ok
    ),
    AnyCall(
        method: "Controller/ValidateVolumeCapabilities",
        request: ValidateVolumeCapabilitiesRequest(volumeID: "v", volumeCapabilities: [.mount()], secrets: secrets)
    ),
    AnyCall(method: "Controller/ControllerGetVolume", request: ControllerGetVolumeRequest(volumeID: "v")),
    AnyCall(
        method: "Controller/ControllerModifyVolume",
        request: ControllerModifyVolumeRequest(volumeID: "v", secrets: secrets, mutableParameters: ["iops": "1"])
    ),
    AnyCall(
        method: "Controller/ControllerGetVolumeHealth",
        request: ControllerGetVolumeHealthRequest(volumeID: "v", secrets: secrets)
    ),
    AnyCall(
        method: "Controller/CreateSnapshot",
        request: CreateSnapshotRequest(sourceVolumeID: "v", name: "s", secrets: secrets)
    ),
    AnyCall(
        method: "Controller/DeleteSnapshot",
        request: DeleteSnapshotRequest(snapshotID: "s", secrets: secrets),
        code: .ok
    ),
    AnyCall(method: "Controller/GetSnapshot", request: GetSnapshotRequest(snapshotID: "s", secrets: secrets)),
    AnyCall(
        method: "Controller/ControllerExpandVolume",
        request: ControllerExpandVolumeRequest(
            volumeID: "v",
            capacityRange: CapacityRange(requiredBytes: 1),
            secrets: secrets
        )
    ),
    AnyCall(
        method: "GroupController/CreateVolumeGroupSnapshot",
        request: CreateVolumeGroupSnapshotRequest(name: "g", sourceVolumeIDs: ["v"], secrets: secrets)
    ),
    AnyCall(
        method: "GroupController/DeleteVolumeGroupSnapshot",
        request: DeleteVolumeGroupSnapshotRequest(groupSnapshotID: "g", secrets: secrets),
        code: .ok
    ),
    AnyCall(
        method: "GroupController/GetVolumeGroupSnapshot",
        request: GetVolumeGroupSnapshotRequest(groupSnapshotID: "g", secrets: secrets)
    ),
    AnyCall(
        method: "Node/NodeStageVolume",
        request: NodeStageVolumeRequest(
            volumeID: "v",
            stagingTargetPath: "/s",
            volumeCapability: .mount(),
            secrets: secrets
        )
    ),
    AnyCall(
        method: "Node/NodeUnstageVolume",
        request: NodeUnstageVolumeRequest(volumeID: "v", stagingTargetPath: "/s")
    ),
    AnyCall(
        method: "Node/NodePublishVolume",
        request: NodePublishVolumeRequest(
            volumeID: "v",
            stagingTargetPath: "/s",
            targetPath: "/t",
            volumeCapability: .mount(),
            secrets: secrets
        )
    ),
    AnyCall(method: "Node/NodeUnpublishVolume", request: NodeUnpublishVolumeRequest(volumeID: "v", targetPath: "/t")),
    AnyCall(method: "Node/NodeGetVolumeStats", request: NodeGetVolumeStatsRequest(volumeID: "v", volumePath: "/t")),
    AnyCall(
        method: "Node/NodeGetVolumeHealth",
        request: NodeGetVolumeHealthRequest(volumeID: "v", volumePublishPath: "/t")
    ),
    AnyCall(
        method: "Node/NodeExpandVolume",
        request: NodeExpandVolumeRequest(volumeID: "v", volumePath: "/t", secrets: secrets)
    ),
]

/// Requests that lack one of the fields that CSI requires.
private let incomplete = [
    AnyCall(method: "Controller/DeleteVolume", request: DeleteVolumeRequest()),
    AnyCall(
        method: "Controller/ControllerPublishVolume",
        request: ControllerPublishVolumeRequest(nodeID: "node-1", volumeCapability: .mount())
    ),
    AnyCall(
        method: "Controller/ControllerPublishVolume",
        request: ControllerPublishVolumeRequest(volumeID: "v", volumeCapability: .mount())
    ),
    AnyCall(
        method: "Controller/ControllerPublishVolume",
        request: ControllerPublishVolumeRequest(volumeID: "v", nodeID: "node-1")
    ),
    AnyCall(
        method: "Controller/ControllerUnpublishVolume",
        request: ControllerUnpublishVolumeRequest(nodeID: "node-1")
    ),
    AnyCall(
        method: "Controller/ValidateVolumeCapabilities",
        request: ValidateVolumeCapabilitiesRequest(volumeCapabilities: [.mount()])
    ),
    AnyCall(
        method: "Controller/ValidateVolumeCapabilities",
        request: ValidateVolumeCapabilitiesRequest(volumeID: "v")
    ),
    AnyCall(method: "Controller/ControllerGetVolume", request: ControllerGetVolumeRequest()),
    AnyCall(
        method: "Controller/ControllerModifyVolume",
        request: ControllerModifyVolumeRequest(mutableParameters: ["iops": "1"])
    ),
    AnyCall(method: "Controller/ControllerGetVolumeHealth", request: ControllerGetVolumeHealthRequest()),
    AnyCall(method: "Controller/CreateSnapshot", request: CreateSnapshotRequest(sourceVolumeID: "v")),
    AnyCall(method: "Controller/CreateSnapshot", request: CreateSnapshotRequest(name: "s")),
    AnyCall(method: "Controller/DeleteSnapshot", request: DeleteSnapshotRequest()),
    AnyCall(method: "Controller/GetSnapshot", request: GetSnapshotRequest()),
    AnyCall(
        method: "Controller/ControllerExpandVolume",
        request: ControllerExpandVolumeRequest(capacityRange: CapacityRange(requiredBytes: 1))
    ),
    AnyCall(method: "Controller/ControllerExpandVolume", request: ControllerExpandVolumeRequest(volumeID: "v")),
    AnyCall(
        method: "GroupController/CreateVolumeGroupSnapshot",
        request: CreateVolumeGroupSnapshotRequest(sourceVolumeIDs: ["v"])
    ),
    AnyCall(
        method: "GroupController/CreateVolumeGroupSnapshot",
        request: CreateVolumeGroupSnapshotRequest(name: "g")
    ),
    AnyCall(method: "GroupController/DeleteVolumeGroupSnapshot", request: DeleteVolumeGroupSnapshotRequest()),
    AnyCall(method: "GroupController/GetVolumeGroupSnapshot", request: GetVolumeGroupSnapshotRequest()),
    AnyCall(
        method: "Node/NodeStageVolume",
        request: NodeStageVolumeRequest(stagingTargetPath: "/s", volumeCapability: .mount())
    ),
    AnyCall(method: "Node/NodeStageVolume", request: NodeStageVolumeRequest(volumeID: "v", volumeCapability: .mount())),
    AnyCall(method: "Node/NodeStageVolume", request: NodeStageVolumeRequest(volumeID: "v", stagingTargetPath: "/s")),
    AnyCall(method: "Node/NodeUnstageVolume", request: NodeUnstageVolumeRequest(stagingTargetPath: "/s")),
    AnyCall(method: "Node/NodeUnstageVolume", request: NodeUnstageVolumeRequest(volumeID: "v")),
    AnyCall(
        method: "Node/NodePublishVolume",
        request: NodePublishVolumeRequest(targetPath: "/t", volumeCapability: .mount())
    ),
    AnyCall(
        method: "Node/NodePublishVolume",
        request: NodePublishVolumeRequest(volumeID: "v", volumeCapability: .mount())
    ),
    AnyCall(method: "Node/NodePublishVolume", request: NodePublishVolumeRequest(volumeID: "v", targetPath: "/t")),
    AnyCall(method: "Node/NodeUnpublishVolume", request: NodeUnpublishVolumeRequest(targetPath: "/t")),
    AnyCall(method: "Node/NodeUnpublishVolume", request: NodeUnpublishVolumeRequest(volumeID: "v")),
    AnyCall(method: "Node/NodeGetVolumeStats", request: NodeGetVolumeStatsRequest(volumePath: "/t")),
    AnyCall(method: "Node/NodeGetVolumeStats", request: NodeGetVolumeStatsRequest(volumeID: "v")),
    AnyCall(method: "Node/NodeGetVolumeHealth", request: NodeGetVolumeHealthRequest(volumePublishPath: "/t")),
    AnyCall(method: "Node/NodeGetVolumeHealth", request: NodeGetVolumeHealthRequest(volumeID: "v")),
    AnyCall(method: "Node/NodeExpandVolume", request: NodeExpandVolumeRequest(volumePath: "/t")),
    AnyCall(method: "Node/NodeExpandVolume", request: NodeExpandVolumeRequest(volumeID: "v")),
]

@Suite("Rules of CSI for all calls")
struct RuleTests {
    @Test("a required field that is missing is INVALID_ARGUMENT, whatever the other fields name")
    func missingFields() async throws {
        try await Rig.run { (rig: Rig) async throws in
            for call in incomplete {
                let error = await call.call(rig)
                #expect(error?.code == .invalidArgument && error?.message.isEmpty == false, "\(call.method)")
            }
        }
    }

    @Test("what is not known is NOT_FOUND, or gone already; errors have text and no details")
    func unknown() async throws {
        try await Rig.run { (rig: Rig) async throws in
            for call in calls {
                let error = await call.call(rig)
                #expect(error?.code ?? .ok == call.code, "\(call.method)")
                #expect(error?.message.isEmpty != true && error?.metadata["grpc-status-details-bin"].isEmpty != false)
            }
        }
    }

    @Test("what is switched off is UNIMPLEMENTED, and so is what nobody knows")
    func switchedOff() async throws {
        let always = ["ValidateVolumeCapabilities", "NodePublishVolume", "NodeUnpublishVolume"]
        try await Rig.run(without: Set(Feature.allCases).subtracting([.controller])) { (rig: Rig) async throws in
            let others = [
                AnyCall(method: "Controller/ListVolumes", request: ListVolumesRequest()),
                AnyCall(method: "Controller/ListSnapshots", request: ListSnapshotsRequest()),
                AnyCall(method: "Controller/GetCapacity", request: GetCapacityRequest()),
                AnyCall(method: "Controller/ControllerListVolumeHealth", request: ControllerListVolumeHealthRequest()),
                AnyCall(method: "Node/NodeGetStorageHealth", request: NodeGetStorageHealthRequest()),
                AnyCall(method: "Node/NodeTeleportVolume", request: NodeGetInfoRequest()),
                AnyCall(method: "Teleporter/Probe", request: ProbeRequest()),
            ]
            for call in calls + others where !always.contains(where: call.method.hasSuffix) {
                let error = await call.call(rig)
                #expect(error?.code == .unimplemented, "\(call.method)")
            }
            await expect(.unimplemented) { try await rig.create() }
        }
    }

    @Test("requests that are no messages are refused; fields that nobody knows are passed over")
    func malformed() async throws {
        try await Rig.run { (rig: Rig) async throws in
            for call in calls {
                let (isCut, isNoText): ([UInt8], [UInt8]) = ([0x0A, 0x7F], [0x0A, 0x01, 0xFF])
                for bytes in [isCut, isNoText] {
                    #expect(await call.call(rig, bytes)?.code == .invalidArgument, "\(call.method) \(bytes)")
                }
                // Field 1000 with the number 1.
                let error = await call.call(rig, try call.request.encoded() + [0xC0, 0x3E, 0x01])
                #expect(error?.code ?? .ok == call.code, "\(call.method)")
            }
        }
    }

    @Test("secrets come neither into the log nor into the state folder")
    func secretsStaySecret() async throws {
        let driver = try await DriverProcess()
        for call in calls { _ = await call.call(driver) }
        let volume = try await driver.create("v", .mount(fsType: "ext4"))
        _ = try await driver.use(volume, .mount(fsType: "ext4"))
        _ = try await driver.snapshot(volume)
        for secret in secrets.values {
            #expect(!driver.log.contains(secret))
            for file in try FileManager.default.contentsOfDirectory(atPath: driver.folder + "/state") {
                let content = try? Data(contentsOf: URL(fileURLWithPath: "\(driver.folder)/state/\(file)"))
                #expect(content?.range(of: Data(secret.utf8)) == nil, "\(file)")
            }
        }
    }

    @Test("a call whose caller gave up can be made again until it succeeds, and made one thing")
    func deadline() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let request = CreateVolumeRequest(
                name: "v",
                capacityRange: CapacityRange(requiredBytes: 320 * .mebibyte),
                volumeCapabilities: [.mount(fsType: "xfs")]
            )
            var volume: Volume?
            var patience = Duration.milliseconds(1)
            let end = ContinuousClock.now + timeout
            while volume == nil && ContinuousClock.now < end {
                do {
                    volume = try await rig.controller.createVolume(request, timeout: patience).volume
                } catch let error as CallError {
                    try #require([.deadlineExceeded, .aborted].contains(error.code), "\(error)")
                    if error.code == .deadlineExceeded { patience *= 2 }
                }
            }
            #expect(rig.leftovers.data == [try #require(volume).volumeID])
        }
    }

    @Test("the driver says who it is, the same each time, and only what goes together")
    func identity() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let info = try await rig.identity.getPluginInfo(.init(), timeout: timeout)
            #expect(info.name == rig.configuration.driverName && !info.vendorVersion.isEmpty)
            #expect(try await rig.identity.probe(.init(), timeout: timeout).ready == true)
            let capabilities = try await rig.identity.getPluginCapabilities(.init(), timeout: timeout)
            #expect(try await rig.identity.getPluginCapabilities(.init(), timeout: timeout) == capabilities)
            let node = try await rig.node.nodeGetInfo(.init(), timeout: timeout)
            #expect(node.nodeID == "node-1" && node.maxVolumesPerNode == rig.configuration.attachLimit)
        }
        // Each needs another one, which is off.
        let alone: [(Feature, Set<Feature>)] = [
            (.publishedNodes, [.attach]), (.attachReadonly, [.attach]), (.onlineExpansion, [.expand, .nodeExpand]),
            (.listSnapshots, [.snapshots]), (.snapshotMetadata, [.snapshots]), (.clone, [.controller]),
        ]
        for (feature, others) in alone {
            #expect(!Set.all(except: others).contains(feature), "\(feature)")
        }
    }
}
