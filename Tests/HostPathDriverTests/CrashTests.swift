import CSI
import Foundation
import GRPC
import SQLite
import Testing

/// `csi-bridge driver hostpath` as a process of its own, to be killed.
final class DriverProcess {
    let folder: String
    private let process = Process()
    let channel: Channel

    var controller: ControllerClient { ControllerClient(channel) }
    var node: NodeClient { NodeClient(channel) }
    var groups: GroupControllerClient { GroupControllerClient(channel) }
    var identifier: Int32 { process.processIdentifier }

    /// Starts a driver on a state folder, and waits until it answers.
    init(folder: String, options: [String] = []) async throws {
        self.folder = folder
        process.executableURL = Self.program
        process.arguments = Self.arguments(folder) + options
        try Data().write(to: URL(fileURLWithPath: folder + "/log"))
        process.standardError = FileHandle(forWritingAtPath: folder + "/log")
        try process.run()
        channel = Channel(.unix(path: folder + "/csi.sock"))
        let deadline = ContinuousClock.now + .seconds(60)
        while await channel.connect(timeout: .seconds(1)) != .connected {
            let log = try String(contentsOfFile: folder + "/log", encoding: .utf8)
            try #require(process.isRunning && ContinuousClock.now < deadline, "the driver does not answer: \(log)")
        }
    }

    private static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "csi-bridge")

    private static func arguments(_ folder: String, socket: String = "csi.sock") -> [String] {
        [
            "driver", "hostpath", "--endpoint", "\(folder)/\(socket)", "--state", "\(folder)/state", "--node-id",
            "node-1",
        ]
    }

    /// Runs a driver that can't start, on a socket of its own. - Returns: Its exit code, and what it says.
    static func refusal(folder: String) throws -> (status: Int32, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["60", program.path] + arguments(folder, socket: "b.sock")
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// `kill -9`.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// SIGTERM; returns the exit code.
    func terminate() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Everything that the log holds.
    var log: String { (try? String(contentsOfFile: folder + "/log", encoding: .utf8)) ?? "" }
}

