import CSI
import GRPC
import TestSupport
import Testing

@Suite("csi probe")
struct ProbeTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func probe(_ plugin: Plugin) async throws -> BridgeProcess.Outcome {
        let server = try Server(folder.socket, handlers: plugin.handlers)
        let outcome = try await BridgeProcess.run("csi", "probe", "--endpoint", folder.socket.description)
        await server.shutdown(grace: .zero)
        return outcome
    }

    @Test("A plugin with every service is summed up on one screen")
    func whole() async throws {
        let plugin = Plugin(
            .init(
                services: [.groupControllerService, .controllerService],
                controller: [.getCapacity, .createDeleteVolume],
                node: [.stageUnstageVolume, .getStorageHealth],
                nodeInfo: .success(
                    NodeGetInfoResponse(
                        nodeID: "n1",
                        maxVolumesPerNode: 16,
                        accessibleTopology: Topology(segments: ["zone": "z1"])
                    )
                )
            )
        )
        let outcome = try await probe(plugin)
        #expect(
            outcome.output == """
                \(folder.socket)
                  name          test.plugin
                  version       1.2.3
                  manifest      commit=abc\\u{a}\\u{1b}[2J
                  ready         yes
                  capabilities  CONTROLLER_SERVICE, GROUP_CONTROLLER_SERVICE
                Controller
                  capabilities  CREATE_DELETE_VOLUME, GET_CAPACITY
                  room left     4096 bytes
                Node
                  capabilities  STAGE_UNSTAGE_VOLUME, GET_STORAGE_HEALTH
                  id            n1
                  volume limit  16
                  topology      zone=z1
                  storage       healthy
                Group controller
                  capabilities  none

                """
        )
        #expect(outcome.errors == "")
        #expect(outcome.status == 0)
    }

    @Test("Nothing is called that the plugin does not advertise")
    func gated() async throws {
        let plugin = Plugin(.init(services: []))
        let outcome = try await probe(plugin)
        #expect(plugin.methods == ["GetPluginInfo", "Probe", "GetPluginCapabilities", "NodeGetCapabilities"])
        #expect(!outcome.output.contains("Node"))
        #expect(outcome.status == 0)
    }

    @Test("A plugin that is not ready fails the probe, and the rest is shown")
    func notReady() async throws {
        let outcome = try await probe(Plugin(.init(isReady: false, node: [])))
        #expect(outcome.output.contains("  ready         no\n"))
        #expect(outcome.output.contains("  id            n1\n"))
        #expect(outcome.errors == "\(folder.socket) is not well: not ready\n")
        #expect(outcome.status == 1)
    }

    @Test("A call that fails is shown in its place")
    func failedCall() async throws {
        let outcome = try await probe(Plugin(.init(node: [], nodeInfo: .failure(RPCError(.internal, "no metadata")))))
        #expect(outcome.output.contains("  id            INTERNAL: no metadata (/csi.v1.Node/NodeGetInfo)\n"))
        #expect(outcome.errors == "\(folder.socket) is not well: NodeGetInfo failed\n")
        #expect(outcome.status == 1)
    }

    @Test("An answer that breaks a rule is shown in its place")
    func badAnswer() async throws {
        let outcome = try await probe(Plugin(.init(node: [], nodeInfo: .success(NodeGetInfoResponse()))))
        #expect(outcome.output.contains("NodeGetInfoResponse.node_id"))
        #expect(outcome.status == 1)
    }

    @Test("A fault of the storage fails the probe")
    func unhealthyStorage() async throws {
        let fault = NodeGetStorageHealthResponse.StorageBackendHealth(
            status: .storageUnreachable,
            reason: "Timeout",
            message: "no path to 10.0.0.9"
        )
        let outcome = try await probe(Plugin(.init(node: [.getStorageHealth], storage: [fault])))
        #expect(outcome.output.contains("STORAGE_UNREACHABLE: Timeout: no path to 10.0.0.9\n"))
        #expect(outcome.errors == "\(folder.socket) is not well: STORAGE_UNREACHABLE\n")
        #expect(outcome.status == 1)
    }

    @Test("A plugin that can't be reached fails the probe")
    func unreachable() async throws {
        let outcome = try await BridgeProcess.run("csi", "probe", "--endpoint", folder.socket.description)
        #expect(outcome.output == "")
        #expect(outcome.errors.hasPrefix("UNAVAILABLE: \(folder.socket): no such file (/csi.v1.Identity/GetPluginInfo"))
        #expect(outcome.status == 1)
    }
}
