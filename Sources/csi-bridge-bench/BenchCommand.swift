import Foundation

/// `csi-bridge-bench grpc [--json]`: what the Swift layer costs beyond plain C over gRPC core.
@main
struct BenchCommand {
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
            default:
                FileHandle.standardError.write(Data("Usage: csi-bridge-bench grpc [--json]\n".utf8))
                exit(2)
            }
        } catch {
            FileHandle.standardError.write(Data("csi-bridge-bench: \(error)\n".utf8))
            exit(1)
        }
    }
}