@Suite("A driver that is killed", .serialized)
struct CrashTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/hp-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    /// What callers were told, and so may rely on.
    private struct Acknowledged {
        var volumes: [String: VolumeCapability] = [:]
        var snapshots: Set<String> = []
        var published: [String: String] = [:]
    }

    private static let kinds: [VolumeCapability] = [.mount(), .block(), .mount(fsType: "ext4")]

    @Test("has after the restart all that it acknowledged, nothing half-made, and leaves nothing around")
    func killedAtAnyMoment() async throws {
        defer { Leftovers(folder).remove() }
        var acknowledged = Acknowledged()
        // From the first microseconds of a call on to where all of it is done.
        for round in 0..<24 {
            let driver = try await DriverProcess(folder: folder)
            try await check(driver, acknowledged)
            let delay = Duration.microseconds(500 * (1 << (round % 12)) + 137 * round)
            let process = driver.identifier
            let killer = Task.detached {
                try await Task.sleep(for: delay)
                Foundation.kill(process, SIGKILL)
            }
            acknowledged = await work(driver, round, acknowledged)
            try await killer.value
            driver.kill()
        }
        #expect(!acknowledged.published.isEmpty && acknowledged.published.count < acknowledged.volumes.count)
        let driver = try await DriverProcess(folder: folder)
        try await check(driver, acknowledged)
        try await remove(acknowledged, driver)
        #expect(driver.terminate() == 0)
        let left = Leftovers(folder)
        #expect(left.mounts.isEmpty && left.devices.isEmpty && left.data.isEmpty, "\(left.mounts) \(left.devices)")
    }

    /// Calls one after the other until the driver is gone.
    private func work(_ driver: DriverProcess, _ round: Int, _ before: Acknowledged) async -> Acknowledged {
        var acknowledged = before
        do {
            for step in 0..<100 {
                let capability = Self.kinds[step % Self.kinds.count]
                let created = try await driver.controller.createVolume(
                    .init(
                        name: "v-\(round)-\(step)",
                        capacityRange: .init(requiredBytes: 8 << 20),
                        volumeCapabilities: [capability],
                        secrets: ["password": "hunter2"]
                    ),
                    timeout: timeout
                )
                let id = created.volume?.volumeID ?? ""
                acknowledged.volumes[id] = capability
                let snapshot = try await driver.controller.createSnapshot(
                    .init(sourceVolumeID: id, name: "s-\(round)-\(step)"),
                    timeout: timeout
                )
                acknowledged.snapshots.insert(snapshot.snapshot?.snapshotID ?? "")
                try await use(driver, id, capability, &acknowledged)
            }
        } catch {
            #expect([.unavailable, .unknown, .internal].contains((error as? CallError)?.code), "\(error)")
        }
        return acknowledged
    }

    private func use(
        _ driver: DriverProcess,
        _ id: String,
        _ capability: VolumeCapability,
        _ acknowledged: inout Acknowledged
    ) async throws {
        _ = try await driver.controller.controllerPublishVolume(
            .init(volumeID: id, nodeID: "node-1", volumeCapability: capability),
            timeout: timeout
        )
        let staging = "\(folder)/staging-\(id)"
        try FileManager.default.createDirectory(atPath: staging, withIntermediateDirectories: true)
        _ = try await driver.node.nodeStageVolume(
            .init(volumeID: id, stagingTargetPath: staging, volumeCapability: capability),
            timeout: timeout
        )
        _ = try await driver.node.nodePublishVolume(
            .init(
                volumeID: id,
                stagingTargetPath: staging,
                targetPath: "\(folder)/target-\(id)",
                volumeCapability: capability
            ),
            timeout: timeout
        )
        acknowledged.published[id] = "\(folder)/target-\(id)"
    }

    /// Compares what the driver and the machine have with what was acknowledged.
    private func check(_ driver: DriverProcess, _ acknowledged: Acknowledged) async throws {
        let listed = try await driver.controller.allVolumes(timeout: timeout).compactMap(\.volume?.volumeID)
        let snapshots = try await driver.controller.allSnapshots(.init(), timeout: timeout)
            .compactMap(\.snapshot?.snapshotID)
        #expect(Set(listed).isSuperset(of: acknowledged.volumes.keys))
        #expect(Set(snapshots).isSuperset(of: acknowledged.snapshots))
        // What is listed is whole, and what is not listed has no data.
        #expect(try await driver.controller.controllerListVolumeHealth(.init(), timeout: timeout).entries.isEmpty)
        let left = Leftovers(folder)
        #expect(left.data == Set(listed + snapshots))
        for (_, target) in acknowledged.published { #expect(left.mounts.contains(target)) }
        #expect(!driver.log.contains("hunter2"))
    }

    /// Takes everything back, what the crash left undecided included.
    private func remove(_ acknowledged: Acknowledged, _ driver: DriverProcess) async throws {
        for id in try await driver.controller.allVolumes(timeout: timeout).compactMap(\.volume?.volumeID) {
            _ = try await driver.node.nodeUnpublishVolume(
                .init(volumeID: id, targetPath: "\(folder)/target-\(id)"),
                timeout: timeout
            )
            _ = try await driver.node.nodeUnstageVolume(
                .init(volumeID: id, stagingTargetPath: "\(folder)/staging-\(id)"),
                timeout: timeout
            )
            _ = try await driver.controller.controllerUnpublishVolume(.init(volumeID: id), timeout: timeout)
            _ = try await driver.controller.deleteVolume(.init(volumeID: id), timeout: timeout)
        }
        for entry in try await driver.controller.allSnapshots(.init(), timeout: timeout) {
            _ = try await driver.controller.deleteSnapshot(
                .init(snapshotID: entry.snapshot?.snapshotID ?? ""),
                timeout: timeout
            )
        }
    }

    @Test("keeps writers going whose file system a snapshot held back, and drops the group it was cutting")
    func killedWhileFrozen() async throws {
        defer { Leftovers(folder).remove() }
        var driver = try await DriverProcess(folder: folder)
        let created = try await driver.controller.createVolume(
            .init(
                name: "v",
                capacityRange: .init(requiredBytes: 1 << 30),
                volumeCapabilities: [.mount(fsType: "ext4")]
            ),
            timeout: timeout
        )
        let id = try #require(created.volume?.volumeID)
        var acknowledged = Acknowledged(volumes: [id: .mount(fsType: "ext4")])
        try await use(driver, id, .mount(fsType: "ext4"), &acknowledged)
        let target = "\(folder)/target-\(id)"
        try Data(count: 256 << 20).write(to: URL(fileURLWithPath: target + "/large"))

        let groups = driver.groups
        let cut = Task {
            try await groups.createVolumeGroupSnapshot(.init(name: "g", sourceVolumeIDs: [id]), timeout: timeout)
        }
        // The copy is under way when its file is there.
        let deadline = ContinuousClock.now + .seconds(30)
        while Leftovers(folder).data.count < 2 && ContinuousClock.now < deadline { await Task.yield() }
        driver.kill()
        let result = await cut.result
        driver = try await DriverProcess(folder: folder)
        try write("goes on", to: target + "/file")
        let snapshots = try await driver.controller.allSnapshots(.init(), timeout: timeout)
        if case .failure = result {
            #expect(snapshots.isEmpty && Leftovers(folder).data == [id])
        }
        #expect(
            try await driver.groups.createVolumeGroupSnapshot(
                .init(name: "g", sourceVolumeIDs: [id]),
                timeout: timeout
            ).groupSnapshot?.readyToUse == true
        )
        driver.kill()
    }

    @Test("shares its state folder with no other, and says so")
    func oneAtATime() async throws {
        defer { Leftovers(folder).remove() }
        let driver = try await DriverProcess(folder: folder)
        let second = try DriverProcess.refusal(folder: folder)
        #expect(second.status == 1)
        #expect(second.errors.contains("another driver uses the state folder \(folder)/state"))
        #expect(driver.terminate() == 0)
        #expect(!exists(folder + "/csi.sock"))
    }

    @Test("does not start without its database, and touches no data", arguments: ["lost", "empty", "new"])
    func lostDatabase(damage: String) async throws {
        defer { Leftovers(folder).remove() }
        var driver = try await DriverProcess(folder: folder)
        var acknowledged = Acknowledged()
        for capability in [VolumeCapability.mount(), .block()] {
            let created = try await driver.controller.createVolume(
                .init(
                    name: "v-\(acknowledged.volumes.count)",
                    capacityRange: .init(requiredBytes: 8 << 20),
                    volumeCapabilities: [capability]
                ),
                timeout: timeout
            )
            let id = try #require(created.volume?.volumeID)
            acknowledged.volumes[id] = capability
            try await use(driver, id, capability, &acknowledged)
        }
        driver.kill()
        let data = Leftovers(folder).data
        let (database, kept) = (folder + "/state/driver.db", folder + "/kept.db")
        let manager = FileManager.default
        // What the log holds must outlive a refused start, too.
        let files = damage == "new" ? ["", "-wal", "-shm"] : [""]
        for file in files { try manager.moveItem(atPath: database + file, toPath: kept + file) }
        switch damage {
        case "empty": try Data().write(to: URL(fileURLWithPath: database))
        case "new": try Database(path: database).write { try $0.execute("CREATE TABLE other (x)") }
        default: break
        }
        for _ in 0..<2 {
            let refusal = try DriverProcess.refusal(folder: folder)
            #expect(refusal.status == 1)
            #expect(refusal.errors.contains("the database \(database) is missing or empty, but there is data"))
            #expect(Leftovers(folder).data == data)
        }
        for file in files {
            if exists(database + file) { try manager.removeItem(atPath: database + file) }
            try manager.moveItem(atPath: kept + file, toPath: database + file)
        }
        driver = try await DriverProcess(folder: folder)
        try await check(driver, acknowledged)
        driver.kill()
    }

    @Test("removes what a power failure brings back of the deleted, and leaves and names what it does not know")
    func strays() async throws {
        defer { Leftovers(folder).remove() }
        var driver = try await DriverProcess(folder: folder)
        let created = try await driver.controller.createVolume(
            .init(name: "v", volumeCapabilities: [.mount()]),
            timeout: timeout
        )
        let id = try #require(created.volume?.volumeID)
        _ = try await driver.controller.deleteVolume(.init(volumeID: id), timeout: timeout)
        driver.kill()
        let unknown = ["volumes/vol-", "snapshots/snap-"].map {
            "\(folder)/state/\($0)" + String(repeating: "0", count: 32)
        }
        for path in unknown + ["\(folder)/state/volumes/\(id)"] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try write("x", to: path + "/file")
        }
        driver = try await DriverProcess(folder: folder)
        #expect(!exists("\(folder)/state/volumes/\(id)"))
        for path in unknown {
            #expect(exists(path + "/file"))
            #expect(driver.log.contains("\(path) belongs to no volume or snapshot"))
        }
        #expect(driver.terminate() == 0)
    }

    @Test("brings a device to its image's size when the expansion that a crash interrupted is repeated")
    func killedWhileExpanding() async throws {
        defer { Leftovers(folder).remove() }
        let options = ["--disable", "node-expand"]
        var driver = try await DriverProcess(folder: folder, options: options)
        let created = try await driver.controller.createVolume(
            .init(name: "v", capacityRange: .init(requiredBytes: 8 << 20), volumeCapabilities: [.block()]),
            timeout: timeout
        )
        let id = try #require(created.volume?.volumeID)
        var acknowledged = Acknowledged(volumes: [id: .block()])
        try await use(driver, id, .block(), &acknowledged)
        driver.kill()
        // As far as the expansion came: the image has grown, and nothing else.
        #expect(truncate("\(folder)/state/volumes/\(id)", 16 << 20) == 0)
        driver = try await DriverProcess(folder: folder, options: options)
        let answer = try await driver.controller.controllerExpandVolume(
            .init(volumeID: id, capacityRange: .init(requiredBytes: 16 << 20)),
            timeout: timeout
        )
        #expect(answer.capacityBytes == 16 << 20 && !answer.nodeExpansionRequired)
        let device = try #require(FileHandle(forReadingAtPath: "\(folder)/target-\(id)"))
        #expect(try device.seekToEnd() == 16 << 20)
        try device.close()
        driver.kill()
    }

    @Test("forgets mounts that are gone when it starts, and keeps those that are there")
    func vanishedMounts() async throws {
        defer { Leftovers(folder).remove() }
        var driver = try await DriverProcess(folder: folder)
        var acknowledged = Acknowledged()
        for name in ["kept", "gone"] {
            let created = try await driver.controller.createVolume(
                .init(name: name, volumeCapabilities: [.mount()]),
                timeout: timeout
            )
            try await use(driver, try #require(created.volume?.volumeID), .mount(), &acknowledged)
        }
        driver.kill()
        let (gone, target) = try #require(acknowledged.published.first)
        #expect(umount2(target, 0) == 0 && umount2("\(folder)/staging-\(gone)", 0) == 0)
        driver = try await DriverProcess(folder: folder)
        for (id, target) in acknowledged.published {
            let request = NodeGetVolumeStatsRequest(volumeID: id, volumePath: target)
            if id == gone {
                await expect(.notFound) { try await driver.node.nodeGetVolumeStats(request, timeout: timeout) }
                #expect(!exists(target))
            } else {
                #expect(
                    try await driver.node.nodeGetVolumeStats(request, timeout: timeout).volumeCondition?.abnormal
                        == false
                )
            }
        }
        driver.kill()
    }

    @Test("remembers what another mount hides when it starts", arguments: Self.kinds)
    func hiddenMounts(capability: VolumeCapability) async throws {
        defer { Leftovers(folder).remove() }
        var driver = try await DriverProcess(folder: folder)
        let created = try await driver.controller.createVolume(
            .init(name: "v", capacityRange: .init(requiredBytes: 8 << 20), volumeCapabilities: [capability]),
            timeout: timeout
        )
        let id = try #require(created.volume?.volumeID)
        var acknowledged = Acknowledged(volumes: [id: capability])
        try await use(driver, id, capability, &acknowledged)
        let isBlock = capability.accessType == .block(.init())
        let staging = "\(folder)/staging-\(id)"
        let target = "\(folder)/target-\(id)"
        if !isBlock {
            _ = try await driver.node.nodeUnpublishVolume(.init(volumeID: id, targetPath: target), timeout: timeout)
        }
        driver.kill()
        // Only a file can lie over a file.
        let cover = isBlock ? target : staging
        if isBlock {
            #expect(mount("/dev/null", cover, nil, UInt(MS_BIND), nil) == 0)
        } else {
            #expect(mount("none", cover, "tmpfs", 0, nil) == 0)
        }
        driver = try await DriverProcess(folder: folder)
        let (controller, node) = (driver.controller, driver.node)
        if isBlock {
            await expect(.failedPrecondition) {
                try await node.nodeUnpublishVolume(.init(volumeID: id, targetPath: target), timeout: timeout)
            }
        }
        await expect(.failedPrecondition) {
            try await node.nodeUnstageVolume(.init(volumeID: id, stagingTargetPath: staging), timeout: timeout)
        }
        await expect(.failedPrecondition) {
            try await controller.controllerUnpublishVolume(.init(volumeID: id), timeout: timeout)
        }
        await expect(.failedPrecondition) {
            try await controller.deleteVolume(.init(volumeID: id), timeout: timeout)
        }
        #expect(umount2(cover, 0) == 0)
        try await remove(acknowledged, driver)
        driver.kill()
        let left = Leftovers(folder)
        #expect(left.mounts.isEmpty && left.devices.isEmpty && left.data.isEmpty, "\(left.mounts) \(left.devices)")
    }

    @Test("leaves a file alone that somebody wrote at the target of a block volume")
    func fileAtTarget() async throws {
        defer { Leftovers(folder).remove() }
        var driver = try await DriverProcess(folder: folder)
        let created = try await driver.controller.createVolume(
            .init(name: "v", capacityRange: .init(requiredBytes: 8 << 20), volumeCapabilities: [.block()]),
            timeout: timeout
        )
        let id = try #require(created.volume?.volumeID)
        var acknowledged = Acknowledged(volumes: [id: .block()])
        try await use(driver, id, .block(), &acknowledged)
        let target = "\(folder)/target-\(id)"
        driver.kill()
        #expect(umount2(target, 0) == 0)
        try write("precious", to: target)
        driver = try await DriverProcess(folder: folder)
        let node = driver.node
        await expect(.failedPrecondition) {
            try await node.nodeUnpublishVolume(.init(volumeID: id, targetPath: target), timeout: timeout)
        }
        #expect(try read(8, from: target) == "precious")
        try FileManager.default.removeItem(atPath: target)
        try await remove(acknowledged, driver)
        driver.kill()
    }

    @Test("takes away devices of deleted images when it starts, and none of another folder of the same name")
    func devicesOfOthers() async throws {
        defer { Leftovers(folder).remove() }
        var driver = try await DriverProcess(folder: folder)
        let created = try await driver.controller.createVolume(
            .init(name: "v", capacityRange: .init(requiredBytes: 8 << 20), volumeCapabilities: [.block()]),
            timeout: timeout
        )
        let id = try #require(created.volume?.volumeID)
        var acknowledged = Acknowledged(volumes: [id: .block()])
        try await use(driver, id, .block(), &acknowledged)
        driver.kill()
        let devices = Leftovers(folder).devices
        try #require(devices.count == 1)
        // The kernel names the device's file as if it lay in the new folder, as it does across mount namespaces.
        let state = "\(folder)/state"
        try #require(mount("none", state, "tmpfs", 0, nil) == 0)
        try await DriverProcess(folder: folder).kill()
        #expect(Leftovers(folder).devices == devices)

        #expect(umount2(state, 0) == 0)
        #expect(umount2("\(folder)/target-\(id)", 0) == 0)
        try FileManager.default.removeItem(atPath: "\(state)/volumes/\(id)")
        driver = try await DriverProcess(folder: folder)
        driver.kill()
        #expect(Leftovers(folder).devices.isEmpty)
    }
}
