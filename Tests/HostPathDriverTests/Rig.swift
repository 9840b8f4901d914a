import CSI
import Foundation
import GRPC
@testable import HostPathDriver
import Testing

/// A driver on a real socket with a folder of its own; what it leaves behind is removed with it.
final class Rig: RunningDriver, Sendable {
    let folder: String
    let configuration: HostPathDriver.Configuration
    let channel: Channel
    let driver: HostPathDriver
    private let server: Server

    /// - Parameters:
    ///   - disk: The size of a disk for the state folder alone, in bytes; nil for the machine's.
    ///   - fileSystem: The disk's file system: `tmpfs`, or `xfs` (at least 300 MiB), where files can share blocks.
    init(
        without features: Set<Feature> = [],
        attachLimit: Int64 = 128,
        disk: Int64? = nil,
        fileSystem: String = "tmpfs",
        thin: Bool = false
    ) throws {
        folder = try makeTestFolder()
        if let disk {
            try FileManager.default.createDirectory(atPath: folder + "/state", withIntermediateDirectories: false)
            if fileSystem == "tmpfs" {
                try #require(mount("none", folder + "/state", "tmpfs", 0, "size=\(disk)") == 0)
            } else {
                try Data().write(to: URL(fileURLWithPath: folder + ".disk"))
                try #require(truncate(folder + ".disk", Int(disk)) == 0)
                try run("mkfs.\(fileSystem)", "-q", folder + ".disk")
                try run("mount", "-o", "loop", folder + ".disk", folder + "/state")
            }
        }
        configuration = HostPathDriver.Configuration(
            stateDirectory: folder + "/state",
            nodeID: "node-1",
            features: .all(except: features),
            attachLimit: attachLimit,
            thin: thin
        )
        driver = try HostPathDriver(configuration)
        server = try Server(.unix(path: folder + "/csi.sock"), handlers: driver.handlers)
        channel = Channel(server.endpoint)
    }

    /// Takes all room of the disk that the driver has for itself.
    func fillDisk() throws {
        try Data().write(to: URL(fileURLWithPath: folder + "/state/filler"))
        let filler = try #require(FileHandle(forWritingAtPath: folder + "/state/filler"))
        #expect(throws: (any Error).self) {
            while true { try filler.write(contentsOf: Data(count: 4096)) }
        }
    }

    deinit {
        Leftovers(folder).remove()
        try? FileManager.default.removeItem(atPath: folder + ".disk")
    }

    /// Runs a test against a driver, and stops the driver.
    static func run(
        without features: Set<Feature> = [],
        attachLimit: Int64 = 128,
        disk: Int64? = nil,
        fileSystem: String = "tmpfs",
        thin: Bool = false,
        _ body: (Rig) async throws -> Void
    ) async throws {
        let rig = try Rig(
            without: features,
            attachLimit: attachLimit,
            disk: disk,
            fileSystem: fileSystem,
            thin: thin
        )
        do {
            try await body(rig)
            await rig.server.shutdown(grace: .zero)
        } catch {
            await rig.server.shutdown(grace: .zero)
            throw error
        }
    }
}
