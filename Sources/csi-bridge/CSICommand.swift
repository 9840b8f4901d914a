import Agent
import CSI

/// `csi-bridge csi`: one plugin, without any of the bridge's state.
enum CSICommand {
    static let command = Command(
        path: "csi",
        summary: "Talks to one CSI plugin.",
        examples: [
            .init("csi probe --endpoint unix:///run/csi/csi.sock", "A summary of the plugin"),
            .init("csi list", "All RPCs of CSI"),
            .init("csi describe CreateVolume", "What an RPC takes and answers"),
            .init("csi call Identity/Probe --endpoint unix:///run/csi/csi.sock", "Call an RPC"),
        ],
        subcommands: [list, describe, CallCommand.command, ProbeCommand.command]
    )

    private static let list = Command(
        path: "csi list",
        summary: "Lists the services of CSI and their RPCs.",
        examples: [.init("csi list", "All of them")]
    ) { _ in
        for service in Schema.csi.services {
            Terminal.print(service.name + (service.isAlpha ? " (alpha)" : ""))
            for method in service.methods {
                Terminal.print("  \(method.name)" + (method.isServerStreaming ? " (stream)" : ""))
            }
        }
    }

    private static let describe = Command(
        path: "csi describe",
        summary: "Prints the fields of an RPC's request and answer.",
        examples: [
            .init("csi describe Controller/CreateVolume", "One RPC"),
            .init("csi describe NodeStageVolume", "Where the name says it all, the service may be left out"),
        ],
        operands: ["RPC"]
    ) { invocation in
        Terminal.print(MethodDescription(try method(named: invocation.operands[0])).text)
    }

    /// An RPC by `SERVICE/RPC`, or by its name alone.
    static func method(named name: String) throws(UsageError) -> Schema.Method {
        var wanted = name
        if wanted.hasPrefix("/") { wanted.removeFirst() }
        if wanted.hasPrefix(Schema.package + ".") { wanted.removeFirst(Schema.package.count + 1) }
        let methods = Schema.csi.methods
        if let method = methods.first(where: { "\($0.service)/\($0.name)" == wanted || $0.name == wanted }) {
            return method
        }
        let known = wanted.contains("/") ? methods.map { "\($0.service)/\($0.name)" } : methods.map(\.name)
        throw UsageError("no RPC \"\(name)\"\(suggestion(for: wanted, among: known)); `csi-bridge csi list` shows all")
    }
}
