public import CSI
import Foundation
public import GRPC
import Synchronization

/// A CSI driver that keeps its volumes, snapshots and attachments in memory, and in a file where it is given one.
///
/// It follows the CSI specification, but nothing is mounted or stored: staging and publishing are remembered. Tests
/// compare what it holds, the provider's truth, with what others believe.
public final class InMemoryDriver: Sendable {
    /// What a driver is and can do. Methods without their capability answer UNIMPLEMENTED.
    public struct Settings: Sendable {
        /// The plugin's name.
        public var name = "memory.csi.test"
        /// The plugin's version.
        public var version = "1.0.0"
        /// Whether it is ready to serve.
        public var isReady = true
        /// The nodes that volumes can be attached to.
        public var nodeIDs = ["node-1", "node-2", "node-3"]
        /// How many volumes a node can have; 0 for no limit.
        public var maximumVolumesPerNode: Int64 = 0
        /// All room there is, in bytes.
        public var capacityBytes: Int64 = 1 << 40
        /// The keys that mutable parameters may have.
        public var mutableParameters: Set<String> = ["iops", "tier"]
        /// The most entries of a page of a list; 0 leaves it to the caller.
        public var pageSize = 0
        /// The features of the plugin.
        public var pluginCapabilities: [PluginCapability.Kind] = [
            .service(.init(type: .controllerService)), .service(.init(type: .groupControllerService)),
            .volumeExpansion(.init(type: .online)),
        ]
        /// The features of the controller.
        public var controllerCapabilities: [ControllerServiceCapability.RPC.Kind] = [
            .createDeleteVolume, .publishUnpublishVolume, .listVolumes, .getCapacity, .createDeleteSnapshot,
            .listSnapshots, .cloneVolume, .publishReadonly, .expandVolume, .listVolumesPublishedNodes, .getVolume,
            .singleNodeMultiWriter, .modifyVolume, .getSnapshot,
        ]
        /// The features of the node.
        public var nodeCapabilities: [NodeServiceCapability.RPC.Kind] = [
            .stageUnstageVolume, .getVolumeStats, .expandVolume, .singleNodeMultiWriter,
        ]

        /// A driver that can do all that it knows.
        public init() {}
    }

    private struct Content {
        var settings: Settings
        var state: InMemoryState
    }

    private let content: Mutex<Content>
    private let stateFile: String?

    /// A driver that holds nothing, or what a file says.
    /// - Parameter stateFile: Where its state is kept, so that a driver that is killed and started again has it.
    /// - Throws: `DecodingError` or `CocoaError` where the file can't be read.
    public init(_ settings: Settings = Settings(), stateFile: String? = nil) throws {
        var state = InMemoryState()
        if let stateFile, FileManager.default.fileExists(atPath: stateFile) {
            state = try JSONDecoder().decode(InMemoryState.self, from: Data(contentsOf: URL(filePath: stateFile)))
        }
        content = Mutex(Content(settings: settings, state: state))
        self.stateFile = stateFile
    }

    /// A driver that holds nothing.
    public convenience init() {
        self.init(inMemory: Settings())
    }

    private init(inMemory settings: Settings) {
        content = Mutex(Content(settings: settings, state: InMemoryState()))
        stateFile = nil
    }

    /// What it is and can do; a change counts from the next call on.
    public var settings: Settings {
        get { content.withLock { $0.settings } }
        set { content.withLock { $0.settings = newValue } }
    }

    /// All its services, for a server; they run on the first node.
    public var handlers: Server.Handlers {
        var handlers = handlers(onNode: settings.nodeIDs.first ?? "")
        handlers.serve(controller: self)
        handlers.serve(groupController: self)
        return handlers
    }

    /// What it serves on a node without the controller: many nodes can share one provider.
    public func handlers(onNode nodeID: String) -> Server.Handlers {
        var handlers = Server.Handlers()
        handlers.serve(identity: self)
        handlers.serve(node: InMemoryNode(driver: self, nodeID: nodeID))
        return handlers
    }

    var state: InMemoryState { content.withLock { $0.state } }

    /// Changes the state, all or nothing, and keeps it before anyone is told.
    func change<Result>(_ body: (inout InMemoryState, Settings) throws -> Result) throws -> Result {
        try content.withLock { content in
            var state = content.state
            let result = try body(&state, content.settings)
            if let stateFile, state != content.state { try state.write(to: stateFile) }
            content.state = state
            return result
        }
    }

    /// Changes one volume, all or nothing.
    func changeVolume<Result>(
        _ id: String,
        _ body: (inout InMemoryState.VolumeRecord, InMemoryState, Settings) throws -> Result
    ) throws -> Result {
        try change { state, settings in
            var record = try state.volume(id)
            let size = record.volume.content.capacityBytes
            let result = try body(&record, state, settings)
            state.usedBytes += record.volume.content.capacityBytes - size
            state.volumes[id] = record
            return result
        }
    }

    func require(controller capability: ControllerServiceCapability.RPC.Kind) throws {
        guard settings.controllerCapabilities.contains(capability) else {
            throw RPCError(.unimplemented, "the driver has no \(capability)")
        }
    }

    func require(node capability: NodeServiceCapability.RPC.Kind) throws {
        guard settings.nodeCapabilities.contains(capability) else {
            throw RPCError(.unimplemented, "the driver has no \(capability)")
        }
    }
}

extension InMemoryDriver: IdentityService {
    /// The name and version of the settings.
    public func getPluginInfo(
        _ request: GetPluginInfoRequest,
        _ call: ServerCall
    ) async throws -> GetPluginInfoResponse {
        GetPluginInfoResponse(name: settings.name, vendorVersion: settings.version)
    }

    /// The plugin capabilities of the settings.
    public func getPluginCapabilities(
        _ request: GetPluginCapabilitiesRequest,
        _ call: ServerCall
    ) async throws -> GetPluginCapabilitiesResponse {
        GetPluginCapabilitiesResponse(capabilities: settings.pluginCapabilities.map { PluginCapability(type: $0) })
    }

    /// Whether the settings say that it is ready.
    public func probe(_ request: ProbeRequest, _ call: ServerCall) async throws -> ProbeResponse {
        ProbeResponse(ready: settings.isReady)
    }
}

extension InMemoryDriver {
    /// What a caller left out is its fault.
    static func require(_ isThere: Bool, _ field: String) throws {
        guard isThere else { throw RPCError(.invalidArgument, "\(field) is missing") }
    }
}
