import CSI
import GRPC
import ScriptedDriver
import StateStore
import TestSupport
import Testing
import Volumes

@testable import Plugins
@testable import Workflows

@Suite("Plugins and this node in the store, and another configuration", .timeLimit(.minutes(1)))
struct ReloadTests {
    let rig: Rig
    let driver: ScriptedDriver

    init() throws {
        rig = try Rig()
        driver = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
    }

    @Test("A row is put when health or abilities change, and only then")
    func rows() async throws {
        try await rig.withPlugins("a", pace: .quick) { plugins in
            #expect(try rig.row("a") != nil)
            let plugin = try await plugins.plugin("a", is: .healthy)
            try await eventually("the row") { try rig.row("a") == plugin }
            let version = try #require(rig.store.view.entries(in: Keys.instances(of: "a")).first).version
            #expect(version <= 2)
            try await driver.calls(.nodeGetInfo, atLeast: driver.calls.of(.nodeGetInfo).count + 4)
            #expect(rig.store.view.entries(in: Keys.instances(of: "a")).first?.version == version)
        }
    }

    @Test("A row that something else changed is put right at the next look")
    func foreignRow() async throws {
        try await rig.withPlugins("a", pace: .quick) { plugins in
            let plugin = try await plugins.plugin("a", is: .healthy)
            try await eventually("the row") { try rig.row("a") == plugin }
            let row = try #require(rig.store.view.entries(in: Keys.instances(of: "a")).first)
            let gone = PluginInstance(nodeID: "n", socket: "s", plugin: Plugin(id: "gone"))
            _ = try await rig.store.commit(
                Transaction([
                    .put(row.key, Value(Array("nonsense".utf8))),
                    .put(Keys.instance(of: "gone", nodeID: "n", socket: "s"), Value(gone)),
                ])
            )
            try await eventually("the row") { (try? rig.row("a")) == plugin }
            try await eventually("the end of the other") { try rig.row("gone") == nil }
        }
    }

    @Test("What the configuration no longer names is gone, its row too; what stays goes on undisturbed")
    func reload() async throws {
        let other = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("b"))
        try await rig.withPlugins("a", "b") { plugins in
            try await plugins.plugin("a", is: .healthy)
            try await plugins.plugin("b", is: .healthy)
            let connection = try #require(plugins.connection(to: .controller(plugin: "b")))
            let calls = driver.calls.count
            await plugins.reload(.init(plugins: [rig.configured("a")], node: .test))
            #expect(plugins.status(of: "b") == nil && plugins.connection(to: .controller(plugin: "b")) == nil)
            #expect(try rig.row("b") == nil)
            await #expect(throws: CallError.self) {
                try await connection.identity.probe(ProbeRequest(), timeout: .seconds(5))
            }
            #expect(plugins.connection(to: .controller(plugin: "a")) != nil)
            #expect(driver.calls.count == calls)
        }
        await other.stop()
    }

    @Test("A call under way outlives its plugin's removal")
    func callUnderWay() async throws {
        try await rig.withPlugins("a") { plugins in
            try await plugins.plugin("a", is: .healthy)
            let connection = try #require(plugins.connection(to: .controller(plugin: "a")))
            let hang = driver.on(.listVolumes).hangs(.before)
            async let answer = connection.controller.listVolumes(ListVolumesRequest(), timeout: .seconds(20))
            try await hang.reached()
            await plugins.reload(.init(plugins: [], node: .test))
            hang.release()
            #expect(try await answer.entries.isEmpty)
        }
    }

    @Test("A plugin whose endpoint or limits change is looked at anew, with the abilities it had")
    func changedConfiguration() async throws {
        try await rig.withPlugins("a") { plugins in
            let before = try await plugins.plugin("a", is: .healthy)
            var configuration = rig.configured("a")
            configuration.endpoint = rig.endpoint("elsewhere")
            await plugins.reload(.init(plugins: [configuration], node: .test))
            let plugin = try await plugins.plugin("a", is: .unhealthy)
            #expect(plugin.abilities == before.abilities && plugin.createTime == before.createTime)
            #expect(plugin.healthDescription == "\(rig.endpoint("elsewhere")): no such file")
            configuration = rig.configured("a")
            configuration.limits.callTimeout = .seconds(7)
            await plugins.reload(.init(plugins: [configuration], node: .test))
            try await plugins.plugin("a", is: .healthy)
            #expect(plugins.connection(to: .controller(plugin: "a"))?.timeout == .seconds(7))
        }
    }

    @Test("Rows of plugins that are no longer configured are gone at the start")
    func restart() async throws {
        _ = try await rig.withPlugins("a", "b") { plugins in try await plugins.plugin("a", is: .healthy) }
        try await rig.withPlugins("a") { _ in
            let ids = try rig.store.view.entries(in: Keys.plugins).map {
                try $0.value.record(PluginInstance.self).plugin.id
            }
            #expect(ids == ["a"])
        }
    }

    @Test("IDs are told apart by their bytes")
    func identifiers() async throws {
        let composed = "\u{e9}"
        let decomposed = "e\u{301}"
        let configuration = Plugins.Configuration(
            plugins: [
                PluginConfiguration(id: composed, endpoint: rig.endpoint("a")),
                PluginConfiguration(id: decomposed, endpoint: rig.endpoint("missing")),
            ],
            node: .test
        )
        try await rig.withPlugins(configuration) { plugins in
            try await plugins.plugin(composed, is: .healthy)
            try await plugins.plugin(decomposed, is: .unhealthy)
        }
    }

    @Test("After the end nothing is served and a reload does nothing")
    func end() async throws {
        let plugins = try await rig.withPlugins("a") { $0 }
        await plugins.reload(.init(plugins: [rig.configured("a")], node: .test))
        #expect(plugins.status(of: "a") == nil)
        await plugins.firstLooks()
        await plugins.shutdown()
    }

    @Test("This node has the ID it got at the first start, and its row follows the configuration")
    func node() async throws {
        let first = try await rig.withPlugins("a") { $0.node }
        let digits = #/[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/#
        #expect(first.id.wholeMatch(of: digits) != nil)
        #expect(first.name == "node-1" && first.status == .ready && first.createTime > 0)
        #expect(try rig.store.view[Keys.node(first.id)]?.value.record() == first)
        let revision = rig.store.view[Keys.node(first.id)]?.modifyRevision
        try await rig.withPlugins("a") { plugins in
            #expect(plugins.node == first)
            #expect(rig.store.view[Keys.node(first.id)]?.modifyRevision == revision)
            let renamed = Node(id: "", name: "renamed", meta: ["rack": "r1"])
            await plugins.reload(.init(plugins: [rig.configured("a")], node: renamed))
            #expect(plugins.node.id == first.id && plugins.node.name == "renamed")
            #expect(plugins.node.createTime == first.createTime && plugins.node.updateTime > first.updateTime)
            #expect(rig.store.view.entries(in: Keys.nodes).count == 1)
            let row = try rig.store.view[Keys.node(first.id)]?.value.record(Node.self)
            #expect(row == plugins.node)
        }
    }
}
