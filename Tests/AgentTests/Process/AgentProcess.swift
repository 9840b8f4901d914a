import Foundation
import FoundationNetworking
import Testing

/// `csi-bridge agent` as a process of its own, to be talked to over HTTP, and to be killed.
final class AgentProcess {
    /// Its folder: state, log, and the sockets of plugins that a test starts.
    let folder: String
    private let process = Process()
    private(set) var address = ""

    var identifier: Int32 { process.processIdentifier }
    var isRunning: Bool { process.isRunning }

    /// The program, beside the tests.
    static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "csi-bridge")

    /// Starts an agent on a folder, and waits until it serves.
    /// - Parameter options: Beside `-dev`, a port that the system chooses, the node `node-1` and `-data-dir`.
    init(folder: String, options: [String] = []) async throws {
        self.folder = folder
        let log = folder + "/agent.log"
        process.executableURL = Self.program
        process.arguments =
            [
                "agent", "-dev", "-http-port", "0", "-node", "node-1", "-data-dir", folder + "/data",
            ] + options
        try Data().write(to: URL(fileURLWithPath: log))
        process.standardError = FileHandle(forWritingAtPath: log)
        try process.run()
        let deadline = ContinuousClock.now + .seconds(60)
        while address.isEmpty {
            try #require(
                process.isRunning && ContinuousClock.now < deadline,
                "the agent does not serve: \(self.log)"
            )
            try await Task.sleep(for: .milliseconds(5))
            address = self.log.firstMatch(of: /serves at (http:\/\/[0-9.:]+)/).map { String($0.1) } ?? ""
        }
    }

    deinit {
        if process.isRunning { kill() }
    }

    /// Everything that it logged.
    var log: String { (try? String(contentsOfFile: folder + "/agent.log", encoding: .utf8)) ?? "" }

    /// `kill -9`.
    func kill() {
        Foundation.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// SIGTERM; returns the exit code.
    func terminate() -> Int32 {
        process.terminate()
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Sends a signal.
    func send(_ signal: Int32) {
        Foundation.kill(process.processIdentifier, signal)
    }

    /// What it answers to a request.
    func request(
        _ method: String,
        _ path: String,
        headers: [String: String] = [:],
        body: String? = nil
    ) async throws -> Answer {
        var request = URLRequest(url: try #require(URL(string: address + path)))
        request.httpMethod = method
        request.timeoutInterval = 150
        for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
        request.httpBody = body.map { Data($0.utf8) }
        let session = URLSession(configuration: .ephemeral)
        defer { session.finishTasksAndInvalidate() }
        let (data, response) = try await session.data(for: request)
        let answer = try #require(response as? HTTPURLResponse)
        return Answer(status: answer.statusCode, response: answer, body: data)
    }

    /// An answer over HTTP.
    struct Answer {
        let status: Int
        let response: HTTPURLResponse
        let body: Data

        var text: String { String(decoding: body, as: UTF8.self) }
        func header(_ name: String) -> String? { response.value(forHTTPHeaderField: name) }
        /// The body as an object of JSON; empty where it is none.
        var object: [String: Any] { (try? JSONSerialization.jsonObject(with: body)) as? [String: Any] ?? [:] }
        /// The body as a list of objects of JSON; empty where it is none.
        var list: [[String: Any]] { (try? JSONSerialization.jsonObject(with: body)) as? [[String: Any]] ?? [] }
    }
}
