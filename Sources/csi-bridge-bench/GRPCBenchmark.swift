import Foundation
import GRPC

/// Measures the same small unary calls in turn from plain C and from Swift, so that all see the same machine.
struct GRPCBenchmark {
    private let rounds = 9
    private let unaryCallsPerRound = 4_000
    private let concurrentCallsPerRound = 16_384
    private let callsForMemory = 1_000_000
    private let callsUntilWarm = 100_000

    func run() async throws -> BenchReport {
        var report = BenchReport()
        let cServer = try await ServerProcess(.c)
        let swiftServer = try await ServerProcess(.swift)
        for _ in 0..<rounds {
            let count = unaryCallsPerRound
            report.add(.cUnary, try ClientProcess.c.round(to: cServer, inFlight: 0, count: count))
            report.add(.swiftUnary, try ClientProcess.swiftOnLoop.round(to: cServer, inFlight: 1, count: count))
            report.add(.poolUnary, try ClientProcess.swiftOnPool.round(to: cServer, inFlight: 1, count: count))
            report.add(.serverUnary, try ClientProcess.c.round(to: swiftServer, inFlight: 0, count: count))
        }
        for inFlight in BenchReport.concurrencies {
            for _ in 0..<rounds {
                let count = concurrentCallsPerRound
                report.add(.c(inFlight), try ClientProcess.c.round(to: cServer, inFlight: inFlight, count: count))
                report.add(
                    .swift(inFlight), try ClientProcess.swiftOnLoop.round(to: cServer, inFlight: inFlight, count: count)
                )
                report.add(.server(inFlight), try ClientProcess.c.round(to: swiftServer, inFlight: inFlight, count: count))
            }
        }
        (report.residentBytes, report.residentGrowthBytes, report.serverResidentGrowthBytes) =
            try await memory(swiftServer)
        return report
    }

    /// Our client and our server call each other a million times after warming up: what is resident then, and by how
    /// much the client and the server have grown, in bytes.
    private func memory(_ server: ServerProcess) async throws -> (resident: Int, growth: Int, serverGrowth: Int) {
        let channel = Channel(.unix(path: server.path))
        func call(_ count: Int) async throws {
            for _ in 0..<(count / callsUntilWarm) {
                _ = try await ClientProcess.roundInSwift(channel, inFlight: 64, count: callsUntilWarm, onLoop: true)
            }
        }
        try await call(callsUntilWarm)
        let before = ResidentMemory.bytes(ofProcess: getpid())
        let serverBefore = server.residentBytes
        try await call(callsForMemory)
        let after = ResidentMemory.bytes(ofProcess: getpid())
        return (after, after - before, server.residentBytes - serverBefore)
    }
}
