import CSI
import GRPC

/// `csi-bridge csi probe`: what a plugin is, can do, and whether it is well, on one screen.
enum ProbeCommand {
    static let command = Command(
        path: "csi probe",
        summary: "Prints a summary of a plugin: name, capabilities, node, topology, health.",
        examples: [
            .init("csi probe --endpoint unix:///run/csi/csi.sock", "A plugin on a unix socket"),
            .init("csi probe --endpoint /run/csi/csi.sock --timeout 2s", "With less patience"),
        ],
        notes: """
            Nothing is called that the plugin does not advertise. What fails is shown in its place. The exit code is 1
            where the plugin can't be reached, is not ready, reports a fault of its storage, or fails a call.
            """,
        options: PluginOptions.all
    ) { invocation in
        let channel = try PluginOptions.channel(invocation)
        var summary = PluginSummary(channel, timeout: try PluginOptions.timeout(invocation))
        try await summary.collect()
        Terminal.print(summary.text)
        if !summary.faults.isEmpty {
            throw UnhealthyPlugin(
                description: "\(channel.endpoint) is not well: \(summary.faults.joined(separator: ", "))"
            )
        }
    }
}

/// A plugin that answers, and is not well.
struct UnhealthyPlugin: Error, CustomStringConvertible {
    let description: String
}
