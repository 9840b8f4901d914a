import CSI
import Foundation
import GRPC
import SQLite
import Testing

@Suite("Requests that fail leave nothing")
struct FailedRequestTests {
    /// Places at which no volume can be published or staged.
    enum Obstacle: String, CaseIterable {
        case link, fullFolder, file, longName, linkIntoState, linkLoop, somebodysMount

        /// Makes it. - Returns: The path to ask for.
        func make(in rig: Rig, _ volume: Volume) throws -> String {
            let (folder, manager) = (try rig.makeFolder("obstacle"), FileManager.default)
            let path = folder + "/target"
            switch self {
            case .link:
                try manager.createSymbolicLink(atPath: path, withDestinationPath: try rig.makeFolder("elsewhere"))
            case .fullFolder:
                try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
                try FailedRequestTests.precious(path + "/file")
            case .file: try FailedRequestTests.precious(path)
            case .longName: return folder + "/" + String(repeating: "n", count: 300)
            case .linkIntoState:
                try manager.createSymbolicLink(atPath: path, withDestinationPath: rig.folder + "/state/volumes")
                return "\(path)/\(volume.volumeID)"
            case .linkLoop:
                try manager.createSymbolicLink(atPath: path, withDestinationPath: path)
                return path + "/target"
            case .somebodysMount:
                try manager.createDirectory(atPath: path, withIntermediateDirectories: false)
                try #require(mount("none", path, "tmpfs", 0, nil) == 0)
                try FailedRequestTests.precious(path + "/file")
            }
            return path
        }

        var code: StatusCode {
            [.longName, .linkIntoState, .linkLoop].contains(self) ? .invalidArgument : .failedPrecondition
        }

        /// What nobody may touch, in a path that this made.
        func precious(_ path: String) -> String? {
            switch self {
            case .fullFolder, .somebodysMount: path + "/file"
            case .file: path
            default: nil
            }
        }
    }

    private static func precious(_ path: String) throws {
        try write("precious", to: path)
    }

    private func rememberedMounts(_ rig: Rig) throws -> Int64? {
        try Database(path: rig.folder + "/state/driver.db").read { db in
            try db.row("SELECT count(*) FROM mounts") { $0.integer(0) }
        }
    }

    @Test("a refused publication", arguments: Obstacle.allCases, [VolumeCapability.mount(fsType: "ext4"), .block()])
    func publication(obstacle: Obstacle, capability: VolumeCapability) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", capability)
            let staging = try await rig.prepare(volume, capability)
            let path = try obstacle.make(in: rig, volume)
            let before = Set(rig.leftovers.mounts)
            await expect(obstacle.code, "\(obstacle)") {
                try await rig.publish(volume, capability, from: staging, at: path)
            }
            #expect(try rememberedMounts(rig) == 1 && Set(rig.leftovers.mounts) == before)
            try await rig.unpublish(volume, at: path)

            let target = try rig.makeFolder("pod") + "/volume"
            try await rig.publish(volume, capability, from: staging, at: target)
            try await rig.unpublish(volume, at: target)
            try await rig.unstage(volume, at: staging)
            try await rig.detach(volume)
            try await rig.delete(volume)
            if let precious = obstacle.precious(path) { #expect(try read(8, from: precious) == "precious") }
        }
    }

    @Test("a refused staging", arguments: Obstacle.allCases.filter { $0 != .fullFolder })
    func staging(obstacle: Obstacle) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let capability = VolumeCapability.mount(fsType: "ext4")
            let volume = try await rig.create("v", capability)
            try await rig.attach(volume, capability)
            let path = try obstacle.make(in: rig, volume)
            await expect(obstacle.code, "\(obstacle)") { try await rig.stage(volume, capability, at: path) }
            #expect(try rememberedMounts(rig) == 0 && rig.leftovers.devices.isEmpty)
            try await rig.unstage(volume, at: path)
            try await rig.stage(volume, capability, at: try rig.makeFolder("staging"))
            try await rig.unstage(volume, at: rig.folder + "/staging")
            try await rig.detach(volume)
            try await rig.delete(volume)
        }
    }

    @Test("a request that meets a damaged state folder fails with INTERNAL, since the caller's paths are fine")
    func damagedState() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v")
            try await rig.attach(volume, .mount())
            let (data, staging) = (rig.folder + "/state/volumes/\(volume.volumeID)", try rig.makeFolder("staging"))
            try FileManager.default.removeItem(atPath: data)
            try FileManager.default.createSymbolicLink(atPath: data, withDestinationPath: data)
            await expect(.internal) { try await rig.stage(volume, .mount(), at: staging) }
        }
    }

    @Test("staging over another volume's staging, also by another way there, is refused, and harms neither")
    func overAnotherStaging() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let (one, two) = (try await rig.create("one"), try await rig.create("two"))
            let staging = try await rig.prepare(one)
            try await rig.attach(two, .mount())
            let link = rig.folder + "/link"
            try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: rig.folder)
            let name = "/staging-\(one.volumeID)"
            for path in [staging, link + name] {
                await expect(.failedPrecondition, path) { try await rig.stage(two, .mount(), at: path) }
            }
            // The same volume at the same place is the same staging, however the way there is spelled.
            try await rig.stage(one, .mount(), at: link + name)
            #expect(rig.leftovers.mounts == [staging])
            try await rig.unstage(one, at: link + name)
            #expect(rig.leftovers.mounts.isEmpty)
        }
    }

    @Test("a target is one target, however the way there is spelled, also when the way leads elsewhere by then")
    func spellings() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v")
            let staging = try await rig.prepare(volume)
            let (pods, link) = (try rig.makeFolder("pods"), rig.folder + "/link")
            let manager = FileManager.default
            try manager.createSymbolicLink(atPath: link, withDestinationPath: pods)
            for _ in 0..<2 {
                try await rig.publish(volume, .mount(), from: staging, at: link + "/volume")
                try await rig.publish(volume, .mount(), from: staging, at: pods + "/volume")
            }
            #expect(rig.leftovers.mounts.filter { $0 != staging } == [pods + "/volume"])

            let others = try rig.makeFolder("others")
            try manager.createDirectory(atPath: others + "/volume", withIntermediateDirectories: false)
            try manager.removeItem(atPath: link)
            try manager.createSymbolicLink(atPath: link, withDestinationPath: others)
            try await rig.unpublish(volume, at: link + "/volume")
            #expect(rig.leftovers.mounts == [staging])
            #expect(!exists(pods + "/volume") && exists(others + "/volume"))
        }
    }

    @Test("unpublishing removes only what publishing made")
    func folderOfTheCaller() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v")
            let staging = try await rig.prepare(volume)
            let (made, given) = (try rig.makeFolder("pod") + "/made", try rig.makeFolder("pod/given"))
            for target in [made, given] {
                try await rig.publish(volume, .mount(), from: staging, at: target)
                try await rig.unpublish(volume, at: target)
            }
            #expect(!exists(made) && exists(given))
            // Nothing of the volume is mounted any more, so that it is done, whatever lies there.
            try await rig.publish(volume, .mount(), from: staging, at: made)
            #expect(umount2(made, 0) == 0)
            try write("precious", to: made + "/file")
            try await rig.unpublish(volume, at: made)
            #expect(try read(8, from: made + "/file") == "precious")
            #expect(try rememberedMounts(rig) == 1)
        }
    }
}
