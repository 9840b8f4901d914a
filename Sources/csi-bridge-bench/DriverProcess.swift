import CLinux
import CSI
import Foundation
import GRPC

/// `csi-bridge driver hostpath` of any build, on a temporary folder for all that it makes.
final class DriverProcess {
    let folder: String
    private let program: URL
    private var process = Process()
    private var channel: Channel

    var identity: IdentityClient { IdentityClient(channel) }
    var controller: ControllerClient { ControllerClient(channel) }
    var node: NodeClient { NodeClient(channel) }

    static let nodeID = "node-1"

    /// - Parameter program: The path of a `csi-bridge`.
    init(program: String) throws {
        self.program = URL(fileURLWithPath: program)
        folder = FileManager.default.temporaryDirectory.path + "/bench-\(UUID().uuidString.prefix(8))"
        channel = Channel(.unix(path: folder + "/csi.sock"))
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: false)
    }

    /// Starts the driver. - Returns: How long it took to its first answer, in nanoseconds.
    func start() async throws -> UInt64 {
        process = Process()
        process.executableURL = program
        process.arguments = [
            "driver", "hostpath", "--endpoint", "\(folder)/csi.sock", "--state", "\(folder)/state",
            "--node-id", Self.nodeID, "--attach-limit", "0",
        ]
        let log = folder + "/log"
        try Data().write(to: URL(fileURLWithPath: log))
        process.standardError = FileHandle(forWritingAtPath: log)
        channel = Channel(.unix(path: folder + "/csi.sock"))
        let start = DispatchTime.now().uptimeNanoseconds
        try process.run()
        while true {
            if await channel.connect(timeout: .seconds(1)) == .connected {
                _ = try await identity.probe(.init(), timeout: .seconds(60))
                return DispatchTime.now().uptimeNanoseconds - start
            }
            guard process.isRunning else {
                let reason = try String(contentsOfFile: log, encoding: .utf8)
                throw BenchError(description: "\(program.path) does not serve: \(reason)")
            }
            try await Task.sleep(for: .milliseconds(1))
        }
    }

    /// Ends the driver; what it has mounted stays.
    func stop() {
        guard process.isRunning else { return }
        process.terminate()
        process.waitUntilExit()
    }

    /// Removes everything that the driver and its callers made, and says what can't be removed.
    func remove() throws {
        stop()
        for point in try mountPoints().reversed() where umount2(point, 0) != 0 {
            throw BenchError(description: "\(point) can't be unmounted: \(String(cString: strerror(errno)))")
        }
        for device in try loopDevices() {
            let descriptor = open(device, O_RDONLY | O_CLOEXEC)
            defer { close(descriptor) }
            guard ioctl(descriptor, UInt(LOOP_CLR_FD), 0) == 0 else {
                throw BenchError(description: "\(device) can't be detached: \(String(cString: strerror(errno)))")
            }
        }
        try FileManager.default.removeItem(atPath: folder)
    }

    private func mountPoints() throws -> [String] {
        guard let file = FileHandle(forReadingAtPath: "/proc/self/mounts") else {
            throw BenchError(description: "the mounts can't be listed")
        }
        // The kernel gives its list in pieces.
        var table = Data()
        while let piece = try file.read(upToCount: 64 << 10), !piece.isEmpty { table += piece }
        return String(decoding: table, as: UTF8.self).split(separator: "\n")
            .compactMap { $0.split(separator: " ").dropFirst().first.map(String.init) }
            .filter { $0.hasPrefix(folder + "/") }
    }

    private func loopDevices() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "/sys/block").filter { name in
            let file = try? String(contentsOfFile: "/sys/block/\(name)/loop/backing_file", encoding: .utf8)
            return file?.hasPrefix(folder + "/") ?? false
        }.map { "/dev/\($0)" }
    }
}
