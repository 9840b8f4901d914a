import CSI
import Foundation
import GRPC
@testable import HostPathDriver
import Testing

@Suite("Health of volumes")
struct HealthTests {
    /// What the driver says of a volume, by each way that it has.
    private struct Report {
        var one: [String]
        var listed: [String]
        var isAbnormal: Bool
        var isListedAbnormal: Bool?
    }

    private func report(_ rig: Rig, _ id: String) async throws -> Report {
        let (controller, volume) = (rig.controller, ControllerGetVolumeRequest(volumeID: id))
        let one = try await controller.controllerGetVolumeHealth(.init(volumeID: id), timeout: timeout).volumeHealth
        let all = try await controller.controllerListVolumeHealth(.init(), timeout: timeout).entries
        let listed = try await controller.allVolumes(timeout: timeout).first { $0.volume?.volumeID == id }
        return Report(
            one: one?.healthStatuses.map(\.reason) ?? [],
            listed: all.filter { $0.volumeID == id }.flatMap { $0.healthStatuses.map(\.reason) },
            isAbnormal: try await controller.controllerGetVolume(volume, timeout: timeout).status?.volumeCondition?
                .abnormal == true,
            isListedAbnormal: listed?.status?.volumeCondition?.abnormal
        )
    }

    private func expect(_ reason: String?, _ rig: Rig, _ id: String, at location: SourceLocation = #_sourceLocation)
        async throws
    {
        let report = try await report(rig, id)
        let reasons = [reason].compactMap(\.self)
        #expect(report.one == reasons && report.listed == reasons, sourceLocation: location)
        let isAbnormal = reason != nil
        #expect(report.isAbnormal == isAbnormal, sourceLocation: location)
        #expect(report.isListedAbnormal == isAbnormal, sourceLocation: location)
    }

    @Test("a file system that the kernel has shut down is seen", arguments: ["ext4", "xfs"])
    func shutDown(fsType: String) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let capability = VolumeCapability.mount(fsType: fsType)
            let volume = try await rig.create("v", capability, bytes: 320 * .mebibyte)
            let target = try await rig.use(volume, capability)
            try await expect(nil, rig, volume.volumeID)
            try shutDown(target)
            try await expect("FileSystemShutDown", rig, volume.volumeID)
        }
    }

    private func shutDown(_ path: String) throws {
        let folder = open(path, O_RDONLY)
        defer { close(folder) }
        // EXT4_IOC_SHUTDOWN, which XFS has as well, without a last write to the log.
        var flags: UInt32 = 2
        try #require(ioctl(folder, 0x8004_587D, &flags) == 0)
    }

    @Test(
        "a file system that carries its error flag is seen, and so is one that is overwritten",
        arguments: [
            ("ext4", 1024 + 0x3A, [3, 0] as [UInt8], "FileSystemErrors"),
            ("ext4", 1024, [UInt8](repeating: 0, count: 1024), "NoFileSystem"),
            // NEEDSREPAIR.
            ("xfs", 219, [0x1B], "FileSystemErrors"),
            ("xfs", 0, [UInt8](repeating: 0, count: 512), "NoFileSystem"),
        ]
    )
    func superblock(fsType: String, offset: Int, bytes: [UInt8], reason: String) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", .mount(fsType: fsType), bytes: 320 * .mebibyte)
            try await expect(nil, rig, volume.volumeID)
            let image = try #require(
                FileHandle(forUpdatingAtPath: "\(rig.folder)/state/volumes/\(volume.volumeID)")
            )
            try image.seek(toOffset: UInt64(offset))
            try image.write(contentsOf: Data(bytes))
            try image.close()
            try await expect(reason, rig, volume.volumeID)
        }
    }

    @Test("errors that a mounted file system has found are seen")
    func mountedErrors() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let capability = VolumeCapability.mount(fsType: "ext4")
            let volume = try await rig.create("v", capability)
            let target = try await rig.use(volume, capability)
            let line = try #require(mountTable.split(separator: "\n").last { $0.contains(" \(target) ") })
            let device = try #require(line.split(separator: " ").first { $0.hasPrefix("/dev/loop") })
            let trigger = "/sys/fs/ext4/\(device.dropFirst(5))/trigger_fs_error"
            try #require(FileHandle(forWritingAtPath: trigger)).write(contentsOf: Data("an error".utf8))
            // The list looks at the image, which the kernel writes a moment later.
            let end = ContinuousClock.now + timeout
            while try await report(rig, volume.volumeID).listed.isEmpty { try #require(ContinuousClock.now < end) }
            try await expect("FileSystemErrors", rig, volume.volumeID)
        }
    }

    @Test("on a nearly full disk the volumes are abnormal whose room is not set aside")
    func fullDisk() async throws {
        try await Rig.run(disk: 64 * .mebibyte) { (rig: Rig) async throws in
            let backed = try await rig.create("backed", .block())
            let thin = try await rig.create("thin", .block(), parameters: ["thin": "true"])
            let folder = try await rig.create("folder")
            for volume in [backed, thin, folder] { try await expect(nil, rig, volume.volumeID) }
            try rig.fillDisk()
            try await expect(nil, rig, backed.volumeID)
            for volume in [thin, folder] { try await expect("StateFolderFull", rig, volume.volumeID) }
            let image = "\(rig.folder)/state/volumes/\(backed.volumeID)"
            let file = try System.openFile(image, O_RDWR)
            try System.punch(file, from: 0, to: .mebibyte, image)
            System.closeDescriptor(file)
            try rig.fillDisk()
            try await expect("StateFolderFull", rig, backed.volumeID)
        }
    }

    @Test("what can't be removed stays listed with the reason, and the next deletion tries again")
    func trouble() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let (volume, kept) = (try await rig.create("v"), try await rig.create("kept"))
            let snapshot = try await rig.snapshot(volume)
            let paths = ["volumes/\(volume.volumeID)", "snapshots/\(snapshot.snapshotID)"].map {
                "\(rig.folder)/state/\($0)"
            }
            for path in paths { try #require(mount("none", path, "tmpfs", 0, nil) == 0) }
            let deletion = DeleteSnapshotRequest(snapshotID: snapshot.snapshotID)
            for _ in 0..<2 {
                await HostPathDriverTests.expect(.failedPrecondition) { try await rig.delete(volume) }
                await HostPathDriverTests.expect(.failedPrecondition) {
                    try await rig.controller.deleteSnapshot(deletion, timeout: timeout)
                }
            }
            try await expect("RemovalFailed", rig, volume.volumeID)
            try await expect(nil, rig, kept.volumeID)
            await HostPathDriverTests.expect(.notFound) { try await rig.attach(volume, .mount()) }
            let listed = try await rig.controller.allSnapshots(.init(), timeout: timeout).compactMap(\.snapshot)
            #expect(listed.map(\.readyToUse) == [false])
            let source = VolumeContentSource(type: .snapshot(.init(snapshotID: snapshot.snapshotID)))
            await HostPathDriverTests.expect(.notFound) { try await rig.create("restored", source: source) }

            for path in paths { #expect(umount2(path, 0) == 0) }
            try await rig.delete(volume)
            _ = try await rig.controller.deleteSnapshot(deletion, timeout: timeout)
            #expect(rig.leftovers.data == [kept.volumeID])
            #expect(try await rig.controller.allSnapshots(.init(), timeout: timeout).isEmpty)
        }
    }

    @Test("stats of a folder are the volume's, not the disk's")
    func stats() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", bytes: 8 * .mebibyte)
            let target = try await rig.use(volume)
            try Data(repeating: 1, count: 2 << 20).write(to: URL(fileURLWithPath: target + "/file"))
            func usage() async throws -> VolumeUsage {
                let request = NodeGetVolumeStatsRequest(volumeID: volume.volumeID, volumePath: target)
                let usage = try await rig.node.nodeGetVolumeStats(request, timeout: timeout).usage
                #expect(usage.first { $0.unit == .inodes }?.used == 2)
                return try #require(usage.first { $0.unit == .bytes })
            }
            let some = try await usage()
            #expect(some.total == 8 << 20 && (2 << 20...3 << 20).contains(some.used))
            #expect(some.available == some.total - some.used)
            try Data(repeating: 1, count: 9 << 20).write(to: URL(fileURLWithPath: target + "/file"))
            #expect(try await usage().available == 0)
        }
    }

    @Test("a volume's folder can be entered by all whatever the umask is")
    func folderMode() async throws {
        let old = umask(0o077)
        defer { umask(old) }
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v")
            var status = stat()
            #expect(lstat("\(rig.folder)/state/volumes/\(volume.volumeID)", &status) == 0)
            #expect(status.st_mode & 0o7777 == 0o755)
        }
    }

    @Test(
        "errors of the system tell whose doing they are",
        arguments: [
            (ENOSPC, StatusCode.resourceExhausted), (EDQUOT, .resourceExhausted), (EMFILE, .resourceExhausted),
            (ENFILE, .resourceExhausted), (EBUSY, .failedPrecondition), (EROFS, .failedPrecondition),
            // Of a caller's path they are INVALID_ARGUMENT, where it is followed.
            (ELOOP, .internal), (ENAMETOOLONG, .internal), (ENOTDIR, .internal), (EIO, .internal),
            (ENOTEMPTY, .aborted),
        ]
    )
    func codes(error: CInt, code: StatusCode) {
        #expect(RPCError(from: System.Failure("try", code: error)).code == code)
    }
}
