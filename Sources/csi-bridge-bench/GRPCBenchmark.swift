import Foundation
import GRPC

/// Measures the same small unary calls in turn from plain C and from Swift, so that all see the same machine.
struct GRPCBenchmark {
    private let rounds = 11
    private let unaryCallsPerRound = 4_000
    private let callsPerRoundInFlight = [1: 4_096, 8: 8_192, 64: 16_384, 256: 16_384]
    private let callsForMemory = 1_000_000
    private let callsUntilWarm = 200_000

    func run() async throws -> BenchReport {
        var report = BenchReport()
        let cServer = try await ServerProcess(.c)
        let swiftServer = try await ServerProcess(.swift)
        for _ in 0..<rounds {
            func add(_ series: BenchReport.Series, _ client: ClientProcess, _ server: ServerProcess) throws {
                let inFlight = client == .swift ? 1 : 0
                let round = try client.round(to: server, inFlight: inFlight, count: unaryCallsPerRound, on: .first)
                report.add(series, round)
            }
            try add(.init(.c), .c, cServer)
            try add(.init(.tunedC), .tunedC, cServer)
            try add(.init(.swift), .swift, cServer)
            try add(.init(.swiftServer), .c, swiftServer)
        }
        for (inFlight, count) in callsPerRoundInFlight.sorted(by: <) {
            for _ in 0..<rounds {
                func add(_ side: BenchReport.Side, _ client: ClientProcess, _ server: ServerProcess) throws {
                    let round = try client.round(to: server, inFlight: inFlight, count: count, on: .second)
                    report.add(.init(side, inFlight: inFlight), round)
                }
                try add(.c, .c, cServer)
                try add(.tunedC, .tunedC, cServer)
                try add(.swift, .swift, cServer)
                try add(.swiftServer, .c, swiftServer)
            }
        }
        (report.residentBytes, report.residentGrowthBytes, report.serverResidentGrowthBytes) =
            try await memory(swiftServer)
        // Last, since its list would count as growth.
        report.decodeFieldsPerSecond = try DecodeBenchmark().fieldsPerSecond()
        return report
    }

    /// Our client and our server call each other a million times after warming up: what is resident then, and by how
    /// much the client and the server have grown, in bytes.
    private func memory(_ server: ServerProcess) async throws -> (resident: Int, growth: Int, serverGrowth: Int) {
        let channel = Channel(.unix(path: server.path))
        try await ClientProcess.call(channel, inFlight: 64, count: callsUntilWarm)
        let before = ResidentMemory.bytes(ofProcess: getpid())
        let serverBefore = server.residentBytes
        try await ClientProcess.call(channel, inFlight: 64, count: callsForMemory)
        let after = ResidentMemory.bytes(ofProcess: getpid())
        return (after, after - before, server.residentBytes - serverBefore)
    }
}
