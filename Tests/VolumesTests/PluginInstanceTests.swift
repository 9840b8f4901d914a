import Testing
import Volumes

@Suite("A plugin that people see is all its instances together")
struct PluginInstanceTests {
    private static func instance(
        _ node: String,
        _ health: Plugin.Health,
        controller: Bool,
        node hasNode: Bool = true,
        createTime: Int64 = 1
    ) -> PluginInstance {
        var plugin = Plugin(id: "a")
        plugin.provider = "a.csi.test"
        plugin.version = health == .healthy ? "v2" : "v1"
        (plugin.hasController, plugin.servesController) = (true, controller)
        plugin.controllerCapabilities = controller ? [.createDeleteVolume] : []
        if hasNode { plugin.node = .init(nodeID: node, maximumVolumes: nil, topology: nil, capabilities: []) }
        plugin.health = health
        (plugin.createTime, plugin.updateTime) = (createTime, createTime)
        return PluginInstance(nodeID: node, socket: "unix:/csi.sock", plugin: plugin)
    }

    @Test("Its counts are those of its instances")
    func counts() throws {
        let plugin = try #require(
            Plugin([
                Self.instance("n1", .healthy, controller: true),
                Self.instance("n2", .unhealthy, controller: true),
                Self.instance("n3", .healthy, controller: false),
                Self.instance("n4", .healthy, controller: true, node: false),
            ])
        )
        #expect(plugin.controllersHealthy == 2 && plugin.controllersExpected == 3)
        #expect(plugin.nodesHealthy == 2 && plugin.nodesExpected == 3)
        #expect(plugin.isHealthy && plugin.isSchedulable)
    }

    @Test("What a healthy instance says counts, in whatever order they come; no ability gets lost")
    func differing() throws {
        let instances = [
            Self.instance("n1", .unhealthy, controller: true, createTime: 3),
            Self.instance("n2", .healthy, controller: false, createTime: 2),
        ]
        for instances in [instances, instances.reversed()] {
            let plugin = try #require(Plugin(instances))
            #expect(
                plugin.isHealthy && plugin.version == "v2" && plugin.controllerCapabilities == [.createDeleteVolume]
            )
            #expect(plugin.controllersHealthy == 0 && plugin.controllersExpected == 1 && !plugin.isSchedulable)
            #expect(plugin.createTime == 2 && plugin.updateTime == 3)
        }
        #expect(Plugin([]) == nil)
    }
}
