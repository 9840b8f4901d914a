import Agent
import Foundation

/// `csi-bridge agent`: serves the HTTP API until it is told to stop.
enum AgentCommand {
    static let command = Command(
        path: "agent",
        summary: "Serves Nomad's Volumes HTTP API on top of CSI plugins.",
        examples: [
            .init("agent -dev", "Try it: a plugin of its own, state that is gone afterwards"),
            .init("agent -config /etc/csi-bridge.hcl", "Serve what a file says"),
            .init("agent -dev -plugin ebs0=unix:///run/csi/ebs.sock -data-dir /tmp/bridge", "Try a plugin of yours"),
        ],
        notes: """
            The agent runs until SIGTERM or SIGINT: it answers who waits, finishes what is in hand or leaves it to the next
            start, and exits with 0. SIGHUP loads the files again. What an agent -dev without -data-dir left in the
            temporary folder where it was killed is removed by the next one, volumes included, unless somebody uses it.
            """,
        options: [
            .init("dev", nil, "Serve a plugin of its own, hostpath, and keep state in a temporary folder"),
            .init("config", "PATH", "A file or folder to read, HCL or JSON", isRepeatable: true),
            .init("data-dir", "DIR", "The folder that holds all state"),
            .init("bind", "ADDRESS", "The IP address to listen on (default 127.0.0.1)"),
            .init("http-port", "PORT", "The port to listen on (default 4646)"),
            .init("node", "NAME", "The name of this node (default the host's)"),
            .init("plugin", "ID=ENDPOINT", "A plugin and its socket", isRepeatable: true),
            .init("log-level", "LEVEL", "The least that is logged (default info)"),
            .init("log-json", nil, "Log one JSON object a line"),
        ]
    ) { invocation in
        let flags: Configuration.Flags
        do {
            flags = try Configuration.Flags(values: invocation.values)
        } catch {
            throw UsageError("\(error)")
        }
        try await serve(flags)
    }

    private static func serve(_ flags: Configuration.Flags) async throws {
        let termination = Signals.termination()
        let hangUps = Signals(SIGHUP)
        // Who reads the log may go before the agent does.
        signal(SIGPIPE, SIG_IGN)
        let configuration = try Configuration.load(flags)
        let log = Log(level: configuration.logLevel, isJSON: configuration.logsJSON)
        let agent = try await Agent(configuration, log: log)
        log.say("csi-bridge agent serves at \(agent.addresses.joined(separator: " and "))")
        if configuration.isDevelopment, !log.isJSON { log.say(whatToTry(agent, configuration)) }

        let arrivals = hangUps.arrivals
        let reloading = Task { for await _ in arrivals { await reload(agent, flags, log) } }
        await termination.wait()
        reloading.cancel()
        await reloading.value
        await agent.shutdown()
        withExtendedLifetime(hangUps) {}
    }

    private static func reload(_ agent: Agent, _ flags: Configuration.Flags, _ log: Log) async {
        do {
            await agent.reload(try Configuration.load(flags))
        } catch {
            log.error("the configuration stays as it was: \(error)")
        }
    }

    private static func whatToTry(_ agent: Agent, _ configuration: Configuration) -> String {
        let address = agent.addresses.first ?? ""
        let plugin = configuration.plugins.keys.sorted().first ?? "hostpath"
        return """

            Create a volume:
              curl --request PUT --data '{"Volumes": [{"ID": "db", "Name": "db", "PluginID": "\(plugin)", \
            "RequestedCapacityMin": 16777216, "RequestedCapabilities": [{"AccessMode": "single-node-writer", \
            "AttachmentMode": "file-system"}]}]}' \(address)/v1/volume/csi/db/create
            Read it:
              curl '\(address)/v1/volume/csi/db?pretty'
            """
    }
}
