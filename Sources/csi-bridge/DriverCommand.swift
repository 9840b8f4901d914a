import Agent
import GRPC
import HostPathDriver
import Platform

/// `csi-bridge driver hostpath`: serves a CSI driver for this machine.
enum DriverCommand {
    static let command = Command(
        path: "driver",
        summary: "Serves a CSI driver of this program's own.",
        examples: [
            .init(
                "driver hostpath --endpoint /run/csi.sock --state /var/lib/csi --node-id node-1",
                "Volumes in a folder of this machine"
            )
        ],
        subcommands: [hostPath]
    )

    private static let hostPath = Command(
        path: "driver hostpath",
        summary: "Serves a CSI driver whose volumes are folders, and images on loop devices, of this machine.",
        examples: [
            .init(
                "driver hostpath --endpoint unix:///run/csi/csi.sock --state /var/lib/csi --node-id node-1",
                "A driver with all features"
            ),
            .init(
                "driver hostpath --endpoint /run/csi.sock --state /var/lib/csi --node-id n --disable attach,snapshots",
                "A lesser driver, to see how callers get along with it"
            ),
            .init(
                "driver hostpath --endpoint /run/a.sock --state /var/lib/csi --node-id a --node b=/run/b.sock",
                "Two nodes on one machine, to move volumes from one to the other"
            ),
        ],
        notes: """
            The driver runs until SIGTERM or SIGINT, lets calls under way finish, and exits with 0. It needs root.
            Mount volumes are folders, or images with a file system where a capability's fs_type or the parameter
            fsType is ext4 or xfs. The folder of --state holds everything; one driver at a time uses it.
            Images have their room on the disk from the beginning, unless --thin or the parameter thin = "true" says
            otherwise: then they take it as they are written, and writes fail when the disk is full. The size of folders
            is not enforced. A copy of a volume in use is of one point in time or refused; the parameter
            consistency = "none" takes a torn one.
            Each --node is served at a socket of its own, with its own attachments, staging and target paths. All nodes
            reach all volumes. A node that is left out at the next start is lost: what it had mounted is taken away.
            Features: \(Feature.allCases.map(\.rawValue).joined(separator: ", ")).
            """,
        options: [
            .init("endpoint", "ENDPOINT", "Where to listen, such as unix:///run/csi/csi.sock (default $CSI_ENDPOINT)"),
            .init("state", "DIR", "The folder for volumes and snapshots", isRequired: true),
            .init("node-id", "ID", "This node's ID", isRequired: true),
            .init("node", "ID=ENDPOINT", "A further node on this machine, and where it is served", isRepeatable: true),
            .init("driver-name", "NAME", "The plugin's name (default hostpath.csi-bridge)"),
            .init("attach-limit", "COUNT", "How many volumes the node can have attached (default 128, 0 for any)"),
            .init(
                "mutable-parameter",
                "KEY",
                "A key that volumes can change (default iops, throughput)",
                isRepeatable: true
            ),
            .init("thin", nil, "Set no room aside for images, unless a volume asks for it by thin = \"false\""),
            .init("disable", "FEATURES", "Features to switch off, with commas between them", isRepeatable: true),
        ]
    ) { invocation in
        guard let text = invocation["endpoint"] ?? environmentVariable("CSI_ENDPOINT") else {
            throw UsageError("--endpoint is missing, and CSI_ENDPOINT is not set")
        }
        let nodes = try invocation.values("node").map(node)
        let configuration = try configuration(invocation, furtherNodeIDs: nodes.map(\.id))
        try await serve([(configuration.nodeID, try endpoint(text))] + nodes, configuration)
    }

    /// A node and where it is served.
    private typealias NodeEndpoint = (id: String, endpoint: Endpoint)

    /// Reads `ID=ENDPOINT`; the endpoint may hold another `=`.
    private static func node(_ text: String) throws(UsageError) -> NodeEndpoint {
        let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
            throw UsageError("--node \"\(text)\" is not ID=ENDPOINT")
        }
        return (String(parts[0]), try endpoint(String(parts[1])))
    }

    private static func endpoint(_ text: String) throws(UsageError) -> Endpoint {
        let endpoint: Endpoint
        do {
            endpoint = try Endpoint(text)
        } catch {
            throw UsageError(error.description)
        }
        // Whoever reaches the driver can do what root can.
        guard case .unix = endpoint else {
            throw UsageError("endpoint \"\(text)\" is no unix socket, and the driver listens on nothing else")
        }
        return endpoint
    }

    private static func configuration(
        _ invocation: Invocation,
        furtherNodeIDs: [String]
    ) throws(UsageError) -> HostPathDriver.Configuration {
        // An empty path would be taken for the folder that the program runs in.
        guard let state = invocation["state"], !state.isEmpty else { throw UsageError("--state is empty") }
        var configuration = HostPathDriver.Configuration(
            stateDirectory: Folder.absolutePath(state),
            nodeID: invocation["node-id"] ?? "",
            furtherNodeIDs: furtherNodeIDs,
            features: .all(except: try disabledFeatures(invocation))
        )
        configuration.thin = invocation.flag("thin")
        if let name = invocation["driver-name"] { configuration.driverName = name }
        if let text = invocation["attach-limit"] {
            guard let limit = Int64(text), limit >= 0 else {
                throw UsageError("--attach-limit \"\(text)\" is no count")
            }
            configuration.attachLimit = limit
        }
        let keys = invocation.values("mutable-parameter")
        if !keys.isEmpty { configuration.mutableParameters = Set(keys) }
        return configuration
    }

    private static func disabledFeatures(_ invocation: Invocation) throws(UsageError) -> Set<Feature> {
        var features: Set<Feature> = []
        for name in invocation.values("disable").flatMap({ $0.split(separator: ",") }) {
            guard let feature = Feature(rawValue: String(name)) else {
                let known = Feature.allCases.map(\.rawValue)
                throw UsageError("no feature \"\(name)\"\(suggestion(for: String(name), among: known))")
            }
            features.insert(feature)
        }
        return features
    }

    private static func serve(_ nodes: [NodeEndpoint], _ configuration: HostPathDriver.Configuration) async throws {
        let termination = Signals.termination()
        try? DescriptorLimit.raise()
        let driver = try HostPathDriver(configuration)
        for notice in driver.notices { Terminal.printError(notice) }
        let servers = try nodes.map { try Server($0.endpoint, handlers: driver.handlers(ofNode: $0.id)) }
        for (node, server) in zip(nodes, servers) {
            let suffix = nodes.count > 1 ? " (node \(node.id))" : ""
            Terminal.printError("\(configuration.driverName) serves at \(server.endpoint)\(suffix)")
        }
        await termination.wait()
        await driver.shutdown()
        await withTaskGroup(of: Void.self) { group in
            for server in servers { group.addTask { await server.shutdown(grace: .seconds(10)) } }
        }
    }
}
