import CSI
import GRPC
import HostPathDriver
import Testing

@Suite("CreateVolume")
struct CreateVolumeTests {
    @Test("names hold 128 bytes of any text without the control characters that CSI bans")
    func names() async throws {
        try await Rig.run { (rig: Rig) async throws in
            await expect(.invalidArgument) { try await rig.create("") }
            await expect(.invalidArgument) { try await rig.create(String(repeating: "n", count: 129)) }
            for scalar in [0x1, 0x8, 0xB, 0xC, 0xE, 0x1F, 0x7F, 0x9F] {
                let character = try #require(Unicode.Scalar(scalar).map(String.init))
                await expect(.invalidArgument, "U+\(scalar)") { try await rig.create("a\(character)b") }
            }
            for name in ["\t\n\r", "größe/../x", "'; DROP TABLE volumes", String(repeating: "n", count: 128)] {
                #expect(try await rig.create(name).volumeID != "")
            }
        }
    }

    @Test(
        "a request that CSI does not allow changes nothing",
        arguments: [
            CreateVolumeRequest(name: "v"),
            CreateVolumeRequest(name: "v", volumeCapabilities: [VolumeCapability()]),
            CreateVolumeRequest(
                name: "v",
                volumeCapabilities: [VolumeCapability(accessMode: .init(mode: .singleNodeWriter))]
            ),
            CreateVolumeRequest(name: "v", volumeCapabilities: [VolumeCapability(accessType: .mount(.init()))]),
            CreateVolumeRequest(name: "v", volumeCapabilities: [.mount(.unknown)]),
            CreateVolumeRequest(name: "v", volumeCapabilities: [.mount(.init(rawValue: 99))]),
            CreateVolumeRequest(name: "v", volumeCapabilities: [.mount(), .block()]),
            CreateVolumeRequest(name: "v", volumeCapabilities: [.mount(fsType: "ntfs")]),
            CreateVolumeRequest(name: "v", volumeCapabilities: [.mount(flags: ["secret-flag"])]),
            CreateVolumeRequest(name: "v", volumeCapabilities: [.mount(fsType: "ext4", flags: ["loop"])]),
            CreateVolumeRequest(name: "v", volumeCapabilities: [.mount(group: "staff")]),
            CreateVolumeRequest(
                name: "v",
                volumeCapabilities: [.mount()],
                parameters: ["k": String(repeating: "v", count: 4096)]
            ),
            CreateVolumeRequest(name: "v", volumeCapabilities: [.mount()], secrets: ["a b": "c"]),
            CreateVolumeRequest(name: "v", volumeCapabilities: [.mount()], mutableParameters: ["color": "red"]),
            CreateVolumeRequest(
                name: "v",
                volumeCapabilities: [.mount()],
                volumeContentSource: VolumeContentSource()
            ),
            CreateVolumeRequest(
                name: "v",
                volumeCapabilities: [.mount()],
                accessibilityRequirements: TopologyRequirement()
            ),
        ]
    )
    func refusals(request: CreateVolumeRequest) async throws {
        try await Rig.run { (rig: Rig) async throws in
            await expect(.invalidArgument) { try await rig.controller.createVolume(request, timeout: timeout) }
            #expect(try await rig.controller.listVolumes(ListVolumesRequest(), timeout: timeout).entries.isEmpty)
            #expect(Leftovers(rig.folder).data.isEmpty)
        }
    }

