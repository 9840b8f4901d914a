import CSI
import Foundation
import GRPC
import Testing

@Suite("One broken volume", .serialized)
struct BrokenVolumeTests {
    /// Ends a file system as an I/O error does: from here on it answers nothing but errors.
    private func shutDown(_ path: String) throws {
        let descriptor = open(path, O_RDONLY)
        try #require(descriptor >= 0)
        defer { close(descriptor) }
        // FS_IOC_SHUTDOWN, without writing the log out.
        var mode: UInt32 = 2
        try #require(ioctl(descriptor, 0x8004_587D, &mode) == 0)
    }

    @Test("keeps no driver from starting, and can be unpublished, unstaged and detached", arguments: ["ext4", "xfs"])
    func shutDownFileSystem(fsType: String) async throws {
        let capability = VolumeCapability.mount(fsType: fsType)
        let driver = try await DriverProcess()
        let volume = try await driver.create("broken", capability, bytes: 320 * .mebibyte)
        let whole = try await driver.create("whole")
        let target = try await driver.use(volume, capability)
        try write("kept", to: try await driver.use(whole) + "/file")
        try shutDown(target)

        for _ in 0..<2 {
            let listed = try await driver.controller.allVolumes(timeout: timeout)
            #expect(listed.compactMap(\.volume?.volumeID) == [volume.volumeID, whole.volumeID])
            // It is still there, and asking again changes nothing.
            try await driver.publish(
                volume,
                capability,
                from: "\(driver.folder)/staging-\(volume.volumeID)",
                at: target
            )
            driver.kill()
            try await driver.start()
        }
        #expect(try read(4, from: "\(driver.folder)/targets/\(whole.volumeID)/file") == "kept")
        try await driver.release(volume)
        #expect(driver.leftovers.devices.isEmpty)
        // What was lost is repaired by the journal.
        try await driver.withMounted(volume, capability) { (target: String) async throws in
            try write("works", to: target + "/file")
        }
        try await driver.delete(volume)
    }

    @Test("keeps no driver from starting whose target lies behind a loop of links, or a folder that is gone")
    func lostWay() async throws {
        let driver = try await DriverProcess()
        let (looped, gone, whole) = (
            try await driver.create("looped"), try await driver.create("gone"), try await driver.create("whole")
        )
        let manager = FileManager.default
        let link = driver.folder + "/link"
        try manager.createSymbolicLink(atPath: link, withDestinationPath: try driver.makeFolder("pod"))
        let staging = try await driver.prepare(looped)
        try await driver.publish(looped, .mount(), from: staging, at: link + "/volume")
        let parent = try driver.makeFolder("vanishing")
        try await driver.publish(gone, .mount(), from: try await driver.prepare(gone), at: parent + "/volume")
        _ = try await driver.use(whole)
        try manager.removeItem(atPath: link)
        try manager.createSymbolicLink(atPath: link, withDestinationPath: link)
        #expect(umount2(parent + "/volume", 0) == 0)
        try manager.removeItem(atPath: parent)

        driver.kill()
        try await driver.start()
        #expect(driver.leftovers.mounts.contains(driver.folder + "/pod/volume"))
        try await driver.unpublish(looped, at: link + "/volume")
        #expect(!exists(driver.folder + "/pod/volume"))
        try await driver.unpublish(gone, at: parent + "/volume")
        for volume in [looped, gone] {
            try await driver.unstage(volume, at: "\(driver.folder)/staging-\(volume.volumeID)")
            try await driver.detach(volume)
            try await driver.delete(volume)
        }
        try await driver.release(whole)
    }

