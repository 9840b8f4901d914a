import Foundation
import Testing

/// Runs a program to its end, without a thread that waits for it.
func run(_ arguments: [String], input: [UInt8] = []) async throws -> (status: Int32, output: [UInt8]) {
    let folder = try Folder()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = arguments
    for (name, bytes) in [("in", input), ("out", [])] {
        try Data(bytes).write(to: URL(fileURLWithPath: "\(folder.path)/\(name)"))
    }
    process.standardInput = try FileHandle(forReadingFrom: URL(fileURLWithPath: "\(folder.path)/in"))
    process.standardOutput = try FileHandle(forWritingTo: URL(fileURLWithPath: "\(folder.path)/out"))
    process.standardError = FileHandle.nullDevice
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
        process.terminationHandler = { _ in continuation.resume() }
        do {
            try process.run()
        } catch {
            process.terminationHandler = nil
            continuation.resume(throwing: error)
        }
    }
    return (process.terminationStatus, Array(try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/out"))))
}

func gunzip(_ bytes: [UInt8]) async throws -> [UInt8] {
    let (status, output) = try await run(["gzip", "-dc"], input: bytes)
    try #require(status == 0)
    return output
}
