import CLinux
import CSI
import Foundation
import GRPC
import HostPathDriver
import Testing

@Suite("Volumes on a node")
struct NodeTests {
    static let capabilities: [VolumeCapability] = [
        .mount(), .mount(fsType: "ext4"), .mount(fsType: "xfs"), .block(),
    ]

    @Test("what is published is a mount or a device; the way back leaves nothing", arguments: capabilities)
    func chain(capability: VolumeCapability) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let isBlock = capability.accessType == .block(.init())
            let volume = try await rig.create("v", capability, bytes: 512 * .mebibyte)
            let staging = try await rig.prepare(volume, capability)
            let parent = try rig.makeFolder("pod")
            let target = parent + "/volume"
            for _ in 0..<2 { try await rig.publish(volume, capability, from: staging, at: target) }
            var status = stat()
            #expect(stat(target, &status) == 0)
            #expect(status.st_mode & S_IFMT == (isBlock ? S_IFBLK : S_IFDIR))
            let line = try #require(mountTable.split(separator: "\n").last { $0.contains(" \(target) ") })
            if isBlock {
                #expect(try #require(FileHandle(forReadingAtPath: target)).seekToEnd() >= 512 << 20)
            }
            if let fileSystem = capability.mount?.fsType, !fileSystem.isEmpty {
                #expect(line.contains(" - \(fileSystem) "))
            }
            try write("data", to: isBlock ? target : target + "/file")

            for path in [target, staging] {
                let stats = try await rig.node.nodeGetVolumeStats(
                    .init(volumeID: volume.volumeID, volumePath: path),
                    timeout: timeout
                )
                let bytes = try #require(stats.usage.first { $0.unit == .bytes })
                #expect(bytes.total > 0 && bytes.used + bytes.available <= bytes.total)
                #expect(capability.accessType == .mount(.init()) || bytes.total <= volume.capacityBytes)
                #expect(stats.volumeCondition?.abnormal == false)
            }
            await expect(.failedPrecondition) { try await rig.delete(volume) }
            await expect(.failedPrecondition) { try await rig.unstage(volume, at: staging) }
            await expect(.failedPrecondition) { try await rig.detach(volume) }
            #expect(try read(4, from: isBlock ? target : target + "/file") == "data")

