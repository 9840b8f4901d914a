import CGRPCBench
import Foundation
import GRPC

/// A server to measure against, in a process of its own.
final class ServerProcess {
    enum Kind: String {
        /// Plain C over gRPC core.
        case c = "serve-c"
        /// The `GRPC` module's server.
        case swift = "serve-swift"
    }

    static let method = "/csi.v1.Identity/Probe"

    let path: String
    private let process = Process()

    /// Starts a server and waits until it answers.
    init(_ kind: Kind) async throws {
        path = FileManager.default.temporaryDirectory.path + "/bench-\(UUID().uuidString.prefix(8)).sock"
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [kind.rawValue, path]
        try process.run()
        let channel = Channel(.unix(path: path))
        for _ in 0..<1000 {
            if await channel.connect(timeout: .seconds(1)) == .connected { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw BenchError(description: "the server at \(path) does not answer")
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The memory that the process has in RAM, in bytes.
    var residentBytes: Int { ResidentMemory.bytes(ofProcess: process.processIdentifier) }

    /// What the child process does.
    static func serve(_ kind: Kind, at path: String) async throws {
        switch kind {
        case .c:
            cgrpc_bench_serve("unix:\(path)")
            throw BenchError(description: "\(path) can't be bound")
        case .swift:
            var handlers = Server.Handlers()
            handlers.unary(method) { _, request in request }
            let server = try Server(.unix(path: path), handlers: handlers)
            try await Task.sleep(for: .seconds(3600))
            await server.shutdown(grace: .zero)
        }
    }
}

/// Why nothing could be measured.
struct BenchError: Error, CustomStringConvertible {
    let description: String
}

/// How much memory processes have in RAM.
enum ResidentMemory {
    /// In bytes; 0 where the process is gone.
    static func bytes(ofProcess process: Int32) -> Int {
        guard let text = try? String(contentsOfFile: "/proc/\(process)/statm", encoding: .utf8) else { return 0 }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        return pages * sysconf(Int32(_SC_PAGESIZE))
    }
}
