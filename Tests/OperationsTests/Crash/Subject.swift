import CSI
import Foundation
import ScriptedDriver
import TestSupport
import Glibc
import Synchronization

/// What a provider has, or an agent believes it has: volumes with their sizes in bytes, and snapshots, by the plugin's IDs.
struct Holdings: Hashable, CustomStringConvertible {
    var volumes: [String: Int64] = [:]
    var snapshots: Set<String> = []

    var description: String { "\(volumes.sorted { $0.key < $1.key }), \(snapshots.sorted())" }
}

extension InMemoryDriver {
    /// The provider's truth.
    var holdings: Holdings {
        Holdings(
            volumes: Dictionary(uniqueKeysWithValues: volumes.map { ($0.volumeID, $0.capacityBytes) }),
            snapshots: Set(snapshots.map(\.snapshotID))
        )
    }
}

/// A process that performs operations and can be killed: whoever implements it is tested by ``CrashTests``' cases.
protocol Subject: Sendable {
    /// Begins an operation, such as `create ID`, and does not wait for it.
    func begin(_ operation: String) throws
    /// Performs an operation and waits until it is acknowledged.
    func perform(_ operation: String) async throws
    /// The operations that were acknowledged.
    var acknowledged: [String] { get }
    /// Kills it as `kill -9` does, and returns when it is gone.
    func kill() async throws
    /// Waits until it is gone.
    func ended() async throws
    /// What it believes to have, once nothing is in hand any more.
    func holdings() async throws -> Holdings
}

/// The program `operations-runner` on a store and a plugin.
final class RunnerProcess: Subject {
    private struct State {
        var lines: [String] = []
        var hasEnded = false
    }

    private final class Output: Sendable {
        let state = Mutex(State())
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Output()

    /// Starts it, and waits until it has resumed what was in hand, or is gone.
    /// - Parameter death: Kills it before or after a commit of its store, such as `["before", "2"]`.
    init(store: String, socket: String, death: [String] = []) async throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("operations-runner")
        process.arguments = [store, socket] + death
        process.standardInput = input
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        Thread.detachNewThread { [output, process] in
            var rest = Data()
            while case let data = pipe.fileHandleForReading.availableData, !data.isEmpty {
                rest += data
                while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                    let line = String(decoding: rest[..<end], as: UTF8.self)
                    rest = rest[(end + 1)...]
                    output.state.withLock { $0.lines.append(line) }
                }
            }
            process.waitUntilExit()
            output.state.withLock { $0.hasEnded = true }
        }
        try await eventually("the runner to be ready", now: "\(lines)") { lines.contains("ready") || hasEnded }
    }

    deinit {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
    }

    private var lines: [String] { output.state.withLock { $0.lines } }
    private var hasEnded: Bool { output.state.withLock { $0.hasEnded } }

    var acknowledged: [String] { lines.filter { $0.hasPrefix("done ") }.map { String($0.dropFirst(5)) } }

    func begin(_ operation: String) throws {
        try input.fileHandleForWriting.write(contentsOf: Data("\(operation)\n".utf8))
    }

    func perform(_ operation: String) async throws {
        try begin(operation)
        try await eventually("\(operation) to be acknowledged", now: "\(lines)") {
            if let failure = lines.first(where: { $0.hasPrefix("failed \(operation)") }) {
                throw NotInTime(description: failure)
            }
            return acknowledged.contains(operation)
        }
    }

    func kill() async throws {
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        try await ended()
    }

    func ended() async throws {
        try await eventually("the runner's end", now: "\(lines)") { hasEnded }
    }

    func holdings() async throws -> Holdings {
        try await perform("settle")
        try await perform("list")
        var result = Holdings()
        for line in lines {
            let words = line.split(separator: " ").map(String.init)
            switch words.first {
            case "volume": result.volumes[words[1]] = Int64(words[2])
            case "snapshot": result.snapshots.insert(words[1])
            default: break
            }
        }
        return result
    }
}
