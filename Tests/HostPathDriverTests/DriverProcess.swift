import CSI
import Foundation
import GRPC
import Testing

/// `csi-bridge driver hostpath` as a process of its own, to be killed and started again. What it leaves behind is removed
/// with it.
final class DriverProcess: RunningDriver {
    let folder: String
    private(set) var channel: Channel
    var options: [String]
    private var process = Process()

    private var logFile: String { folder + "/log" }

    /// Starts a driver on a new folder, and waits until it answers.
    /// - Parameter options: More words of the command line, in which `FOLDER` stands for the folder.
    init(_ options: String...) async throws {
        let folder = try makeTestFolder()
        self.folder = folder
        self.options = options.map { $0.replacingOccurrences(of: "FOLDER", with: folder) }
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

    /// SIGTERM; returns the exit code.
    func terminate() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Everything that it has said.
    var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }
}
