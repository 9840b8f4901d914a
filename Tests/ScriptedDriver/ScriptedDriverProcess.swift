internal import CSI
import Foundation
public import GRPC
import Synchronization

/// A scripted driver in a process of its own, which can be killed at any moment and started again.
///
/// What it did stays done: volumes and the like are kept in a file. The test target that uses it depends on the
/// executable `scripted-driver`.
public final class ScriptedDriverProcess: Sendable {
    /// Where it listens.
    public let endpoint: Endpoint
    /// The file that its calls are told in, one JSON object a line.
    public let logFile: String
    private let other: Endpoint?
    private let folder: URL
    private let watched = Watched(Status())
    private let process = Mutex<Process?>(nil)

    fileprivate struct Status: CustomStringConvertible {
        var calls = CallLog()
        /// How many of the calls were those of earlier processes.
        var earlierCalls = 0
        var isServing = false
        var hasEnded = false

        var description: String { "\(hasEnded ? "ended" : isServing ? "serving" : "starting"); \(calls)" }
    }

    /// Starts a driver that keeps its volumes in memory and a file, or one in front of another driver, and waits until
    /// it serves.
    /// - Throws: ``WaitError`` where it does not, and `EncodingError` where the script has edits by closures.
    public init(at endpoint: Endpoint, inFrontOf other: Endpoint? = nil, script: Script = Script()) async throws {
        self.endpoint = endpoint
        self.other = other
        folder = FileManager.default.temporaryDirectory.appending(path: "scripted-\(UUID().uuidString.prefix(8))")
        logFile = folder.appending(path: "calls.jsonl").path
        try FileManager.default.createDirectory(
            at: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o700]
        )
        try await run(script)
    }

    deinit {
        killIfRunning()
        try? FileManager.default.removeItem(at: folder)
    }

    /// Kills the process as `kill -9` does, and returns when it is gone.
    public func kill() async throws {
        killIfRunning()
        try await ended()
    }

    /// The number of a process that is gone may be another one's.
    private func killIfRunning() {
        if let process = process.withLock({ $0 }), process.isRunning {
            System.kill(process.processIdentifier)
        }
    }

    /// Waits until the process is gone, such as by a crash that the script wants.
    /// - Throws: ``WaitError`` where it is not in time.
    public func ended(within limit: Duration = .seconds(30)) async throws {
        try await watched.wait(limit, for: "the driver's end") { $0.hasEnded }
    }

    /// Starts the driver again with what it did before, killing it where it still runs, and waits until it serves.
    /// - Parameter script: None unless it is given: a driver that crashed at a call would crash there again.
    /// - Throws: As for ``init(at:inFrontOf:script:)``.
    public func restart(script: Script = Script()) async throws {
        try await kill()
        try await run(script)
    }

    private func run(_ script: Script) async throws {
        let scriptFile = folder.appending(path: "script.json")
        try script.json().write(to: scriptFile)
        let process = Process()
        process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
            .appending(path: "scripted-driver")
        process.arguments = ["--endpoint", "\(endpoint)", "--log", logFile, "--script", scriptFile.path]
        if let other {
            process.arguments? += ["--in-front-of", "\(other)"]
        } else {
            process.arguments? += ["--state", folder.appending(path: "state.json").path]
        }
        // What a killed process leaves goes away with the rest.
        process.environment = ProcessInfo.processInfo.environment.merging(["TMPDIR": folder.path]) { $1 }
        let output = Pipe()
        process.standardOutput = output
        watched.update { status in
            status.earlierCalls = status.calls.count
            status.isServing = false
            status.hasEnded = false
        }
        try process.run()
        self.process.withLock { $0 = process }
        Thread.detachNewThread { [watched] in
            Self.follow(output.fileHandleForReading, watched)
            process.waitUntilExit()
            watched.update { $0.end() }
        }
        try await watched.wait(.seconds(30), for: "the driver to serve") { $0.isServing || $0.hasEnded }
        guard watched.value.isServing else { throw WaitError(description: "the driver ended before it served") }
    }

    /// Reads what the process says, until it is gone.
    private static func follow(_ output: FileHandle, _ watched: Watched<Status>) {
        var rest = Data()
        while case let data = output.availableData, !data.isEmpty {
            rest += data
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                let line = Data(rest[..<end])
                rest = rest[(end + 1)...]
                watched.update { $0.take(line) }
            }
        }
    }
}

extension ScriptedDriverProcess: CallRecording {
    /// All calls so far, those of earlier processes among them. Their requests and answers are not known here.
    public var calls: CallLog { watched.value.calls }

    /// Waits until the calls so far are as wanted, and returns them.
    /// - Parameter isWanted: Looks at the calls it is given, and at nothing else of the driver.
    /// - Throws: ``WaitError`` where they are not in time.
    @discardableResult
    public func calls(
        within limit: Duration = .seconds(30),
        until isWanted: @escaping @Sendable (CallLog) -> Bool
    ) async throws -> CallLog {
        try await watched.wait(limit, for: "the calls that were wanted") { isWanted($0.calls) }.calls
    }
}

extension ScriptedDriverProcess.Status {
    fileprivate mutating func take(_ text: Data) {
        guard let line = Journal.line(text) else {
            isServing = isServing || text.starts(with: Data("serving".utf8))
            return
        }
        let id = earlierCalls + line.id
        if line.end == nil {
            calls.append(
                RecordedCall(
                    id: id,
                    rpc: RPC(rawValue: line.rpc),
                    request: [],
                    metadata: [:],
                    deadline: nil,
                    start: line.start,
                    subjects: line.subjects
                )
            )
        } else {
            calls.update(id) { call in
                call.end = line.end
                call.outcome = line.outcome.flatMap { RecordedCall.Outcome(journalName: $0) }
                call.hadEffect = line.hadEffect
                call.subjects = line.subjects
            }
        }
    }

    /// The process is gone, and the calls under way with it.
    fileprivate mutating func end() {
        hasEnded = true
        for call in calls.underWay {
            calls.update(call.id) { call in
                call.outcome = .cut
                call.end = .now
            }
        }
    }
}
