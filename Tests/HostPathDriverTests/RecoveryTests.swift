import CSI
import Foundation
import GRPC
import SQLite
import Testing

@Suite("A driver that starts", .serialized)
struct RecoveryTests {
    @Test("shares its state folder with no other, and says so")
    func oneAtATime() async throws {
        let driver = try await DriverProcess()
        let second = try driver.refusal()
        #expect(second.status == 1)
        #expect(second.errors.contains("another driver uses the state folder \(driver.folder)/state"))
        let names = { try FileManager.default.contentsOfDirectory(atPath: driver.folder).sorted() }
        #expect(try names() == ["csi.sock", "log", "state"])
        #expect(driver.terminate() == 0)
        #expect(try names() == ["log", "state"])
    }

    @Test("needs its database where there is data, and touches none without", arguments: ["lost", "empty", "new"])
    func lostDatabase(damage: String) async throws {
        let driver = try await DriverProcess()
        var targets: [String] = []
        for capability in [VolumeCapability.mount(), .block()] {
            targets.append(try await driver.use(try await driver.create("\(targets)", capability), capability))
        }
        driver.kill()
        let data = driver.leftovers.data
        let (database, kept) = (driver.folder + "/state/driver.db", driver.folder + "/kept.db")
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
            let refusal = try driver.refusal()
            #expect(refusal.status == 1)
            #expect(refusal.errors.contains("the database \(database) is missing or empty, but there is data"))
            #expect(driver.leftovers.data == data)
        }
        for file in files {
            if exists(database + file) { try manager.removeItem(atPath: database + file) }
            try manager.moveItem(atPath: kept + file, toPath: database + file)
        }
        try await driver.start()
        let ids = try await driver.controller.allVolumes(timeout: timeout).compactMap(\.volume?.volumeID)
        #expect(Set(ids) == data && driver.leftovers.data == data)
        #expect(Set(driver.leftovers.mounts).isSuperset(of: targets))
    }

    @Test("leaves data alone that it does not know, and names it")
    func strays() async throws {
        let driver = try await DriverProcess()
        driver.kill()
        let unknown = ["volumes/vol-", "snapshots/snap-"].map {
            "\(driver.folder)/state/\($0)" + String(repeating: "0", count: 32)
        }
        for path in unknown {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
            try write("x", to: path + "/file")
        }
        try await driver.start()
        for path in unknown {
            #expect(exists(path + "/file"))
            #expect(driver.log.contains("\(path) belongs to no volume or snapshot"))
        }
    }

    @Test("leaves for later, and names, what it can't remove because something is mounted over it")
    func mountOver() async throws {
        let driver = try await DriverProcess()
        let volume = try await driver.create("v")
        let snapshot = try await driver.snapshot(volume, "s")
        let sources = CreateVolumeGroupSnapshotRequest(name: "g", sourceVolumeIDs: [volume.volumeID])
        let group = try await driver.groups.createVolumeGroupSnapshot(sources, timeout: timeout).groupSnapshot
        let member = try #require(group?.snapshots.first)
        try await driver.delete(volume)
        driver.kill()
        // As a crash in the middle of their deletion leaves them.
        let state = driver.folder + "/state"
        try Database(path: state + "/driver.db").write { db in
            try db.execute("UPDATE snapshots SET state = 'deleting'")
            try db.execute("UPDATE groups SET state = 'deleting'")
        }
        let covered = [snapshot, member].map { "\(state)/snapshots/\($0.snapshotID)" }
        for path in covered {
            try #require(mount("none", path, "tmpfs", 0, nil) == 0)
            try write("precious", to: path + "/file")
        }
        try await driver.start()
        let listed = try await driver.controller.allSnapshots(.init(), timeout: timeout).compactMap(\.snapshot)
        #expect(listed.map(\.readyToUse) == [false, false])
        for (path, id) in zip(covered, [snapshot.snapshotID, member.snapshotID]) {
            #expect(try read(8, from: path + "/file") == "precious")
            #expect(driver.log.contains("\(id) can't be removed"))
        }
        let request = DeleteSnapshotRequest(snapshotID: snapshot.snapshotID)
        await expect(.failedPrecondition) {
            try await driver.controller.deleteSnapshot(request, timeout: timeout)
        }

        for path in covered { #expect(umount2(path, 0) == 0) }
        _ = try await driver.controller.deleteSnapshot(request, timeout: timeout)
        #expect(driver.leftovers.data == [member.snapshotID])
        try await driver.start()
        #expect(driver.leftovers.data.isEmpty)
    }

    @Test("lists what it can't remove, abnormal and with the reason, until a deletion removes it")
    func irremovable() async throws {
        let driver = try await DriverProcess()
        let volume = try await driver.create("v")
        let snapshot = try await driver.snapshot(volume, "s")
        driver.kill()
        // As a crash in the middle of their deletion leaves them, with somebody's mount over them.
        let state = driver.folder + "/state"
        try Database(path: state + "/driver.db").write { db in
            try db.execute("UPDATE volumes SET state = 'deleting'")
            try db.execute("UPDATE snapshots SET state = 'deleting'")
        }
        let covers = ["\(state)/volumes/\(volume.volumeID)", "\(state)/snapshots/\(snapshot.snapshotID)"]
        for cover in covers { try #require(mount("none", cover, "tmpfs", 0, nil) == 0) }
        for _ in 0..<2 {
            driver.kill()
            try await driver.start()
            let condition = try await driver.controller.allVolumes(timeout: timeout).first?.status?.volumeCondition
            #expect(condition?.abnormal == true && condition?.message.contains("can't be removed") == true)
            let listed = try await driver.controller.allSnapshots(.init(), timeout: timeout).compactMap(\.snapshot)
            #expect(listed.map(\.readyToUse) == [false])
        }
        for cover in covers { #expect(umount2(cover, 0) == 0) }
        try await driver.delete(volume)
        _ = try await driver.controller.deleteSnapshot(.init(snapshotID: snapshot.snapshotID), timeout: timeout)
        #expect(try await driver.controller.allVolumes(timeout: timeout).isEmpty && driver.leftovers.isEmpty)
    }

    @Test("brings a device to its image's size when the expansion that a crash interrupted is repeated")
    func killedWhileExpanding() async throws {
        let driver = try await DriverProcess("--disable", "node-expand")
        let volume = try await driver.create("v", .block())
        let target = try await driver.use(volume, .block())
        driver.kill()
        // As far as the expansion came: the image has grown, and nothing else.
        #expect(truncate("\(driver.folder)/state/volumes/\(volume.volumeID)", 16 << 20) == 0)
        try await driver.start()
        let answer = try await driver.controller.controllerExpandVolume(
            .init(volumeID: volume.volumeID, capacityRange: .init(requiredBytes: 16 * .mebibyte)),
            timeout: timeout
        )
        #expect(answer.capacityBytes == 16 * .mebibyte && !answer.nodeExpansionRequired)
        #expect(try #require(FileHandle(forReadingAtPath: target)).seekToEnd() == 16 << 20)
    }

    @Test("forgets mounts that are gone, and keeps those that are there")
    func vanishedMounts() async throws {
        let driver = try await DriverProcess()
        let (kept, gone) = (try await driver.create("kept"), try await driver.create("gone"))
        let targets = (kept: try await driver.use(kept), gone: try await driver.use(gone))
        driver.kill()
        #expect(umount2(targets.gone, 0) == 0 && umount2("\(driver.folder)/staging-\(gone.volumeID)", 0) == 0)
        try await driver.start()
        await expect(.notFound) {
            try await driver.node.nodeGetVolumeStats(
                .init(volumeID: gone.volumeID, volumePath: targets.gone),
                timeout: timeout
            )
        }
        #expect(!exists(targets.gone))
        let stats = try await driver.node.nodeGetVolumeStats(
            .init(volumeID: kept.volumeID, volumePath: targets.kept),
            timeout: timeout
        )
        #expect(stats.volumeCondition?.abnormal == false)
    }

    @Test("remembers what another mount hides", arguments: CrashTests.kinds)
    func hiddenMounts(capability: VolumeCapability) async throws {
        let driver = try await DriverProcess()
        let volume = try await driver.create("v", capability)
        let target = try await driver.use(volume, capability)
        let staging = "\(driver.folder)/staging-\(volume.volumeID)"
        let isBlock = capability.accessType == .block(.init())
        if !isBlock { try await driver.unpublish(volume, at: target) }
        driver.kill()
        // Only a file can lie over a file.
        let cover = isBlock ? target : staging
        if isBlock {
            #expect(mount("/dev/null", cover, nil, UInt(MS_BIND), nil) == 0)
        } else {
            #expect(mount("none", cover, "tmpfs", 0, nil) == 0)
        }
        try await driver.start()
        if isBlock { await expect(.failedPrecondition) { try await driver.unpublish(volume, at: target) } }
        await expect(.failedPrecondition) { try await driver.unstage(volume, at: staging) }
        await expect(.failedPrecondition) { try await driver.detach(volume) }
        await expect(.failedPrecondition) { try await driver.delete(volume) }
        #expect(umount2(cover, 0) == 0)
        try await driver.release(volume)
        try await driver.delete(volume)
        #expect(driver.leftovers.isEmpty, "\(driver.leftovers)")
    }

    @Test("leaves a file alone that somebody wrote at the target of a block volume")
    func fileAtTarget() async throws {
        let driver = try await DriverProcess()
        let volume = try await driver.create("v", .block())
        let target = try await driver.use(volume, .block())
        driver.kill()
        #expect(umount2(target, 0) == 0)
        try write("precious", to: target)
        try await driver.start()
        try await driver.release(volume)
        try await driver.delete(volume)
        #expect(try read(8, from: target) == "precious")
    }

    @Test("takes away devices of deleted images, and none of another folder of the same name")
    func devicesOfOthers() async throws {
        let driver = try await DriverProcess()
        let volume = try await driver.create("v", .block())
        let target = try await driver.use(volume, .block())
        driver.kill()
        let devices = driver.leftovers.devices
        try #require(devices.count == 1)
        // The kernel names the device's file as if it lay in the new folder, as it does across mount namespaces.
        let state = driver.folder + "/state"
        try #require(mount("none", state, "tmpfs", 0, nil) == 0)
        try await driver.start()
        driver.kill()
        #expect(driver.leftovers.devices == devices)

        #expect(umount2(state, 0) == 0)
        #expect(umount2(target, 0) == 0)
        try FileManager.default.removeItem(atPath: "\(state)/volumes/\(volume.volumeID)")
        try await driver.start()
        #expect(driver.leftovers.devices.isEmpty)
    }
}
