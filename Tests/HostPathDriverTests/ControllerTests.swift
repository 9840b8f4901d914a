import CSI
import Foundation
import GRPC
import HostPathDriver
import SQLite
import Testing

@Suite("Lists, attachments, sizes and parameters")
struct ControllerTests {
    @Test("pages of one walk all volumes, while volumes come and go")
    func paging() async throws {
        try await Rig.run { (rig: Rig) async throws in
            var ids: [String] = []
            for _ in 0..<5 { ids.append(try await rig.create().volumeID) }
            var (seen, token): ([String], String) = ([], "")
            repeat {
                let page = try await rig.controller.listVolumes(
                    ListVolumesRequest(maxEntries: 1, startingToken: token),
                    timeout: timeout
                )
                #expect(page.entries.count == 1)
                seen += page.entries.compactMap(\.volume?.volumeID)
                token = page.nextToken
                if seen.count == 2 {
                    try await rig.delete(Volume(volumeID: ids[1]))
                    try await rig.delete(Volume(volumeID: ids[2]))
                    ids.append(try await rig.create().volumeID)
                }
            } while !token.isEmpty
            #expect(seen == [ids[0], ids[1], ids[3], ids[4], ids[5]])
        }
    }

    @Test(
        "a token that no list gave out is ABORTED",
        arguments: ["0", "-1", "after-0", "after--1", "after-01", "after-99", "after-9223372036854775808", "after-x"]
    )
    func tokens(token: String) async throws {
        try await Rig.run { (rig: Rig) async throws in
            _ = try await rig.snapshot(try await rig.create())
            await expect(.aborted) {
                try await rig.controller.listVolumes(.init(startingToken: token), timeout: timeout)
            }
            await expect(.aborted) {
                try await rig.controller.listSnapshots(.init(startingToken: token), timeout: timeout)
            }
            await expect(.invalidArgument) {
                try await rig.controller.listSnapshots(.init(maxEntries: -1), timeout: timeout)
            }
            await expect(.invalidArgument) {
                try await rig.controller.listVolumes(.init(maxEntries: .min), timeout: timeout)
            }
        }
    }

    @Test("a volume is attached to a node once, as far as the node has room, and is listed there")
    func attachments() async throws {
        try await Rig.run(attachLimit: 2) { (rig: Rig) async throws in
            func nodes(_ volume: Volume) async throws -> [String]? {
                let list = try await rig.controller.listVolumes(.init(), timeout: timeout).entries
                let one = try await rig.controller.controllerGetVolume(
                    .init(volumeID: volume.volumeID),
                    timeout: timeout
                )
                let listed = list.first { $0.volume?.volumeID == volume.volumeID }?.status?.publishedNodeIDs
                #expect(listed == one.status?.publishedNodeIDs)
                return listed
            }
            let volumes = [try await rig.create(), try await rig.create(), try await rig.create()]
            #expect(try await nodes(volumes[0]) == [])
            for _ in 0..<2 { try await rig.attach(volumes[0], .mount()) }
            #expect(try await nodes(volumes[0]) == ["node-1"])
            await expect(.alreadyExists) { try await rig.attach(volumes[0], .mount(), readonly: true) }
            await expect(.alreadyExists) { try await rig.attach(volumes[0], .mount(.multiNodeMultiWriter)) }
            try await rig.attach(volumes[1], .mount())
            await expect(.resourceExhausted) { try await rig.attach(volumes[2], .mount()) }
            await expect(.invalidArgument) { try await rig.attach(volumes[2], .block()) }
            await expect(.notFound) { try await rig.attach(Volume(volumeID: "none"), .mount()) }
            await expect(.notFound) {
                try await rig.controller.controllerPublishVolume(
                    .init(volumeID: volumes[2].volumeID, nodeID: "node-2", volumeCapability: .mount()),
                    timeout: timeout
                )
            }
            try await rig.detach(volumes[0], node: "")
            #expect(try await nodes(volumes[0]) == [])
            try await rig.attach(volumes[2], .mount())
            try await rig.detach(Volume(volumeID: "none"))
        }
    }

