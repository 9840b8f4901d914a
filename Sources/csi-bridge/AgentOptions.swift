import Agent

/// The options of `csi-bridge agent`.
enum AgentOptions {
    static let all: [Command.Option] = [
        .init("dev", nil, "An agent to try things with: a driver of its own, and state that is gone afterwards"),
        .init("config", "PATH", "A file of HCL or JSON, or a folder of such files", isRepeatable: true),
        .init("data-dir", "DIR", "The folder that holds all state (default /var/lib/csi-bridge)"),
        .init("bind", "ADDRESS", "The IP address that the HTTP API listens on (default 127.0.0.1)"),
        .init("http-port", "PORT", "The port of the HTTP API (default 4646)"),
        .init("node", "NAME", "The name of this node (default the host's)"),
        .init("plugin", "ID=ENDPOINT", "A CSI plugin and where it listens", isRepeatable: true),
        .init("log-level", "LEVEL", "What is logged: trace, debug, info (default), warn, error or off"),
        .init("log-json", nil, "Log lines are JSON"),
    ]

    /// What the command line says.
    static func flags(_ invocation: Invocation) throws(UsageError) -> Configuration.Flags {
        do {
            return try Configuration.Flags(values: invocation.values)
        } catch {
            throw UsageError(error.description)
        }
    }
}
