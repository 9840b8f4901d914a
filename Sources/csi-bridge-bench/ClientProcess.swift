import CGRPCBench
import Foundation
import GRPC

/// A client to measure, in a process of its own for each round, so that all start alike.
enum ClientProcess: String {
    /// Plain C over gRPC core, with gRPC's own settings.
    case c = "call-c"
    /// Plain C over gRPC core, with the settings of the `GRPC` module's channel.
    case tunedC = "call-c-tuned"
    /// The `GRPC` module, from tasks on Swift's pool, as in the agent.
    case swift = "call-swift"

    private static let request = Array("0123456789abcdef".utf8)

    /// One round of calls; 0 in flight means the C loop that waits for each call by itself.
    func round(to server: ServerProcess, inFlight: Int, count: Int, on processor: Processor) throws -> Round {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        process.arguments = [rawValue, server.path, String(inFlight), String(count), String(processor.rawValue)]
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
            case .c, .tunedC:
                try Self.roundInC(path: path, isTuned: self == .tunedC, inFlight: inFlight, count: count)
            case .swift:
                try await Self.roundInSwift(Channel(.unix(path: path)), inFlight: max(1, inFlight), count: count)
            }
        ([round.elapsedNanoseconds] + round.nanoseconds).withUnsafeBytes { FileHandle.standardOutput.write(Data($0)) }
    }

    private static func roundInC(path: String, isTuned: Bool, inFlight: Int, count: Int) throws -> Round {
        var latencies = [UInt64](repeating: 0, count: count)
        let target = "unix:\(path)"
        let method = ServerProcess.method
        let start = DispatchTime.now().uptimeNanoseconds
        let failed =
            inFlight == 0
            ? cgrpc_bench_unary(target, method, isTuned ? 1 : 0, count, &latencies)
            : cgrpc_bench_in_flight(target, method, isTuned ? 1 : 0, inFlight, count, &latencies)
        let elapsed = DispatchTime.now().uptimeNanoseconds - start
        guard failed == 0 else { throw BenchError(description: "\(failed) of \(count) calls from C failed") }
        return Round(nanoseconds: latencies, elapsedNanoseconds: elapsed)
    }

    private static func roundInSwift(_ channel: Channel, inFlight: Int, count: Int) async throws -> Round {
        let calls: @Sendable () async throws -> [UInt64] = { try await sequence(of: count / inFlight, on: channel) }
        let start = DispatchTime.now().uptimeNanoseconds
        let latencies = try await withThrowingTaskGroup(of: [UInt64].self) { group in
            for _ in 0..<inFlight {
                group.addTask(operation: calls)
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        return Round(nanoseconds: latencies, elapsedNanoseconds: DispatchTime.now().uptimeNanoseconds - start)
    }

    /// Calls whose times nobody keeps.
    static func call(_ channel: Channel, inFlight: Int, count: Int) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<inFlight {
                group.addTask {
                    for _ in 0..<(count / inFlight) {
                        _ = try await channel.unary(ServerProcess.method, request, timeout: .seconds(30))
                    }
                }
            }
            try await group.waitForAll()
        }
    }

    /// Calls made one after the other.
    private nonisolated(nonsending) static func sequence(of count: Int, on channel: Channel) async throws -> [UInt64] {
        var latencies: [UInt64] = []
        latencies.reserveCapacity(count)
        for _ in 0..<count {
            let start = DispatchTime.now().uptimeNanoseconds
            _ = try await channel.unary(ServerProcess.method, request, timeout: .seconds(30))
            latencies.append(DispatchTime.now().uptimeNanoseconds - start)
        }
        return latencies
    }
}

/// Where a process runs. Left to itself the system puts two that talk on one processor or on two as it likes, and the
/// waking of an idle one is the larger part of a small call's time: rounds could not be compared.
enum Processor: Int {
    /// Where servers run, and clients that make one call at a time: nothing is measured but work.
    case first = 0
    /// Where clients run that keep many calls under way, beside the server.
    case second = 1

    func pin() {
        cgrpc_bench_pin(Int32(rawValue))
    }
}
