internal import Workflows
internal import CSI
internal import GRPC
internal import Volumes

/// One look at a plugin: Probe and, where it is ready, everything that it says of itself and of its node.
struct Look: Sendable {
    let pluginID: String
    let channel: Channel
    let pace: Pace

    /// What came of a look. Probe has three outcomes, which are never mixed up (csi-mapping.md, W15).
    enum Outcome: Hashable, Sendable {
        /// It is ready, and this is what it can do; health and times are not set.
        case ready(Plugin)
        /// It answers, but is not ready yet.
        case notReady
        /// It does not answer, says that it is not healthy, or says what can't be.
        case failed(LookFailure)
    }

    func perform() async -> Outcome {
        do throws(LookFailure) {
            let identity = IdentityClient(channel)
            let probe = try await answer("Probe", within: pace.probeTimeout) { timeout throws(CallError) in
                try await identity.probe(ProbeRequest(), timeout: timeout)
            }
            return probe.ready ?? true ? .ready(try await fingerprint()) : .notReady
        } catch {
            return .failed(error)
        }
    }

    // MARK: The fingerprint

    private func fingerprint() async throws(LookFailure) -> Plugin {
        let deadline = ContinuousClock.now + pace.fingerprintTimeout
        var plugin = Plugin(id: pluginID)
        try await askIdentity(&plugin, deadline)
        try await askController(&plugin, deadline)
        try await askNode(&plugin, deadline)
        return plugin
    }

    private func askIdentity(_ plugin: inout Plugin, _ deadline: ContinuousClock.Instant) async throws(LookFailure) {
        let identity = IdentityClient(channel)
        let info = try await answer("GetPluginInfo", until: deadline) { timeout throws(CallError) in
            try await identity.getPluginInfo(GetPluginInfoRequest(), timeout: timeout)
        }
        plugin.provider = info.name
        plugin.version = PlainText.clean(info.vendorVersion, limit: 256)
        let answer = try await answer("GetPluginCapabilities", until: deadline) { timeout throws(CallError) in
            try await identity.getPluginCapabilities(GetPluginCapabilitiesRequest(), timeout: timeout)
        }
        for capability in answer.capabilities {
            switch capability.type {
            case .service(let service):
                switch service.type {
                case .controllerService: plugin.hasController = true
                case .volumeAccessibilityConstraints: plugin.hasTopologies = true
                case .groupControllerService: plugin.hasGroupController = true
                case .snapshotMetadataService: plugin.hasSnapshotMetadata = true
                default: break
                }
            case .volumeExpansion(let expansion):
                switch expansion.type {
                case .online: plugin.expansion = .online
                case .offline: plugin.expansion = .offline
                default: break
                }
            case nil: break
            }
        }
    }

    /// A node plugin says that there is a controller, and may not be it.
    private func askController(_ plugin: inout Plugin, _ deadline: ContinuousClock.Instant) async throws(LookFailure) {
        guard plugin.hasController else { return }
        let controller = ControllerClient(channel)
        let answer = try await answerIfServed("ControllerGetCapabilities", until: deadline) {
            timeout throws(CallError) in
            try await controller.controllerGetCapabilities(ControllerGetCapabilitiesRequest(), timeout: timeout)
        }
        guard let answer else { return }
        plugin.servesController = true
        plugin.controllerCapabilities = ControllerCapabilities(
            numbers: answer.capabilities.compactMap { capability in
                if case .rpc(let rpc)? = capability.type { rpc.type.rawValue } else { nil }
            }
        )
    }

    /// No capability tells whether a plugin serves Node: one that does not, answers UNIMPLEMENTED.
    private func askNode(_ plugin: inout Plugin, _ deadline: ContinuousClock.Instant) async throws(LookFailure) {
        let node = NodeClient(channel)
        let capabilities = try await answerIfServed("NodeGetCapabilities", until: deadline) {
            timeout throws(CallError) in
            try await node.nodeGetCapabilities(NodeGetCapabilitiesRequest(), timeout: timeout)
        }
        guard let capabilities else { return }
        var service = Plugin.NodeService(nodeID: "", maximumVolumes: nil, topology: nil, capabilities: [])
        service.capabilities = NodeCapabilities(
            numbers: capabilities.capabilities.compactMap { capability in
                if case .rpc(let rpc)? = capability.type { rpc.type.rawValue } else { nil }
            }
        )
        let info = try await answerIfServed("NodeGetInfo", until: deadline) { timeout throws(CallError) in
            try await node.nodeGetInfo(NodeGetInfoRequest(), timeout: timeout)
        }
        if let info {
            service.nodeID = info.nodeID
            service.maximumVolumes = info.maxVolumesPerNode > 0 ? info.maxVolumesPerNode : nil
            service.topology = info.accessibleTopology.map { Topology(segments: $0.segments) }
        } else if plugin.controllerCapabilities.contains(.publishUnpublishVolume) {
            throw LookFailure("NodeGetInfo is not served, which a plugin with PUBLISH_UNPUBLISH_VOLUME must")
        }
        plugin.node = service
    }

    // MARK: Calls

    private func answer<Answer>(
        _ name: String,
        within timeout: Duration,
        _ call: (Duration) async throws(CallError) -> Answer
    ) async throws(LookFailure) -> Answer {
        do throws(CallError) {
            return try await call(timeout)
        } catch {
            throw LookFailure(name, error, channel)
        }
    }

    private func answer<Answer>(
        _ name: String,
        until deadline: ContinuousClock.Instant,
        _ call: (Duration) async throws(CallError) -> Answer
    ) async throws(LookFailure) -> Answer {
        try await answer(name, within: deadline - .now, call)
    }

    /// The answer; nil where the plugin does not have the method's service.
    private func answerIfServed<Answer>(
        _ name: String,
        until deadline: ContinuousClock.Instant,
        _ call: (Duration) async throws(CallError) -> Answer
    ) async throws(LookFailure) -> Answer? {
        do throws(LookFailure) {
            return try await answer(name, until: deadline, call)
        } catch  where error.code == .unimplemented {
            return nil
        }
    }
}
