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
    /// Further nodes of the same driver: `node-2` and so on.
    let furtherNodes: [FurtherNode]
    private let servers: [Server]

    /// - Parameters:
    ///   - disk: The size of a disk for the state folder alone, in bytes; nil for the machine's.
    ///   - fileSystem: The disk's file system: `tmpfs`, or `xfs` (at least 300 MiB), where files can share blocks.
    ///   - nodes: How many nodes the driver plays.
    init(
        without features: Set<Feature> = [],
        attachLimit: Int64 = 128,
        disk: Int64? = nil,
        fileSystem: String = "tmpfs",
        thin: Bool = false,
        nodes: Int = 1
    ) throws {
        folder = try makeTestFolder()
        if let disk {
            try FileManager.default.createDirectory(atPath: folder + "/state", withIntermediateDirectories: false)
            if fileSystem == "tmpfs" {
                try #require(mount("none", folder + "/state", "tmpfs", 0, "size=\(disk)") == 0)
            } else {
                try Data().write(to: URL(fileURLWithPath: folder + ".disk"))
                try #require(truncate(folder + ".disk", Int(disk)) == 0)
                try HostPathDriverTests.run("mkfs.\(fileSystem)", "-q", folder + ".disk")
                try HostPathDriverTests.run("mount", "-o", "loop", folder + ".disk", folder + "/state")
            }
        }
        configuration = HostPathDriver.Configuration(
            stateDirectory: folder + "/state",
            nodeID: "node-1",
            furtherNodeIDs: (1..<nodes).map { "node-\($0 + 1)" },
            features: .all(except: features),
            attachLimit: attachLimit,
            thin: thin
        )
        let driver = try HostPathDriver(configuration)
        self.driver = driver
        let folder = folder
        servers = try ([configuration.nodeID] + configuration.furtherNodeIDs).map { node in
            try Server(.unix(path: "\(folder)/\(node).sock"), handlers: driver.handlers(ofNode: node))
        }
        let channels = servers.map { Channel($0.endpoint) }
        channel = channels[0]
        furtherNodes = zip(configuration.furtherNodeIDs, channels.dropFirst()).map { node, channel in
            FurtherNode(folder: "\(folder)/\(node)", channel: channel, nodeID: node)
        }
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
        nodes: Int = 1,
        _ body: (Rig) async throws -> Void
    ) async throws {
        let rig = try Rig(
            without: features,
            attachLimit: attachLimit,
            disk: disk,
            fileSystem: fileSystem,
            thin: thin,
            nodes: nodes
        )
        do {
            try await body(rig)
            for server in rig.servers { await server.shutdown(grace: .zero) }
        } catch {
            for server in rig.servers { await server.shutdown(grace: .zero) }
            throw error
        }
    }
}

/// A further node of a rig's driver, with a folder of its own for staging and targets.
struct FurtherNode: RunningDriver {
    let folder: String
    let channel: Channel
    let nodeID: String
}
