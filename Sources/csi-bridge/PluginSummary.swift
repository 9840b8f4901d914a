import CSI
import GRPC

/// What a plugin says of itself, gathered call by call.
struct PluginSummary {
    /// What is wrong, in a few words each.
    private(set) var faults: [String] = []
    private var sections: [(title: String, rows: [(String, String)])] = []
    private let channel: Channel
    private let timeout: Duration

    init(_ channel: Channel, timeout: Duration) {
        self.channel = channel
        self.timeout = timeout
    }

    /// The whole on one screen.
    var text: String {
        sections.map { section in
            section.title + "\n" + table(section.rows.map { ($0, Terminal.printable($1)) }, wrappingAt: 100)
        }.joined(separator: "\n")
    }

    /// Asks the plugin.
    /// - Throws: ``FailedCall`` where it does not answer at all.
    mutating func collect() async throws {
        let services = try await collectIdentity()
        if services.contains(.controllerService) { await collectController() }
        await collectNode()
        if services.contains(.groupControllerService) { await collectGroupController() }
    }

    private mutating func collectIdentity() async throws -> Set<PluginCapability.Service.Kind> {
        let identity = IdentityClient(channel)
        sections.append(("\(channel.endpoint)", []))
        do {
            let info = try await identity.getPluginInfo(GetPluginInfoRequest(), timeout: timeout)
            add("name", info.name)
            add("version", info.vendorVersion)
            if !info.manifest.isEmpty { add("manifest", list(info.manifest)) }
        } catch  where error.code == .unavailable || error.code == .deadlineExceeded {
            throw FailedCall(text: "\(error.code): \(error.message)", path: error.method, endpoint: channel.endpoint)
        } catch {
            addFailure(error, as: "name")
        }
        do {
            let isReady = try await identity.probe(ProbeRequest(), timeout: timeout).ready ?? true
            add("ready", isReady ? "yes" : "no")
            if !isReady { faults.append("not ready") }
        } catch {
            addFailure(error, as: "ready")
        }
        var services: Set<PluginCapability.Service.Kind> = []
        do {
            var expansions: [String] = []
            let capabilities = try await identity.getPluginCapabilities(
                GetPluginCapabilitiesRequest(),
                timeout: timeout
            )
            for capability in capabilities.capabilities {
                switch capability.type {
                case .service(let service): services.insert(service.type)
                case .volumeExpansion(let expansion): expansions.append(expansion.type.description)
                case nil: break
                }
            }
            add("capabilities", list(services))
            if !expansions.isEmpty { add("expansion", expansions.joined(separator: ", ")) }
        } catch {
            addFailure(error, as: "capabilities")
        }
        return services
    }

    private mutating func collectController() async {
        let controller = ControllerClient(channel)
        sections.append(("Controller", []))
        let capabilities: [ControllerServiceCapability.RPC.Kind]
        do {
            let answer = try await controller.controllerGetCapabilities(
                ControllerGetCapabilitiesRequest(),
                timeout: timeout
            )
            capabilities = answer.capabilities.compactMap { capability in
                guard case .rpc(let rpc) = capability.type else { return nil }
                return rpc.type
            }
            add("capabilities", list(capabilities))
        } catch {
            return addFailure(error, as: "capabilities")
        }
        if capabilities.contains(.getCapacity) {
            do {
                let answer = try await controller.getCapacity(GetCapacityRequest(), timeout: timeout)
                add("room left", "\(answer.availableCapacity) bytes")
            } catch {
                addFailure(error, as: "room left")
            }
        }
        if capabilities.contains(.listVolumeHealth) {
            do {
                let answer = try await controller.controllerListVolumeHealth(
                    ControllerListVolumeHealthRequest(),
                    timeout: timeout
                )
                let volumes = answer.entries.filter { !$0.healthStatuses.isEmpty }
                add("unhealthy volumes", "\(volumes.count)" + (answer.nextToken.isEmpty ? "" : " or more"))
            } catch {
                addFailure(error, as: "unhealthy volumes")
            }
        }
    }

    /// No capability tells whether a plugin serves Node: one that does not, answers UNIMPLEMENTED.
    private mutating func collectNode() async {
        let node = NodeClient(channel)
        let capabilities: [NodeServiceCapability.RPC.Kind]
        do {
            let answer = try await node.nodeGetCapabilities(NodeGetCapabilitiesRequest(), timeout: timeout)
            capabilities = answer.capabilities.compactMap { capability in
                guard case .rpc(let rpc) = capability.type else { return nil }
                return rpc.type
            }
            sections.append(("Node", []))
            add("capabilities", list(capabilities))
        } catch  where error.code == .unimplemented {
            return
        } catch {
            sections.append(("Node", []))
            return addFailure(error, as: "capabilities")
        }
        do {
            let info = try await node.nodeGetInfo(NodeGetInfoRequest(), timeout: timeout)
            add("id", info.nodeID)
            add("volume limit", info.maxVolumesPerNode == 0 ? "not stated" : "\(info.maxVolumesPerNode)")
            if let topology = info.accessibleTopology { add("topology", list(topology.segments)) }
        } catch {
            addFailure(error, as: "id")
        }
        guard capabilities.contains(.getStorageHealth) else { return }
        do {
            let answer = try await node.nodeGetStorageHealth(NodeGetStorageHealthRequest(), timeout: timeout)
            add("storage", answer.backendHealth.isEmpty ? "healthy" : "")
            for fault in answer.backendHealth {
                let details = [fault.reason, fault.message].filter { !$0.isEmpty }.map { ": \($0)" }.joined()
                add("", "\(fault.status)\(details)")
                faults.append("\(fault.status)")
            }
        } catch {
            addFailure(error, as: "storage")
        }
    }

    private mutating func collectGroupController() async {
        sections.append(("Group controller", []))
        do {
            let answer = try await GroupControllerClient(channel).groupControllerGetCapabilities(
                GroupControllerGetCapabilitiesRequest(),
                timeout: timeout
            )
            let capabilities = answer.capabilities.compactMap { capability in
                guard case .rpc(let rpc) = capability.type else {
                    return nil as GroupControllerServiceCapability.RPC.Kind?
                }
                return rpc.type
            }
            add("capabilities", list(capabilities))
        } catch {
            addFailure(error, as: "capabilities")
        }
    }

    private mutating func add(_ name: String, _ value: String) {
        sections[sections.count - 1].rows.append((name, value))
    }

    private mutating func addFailure(_ error: CSI.CallError, as name: String) {
        add(name, error.description)
        faults.append("\(error.method.split(separator: "/").last ?? "") failed")
    }

    /// The names of values, in the order of their numbers.
    private func list<Value: OpenEnum>(_ values: some Sequence<Value>) -> String {
        let names = values.sorted { $0.rawValue < $1.rawValue }.map(\.description)
        return names.isEmpty ? "none" : names.joined(separator: ", ")
    }

    private func list(_ pairs: [String: String]) -> String {
        pairs.isEmpty ? "none" : pairs.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: ", ")
    }
}
