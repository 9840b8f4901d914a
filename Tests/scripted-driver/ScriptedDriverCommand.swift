import CSI
import Dispatch
import Foundation
import GRPC
import ScriptedDriver

/// A scripted driver as a process, which can be killed, and which can kill itself.
@main
struct ScriptedDriverCommand {
    static let usage = """
        usage: scripted-driver --endpoint ENDPOINT --log FILE [--script FILE] [--state FILE | --in-front-of ENDPOINT]

        A CSI driver in memory that misbehaves as a script says.
          --endpoint     where it listens, such as unix:///tmp/csi.sock
          --log          where its calls are told, a JSON object a line; the same lines go to standard output
          --script       the rules, a JSON array; none without it
          --state        where volumes and the like are kept, so that the next process has them
          --in-front-of  another driver, which calls go to in place of the one in memory
        """

    static func main() async {
        do {
            try await run(try Options(CommandLine.arguments.dropFirst()))
        } catch let error as UsageError {
            complain("\(error.description)\n\n\(usage)")
            exit(2)
        } catch {
            complain("\(error)")
            exit(1)
        }
    }

    private static func complain(_ text: String) {
        FileHandle.standardError.write(Data("scripted-driver: \(text)\n".utf8))
    }

    private static func run(_ options: Options) async throws {
        let script = try options.script.map { try Script(json: Data(contentsOf: URL(filePath: $0))) } ?? Script()
        let journal = try Journal(options.log, alsoTo: .standardOutput)
        let driver =
            if let other = options.other {
                try ScriptedDriver(inFrontOf: other, at: options.endpoint, script: script, journal: journal)
            } else {
                try ScriptedDriver(
                    InMemoryDriver(stateFile: options.state).handlers,
                    at: options.endpoint,
                    script: script,
                    journal: journal
                )
            }
        FileHandle.standardOutput.write(Data("serving \(driver.endpoint)\n".utf8))
        await terminationSignal()
        await driver.stop()
    }

    private static func terminationSignal() async {
        signal(SIGTERM, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: SIGTERM)
        await withCheckedContinuation { continuation in
            source.setEventHandler {
                source.cancel()
                continuation.resume()
            }
            source.activate()
        }
    }
}

private struct UsageError: Error {
    let description: String
}

private struct Options {
    let endpoint: Endpoint
    let log: String
    let script: String?
    let state: String?
    let other: Endpoint?

    init(_ arguments: ArraySlice<String>) throws {
        var values: [String: String] = [:]
        var rest = arguments
        while let name = rest.popFirst() {
            guard ["--endpoint", "--log", "--script", "--state", "--in-front-of"].contains(name) else {
                throw UsageError(description: "unknown option \(name)")
            }
            guard let value = rest.popFirst() else { throw UsageError(description: "\(name) lacks its value") }
            values[name] = value
        }
        guard let endpoint = values["--endpoint"], let log = values["--log"] else {
            throw UsageError(description: "--endpoint and --log are needed")
        }
        self.endpoint = try Endpoint(endpoint)
        self.log = log
        script = values["--script"]
        state = values["--state"]
        other = try values["--in-front-of"].map { try Endpoint($0) }
    }
}
