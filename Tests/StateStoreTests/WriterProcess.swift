import Foundation

/// The program `store-writer`, writing to a store until it is killed.
struct WriterProcess {
    private let process = Process()
    private let output = Pipe()

    init(_ path: String) throws {
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            .deletingLastPathComponent().appendingPathComponent("store-writer")
        process.arguments = [path]
        process.standardOutput = output
        try process.run()
    }

    var pid: Int32 { process.processIdentifier }

    /// Reads what the process says until it has said so many lines, or ends.
    func lines(_ count: Int) -> [String] {
        var text = Data()
        while text.count(where: { $0 == UInt8(ascii: "\n") }) < count {
            let read = output.fileHandleForReading.availableData
            guard !read.isEmpty else { break }
            text += read
        }
        return String(decoding: text, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    /// Kills the process at once, and reads what it still said.
    func kill() -> [String] {
        Glibc.kill(pid, SIGKILL)
        process.waitUntilExit()
        return lines(.max)
    }
}
