import CSI
import Foundation
import GRPC
import Glibc
import TestSupport
import Testing

@Suite("What a development agent that was killed left behind")
struct LeftFolderTests {
    @Test("is gone after the next start, with its mounts, targets and devices, where nobody uses it")
    func unused() async throws {
        let site = try Site()
        let agent = try await site.start()
        for kind in Kind.allCases { try await site.publish(kind) }
        #expect(site.devices.count == 2 && site.mounts.count == 5)
        let left = site.left
        try await agent.kill()

        let next = try await site.start()
        #expect(site.mounts == [] && site.devices == [] && site.targets == [])
        #expect(site.left.count == 1 && Set(site.left).isDisjoint(with: left))
        #expect(try await next.terminate() == 0)
        #expect(site.left == [])
    }

    @Test(
        "stays whole as long as a process uses a volume, which the log tells, and goes then",
        arguments: [
            (Kind.folder, Use.workingFolder), (.folder, .mountNamespace), (.block, .openFile),
            (.block, .mountNamespace),
            (.ext4, .workingFolder),
            (.ext4, .openFile), (.ext4, .mountNamespace),
        ]
    )
    func used(kind: Kind, use: Use) async throws {
        let site = try Site()
        let agent = try await site.start()
        let target = try await site.publish(kind)
        let file = kind == .block ? target : target + "/file"
        try write("precious", to: file)
        let left = site.left
        try await agent.kill()

        let user = try await User(of: file, by: use)
        let next = try await site.start()
        #expect(site.left.count == 2 && Set(site.left).isSuperset(of: left))
        #expect(next.log.contains("\(site.temporary)/\(left[0]), which an agent that was killed had left, stays: "))
        #expect(try user.reads() == "precious")
        #expect(try await next.terminate() == 0)
        #expect(site.left == left)

        user.end()
        #expect(try await site.start().terminate() == 0)
        #expect(site.left == [] && site.mounts == [] && site.devices == [] && site.targets == [])
    }

    @Test("is no folder of an agent that runs")
    func running() async throws {
        let site = try Site()
        let agent = try await site.start()
        let target = try await site.publish(.ext4)
        try write("precious", to: target + "/file")
        let (left, mounts) = (site.left, site.mounts)

        let other = try await site.start()
        #expect(site.mounts == mounts && Set(site.left).isSuperset(of: left))
        #expect(!other.log.contains("had left"))
        #expect(try await other.terminate() == 0)
        #expect(site.left == left)
        #expect(try String(contentsOfFile: target + "/file", encoding: .utf8) == "precious")
        #expect(try await agent.terminate() == 0)
        #expect(site.left == [] && site.mounts == [] && site.devices == [] && site.targets == [])
    }