    @Test("an image that somebody deleted can be unpublished, unstaged and detached", arguments: CrashTests.kinds)
    func deletedData(capability: VolumeCapability) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", capability)
            _ = try await rig.use(volume, capability)
            try FileManager.default.removeItem(atPath: "\(rig.folder)/state/volumes/\(volume.volumeID)")
            try await rig.release(volume)
            try await rig.delete(volume)
            #expect(rig.leftovers.isEmpty, "\(rig.leftovers)")
        }
    }

    @Test(
        "what somebody mounted inside is taken away with the volume, and stays what it was",
        arguments: NodeTests.capabilities.dropLast()
    )
    func mountInside(capability: VolumeCapability) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", capability, bytes: 320 * .mebibyte)
            let target = try await rig.use(volume, capability)
            let foreign = try rig.makeFolder("foreign/deeper").dropLast("/deeper".count)
            try write("precious", to: foreign + "/file")
            try FileManager.default.createDirectory(atPath: target + "/in", withIntermediateDirectories: false)
            for inside in [target + "/in", target + "/in/deeper"] {
                try #require(mount(String(foreign), inside, nil, UInt(MS_BIND), nil) == 0)
            }
            try await rig.release(volume)
            try await rig.delete(volume)
            #expect(rig.leftovers.isEmpty, "\(rig.leftovers)")
            #expect(try read(8, from: foreign + "/file") == "precious")
        }
    }

    @Test("a folder that changes places with a link never leads the way to a mount of the host's")
    func mountInsideRace() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let host = try rig.makeFolder("host/inner").dropLast("/inner".count)
            try #require(mount("none", "\(host)/inner", "tmpfs", 0, nil) == 0)
            let volume = try await rig.create("v")
            let staging = try await rig.prepare(volume)
            let target = try rig.makeFolder("targets") + "/volume"
            for _ in 0..<20 {
                try await rig.publish(volume, .mount(), from: staging, at: target)
                let manager = FileManager.default
                try? manager.createDirectory(atPath: target + "/dir/inner", withIntermediateDirectories: true)
                try #require(mount("none", target + "/dir/inner", "tmpfs", 0, nil) == 0)
                try? manager.createSymbolicLink(atPath: target + "/link", withDestinationPath: String(host))
                // The workload's own view, in which the mount does not keep the folder where it is.
                let swapper = Process()
                swapper.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
                swapper.arguments = [
                    "-m", "sh", "-c",
                    "cd '\(rig.folder)/state/volumes/\(volume.volumeID)'; for i in $(seq 50); do "
                        + "mv -T dir d2; mv -T link dir; mv -T dir link; mv -T d2 dir; done",
                ]
                swapper.standardError = FileHandle.nullDevice
                try swapper.run()
                while true {
                    do {
                        try await rig.unpublish(volume, at: target)
                        break
                    } catch let error as CallError {
                        #expect(swapper.isRunning || error.code == .failedPrecondition, "\(error)")
                        if !swapper.isRunning { continue }
                    }
                }
                swapper.waitUntilExit()
                #expect(rig.leftovers.mounts.contains("\(host)/inner"))
            }
        }
    }

    @Test(
        "a file system that somebody froze stays frozen, and with it its mount, until they thaw it",
        arguments: ["ext4", "xfs"]
    )
    func frozen(fsType: String) async throws {
        let capability = VolumeCapability.mount(fsType: fsType)
        let driver = try await DriverProcess()
        let volume = try await driver.create("v", capability, bytes: 320 * .mebibyte)
        let target = try await driver.use(volume, capability)
        try runTool("fsfreeze", "--freeze", target)
        driver.kill()
        try await driver.start()
        try await driver.unpublish(volume, at: target)
        let staging = "\(driver.folder)/staging-\(volume.volumeID)"
        await expect(.aborted) { try await driver.unstage(volume, at: staging) }
        try runTool("fsfreeze", "--unfreeze", staging)
        try await driver.unstage(volume, at: staging)
        try await driver.detach(volume)
        try await driver.delete(volume)
        #expect(driver.leftovers.isEmpty, "\(driver.leftovers)")
    }

    @Test("starts on a full disk, where all can be undone and deleted")
    func fullDisk() async throws {
        let disk = try await DriverProcess()
        disk.kill()
        let state = disk.folder + "/state"
        try FileManager.default.removeItem(atPath: state)
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: false)
        try #require(mount("none", state, "tmpfs", 0, "size=\(16 << 20)") == 0)
        try await disk.start()
        let volume = try await disk.create("v")
        _ = try await disk.use(volume)
        let filler = open(state + "/filler", O_WRONLY | O_CREAT, 0o600)
        let piece = [UInt8](repeating: 1, count: 4096)
        while Foundation.write(filler, piece, piece.count) > 0 {}
        #expect(errno == ENOSPC)
        close(filler)

        disk.kill()
        try await disk.start()
        try await disk.release(volume)
        try await disk.delete(volume)
        #expect(disk.leftovers.data.isEmpty)
    }
}
