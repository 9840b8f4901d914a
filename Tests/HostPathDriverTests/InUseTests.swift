import CSI
import Foundation
import GRPC
import HostPathDriver
import Testing

@Suite("Volumes that others use")
struct InUseTests {
    @Test("a block device that somebody holds open stays the volume's until they are gone")
    func heldDevice() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block())
            let staging = try await rig.prepare(volume, .block())
            let target = try rig.makeFolder("pod") + "/volume"
            try await rig.publish(volume, .block(), from: staging, at: target)
            let devices = Leftovers(rig.folder).devices
            let device = try #require(devices.first)
            let holder = open("/dev/\(device)", O_RDONLY)
            try #require(holder >= 0)
            try await rig.unpublish(volume, at: target)
            await expect(.failedPrecondition) { try await rig.unstage(volume, at: staging) }
            // The device is ending: whatever is built on it loses its data when the holder is gone.
            await expect(.failedPrecondition) { try await rig.stage(volume, .block(), at: staging) }
            await expect(.failedPrecondition) {
                try await rig.publish(volume, .block(), from: staging, at: target)
            }
            await expect(.failedPrecondition) { try await rig.detach(volume) }
            await expect(.failedPrecondition) { try await rig.delete(volume) }
            #expect(Leftovers(rig.folder).devices == devices)

            close(holder)
            try await rig.stage(volume, .block(), at: staging)
            try await rig.publish(volume, .block(), from: staging, at: target)
            try write("data", to: target)
            #expect(try read(4, from: "\(rig.folder)/state/volumes/\(volume.volumeID)") == "data")
            try await rig.unpublish(volume, at: target)
            try await rig.unstage(volume, at: staging)
            try await rig.detach(volume)
            try await rig.delete(volume)
            #expect(Leftovers(rig.folder).devices.isEmpty)
        }
    }

    @Test("a block device that somebody took away is not taken for the volume's")
    func endingDevice() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block())
            let staging = try await rig.prepare(volume, .block())
            let device = try #require(Leftovers(rig.folder).devices.first)
            let holders = (0..<2).map { _ in open("/dev/\(device)", O_RDONLY) }
            // LOOP_CLR_FD, which the other's use holds back.
            #expect(ioctl(holders[0], 0x4C01, 0) == 0)
            let target = try rig.makeFolder("pod") + "/volume"
            await expect(.failedPrecondition) {
                try await rig.publish(volume, .block(), from: staging, at: target)
            }
            for holder in holders { close(holder) }
            try await rig.stage(volume, .block(), at: staging)
            try await rig.publish(volume, .block(), from: staging, at: target)
            try write("data", to: target)
            #expect(try read(4, from: "\(rig.folder)/state/volumes/\(volume.volumeID)") == "data")
        }
    }

    @Test(
        "a device that somebody else made of the image is not taken for the volume's",
        arguments: [[], ["-o", "4M"]]
    )
    func othersDevice(options: [String]) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block())
            let image = "\(rig.folder)/state/volumes/\(volume.volumeID)"
            let device = try runTool(["losetup"] + options + ["--show", "-f", image]).trimmingCharacters(in: .newlines)
            try await rig.attach(volume, .block())
            await expect(.failedPrecondition) {
                try await rig.stage(volume, .block(), at: try rig.makeFolder("staging"))
            }
            try await rig.detach(volume)
            await expect(.failedPrecondition) { try await rig.delete(volume) }
            try runTool("losetup", "-d", device)
            try await rig.withMounted(volume, .block()) { try write("data", to: $0) }
            #expect(try read(4, from: image) == "data")
        }
    }

    @Test("a mount whose device has no node in /dev is the volume's all the same")
    func missingNode() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let capability = VolumeCapability.mount(fsType: "ext4")
            let volume = try await rig.create("v", capability)
            let target = try await rig.use(volume, capability)
            let node = "/dev/" + (try #require(rig.leftovers.devices.first))
            try FileManager.default.removeItem(atPath: node)
            let staging = "\(rig.folder)/staging-\(volume.volumeID)"
            try await rig.publish(volume, capability, from: staging, at: target)
            await expect(.failedPrecondition) {
                try await rig.stage(volume, capability, at: try rig.makeFolder("again"))
            }
            #expect(rig.leftovers.devices.count == 1 && exists(node))
            try await rig.release(volume)
            try await rig.delete(volume)
        }
    }

    @Test("a folder of one volume that has another's name is not the other volume")
    func nameInside() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let (one, two) = (try await rig.create("one"), try await rig.create("two"))
            let inside = try await rig.use(one) + "/volumes/\(two.volumeID)"
            try FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: true)
            let elsewhere = try rig.makeFolder("elsewhere")
            try #require(mount(inside, elsewhere, nil, UInt(MS_BIND), nil) == 0)
            try await rig.delete(two)
            #expect(umount2(elsewhere, 0) == 0)
        }
    }

    @Test("a block volume is published either read-only or for writing, since one would not see the other's writes")
    func readOnlyBesideWritable() async throws {
        try await Rig.run(nodes: 2) { (rig: Rig) async throws in
            let capability = VolumeCapability.block(.multiNodeMultiWriter)
            let (second, volume) = (rig.furtherNodes[0], try await rig.create("v", capability))
            let stagings = (try await rig.prepare(volume, capability), try await second.prepare(volume, capability))
            let targets = try rig.makeFolder("targets")
            for readonly in [true, false] {
                try await rig.publish(volume, capability, from: stagings.0, at: targets + "/a", readonly: readonly)
                if !readonly { try write("seen", to: targets + "/a") }
                await expect(.failedPrecondition) {
                    try await rig.publish(volume, capability, from: stagings.0, at: targets + "/b", readonly: !readonly)
                }
                await expect(.failedPrecondition) {
                    try await second.publish(
                        volume,
                        capability,
                        from: stagings.1,
                        at: targets + "/c",
                        readonly: !readonly
                    )
                }
                try await second.publish(volume, capability, from: stagings.1, at: targets + "/c", readonly: readonly)
                if !readonly { #expect(try read(4, from: targets + "/c") == "seen") }
                try await rig.unpublish(volume, at: targets + "/a")
                try await second.unpublish(volume, at: targets + "/c")
            }
        }
    }

    @Test("what is mounted inside a volume's data is neither removed nor copied with it, nor in the way")
    func mountInside() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v")
            let foreign = try rig.makeFolder("foreign")
            try write("precious", to: foreign + "/file")
            let inside = "\(rig.folder)/state/volumes/\(volume.volumeID)/inside"
            try FileManager.default.createDirectory(atPath: inside, withIntermediateDirectories: false)
            try #require(mount(foreign, inside, nil, UInt(MS_BIND), nil) == 0)
            let id = try await rig.snapshot(volume).snapshotID
            #expect(!exists("\(rig.folder)/state/snapshots/\(id)/inside/file"))
            try await rig.delete(volume)
            #expect(Leftovers(rig.folder).data == [id] && Leftovers(rig.folder).mounts.isEmpty)
            #expect(try read(8, from: foreign + "/file") == "precious")
        }
    }

    @Test("a volume that somebody mounted elsewhere is not deleted", arguments: NodeTests.capabilities)
    func mountElsewhere(capability: VolumeCapability) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", capability, bytes: 512 * .mebibyte)
            let staging = try await rig.prepare(volume, capability)
            let target = try rig.makeFolder("pod") + "/volume"
            try await rig.publish(volume, capability, from: staging, at: target)
            var elsewhere = try rig.makeFolder("elsewhere")
            if capability.accessType == .block(.init()) {
                elsewhere += "/file"
                try Data().write(to: URL(fileURLWithPath: elsewhere))
            }
            try #require(mount(target, elsewhere, nil, UInt(MS_BIND), nil) == 0)
            try await rig.unpublish(volume, at: target)
            // A device that a file system is mounted from can't be taken away.
            try? await rig.unstage(volume, at: staging)
            try? await rig.detach(volume)
            if capability.accessType != .block(.init()) {
                await expect(.failedPrecondition) { try await rig.delete(volume) }
                #expect(Leftovers(rig.folder).data == [volume.volumeID])
            }
            #expect(umount2(elsewhere, 0) == 0)
            try await rig.unstage(volume, at: staging)
            try await rig.detach(volume)
            try await rig.delete(volume)
            #expect(Leftovers(rig.folder).data.isEmpty && Leftovers(rig.folder).devices.isEmpty)
        }
    }
}
