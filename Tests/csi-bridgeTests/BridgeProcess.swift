import Foundation
import GRPC
import Testing

/// The built program, run as a process of its own.
struct BridgeProcess {
    /// How a run ended.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// The program next to the tests' own.
    private static let program = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "csi-bridge")

    /// Runs the program to its end.
    static func run(
        _ arguments: String...,
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await run(arguments, input: input, environment: environment)
    }

    static func run(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        let folder = try Folder()
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = try FileHandle(forReadingFrom: folder.file("in", input))
        process.standardOutput = try FileHandle(forWritingTo: folder.file("out", ""))
        process.standardError = try FileHandle(forWritingTo: folder.file("err", ""))
        try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in continuation.resume() }
            do {
                try process.run()
            } catch {
                process.terminationHandler = nil
                continuation.resume(throwing: error)
            }
        }
        return Outcome(
            status: process.terminationStatus,
            output: try folder.text(of: "out"),
            errors: try folder.text(of: "err")
        )
    }
}

/// A folder of its own for the files of one test, removed with it.
final class Folder: Sendable {
    let path: String

    init() throws {
        path = FileManager.default.temporaryDirectory.path + "/bridge-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    var socket: Endpoint { .unix(path: "\(path)/csi.sock") }

    /// Writes a file.
    func file(_ name: String, _ text: String) throws -> URL {
        let url = URL(fileURLWithPath: path).appending(path: name)
        try Data(text.utf8).write(to: url)
        return url
    }

    func text(of name: String) throws -> String {
        try String(contentsOfFile: "\(path)/\(name)", encoding: .utf8)
    }
}
