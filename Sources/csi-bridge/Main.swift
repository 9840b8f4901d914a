import Glibc

/// The program: finds the command, runs it, and says with its exit code how that went.
@main
struct Main {
    static let root = Command(
        path: "",
        summary: "Drives CSI storage plugins without Kubernetes.",
        examples: [
            .init("agent -dev", "Try everything on this machine"),
            .init("csi probe --endpoint unix:///run/csi/csi.sock", "What is behind this socket?"),
            .init("csi call Controller/ListVolumes --endpoint unix:///run/csi/csi.sock", "Call any RPC of it"),
        ],
        notes: """
            Every command has --help. An option may be written with one dash or two.
            Exit codes: 0 done, 1 failed, 2 wrong usage.
            """,
        subcommands: [AgentCommand.command, CSICommand.command, DriverCommand.command]
    )

    static func main() async {
        do throws(Misuse) {
            switch try root.parse(Array(CommandLine.arguments.dropFirst())) {
            case .help(let command): Terminal.print(command.help, terminator: "")
            case .run(let command, let invocation): await run(command, invocation)
            }
        } catch {
            fail(error.command, error.error, status: 2)
        }
    }

    private static func run(_ command: Command, _ invocation: Invocation) async {
        do {
            try await command.run?(invocation)
        } catch let error as UsageError {
            fail(command, error, status: 2)
        } catch {
            Terminal.printError(Terminal.printable("\(error)"))
            exit(1)
        }
    }

    private static func fail(_ command: Command, _ error: UsageError, status: Int32) -> Never {
        Terminal.printError(
            Terminal.printable("\(command.fullName): \(error)") + "\nSee \(command.fullName) --help."
        )
        exit(status)
    }
}