    @Test(
        "mount flags are those that concern the volume alone",
        arguments: [
            (
                "ext4",
                ["noatime,discard", "data=journal", "commit=30", "errors=remount-ro"],
                [
                    "errors=panic", "errors", "journal_path=/dev/sda", "journal_dev=2048", "noload", "commit=",
                    "commit=-1", "commit=1k", "discard=1", "inode64", "loop=/dev/loop0", "remount", "usrjquota=/etc/a",
                ]
            ),
            (
                "xfs",
                ["noexec", "inode64,largeio", "logbsize=256k", "allocsize=1m"],
                ["logdev=/dev/sda", "rtdev=/dev/sda", "norecovery", "allocsize=m", "allocsize=1kk", "data=journal"]
            ),
            ("", ["nosuid,nodev", "ro"], ["discard", "errors=panic", "bind"]),
        ] as [(String, [String], [String])]
    )
    func mountFlags(fsType: String, allowed: [String], refused: [String]) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let bytes = 320 * Int64.mebibyte
            for flag in refused {
                do {
                    _ = try await rig.create("v", .mount(fsType: fsType, flags: ["ro", flag]), bytes: bytes)
                    Issue.record("\(flag) is taken")
                } catch let error as CallError {
                    #expect(error.code == .invalidArgument)
                    #expect(error.message.contains("mount_flags[1]") && !error.message.contains(flag))
                }
            }
            let capability = VolumeCapability.mount(fsType: fsType, flags: allowed)
            try await rig.withMounted(try await rig.create("v", capability, bytes: bytes), capability) {
                (target: String) async throws in #expect(Leftovers(rig.folder).mounts.contains(target))
            }
        }
    }

    @Test(
        "a size that can't be is refused",
        arguments: [
            (CapacityRange(requiredBytes: -1), StatusCode.invalidArgument),
            (CapacityRange(limitBytes: -1), .invalidArgument),
            (CapacityRange(), .invalidArgument),
            (CapacityRange(requiredBytes: 2 * .mebibyte, limitBytes: .mebibyte), .invalidArgument),
            (CapacityRange(requiredBytes: .max), .outOfRange),
            (CapacityRange(requiredBytes: 1 << 50), .outOfRange),
            (CapacityRange(limitBytes: 1), .outOfRange),
        ]
    )
    func sizes(range: CapacityRange, code: StatusCode) async throws {
        try await Rig.run { (rig: Rig) async throws in
            for capability in [VolumeCapability.mount(), .block(), .mount(fsType: "ext4")] {
                let request = CreateVolumeRequest(
                    name: "v",
                    capacityRange: range,
                    volumeCapabilities: [capability]
                )
                await expect(code) { try await rig.controller.createVolume(request, timeout: timeout) }
            }
        }
    }

    @Test("the size lies in the range, and is whole blocks for an image")
    func sizesInRange() async throws {
        try await Rig.run { (rig: Rig) async throws in
            #expect(try await rig.create(bytes: 1_234_567).capacityBytes == 1_234_567)
            #expect(try await rig.create("b", .block(), bytes: 1_234_567).capacityBytes == 1_236_992)
            await expect(.outOfRange) { try await rig.create("c", .block(), bytes: 1_234_567, limit: 1_234_567) }
            #expect(try await rig.create("d", bytes: 0, limit: 2 * .mebibyte).capacityBytes == 2 * .mebibyte)
        }
    }

    @Test("a second request of the same name gives the same volume where it fits, and ALREADY_EXISTS where not")
    func idempotency() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", bytes: 8 * .mebibyte, parameters: ["k": "v"])
            let fitting = try await rig.create(
                "v",
                bytes: 4 * .mebibyte,
                limit: 16 * .mebibyte,
                parameters: ["k": "v"]
            )
            #expect(fitting == volume)
            await expect(.alreadyExists) { try await rig.create("v", bytes: 9 * .mebibyte, parameters: ["k": "v"]) }
            await expect(.alreadyExists) { try await rig.create("v", limit: 8 * .mebibyte, parameters: ["k": "w"]) }
            await expect(.alreadyExists) { try await rig.create("v") }
            await expect(.alreadyExists) { try await rig.create("v", .block(), parameters: ["k": "v"]) }
            let other = try await rig.create("other")
            let source = VolumeContentSource(type: .volume(.init(volumeID: other.volumeID)))
            await expect(.alreadyExists) { try await rig.create("v", parameters: ["k": "v"], source: source) }
        }
    }

    @Test("many requests of one name at a time make one volume")
    func concurrency() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let ids = await withTaskGroup(of: String?.self) { group in
                for _ in 0..<16 {
                    group.addTask {
                        do {
                            return try await rig.create("v", .mount(fsType: "ext4")).volumeID
                        } catch {
                            #expect((error as? CallError)?.code == .aborted, "\(error)")
                            return nil
                        }
                    }
                }
                return await group.reduce(into: Set<String>()) { ids, id in if let id { ids.insert(id) } }
            }
            #expect(ids.count == 1)
            #expect(Leftovers(rig.folder).data == ids)
        }
    }

    @Test("the requisite topology decides, the preferred one does not")
    func topology() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let here = try #require(try await rig.node.nodeGetInfo(.init(), timeout: timeout).accessibleTopology)
            let elsewhere = Topology(segments: here.segments.mapValues { _ in "node-2" })
            let both = TopologyRequirement(requisite: [elsewhere, here], preferred: [elsewhere])
            #expect(try await rig.create("a", topology: both).accessibleTopology == [here])
            #expect(try await rig.create("b", topology: .init(preferred: [elsewhere])).accessibleTopology == [here])
            await expect(.resourceExhausted) {
                try await rig.create("c", topology: TopologyRequirement(requisite: [elsewhere]))
            }
            await expect(.alreadyExists) {
                try await rig.create("a", topology: TopologyRequirement(requisite: [elsewhere]))
            }
            await expect(.invalidArgument) {
                try await rig.create("d", topology: .init(requisite: [here], preferred: [elsewhere]))
            }
        }
        try await Rig.run(without: [.topology]) { (rig: Rig) async throws in
            let volume = try await rig.create()
            #expect(volume.accessibleTopology.isEmpty)
            #expect(try await rig.node.nodeGetInfo(.init(), timeout: timeout).accessibleTopology == nil)
            await expect(.invalidArgument) {
                try await rig.create("d", topology: .init(preferred: [Topology(segments: ["a": "b"])]))
            }
        }
    }

    @Test("an ID is looked up and never taken as a path")
    func hostileIDs() async throws {
        try await Rig.run { (rig: Rig) async throws in
            _ = try await rig.create()
            let before = Leftovers(rig.folder).data
            for id in ["..", "../volumes", "/etc", "volumes/../..", ".", "vol-'; DELETE FROM volumes;"] {
                let volume = Volume(volumeID: id)
                try await rig.delete(volume)
                await expect(.notFound) { try await rig.snapshot(volume) }
                await expect(.notFound) { try await rig.stage(volume, .mount(), at: rig.makeFolder("staging")) }
            }
            #expect(Leftovers(rig.folder).data == before)
        }
    }
}
