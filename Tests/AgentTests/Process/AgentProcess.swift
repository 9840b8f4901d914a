import Foundation
import Testing

/// `csi-bridge agent` as a process of its own, to be talked to over HTTP, and to be killed.
final class AgentProcess: Sendable {
    typealias Answer = HTTPExchange.Answer

    /// The program, beside the tests.
    static let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
        .appending(path: "csi-bridge")

    /// What it printed on standard error goes here.
    private let logFile: String
    private let process: Process
    /// The port that it serves on.
    let port: UInt16

    /// Starts an agent, and waits until it says that it serves.
    /// - Parameters:
    ///   - folder: Where its state and its log go.
    ///   - arguments: All but the port, which the system chooses.
    ///   - environment: What is added to the environment.
    ///   - descriptors: The soft and the hard limit of its open files; nil for those of the tests.
    ///   - starting: Is told the process's number before the agent serves.
    init(
        folder: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        descriptors: (soft: Int, hard: Int)? = nil,
        starting: (Int32) async throws -> Void = { _ in }
    ) async throws {
        logFile = "\(folder)/agent-\(UUID().uuidString.prefix(8)).log"
        process = try Self.start(
            arguments + ["-http-port", "0"],
            environment,
            through: descriptors.map { ["/usr/bin/prlimit", "--nofile=\($0.soft):\($0.hard)"] } ?? [],
            standardError: logFile
        )
        try await starting(process.processIdentifier)
        let deadline = ContinuousClock.now + .seconds(60)
        var served: UInt16?
        while served == nil {
            let log = (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? ""
            try #require(process.isRunning && ContinuousClock.now < deadline, "the agent does not serve: \(log)")
            served = log.firstMatch(of: /serves at https?:\/\/[^" ]+:([0-9]+)/).flatMap { UInt16($0.1) }
            if served == nil { try await Task.sleep(for: .milliseconds(5)) }
        }
        port = served ?? 0
    }

    deinit {
        if process.isRunning { send(SIGKILL) }
    }

    private static func start(
        _ arguments: [String],
        _ environment: [String: String] = [:],
        through prefix: [String] = [],
        standardError: String
    ) throws -> Process {
        let process = Process()
        let words = prefix + [program.path, "agent"] + arguments
        process.executableURL = URL(filePath: words[0])
        process.arguments = Array(words.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        try Data().write(to: URL(filePath: standardError))
        process.standardError = FileHandle(forWritingAtPath: standardError)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
    }

    /// Runs an agent that is not expected to serve.
    /// - Returns: How it ended, and what it said.
    static func failure(
        folder: String,
        _ arguments: [String],
        environment: [String: String] = [:]
    ) async throws -> (code: Int32, text: String) {
        let log = "\(folder)/failure-\(UUID().uuidString.prefix(8)).log"
        let process = try start(arguments, environment, standardError: log)
        let code = try await onThread {
            let limit = Date(timeIntervalSinceNow: 30)
            while process.isRunning, Date.now < limit { usleep(2000) }
            if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
            return process.terminationStatus
        }
        return (code, try String(contentsOfFile: log, encoding: .utf8))
    }

    var identifier: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    /// Everything that it printed.
    var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }

    /// Sends a signal.
    func send(_ signal: Int32) {
        Foundation.kill(process.processIdentifier, signal)
    }

    /// Waits until it has ended, and returns its exit code.
    func exit() async throws -> Int32 {
        try await onThread { [process] in
            process.waitUntilExit()
            return process.terminationStatus
        }
    }

    /// `kill -9`.
    func kill() async throws {
        send(SIGKILL)
        _ = try await exit()
    }

    /// SIGTERM; returns the exit code.
    func terminate() async throws -> Int32 {
        send(SIGTERM)
        return try await exit()
    }

    /// What it answers to a request.
    func request(
        _ method: String,
        _ path: String,
        headers: [String: String] = [:],
        body: JSONValue? = nil
    ) async throws -> Answer {
        try await request(method, path, headers: headers, bytes: body.map { try Array(JSONEncoder().encode($0)) })
    }

    /// What it answers to a request with any body.
    func request(
        _ method: String,
        _ path: String,
        headers: [String: String] = [:],
        bytes: [UInt8]?
    ) async throws -> Answer {
        try await HTTPExchange.answer(port: port, method, path, headers: headers, body: bytes)
    }

    func get(_ path: String) async throws -> Answer {
        try await request("GET", path)
    }
}
