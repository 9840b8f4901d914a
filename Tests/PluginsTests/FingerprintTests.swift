import CSI
import GRPC
import ScriptedDriver
import TestSupport
import Testing
import Volumes

@testable import Plugins
import Workflows

@Suite("What a plugin says it can do", .timeLimit(.minutes(1)))
struct FingerprintTests {
    let rig: Rig
    let provider = InMemoryDriver()
    let driver: ScriptedDriver

    init() throws {
        rig = try Rig()
        driver = try ScriptedDriver(provider.handlers, at: rig.endpoint("a"))
    }

    private func healthy() async throws -> Plugin {
        try await rig.withPlugins("a") { plugins in try await plugins.plugin("a", is: .healthy) }
    }

    private var controllerAlone: Server.Handlers {
        var handlers = Server.Handlers()
        handlers.serve(identity: provider)
        handlers.serve(controller: provider)
        return handlers
    }

    @Test("Name, version and capabilities of all services are known by CSI's names")
    func everything() async throws {
        provider.settings.version = "v1.2\n"
        provider.settings.pluginCapabilities = [
            .service(.init(type: .controllerService)), .service(.init(type: .volumeAccessibilityConstraints)),
            .service(.init(type: .groupControllerService)), .service(.init(type: .snapshotMetadataService)),
            .volumeExpansion(.init(type: .offline)), .service(.init(type: .init(rawValue: 99))),
        ]
        provider.settings.controllerCapabilities = [.createDeleteVolume, .expandVolume, .init(rawValue: 99)]
        provider.settings.nodeCapabilities = [.stageUnstageVolume, .init(rawValue: 99)]
        provider.settings.maximumVolumesPerNode = 7
        driver.on(.nodeGetInfo).edit(NodeGetInfoResponse.self) {
            $0.accessibleTopology = .init(segments: ["zone": "z"])
        }
        let plugin = try await healthy()
        #expect(plugin.provider == "memory.csi.test")
        #expect(plugin.version == "v1.2 ")
        #expect(plugin.hasController && plugin.servesController && plugin.hasTopologies)
        #expect(plugin.hasGroupController && plugin.hasSnapshotMetadata)
        #expect(plugin.expansion == .offline)
        #expect(plugin.controllerCapabilities == [.createDeleteVolume, .expandVolume])
        let node = Plugin.NodeService(
            nodeID: "node-1",
            maximumVolumes: 7,
            topology: Topology(segments: ["zone": "z"]),
            capabilities: [.stageUnstageVolume]
        )
        #expect(plugin.node == node)
        #expect(plugin.isSchedulable)
        #expect(plugin.createTime > 0 && plugin.updateTime >= plugin.createTime)
    }

    @Test("No limit of volumes is none")
    func noLimit() async throws {
        #expect(try await healthy().node?.maximumVolumes == nil)
    }

    @Test("A plugin without a node service is served as a controller")
    func controllerOnly() async throws {
        let driver = try ScriptedDriver(controllerAlone, at: rig.endpoint("b"))
        try await rig.withPlugins("b") { plugins in
            let plugin = try await plugins.plugin("b", is: .healthy)
            #expect(plugin.node == nil)
            #expect(plugin.controllersHealthy == 1 && plugin.nodesExpected == 0)
            #expect(!plugin.isSchedulable)
            #expect(plugins.connection(to: .controller(plugin: "b")) != nil)
        }
        await driver.stop()
    }

    @Test("A node plugin tells that its volumes need a controller, and is none itself")
    func nodeOfController() async throws {
        let driver = try ScriptedDriver(provider.handlers(onNode: "node-2"), at: rig.endpoint("b"))
        try await rig.withPlugins("b") { plugins in
            let plugin = try await plugins.plugin("b", is: .healthy)
            #expect(plugin.hasController && !plugin.servesController)
            #expect(plugin.controllersHealthy == 0 && plugin.controllersExpected == 1)
            #expect(plugin.node?.nodeID == "node-2" && plugin.nodesHealthy == 1)
            #expect(!plugin.isSchedulable)
        }
        await driver.stop()
    }

