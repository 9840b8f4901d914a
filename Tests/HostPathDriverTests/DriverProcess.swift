import CSI
import Foundation
import GRPC
import Testing

/// `csi-bridge driver hostpath` as a process of its own, to be killed and started again. What it leaves behind is removed
/// with it.
final class DriverProcess: RunningDriver {
    let folder: String
    private(set) var channel: Channel
    private let options: [String]
    private let disk: StateDisk?
    private var process = Process()

    private var logFile: String { folder + "/log" }

    /// Starts a driver on a new folder, and waits until it answers.
    /// - Parameter fileSystem: What a disk for the state alone is formatted with; nil for the machine's disk.
    init(_ options: String..., on fileSystem: String? = nil) async throws {
        self.options = options
        let folder = try makeTestFolder()
        self.folder = folder
        disk = try fileSystem.map { try StateDisk($0, in: folder) }
        channel = Channel(.unix(path: folder + "/csi.sock"))
        try Data().write(to: URL(fileURLWithPath: logFile))
        try await start()
    }

    deinit {
        kill()
        Leftovers(folder).remove()
    }

    private static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "csi-bridge")

    private func arguments(socket: String) -> [String] {
        [
            "driver", "hostpath", "--endpoint", "\(folder)/\(socket)", "--state", "\(folder)/state", "--node-id",
            "node-1",
        ]
            + options
    }

    /// Starts the driver, after a `kill -9` where it runs, and does not wait for it.
    func launch() throws {
        kill()
        process = Process()
        // Whether ext4 can grow while it is mounted depends on a capability: here it can't, on no machine.
        process.executableURL = URL(fileURLWithPath: "/usr/bin/setpriv")
        process.arguments =
            ["--bounding-set", "-sys_resource", "--", Self.program.path] + arguments(socket: "csi.sock")
        let log = try FileHandle(forWritingTo: URL(fileURLWithPath: logFile))
        try log.seekToEnd()
        process.standardError = log
        try process.run()
    }

    /// Starts the driver, after a `kill -9` where it runs, and waits until it answers.
    func start() async throws {
        try launch()
        channel = Channel(.unix(path: folder + "/csi.sock"))
        let deadline = ContinuousClock.now + timeout
        while await channel.connect(timeout: .seconds(1)) != .connected {
            try #require(process.isRunning && ContinuousClock.now < deadline, "the driver does not answer: \(log)")
        }
    }

    /// Runs a driver that can't start, on a socket of its own. - Returns: Its exit code, and what it says.
    func refusal() throws -> (status: Int32, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/timeout")
        process.arguments = ["60", Self.program.path] + arguments(socket: "b.sock")
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let text = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, text)
    }

    /// `kill -9`.
    func kill() {
        guard process.isRunning else { return }
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// `kill -9` after a while.
    func kill(after delay: Duration) -> Task<Void, any Error> {
        let process = process.processIdentifier
        return Task.detached {
            try await Task.sleep(for: delay, tolerance: .zero)
            Foundation.kill(process, SIGKILL)
        }
    }

    /// The power fails after a while: nothing reaches the disk any more, and the driver ends.
    /// - Returns: When it was still on.
    func failPower(after delay: Duration) -> Task<ContinuousClock.Instant, any Error> {
        let (process, disk) = (process.processIdentifier, disk)
        return Task.detached {
            try await Task.sleep(for: delay, tolerance: .zero)
            let moment = ContinuousClock.now
            try disk?.failPower()
            Foundation.kill(process, SIGKILL)
            return moment
        }
    }

    /// Starts the driver after a power failure, with which mounts and devices went.
    func restorePower() async throws {
        kill()
        let disk = try #require(disk)
        for mount in leftovers.mounts.reversed() where mount != disk.mountPoint {
            let descriptor = open(mount, O_RDONLY | O_CLOEXEC)
            // FITHAW: a snapshot that was under way holds the file system, also from being unmounted.
            _ = ioctl(descriptor, 0xC004_5878, 0)
            close(descriptor)
            try await unmount(mount)
        }
        for device in leftovers.devices {
            let file = try? String(contentsOfFile: "/sys/block/\(device)/loop/backing_file", encoding: .utf8)
            guard file?.hasPrefix(disk.mountPoint + "/") == true else { continue }
            try runTool("losetup", "--detach", "/dev/\(device)")
        }
        try await unmount(disk.mountPoint)
        try disk.mount()
        try await start()
    }

    /// Programs of the driver, and the kernel, may still be at what they did.
    private func unmount(_ path: String) async throws {
        let deadline = ContinuousClock.now + timeout
        while umount2(path, 0) != 0 {
            try #require(errno == EBUSY && ContinuousClock.now < deadline, "\(path) can't be unmounted")
            try await Task.sleep(for: .milliseconds(2))
        }
    }

    /// SIGTERM; returns the exit code.
    func terminate() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Everything that it has said.
    var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }
}
