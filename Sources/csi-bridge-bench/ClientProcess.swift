import CGRPCBench
import Foundation
import GRPC

/// A client to measure, in a process of its own for each round, so that all start alike.
enum ClientProcess: String {
    /// Plain C over gRPC core.
    case c = "call-c"
    /// The `GRPC` module, from tasks on its event loop.
    case swiftOnLoop = "call-swift-loop"
    /// The `GRPC` module, from tasks on Swift's pool.
    case swiftOnPool = "call-swift-pool"

    private static let request = Array("0123456789abcdef".utf8)

    /// One round of calls; 0 in flight means the C loop that waits for each call by itself.
    func round(to server: ServerProcess, inFlight: Int, count: Int) throws -> Round {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [rawValue, server.path, String(inFlight), String(count)]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        let numbers = data.withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
        guard process.terminationStatus == 0, let elapsed = numbers.first else {
            throw BenchError(description: "the client \(rawValue) failed")
        }
        return Round(nanoseconds: Array(numbers.dropFirst()), elapsedNanoseconds: elapsed)
    }

    /// What the child process does: the time of the whole round and of each call go to standard output, as numbers.
    func run(path: String, inFlight: Int, count: Int) async throws {
        let round =
            switch self {
            case .c: try Self.roundInC(path: path, inFlight: inFlight, count: count)
            case .swiftOnLoop, .swiftOnPool:
                try await Self.roundInSwift(
                    Channel(.unix(path: path)), inFlight: max(1, inFlight), count: count, onLoop: self == .swiftOnLoop)
            }
        ([round.elapsedNanoseconds] + round.nanoseconds).withUnsafeBytes { FileHandle.standardOutput.write(Data($0)) }
    }

    private static func roundInC(path: String, inFlight: Int, count: Int) throws -> Round {
        var latencies = [UInt64](repeating: 0, count: count)
        let target = "unix:\(path)"
        let start = DispatchTime.now().uptimeNanoseconds
        let failed =
            inFlight == 0
            ? cgrpc_bench_unary(target, ServerProcess.method, count, &latencies)
            : cgrpc_bench_in_flight(target, ServerProcess.method, inFlight, count, &latencies)
        let elapsed = DispatchTime.now().uptimeNanoseconds - start
        guard failed == 0 else { throw BenchError(description: "\(failed) of \(count) calls from C failed") }
        return Round(nanoseconds: latencies, elapsedNanoseconds: elapsed)
    }

    static func roundInSwift(_ channel: Channel, inFlight: Int, count: Int, onLoop: Bool) async throws -> Round {
        let calls: @Sendable () async throws -> [UInt64] = {
            var latencies: [UInt64] = []
            latencies.reserveCapacity(count / inFlight)
            for _ in 0..<(count / inFlight) {
                let start = DispatchTime.now().uptimeNanoseconds
                _ = try await channel.unary(ServerProcess.method, request, timeout: .seconds(30))
                latencies.append(DispatchTime.now().uptimeNanoseconds - start)
            }
            return latencies
        }
        let start = DispatchTime.now().uptimeNanoseconds
        let latencies = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for _ in 0..<inFlight {
                if onLoop {
                    group.addTask(executorPreference: EventLoop.shared, operation: calls)
                } else {
                    group.addTask(operation: calls)
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Round(nanoseconds: latencies, elapsedNanoseconds: DispatchTime.now().uptimeNanoseconds - start)
    }
}