    @Test("is no folder that others made, whatever its name")
    func foreign() async throws {
        let site = try Site()
        let agent = try await site.start()
        let model = try #require(site.left.first)
        try await agent.kill()
        let outside = try site.copy(model, as: "outside")
        let unmarked = try site.copy(model, as: "csi-bridge-noMark")
        try FileManager.default.removeItem(atPath: unmarked + "/agent.lock")
        let otherMark = try site.copy(model, as: "csi-bridge-oMark0")
        try write("of another program", to: otherMark + "/agent.lock")
        let linkedMark = try site.copy(model, as: "csi-bridge-lMark0")
        try FileManager.default.removeItem(atPath: linkedMark + "/agent.lock")
        #expect(symlink(outside + "/agent.lock", linkedMark + "/agent.lock") == 0)
        let open = try site.copy(model, as: "csi-bridge-mode00")
        #expect(chmod(open, 0o755) == 0)
        let others = try site.copy(model, as: "csi-bridge-owner0")
        #expect(chown(others, 65534, 65534) == 0)
        #expect(symlink(outside, site.temporary + "/csi-bridge-link00") == 0)
        let kept = try [outside, unmarked, otherMark, linkedMark, open, others].map { ($0, try site.names(in: $0)) }

        #expect(try await site.start().terminate() == 0)
        for (folder, names) in kept { #expect(try site.names(in: folder) == names, "\(folder)") }
        #expect(!site.left.contains(model) && site.left.contains("csi-bridge-link00"))
    }

    @Test("goes once where several agents start at once, of which none removes another's folder")
    func startsAtOnce() async throws {
        let site = try Site()
        let agent = try await site.start()
        try await site.publish(.ext4)
        let left = site.left
        try await agent.kill()

        let agents = try await withThrowingTaskGroup(of: AgentProcess.self) { group in
            for _ in 0..<4 { group.addTask { try await site.start() } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(site.left.count == 4 && Set(site.left).isDisjoint(with: left))
        for agent in agents {
            try await agent.created("v")
            #expect(try await agent.terminate() == 0)
        }
        #expect(site.left == [] && site.mounts == [] && site.devices == [])
    }
}

/// How a process uses a volume.
enum Use: Sendable {
    case workingFolder, openFile
    /// The process has mounts of its own, among them the volume's; it has no file open.
    case mountNamespace
}

/// What volumes are.
enum Kind: String, CaseIterable, Sendable {
    case folder, block, ext4

    var capability: VolumeCapability {
        let type: VolumeCapability.AccessType =
            self == .block ? .block(.init()) : .mount(.init(fsType: self == .ext4 ? "ext4" : ""))
        return VolumeCapability(accessType: type, accessMode: .init(mode: .singleNodeWriter))
    }
}

/// A place for development agents, whose temporary folders and targets nobody else has.
private final class Site: Sendable {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        for path in [temporary, folder.file("targets")] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        }
    }

    deinit {
        for mount in mounts.reversed() { umount2(mount, CInt(MNT_DETACH)) }
        for device in devices {
            let process = try? Process.run(URL(filePath: "/sbin/losetup"), arguments: ["--detach", "/dev/\(device)"])
            process?.waitUntilExit()
        }
    }

    var temporary: String { folder.file("tmp") }

    func start() async throws -> AgentProcess {
        try await AgentProcess(folder: folder.path, ["-dev", "-node", "node-1"], environment: ["TMPDIR": temporary])
    }

    /// Makes a volume of the one agent that runs, and shows it at a target. - Returns: The target.
    @discardableResult
    func publish(_ kind: Kind) async throws -> String {
        let name = try #require(left.first)
        let channel = Channel(.unix(path: "\(temporary)/\(name)/hostpath/csi.sock"))
        let (controller, node, timeout) = (ControllerClient(channel), NodeClient(channel), Duration.seconds(60))
        let request = CreateVolumeRequest(
            name: kind.rawValue,
            capacityRange: .init(requiredBytes: 8 << 20),
            volumeCapabilities: [kind.capability]
        )
        let id = try #require(try await controller.createVolume(request, timeout: timeout).volume).volumeID
        _ = try await controller.controllerPublishVolume(
            .init(volumeID: id, nodeID: "node-1", volumeCapability: kind.capability),
            timeout: timeout
        )
        let (staging, target) = (folder.file("staging-\(kind)"), folder.file("targets/\(kind)"))
        try FileManager.default.createDirectory(atPath: staging, withIntermediateDirectories: false)
        _ = try await node.nodeStageVolume(
            .init(volumeID: id, stagingTargetPath: staging, volumeCapability: kind.capability),
            timeout: timeout
        )
        _ = try await node.nodePublishVolume(
            .init(volumeID: id, stagingTargetPath: staging, targetPath: target, volumeCapability: kind.capability),
            timeout: timeout
        )
        return target
    }

    /// Makes a folder that looks as an agent's. - Returns: Its path.
    func copy(_ name: String, as newName: String) throws -> String {
        try FileManager.default.createDirectory(atPath: "\(temporary)/\(newName)", withIntermediateDirectories: false)
        for file in ["agent.lock", "state.db"] {
            try FileManager.default.copyItem(
                atPath: "\(temporary)/\(name)/\(file)",
                toPath: "\(temporary)/\(newName)/\(file)"
            )
        }
        #expect(chmod("\(temporary)/\(newName)", 0o700) == 0)
        return "\(temporary)/\(newName)"
    }

    func names(in path: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    /// The names of the agents' folders.
    var left: [String] { ((try? names(in: temporary)) ?? []).sorted() }
    var targets: [String] { (try? names(in: folder.file("targets"))) ?? [] }

    /// Where something is mounted.
    var mounts: [String] {
        guard let file = FileHandle(forReadingAtPath: "/proc/self/mounts") else { return [] }
        // The kernel gives its list in pieces.
        var table = Data()
        while let piece = try? file.read(upToCount: 64 << 10), !piece.isEmpty { table += piece }
        return String(decoding: table, as: UTF8.self).split(separator: "\n")
            .compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
            .filter { $0.hasPrefix(folder.path + "/") }
    }

    /// The loop devices over files of agents.
    var devices: [String] {
        ((try? names(in: "/sys/block")) ?? []).filter { name in
            let file = try? String(contentsOfFile: "/sys/block/\(name)/loop/backing_file", encoding: .utf8)
            return file?.hasPrefix(folder.path + "/") ?? false
        }
    }
}

/// A process that uses a volume.
private final class User {
    private let file: String
    private let process = Process()

    /// Starts one, and waits until it does.
    init(of file: String, by use: Use) async throws {
        self.file = file
        let (input, output) = (Pipe(), Pipe())
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments =
            switch use {
            case .workingFolder:
                ["bash", "-c", "cd \(URL(filePath: file).deletingLastPathComponent().path); echo; read"]
            case .openFile: ["bash", "-c", "exec 3<\(file); echo; read"]
            case .mountNamespace: ["unshare", "--mount", "bash", "-c", "echo; read"]
            }
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        try #require(try output.fileHandleForReading.read(upToCount: 1)?.count == 1)
    }

    deinit { end() }

    /// What it sees of the beginning of the file.
    func reads() throws -> String {
        let file = try #require(FileHandle(forReadingAtPath: "/proc/\(process.processIdentifier)/root\(file)"))
        return String(decoding: try file.read(upToCount: 8) ?? Data(), as: UTF8.self)
    }

    func end() {
        guard process.isRunning else { return }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }
}

private func write(_ text: String, to path: String) throws {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
    let file = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    try #require(descriptor >= 0)
    try file.write(contentsOf: Data(text.utf8))
    try file.synchronize()
    try file.close()
}