    @Test("A plugin without a controller is served as a node, and its volumes can be used")
    func nodeOnly() async throws {
        provider.settings.pluginCapabilities = []
        let driver = try ScriptedDriver(provider.handlers(onNode: "node-2"), at: rig.endpoint("b"))
        try await rig.withPlugins("b") { plugins in
            let plugin = try await plugins.plugin("b", is: .healthy)
            #expect(!plugin.hasController && plugin.controllersExpected == 0)
            #expect(plugin.isSchedulable)
            #expect(driver.calls.of(.controllerGetCapabilities).isEmpty)
        }
        await driver.stop()
    }

    @Test("A node service without NodeGetInfo will do where nothing is attached, and not where it is")
    func noNodeInfo() async throws {
        driver.on(.nodeGetInfo).before(.answer(.unimplemented, ""))
        try await rig.withPlugins("a") { plugins in
            let plugin = try await plugins.plugin("a", is: .unhealthy)
            #expect(
                plugin.healthDescription
                    == "NodeGetInfo is not served, which a plugin with PUBLISH_UNPUBLISH_VOLUME must"
            )
            provider.settings.controllerCapabilities = [.createDeleteVolume]
            plugins.lookSoon(at: "a")
            #expect(try await plugins.plugin("a", is: .healthy).node?.nodeID == "")
        }
    }

    @Test("An answer that can't be is told by method and field, and the plugin is not served")
    func badAnswers() async throws {
        let long = String(repeating: "n", count: 257)
        let cases: [(@Sendable (inout NodeGetInfoResponse) -> Void, String)] = [
            ({ $0.nodeID = "" }, "NodeGetInfo: NodeGetInfoResponse.node_id is empty"),
            ({ $0.nodeID = long }, "NodeGetInfo: NodeGetInfoResponse.node_id is longer than 256 bytes"),
            (
                { $0.accessibleTopology = .init(segments: ["zone": String(repeating: "z", count: 4096)]) },
                "NodeGetInfo: Topology.segments is longer than 4096 bytes in all"
            ),
        ]
        for (edit, message) in cases {
            driver.behave()
            driver.on(.nodeGetInfo).edit(NodeGetInfoResponse.self, edit)
            try await rig.withPlugins("a") { plugins in
                let plugin = try await plugins.plugin("a", is: .unhealthy)
                #expect(plugin.healthDescription == message)
                #expect(plugins.connection(to: .controller(plugin: "a")) == nil)
            }
        }
    }

    @Test("Abilities and the node's limit are asked for again and again, and changes are stored")
    func changes() async throws {
        try await rig.withPlugins("a", pace: .quick) { plugins in
            let before = try await plugins.plugin("a", is: .healthy)
            provider.settings.maximumVolumesPerNode = 3
            provider.settings.controllerCapabilities = [.createDeleteVolume]
            let after = try await plugins.plugin("a", "changed") {
                $0.node?.maximumVolumes == 3 && $0.controllerCapabilities == [.createDeleteVolume]
            }
            #expect(after.health == .healthy && after.updateTime > before.updateTime)
            #expect(after.createTime == before.createTime)
            try await eventually("the row") { try rig.row("a") == after }
        }
    }

    @Test("One fingerprint that fails does not make a healthy plugin unhealthy, two in a row do")
    func failedFingerprints() async throws {
        try await rig.withPlugins("a", pace: .quick) { plugins in
            let before = try await plugins.plugin("a", is: .healthy)
            driver.on(.nodeGetInfo).call(1).before(.answer(.internal, "busy"))
            let calls = driver.calls.of(.nodeGetInfo).count
            try await driver.calls(.nodeGetInfo, atLeast: calls + 3)
            #expect(rig.log == ["plugin \"a\": healthy"])
            driver.on(.nodeGetInfo).times(2).before(.answer(.internal, "busy"))
            let plugin = try await plugins.plugin("a", is: .unhealthy)
            #expect(plugin.healthDescription == "NodeGetInfo: INTERNAL: busy")
            #expect(plugin.abilities == before.abilities)
            try await plugins.plugin("a", is: .healthy)
        }
    }
}
