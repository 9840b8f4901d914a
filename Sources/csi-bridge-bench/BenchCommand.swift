import Foundation

/// `csi-bridge-bench grpc [--json]`: what the Swift layer costs beyond plain C over gRPC core.
/// `csi-bridge-bench hostpath --program PATH [--volumes COUNT]`: how long the embedded driver of a build takes; needs root.
@main
struct BenchCommand {
    private static let usage = """
        Usage: csi-bridge-bench grpc [--json]
               csi-bridge-bench hostpath --program PATH [--volumes COUNT]

        """

    static func main() async {
        let arguments = Array(CommandLine.arguments.dropFirst())
        do {
            if let client = arguments.first.flatMap(ClientProcess.init), arguments.count == 5 {
                Processor(rawValue: Int(arguments[4]) ?? 0)?.pin()
                return try await client.run(
                    path: arguments[1],
                    inFlight: Int(arguments[2]) ?? 0,
                    count: Int(arguments[3]) ?? 0
                )
            }
            if let server = arguments.first.flatMap(ServerProcess.Kind.init), arguments.count == 2 {
                Processor.first.pin()
                return try await ServerProcess.serve(server, at: arguments[1])
            }
            switch arguments.first {
            case "grpc" where arguments.dropFirst().allSatisfy({ $0 == "--json" }):
                let report = try await GRPCBenchmark().run()
                print(arguments.contains("--json") ? try report.json() : report.table())
            case "hostpath":
                guard let (program, volumes) = hostPathOptions(arguments.dropFirst()) else { fallthrough }
                let report = try await untilInterrupted {
                    try await HostPathBenchmark.run(program: program, volumes: volumes)
                }
                print(report.table())
            default:
                FileHandle.standardError.write(Data(usage.utf8))
                exit(2)
            }
        } catch {
            FileHandle.standardError.write(Data("csi-bridge-bench: \(error)\n".utf8))
            exit(1)
        }
    }

    private static func hostPathOptions(_ arguments: ArraySlice<String>) -> (program: String, volumes: Int)? {
        var (program, volumes) = (String?.none, 2000)
        var rest = arguments
        while let option = rest.popFirst() {
            guard let value = rest.popFirst() else { return nil }
            switch option {
            case "--program": program = value
            case "--volumes":
                guard let count = Int(value), count > 0 else { return nil }
                volumes = count
            default: return nil
            }
        }
        return program.map { ($0, volumes) }
    }

    /// Runs `body`, which is cancelled at SIGINT and SIGTERM.
    private static func untilInterrupted<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) async throws -> Result {
        let task = Task { try await body() }
        let sources = [SIGINT, SIGTERM].map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number)
            source.setEventHandler { task.cancel() }
            source.resume()
            return source
        }
        defer { for source in sources { source.cancel() } }
        return try await task.value
    }
}
