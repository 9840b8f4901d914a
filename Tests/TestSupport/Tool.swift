public import Foundation

/// How a program ended that has run to its end.
public struct Outcome: Sendable {
    /// Its exit code.
    public let status: Int32
    /// What it wrote to its output.
    public let output: [UInt8]
    /// What it wrote to its error output.
    public let errors: [UInt8]
}

/// Runs a program of this machine to its end, without a thread that waits for it.
public func run(_ arguments: [String], input: [UInt8] = []) async throws -> Outcome {
    try await run(URL(fileURLWithPath: "/usr/bin/env"), arguments, input: input)
}

/// Runs a program to its end, without a thread that waits for it.
/// - Parameter environment: What it finds beside this process's own environment.
public func run(
    _ program: URL,
    _ arguments: [String],
    input: [UInt8] = [],
    environment: [String: String] = [:]
) async throws -> Outcome {
    let folder = try TemporaryFolder()
    let file = { (name: String) in URL(fileURLWithPath: folder.file(name)) }
    for (name, bytes) in [("in", input), ("out", []), ("err", [])] { try Data(bytes).write(to: file(name)) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    process.standardInput = try FileHandle(forReadingFrom: file("in"))
    process.standardOutput = try FileHandle(forWritingTo: file("out"))
    process.standardError = try FileHandle(forWritingTo: file("err"))
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
        output: Array(try Data(contentsOf: file("out"))),
        errors: Array(try Data(contentsOf: file("err")))
    )
}

/// A program that is built beside the tests.
public func builtProgram(_ name: String) -> URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent().appending(path: name)
}