    @Test("only what the volume is gets confirmed, word for word")
    func validation() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create(parameters: ["k": "v"])
            func confirmed(
                _ capability: VolumeCapability,
                _ context: [String: String] = [:],
                _ parameters: [String: String] = [:]
            ) async throws -> ValidateVolumeCapabilitiesResponse.Confirmed? {
                let request = ValidateVolumeCapabilitiesRequest(
                    volumeID: volume.volumeID,
                    volumeContext: context,
                    volumeCapabilities: [capability],
                    parameters: parameters
                )
                return try await rig.controller.validateVolumeCapabilities(request, timeout: timeout).confirmed
            }
            let whole = try await confirmed(.mount(), volume.volumeContext, ["k": "v"])
            #expect(whole?.volumeCapabilities == [.mount()])
            #expect(whole?.volumeContext == volume.volumeContext && whole?.parameters == ["k": "v"])
            #expect(try await confirmed(.block()) == nil)
            #expect(try await confirmed(.mount(fsType: "xfs")) == nil)
            #expect(try await confirmed(.mount(), ["other": "context"]) == nil)
            #expect(try await confirmed(.mount(), [:], ["k": "w"]) == nil)
        }
    }

    @Test("a volume grows and never shrinks; its file system grows with it", arguments: ["", "ext4", "xfs"])
    func expansion(fsType: String) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let capability = VolumeCapability.mount(fsType: fsType)
            let (small, large) = (320 * Int64.mebibyte, 640 * Int64.mebibyte)
            let volume = try await rig.create("v", capability, bytes: small)
            func expand(_ required: Int64, limit: Int64 = 0) async throws -> ControllerExpandVolumeResponse {
                try await rig.controller.controllerExpandVolume(
                    .init(
                        volumeID: volume.volumeID,
                        capacityRange: CapacityRange(requiredBytes: required, limitBytes: limit)
                    ),
                    timeout: timeout
                )
            }
            await expect(.outOfRange) { try await expand(1 << 50) }
            await expect(.invalidArgument) { try await expand(-1) }
            await expect(.outOfRange) { try await expand(0, limit: small / 2) }
            await expect(.invalidArgument) {
                try await rig.controller.controllerExpandVolume(
                    .init(
                        volumeID: volume.volumeID,
                        capacityRange: CapacityRange(requiredBytes: large),
                        volumeCapability: .block()
                    ),
                    timeout: timeout
                )
            }
            #expect(try await expand(small / 2).capacityBytes == small)
            let answer = try await expand(large)
            #expect(answer.capacityBytes == large && answer.nodeExpansionRequired == !fsType.isEmpty)
            try await rig.withMounted(volume, capability) { (target: String) async throws in
                let node = try await rig.node.nodeExpandVolume(
                    .init(volumeID: volume.volumeID, volumePath: target),
                    timeout: timeout
                )
                #expect(node.capacityBytes == large)
                let stats = try await rig.node.nodeGetVolumeStats(
                    .init(volumeID: volume.volumeID, volumePath: target),
                    timeout: timeout
                )
                #expect(stats.usage.first.map { $0.total > large / 4 * 3 } == true)
                await expect(.invalidArgument) {
                    try await rig.node.nodeExpandVolume(
                        .init(volumeID: volume.volumeID, volumePath: target, volumeCapability: .block()),
                        timeout: timeout
                    )
                }
                await expect(.outOfRange) {
                    try await rig.node.nodeExpandVolume(
                        .init(
                            volumeID: volume.volumeID,
                            volumePath: target,
                            capacityRange: CapacityRange(requiredBytes: 2 * large)
                        ),
                        timeout: timeout
                    )
                }
            }
        }
    }

    @Test("a published block device grows at once; without online expansion it has to wait")
    func blockExpansion() async throws {
        for features in [[], [Feature.onlineExpansion]] as [Set<Feature>] {
            try await Rig.run(without: features) { (rig: Rig) async throws in
                let volume = try await rig.create("v", .block())
                let request = ControllerExpandVolumeRequest(
                    volumeID: volume.volumeID,
                    capacityRange: CapacityRange(requiredBytes: 16 * .mebibyte)
                )
                try await rig.withMounted(volume, .block()) { (target: String) async throws in
                    guard features.isEmpty else {
                        await expect(.failedPrecondition) {
                            try await rig.controller.controllerExpandVolume(request, timeout: timeout)
                        }
                        return
                    }
                    _ = try await rig.controller.controllerExpandVolume(request, timeout: timeout)
                    _ = try await rig.node.nodeExpandVolume(
                        .init(volumeID: volume.volumeID, volumePath: target),
                        timeout: timeout
                    )
                    let device = try #require(FileHandle(forReadingAtPath: target))
                    #expect(try device.seekToEnd() == UInt64(16 * Int64.mebibyte))
                    try device.close()
                }
            }
        }
    }

    @Test("mutable parameters change one by one, or not at all")
    func modification() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create()
            func modify(_ parameters: [String: String]) async throws {
                _ = try await rig.controller.controllerModifyVolume(
                    .init(volumeID: volume.volumeID, mutableParameters: parameters),
                    timeout: timeout
                )
            }
            func has(_ parameters: [String: String]) async throws -> Bool {
                try await rig.controller.validateVolumeCapabilities(
                    .init(
                        volumeID: volume.volumeID,
                        volumeCapabilities: [.mount()],
                        mutableParameters: parameters
                    ),
                    timeout: timeout
                ).confirmed != nil
            }
            try await modify(["iops": "1"])
            try await modify(["throughput": "2"])
            #expect(try await has(["iops": "1", "throughput": "2"]))
            await expect(.invalidArgument) { try await modify(["iops": "3", "color": "red"]) }
            await expect(.invalidArgument) { try await modify([:]) }
            #expect(try await has(["iops": "1"]))
        }
    }

    @Test("what needs a feature that is off is refused, not ignored")
    func withoutFeatures() async throws {
        try await Rig.run(without: [.attachReadonly, .clone, .modify]) { (rig: Rig) async throws in
            let volume = try await rig.create()
            let source = VolumeContentSource(type: .volume(.init(volumeID: volume.volumeID)))
            await expect(.invalidArgument) { try await rig.attach(volume, .mount(), readonly: true) }
            await expect(.invalidArgument) { try await rig.create("clone", source: source) }
            await expect(.invalidArgument) {
                try await rig.controller.createVolume(
                    .init(name: "v", volumeCapabilities: [.mount()], mutableParameters: ["iops": "1"]),
                    timeout: timeout
                )
            }
            #expect(rig.leftovers.data == [volume.volumeID])
        }
    }

    @Test("damage is reported, by the health of 1.13 and by the condition before it")
    func health() async throws {
        try await Rig.run(disk: 64 * .mebibyte) { (rig: Rig) async throws in
            let volumes = [try await rig.create(), try await rig.create("b", .block()), try await rig.create()]
            func damaged() async throws -> [String] {
                try await rig.controller.controllerListVolumeHealth(.init(), timeout: timeout).entries.map(\.volumeID)
            }
            #expect(try await damaged().isEmpty)
            #expect(try await rig.node.nodeGetStorageHealth(.init(), timeout: timeout).backendHealth.isEmpty)
            let data = { (volume: Volume) in "\(rig.folder)/state/volumes/\(volume.volumeID)" }
            try FileManager.default.removeItem(atPath: data(volumes[0]))
            #expect(truncate(data(volumes[1]), 0) == 0)
            #expect(try await damaged() == [volumes[0].volumeID, volumes[1].volumeID])
            let one = try await rig.controller.controllerGetVolumeHealth(
                .init(volumeID: volumes[1].volumeID),
                timeout: timeout
            )
            #expect(one.volumeHealth?.healthStatuses.map(\.status) == [.dataLoss])
            let entries = try await rig.controller.listVolumes(.init(), timeout: timeout).entries
            #expect(entries.map { $0.status?.volumeCondition?.abnormal } == [true, true, false])

            try rig.fillDisk()
            let storage = try await rig.node.nodeGetStorageHealth(.init(), timeout: timeout)
            #expect(storage.backendHealth.map(\.status) == [.storageDegraded])
        }
    }

    @Test("what is switched off is not advertised", arguments: Feature.allCases)
    func switchedOff(feature: Feature) async throws {
        try await Rig.run(without: [feature]) { (rig: Rig) async throws in
            let everything = try await Advertisement(Rig())
            let rest = try await Advertisement(rig)
            #expect(rest.names.isSubset(of: everything.names.union(["offline"])))
            #expect(rest.names != everything.names)
        }
    }
}

/// All that a driver says it can do.
private struct Advertisement {
    private(set) var names: Set<String> = []

    init(_ rig: Rig) async throws {
        for capability in try await rig.identity.getPluginCapabilities(.init(), timeout: timeout).capabilities {
            switch capability.type {
            case .service(let service): add("plugin \(service.type)")
            case .volumeExpansion(let expansion): add(expansion.type == .offline ? "offline" : "online")
            case nil: Issue.record("a capability without a type")
            }
        }
        do throws(CallError) {
            for capability in try await rig.controller.controllerGetCapabilities(.init(), timeout: timeout).capabilities
            {
                if case .rpc(let rpc) = capability.type { add("controller \(rpc.type)") }
            }
        } catch {
            guard error.code == .unimplemented else { throw error }
            #expect(!names.contains("plugin CONTROLLER_SERVICE"))
        }
        for capability in try await rig.node.nodeGetCapabilities(.init(), timeout: timeout).capabilities {
            if case .rpc(let rpc) = capability.type { add("node \(rpc.type)") }
        }
    }

    private mutating func add(_ name: String) {
        #expect(names.insert(name).inserted, "\(name) is advertised twice")
    }
}
