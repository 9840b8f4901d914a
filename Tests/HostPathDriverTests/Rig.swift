import CSI
import Foundation
import GRPC
import HostPathDriver
import Testing

/// A driver on a real socket with a folder of its own; what it leaves behind is removed with it.
final class Rig: RunningDriver, Sendable {
    let folder: String
    let configuration: HostPathDriver.Configuration
    let channel: Channel
    private let server: Server

    /// - Parameter disk: The size of a disk for the state folder alone, in bytes; nil for the machine's.
    init(without features: Set<Feature> = [], attachLimit: Int64 = 128, disk: Int64? = nil) throws {
        folder = try makeTestFolder()
        if let disk {
            try FileManager.default.createDirectory(atPath: folder + "/state", withIntermediateDirectories: false)
            try #require(mount("none", folder + "/state", "tmpfs", 0, "size=\(disk)") == 0)
        }
        configuration = HostPathDriver.Configuration(
            stateDirectory: folder + "/state",
            nodeID: "node-1",
            features: .all(except: features),
            attachLimit: attachLimit
        )
        let driver = try HostPathDriver(configuration)
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
    }

    /// Runs a test against a driver, and stops the driver.
    static func run(
        without features: Set<Feature> = [],
        attachLimit: Int64 = 128,
        disk: Int64? = nil,
        _ body: (Rig) async throws -> Void
    ) async throws {
        let rig = try Rig(without: features, attachLimit: attachLimit, disk: disk)
        do {
            try await body(rig)
            await rig.server.shutdown(grace: .zero)
        } catch {
            await rig.server.shutdown(grace: .zero)
            throw error
        }
    }
}
