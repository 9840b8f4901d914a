import GRPC
import TestSupport
import Testing

/// The built program, run as a process of its own.
struct BridgeProcess {
    /// How a run ended.
    struct Outcome {
        let status: Int32
        let output: String
        let errors: String
    }

    /// Runs the program to its end.
    static func run(
        _ arguments: String...,
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        try await run(arguments, input: input, environment: environment)
    }

    static func run(
        _ arguments: [String],
        input: String = "",
        environment: [String: String] = [:]
    ) async throws -> Outcome {
        let outcome = try await TestSupport.run(
            builtProgram("csi-bridge"),
            arguments,
            input: Array(input.utf8),
            environment: environment
        )
        return Outcome(
            status: outcome.status,
            output: String(decoding: outcome.output, as: UTF8.self),
            errors: String(decoding: outcome.errors, as: UTF8.self)
        )
    }
}

extension TemporaryFolder {
    /// Where a plugin may listen.
    var socket: Endpoint { .unix(path: file("csi.sock")) }
}