            for _ in 0..<2 { try await rig.unpublish(volume, at: target) }
            #expect(!exists(target) && exists(parent))
            try await rig.unstage(volume, at: parent)
            #expect(
                try await rig.node.nodeGetVolumeStats(
                    .init(volumeID: volume.volumeID, volumePath: staging),
                    timeout: timeout
                ).usage.count > 0
            )
            for _ in 0..<2 { try await rig.unstage(volume, at: staging) }
            await expect(.failedPrecondition) { try await rig.delete(volume) }
            for _ in 0..<2 { try await rig.detach(volume, node: "") }
            for _ in 0..<2 { try await rig.delete(volume) }
            let left = Leftovers(rig.folder)
            #expect(left.mounts.isEmpty && left.devices.isEmpty && left.data.isEmpty)
        }
    }

    @Test("a read-only publication can't be written, and the flags are the mount's", arguments: capabilities)
    func readonly(capability: VolumeCapability) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let isBlock = capability.accessType == .block(.init())
            var flagged = capability
            if case .mount(var mount) = capability.accessType {
                mount.mountFlags = ["noexec", "nosuid"]
                flagged.accessType = .mount(mount)
            }
            let volume = try await rig.create("v", flagged, bytes: 512 * .mebibyte)
            let staging = try await rig.prepare(volume, flagged)
            let target = try rig.makeFolder("pod") + "/volume"
            try await rig.publish(volume, flagged, from: staging, at: target, readonly: true)
            let descriptor = open(isBlock ? target : target + "/file", O_WRONLY | O_CREAT, 0o600)
            if isBlock && descriptor >= 0 {
                // Linux refuses the write, not always the open.
                #expect(Foundation.write(descriptor, "x", 1) == -1 && errno == EPERM)
            } else {
                #expect(descriptor == -1 && errno == (isBlock ? EACCES : EROFS), "\(errno)")
            }
            if descriptor >= 0 { close(descriptor) }
            if !isBlock {
                let line = try #require(mountTable.split(separator: "\n").first { $0.contains(" \(target) ") })
                #expect(line.contains("ro,nosuid,noexec"))
            }
            try await rig.unpublish(volume, at: target)
            try await rig.unstage(volume, at: staging)
            #expect(Leftovers(rig.folder).devices.isEmpty)
        }
    }

    @Test("a publication has the flags of the staging mount as well", arguments: [[], ["nodev"]])
    func inheritedFlags(flags: [String]) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let staged = VolumeCapability.mount(flags: ["noexec", "nosuid", "noatime"])
            let volume = try await rig.create("v", staged)
            let staging = try await rig.prepare(volume, staged)
            let target = try rig.makeFolder("pod") + "/volume"
            let published = VolumeCapability.mount(flags: flags)
            try await rig.publish(volume, published, from: staging, at: target, readonly: true)
            let line = try #require(mountTable.split(separator: "\n").first { $0.contains(" \(target) ") })
            let options = line.split(separator: " ")[5].split(separator: ",").map(String.init)
            #expect(Set(options).isSuperset(of: ["ro", "noexec", "nosuid", "noatime"] + flags), "\(line)")
        }
    }

    @Test("one target or many, as the access mode has it; the same target with other arguments never")
    func targets() async throws {
        let several: [VolumeCapability.AccessMode.Mode: Bool] = [
            .singleNodeWriter: false, .singleNodeReaderOnly: false, .singleNodeSingleWriter: false,
            .singleNodeMultiWriter: true, .multiNodeReaderOnly: true, .multiNodeSingleWriter: true,
            .multiNodeMultiWriter: true,
        ]
        try await Rig.run { (rig: Rig) async throws in
            for (mode, isAllowed) in several {
                let volume = try await rig.create("v-\(mode)", .mount(mode))
                let staging = try await rig.prepare(volume, .mount(mode))
                let target = try rig.makeFolder("pod-\(mode)") + "/volume"
                try await rig.publish(volume, .mount(mode), from: staging, at: target)
                try await rig.publish(volume, .mount(mode), from: staging, at: target)
                await expect(.alreadyExists, "\(mode)") {
                    try await rig.publish(volume, .mount(mode), from: staging, at: target, readonly: true)
                }
                if isAllowed {
                    try await rig.publish(volume, .mount(mode), from: staging, at: target + "2", readonly: true)
                } else {
                    await expect(.failedPrecondition, "\(mode)") {
                        try await rig.publish(volume, .mount(mode), from: staging, at: target + "2")
                    }
                }
            }
        }
    }

    @Test("the steps are taken in their order")
    func order() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v")
            let staging = try rig.makeFolder("staging")
            let target = try rig.makeFolder("pod") + "/volume"
            await expect(.failedPrecondition) { try await rig.stage(volume, .mount(), at: staging) }
            try await rig.attach(volume, .mount())
            await expect(.failedPrecondition) {
                try await rig.publish(volume, .mount(), from: staging, at: target)
            }
            try await rig.stage(volume, .mount(), at: staging)
            await expect(.alreadyExists) { try await rig.stage(volume, .mount(.multiNodeMultiWriter), at: staging) }
            await expect(.failedPrecondition) { try await rig.publish(volume, .mount(), from: "", at: target) }
            await expect(.failedPrecondition) {
                try await rig.publish(volume, .block(), from: staging, at: target)
            }
            #expect(!exists(target))
        }
    }

    @Test("paths are absolute, may be long, and lie outside the state folder")
    func paths() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v")
            try await rig.attach(volume, .mount())
            for path in ["relative", "./a", "/", "/a/../b", rig.folder + "/state/volumes/\(volume.volumeID)"] {
                await expect(.invalidArgument, path) { try await rig.stage(volume, .mount(), at: path) }
                await expect(.invalidArgument, path) {
                    try await rig.publish(volume, .mount(), from: "/s", at: path)
                }
            }
            let long = try rig.makeFolder(
                (0..<10).map { "\($0)" + String(repeating: "d", count: 99) }.joined(separator: "/")
            )
            let staging = try rig.makeFolder("staging")
            try await rig.stage(volume, .mount(), at: staging)
            let spaced = long + "/a b\tc\\d\n"
            try await rig.publish(volume, .mount(), from: staging, at: spaced)
            #expect(Leftovers(rig.folder).mounts.count == 2)
            try await rig.unpublish(volume, at: spaced)
            let link = rig.folder + "/link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: staging)
            await expect(.failedPrecondition) { try await rig.publish(volume, .mount(), from: staging, at: link) }
        }
    }

    @Test("what is not known is NOT_FOUND")
    func unknownVolume() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = Volume(volumeID: "none")
            let staging = try rig.makeFolder("staging")
            await expect(.notFound) { try await rig.stage(volume, .mount(), at: staging) }
            await expect(.notFound) { try await rig.unstage(volume, at: staging) }
            await expect(.notFound) { try await rig.publish(volume, .mount(), from: staging, at: staging + "/t") }
            await expect(.notFound) { try await rig.unpublish(volume, at: staging + "/t") }
            await expect(.notFound) {
                try await rig.node.nodeGetVolumeStats(.init(volumeID: "none", volumePath: staging), timeout: timeout)
            }
            await expect(.notFound) {
                try await rig.node.nodeExpandVolume(.init(volumeID: "none", volumePath: staging), timeout: timeout)
            }
            let (known, other) = (try await rig.create("v"), try await rig.create("other"))
            try await rig.publish(other, .mount(), from: try await rig.prepare(other), at: staging + "/other")
            for path in ["/tmp", "some/path", staging, staging + "/other"] {
                await expect(.notFound) {
                    try await rig.node.nodeGetVolumeStats(
                        .init(volumeID: known.volumeID, volumePath: path),
                        timeout: timeout
                    )
                }
            }
        }
    }

    @Test("a mount group owns the files")
    func mountGroup() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let capability = VolumeCapability.mount(group: "4242")
            try await rig.withMounted(try await rig.create("v", capability), capability) {
                (target: String) async throws in
                try write("x", to: target + "/file")
                var status = stat()
                #expect(stat(target, &status) == 0 && status.st_gid == 4242 && status.st_mode & 0o2070 == 0o2070)
                #expect(stat(target + "/file", &status) == 0 && status.st_gid == 4242)
            }
        }
    }

    @Test("without staging a volume is published straight away", arguments: capabilities)
    func withoutStaging(capability: VolumeCapability) async throws {
        try await Rig.run(without: [.stage, .attach]) { (rig: Rig) async throws in
            let volume = try await rig.create("v", capability, bytes: 512 * .mebibyte)
            let target = try rig.makeFolder("pod") + "/volume"
            try await rig.publish(volume, capability, from: "", at: target)
            #expect(Leftovers(rig.folder).mounts == [target])
            await expect(.unimplemented) { try await rig.stage(volume, capability, at: target) }
            await expect(.unimplemented) { try await rig.attach(volume, capability) }
            try await rig.unpublish(volume, at: target)
            try await rig.delete(volume)
            let left = Leftovers(rig.folder)
            #expect(left.mounts.isEmpty && left.devices.isEmpty && left.data.isEmpty)
        }
    }

    @Test("a mount that is gone is noticed, reported and made again")
    func vanishedMount() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v")
            let staging = try await rig.prepare(volume)
            let target = try rig.makeFolder("pod") + "/volume"
            try await rig.publish(volume, .mount(), from: staging, at: target)
            #expect(umount2(target, 0) == 0)
            let stats = try await rig.node.nodeGetVolumeStats(
                .init(volumeID: volume.volumeID, volumePath: target),
                timeout: timeout
            )
            #expect(stats.volumeCondition?.abnormal == true)
            let health = try await rig.node.nodeGetVolumeHealth(
                .init(volumeID: volume.volumeID, volumePublishPath: target),
                timeout: timeout
            )
            #expect(health.volumeHealth?.healthStatuses.map(\.status) == [.inaccessible])
            try await rig.publish(volume, .mount(), from: staging, at: target)
            #expect(Leftovers(rig.folder).mounts.contains(target))
        }
    }
}
