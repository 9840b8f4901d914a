import CSI
import Foundation
import GRPC
import Testing

@Suite("Growth of a file system", .serialized)
struct GrowthTests {
    @Test("that finds no room is pending, which is said, and keeps nobody from the data; it is made up for later")
    func pending() async throws {
        let driver = try await DriverProcess()
        driver.kill()
        let state = driver.folder + "/state"
        try #require(mount("none", state, "tmpfs", 0, "size=\(128 << 20)") == 0)
        try await driver.start()
        let capability = VolumeCapability.mount(fsType: "ext4")
        let volume = try await driver.create("v", capability, bytes: 24 * .mebibyte)
        try await driver.withMounted(volume, capability) { try write("kept", to: $0 + "/file") }
        let answer = try await driver.controller.controllerExpandVolume(
            .init(volumeID: volume.volumeID, capacityRange: .init(requiredBytes: 48 * .mebibyte)),
            timeout: timeout
        )
        #expect(answer.capacityBytes == 48 * .mebibyte && answer.nodeExpansionRequired)
        // An ext4 that is not mounted grows as a copy.
        let filler = open(state + "/filler", O_WRONLY | O_CREAT, 0o600)
        try #require(posix_fallocate(filler, 0, 60 << 20) == 0)
        close(filler)

        let target = try await driver.use(volume, capability)
        #expect(try read(4, from: target + "/file") == "kept")
        var health = try await health(of: volume, at: target, driver)
        #expect(health.reasons == ["NodeExpansionPending"])
        #expect(health.condition?.abnormal == false)
        #expect(health.condition?.message.contains("node expansion is pending") == true)
        await expect(.failedPrecondition) {
            try await driver.node.nodeExpandVolume(
                .init(volumeID: volume.volumeID, volumePath: target),
                timeout: timeout
            )
        }
        try await driver.release(volume)

        try FileManager.default.removeItem(atPath: state + "/filler")
        #expect(try await driver.use(volume, capability) == target)
        #expect(try read(4, from: target + "/file") == "kept")
        health = try await self.health(of: volume, at: target, driver)
        #expect(health.reasons.isEmpty && health.condition?.message == "the volume is healthy")
        var usage = statvfs()
        #expect(statvfs(target, &usage) == 0 && usage.f_blocks * usage.f_frsize > 40 << 20)
        try await driver.release(volume)
    }

    private func health(
        of volume: Volume,
        at path: String,
        _ driver: DriverProcess
    ) async throws -> (reasons: [String], condition: VolumeCondition?) {
        let health = try await driver.node.nodeGetVolumeHealth(
            .init(volumeID: volume.volumeID, volumePublishPath: path),
            timeout: timeout
        )
        let stats = try await driver.node.nodeGetVolumeStats(
            .init(volumeID: volume.volumeID, volumePath: path),
            timeout: timeout
        )
        return (health.volumeHealth?.healthStatuses.map(\.reason) ?? [], stats.volumeCondition)
    }

    @Test(
        "space freed in a thin image is given back, unless the mount flags say otherwise; a backed one keeps its room"
    )
    func discard() async throws {
        try await Rig.run { (rig: Rig) async throws in
            for (thin, flags, isGivenBack) in [
                ("true", [], true), ("true", ["nodiscard"], false), ("false", [], false),
            ] {
                for fsType in ["ext4", "xfs"] {
                    let capability = VolumeCapability.mount(fsType: fsType, flags: flags)
                    let volume = try await rig.create(
                        "v-\(thin)-\(flags)-\(fsType)",
                        capability,
                        bytes: 320 * .mebibyte,
                        parameters: ["thin": thin]
                    )
                    let image = "\(rig.folder)/state/volumes/\(volume.volumeID)"
                    try await rig.withMounted(volume, capability) { (target: String) async throws in
                        try write(String(repeating: "x", count: 32 << 20), to: target + "/file")
                        let written = try allocated(image)
                        try FileManager.default.removeItem(atPath: target + "/file")
                        // What is freed is discarded once the journal has it.
                        try runTool("sync", "--file-system", target)
                        let isLess = { try allocated(image) < written - (24 << 20) }
                        if isGivenBack {
                            try await eventually("\(fsType) gives room back") {
                                try runTool("sync", "--file-system", target)
                                return try isLess()
                            }
                        } else {
                            #expect(try !isLess(), "\(fsType) \(thin) \(flags)")
                        }
                    }
                    try await rig.delete(volume)
                }
            }
        }
    }

    /// How much of the disk a file takes, in bytes.
    private func allocated(_ path: String) throws -> Int {
        var status = stat()
        try #require(stat(path, &status) == 0)
        return status.st_blocks * 512
    }
}
