import CSI
import GRPC
import Glibc
import ScriptedDriver
import StateStore
import TestSupport
import Testing
import Volumes

@testable import Plugins
@testable import Workflows

@Suite("Plugins that go and come back", .timeLimit(.minutes(2)))
struct OutageTests {
    let rig: Rig

    init() throws {
        rig = try Rig()
    }

    @Test(
        "A driver that is killed is noticed without a call, keeps its abilities, and is back as soon as it is started"
    )
    func killed() async throws {
        let driver = try await ScriptedDriverProcess(at: rig.endpoint("a"))
        try await rig.withPlugins("a") { plugins in
            let before = try await plugins.plugin("a", is: .healthy)
            try await driver.kill()
            let gone = try await plugins.plugin("a", is: .unhealthy)
            #expect(gone.healthDescription == "\(rig.endpoint("a")): connection refused")
            #expect(gone.abilities == before.abilities)
            #expect(gone.controllersHealthy == 0 && gone.nodesHealthy == 0 && gone.controllersExpected == 1)
            #expect(plugins.connection(to: .controller(plugin: "a")) == nil)
            try await eventually("the row") { try rig.row("a") == gone }
            try await driver.restart()
            let back = try await plugins.plugin("a", is: .healthy)
            #expect(back.abilities == before.abilities)
            let connection = try #require(plugins.connection(to: .controller(plugin: "a")))
            #expect(try await connection.controller.allVolumes(timeout: .seconds(20)).isEmpty)
        }
    }

    @Test("A plugin of two sockets is one with two instances, and is called through the other when one is gone")
    func instances() async throws {
        let drivers = try ["one", "two"].map { name in
            try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint(name))
        }
        let configuration = Plugins.Configuration(
            plugins: ["one", "two"].map { PluginConfiguration(id: "a", endpoint: rig.endpoint($0)) },
            node: .test
        )
        try await rig.withPlugins(configuration) { plugins in
            let both = try await plugins.plugin("a", "healthy twice") { $0.controllersHealthy == 2 }
            #expect(both.instances.count == 2 && both.nodesHealthy == 2 && both.controllersExpected == 2)
            try await eventually("the rows") { try rig.row("a") == both }
            await drivers[0].stop()
            let rest = try await plugins.plugin("a", "healthy once") { $0.controllersHealthy == 1 }
            #expect(rest.isHealthy && rest.controllersExpected == 2)
            let connection = try #require(plugins.connection(to: .controller(plugin: "a")))
            #expect(try await connection.controller.allVolumes(timeout: .seconds(20)).isEmpty)
            #expect(drivers[1].calls.of(.listVolumes).count == 1)
            #expect(plugins.connection(to: .plugin("a", node: plugins.node.id)) != nil)
            #expect(plugins.connection(to: .plugin("a", node: "elsewhere")) == nil)
            #expect(plugins.connection(to: .node(plugins.node.id)) == nil)
        }
    }

    @Test("A socket that vanishes is told as no such file, and noticed when it is there again")
    func vanished() async throws {
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
        try await rig.withPlugins("a") { plugins in
            try await plugins.plugin("a", is: .healthy)
            await driver.stop()
            let plugin = try await plugins.plugin("a", is: .unhealthy)
            #expect(plugin.healthDescription == "\(rig.endpoint("a")): no such file")
            try await driver.start()
            try await plugins.plugin("a", is: .healthy)
        }
    }

    @Test("A socket that another driver takes over is noticed though the first one still runs")
    func replaced() async throws {
        let provider = InMemoryDriver()
        let first = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
        try await rig.withPlugins("a") { plugins in
            try await plugins.plugin("a", is: .healthy)
            provider.settings.version = "2"
            unlink("\(rig.path)/a.sock")
            let second = try ScriptedDriver(provider.handlers, at: rig.endpoint("a"))
            try await plugins.plugin("a", "of version 2") { $0.version == "2" && $0.health == .healthy }
            await first.stop()
            await second.stop()
        }
    }

    @Test("Nothing is asked of whoever has taken over a socket before they said who they are")
    func replacedUnseen() async throws {
        let first = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
        var pace = Pace.events
        pace.glance = .seconds(3600)
        try await rig.withPlugins("a", pace: pace) { plugins in
            try await plugins.plugin("a", is: .healthy)
            #expect(plugins.connection(to: .controller(plugin: "a")) != nil)
            unlink("\(rig.path)/a.sock")
            #expect(plugins.connection(to: .controller(plugin: "a")) == nil)
            let second = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
            #expect(plugins.connection(to: .controller(plugin: "a")) == nil)
            await first.stop()
            await second.stop()
        }
    }

    @Test("A look at a driver that hangs is given up when the driver is replaced")
    func replacedWhileHanging() async throws {
        let first = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
        let hang = first.on(.getPluginInfo).hangs(.before)
        try await rig.withPlugins("a") { plugins in
            try await hang.reached()
            unlink("\(rig.path)/a.sock")
            let second = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
            try await plugins.plugin("a", is: .healthy)
            await first.stop()
            await second.stop()
        }
    }

    @Test("A connection that is lost for a moment has the plugin asked again for all it can do")
    func reconnected() async throws {
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
        try await rig.withPlugins("a") { plugins in
            try await plugins.plugin("a", is: .healthy)
            driver.closeConnections()
            try await driver.calls(.nodeGetInfo, atLeast: 2)
            try await eventually("the connection") { plugins.connection(to: .controller(plugin: "a")) != nil }
        }
        #expect(rig.log == ["plugin \"a\": healthy"])
    }

    @Test("A plugin on TCP that goes and comes back is found again in time")
    func tcp() async throws {
        let first = try Server(.tcp(host: "127.0.0.1", port: 0), handlers: InMemoryDriver().handlers)
        let configuration = PluginConfiguration(id: "a", endpoint: first.endpoint)
        try await rig.withPlugins(.init(plugins: [configuration], node: .test), pace: .quick) { plugins in
            try await plugins.plugin("a", is: .healthy)
            await first.shutdown(grace: .zero)
            let plugin = try await plugins.plugin("a", is: .unhealthy)
            #expect(plugin.healthDescription.hasPrefix("Probe: UNAVAILABLE: "))
            let second = try Server(first.endpoint, handlers: InMemoryDriver().handlers)
            try await plugins.plugin("a", is: .healthy)
            await second.shutdown(grace: .zero)
        }
    }

    @Test("What a plugin can do is known after the agent's restart, whether it answers is not")
    func agentRestart() async throws {
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
        let before = try await rig.withPlugins("a") { plugins in try await plugins.plugin("a", is: .healthy) }
        let hang = driver.on(.probe).hangs(.before)
        try await rig.withPlugins("a") { plugins in
            let plugin = try #require(plugins.status(of: "a"))
            #expect(plugin.health == .unknown)
            #expect(plugin.abilities == before.abilities && plugin.createTime == before.createTime)
            #expect(plugins.connection(to: .controller(plugin: "a")) == nil)
            #expect(try rig.row("a") == plugin)
            hang.release()
            try await plugins.plugin("a", is: .healthy)
        }
        await driver.stop()
        try await rig.withPlugins("a") { plugins in
            let plugin = try await plugins.plugin("a", is: .unhealthy)
            #expect(plugin.abilities == before.abilities)
        }
    }

    @Test(
        "Another provider under the same ID is kept out while there are volumes of the first",
        arguments: [["memory.csi.test"], [""], ["", "memory.csi.test"]]
    )
    func otherProvider(_ makers: [String]) async throws {
        let provider = InMemoryDriver()
        let driver = try ScriptedDriver(provider.handlers, at: rig.endpoint("a"))
        for (index, maker) in makers.enumerated() {
            try await rig.store("volume-\(index)", of: "a", provider: maker)
        }
        try await rig.store("volume", of: "b", provider: "other.csi.test")
        try await rig.withPlugins("a") { plugins in
            let before = try await plugins.plugin("a", is: .healthy)
            provider.settings.name = "other.csi.test"
            driver.closeConnections()
            let plugin = try await plugins.plugin("a", is: .unhealthy)
            #expect(
                plugin.healthDescription
                    == "GetPluginInfo: the name is \"other.csi.test\", but there are volumes of \"memory.csi.test\""
            )
            #expect(plugin.abilities == before.abilities)
            #expect(plugins.connection(to: .controller(plugin: "a")) == nil)
            provider.settings.name = "memory.csi.test"
            plugins.lookSoon(at: "a")
            try await plugins.plugin("a", is: .healthy)
            #expect(plugins.connection(to: .controller(plugin: "a")) != nil)
        }
    }

    @Test("Another provider is kept out by a snapshot or an operation in hand as well", arguments: [true, false])
    func otherProviderWithoutVolume(_ isSnapshot: Bool) async throws {
        let provider = InMemoryDriver()
        let driver = try ScriptedDriver(provider.handlers, at: rig.endpoint("a"))
        try await rig.withPlugins("a") { plugins in
            try await plugins.plugin("a", is: .healthy)
            // What can't be read of an operation may be about any plugin.
            let key = isSnapshot ? Keys.snapshot("s", pluginID: "a") : Keys.operation("o")
            _ = try await rig.store.commit(Transaction([.put(key, Value([]))]))
            provider.settings.name = "other.csi.test"
            driver.closeConnections()
            try await plugins.plugin("a", is: .unhealthy)
        }
    }

    @Test("Another provider is kept out by the volumes alone, where the plugin's row is gone")
    func otherProviderWithoutRow() async throws {
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
        try await rig.store("volume", of: "a", provider: "first.csi.test")
        try await rig.withPlugins("a") { plugins in
            let plugin = try await plugins.plugin("a", is: .unhealthy)
            #expect(plugin.healthDescription.hasSuffix("there are volumes of \"first.csi.test\""))
            #expect(!plugin.isKnown)
        }
        await driver.stop()
    }

    @Test("Another provider under the same ID is taken where nothing is stored of the first")
    func otherProviderWithoutVolumes() async throws {
        let provider = InMemoryDriver()
        let driver = try ScriptedDriver(provider.handlers, at: rig.endpoint("a"))
        try await rig.withPlugins("a") { plugins in
            try await plugins.plugin("a", is: .healthy)
            provider.settings.name = "other.csi.test"
            driver.closeConnections()
            try await plugins.plugin("a", "the other") { $0.provider == "other.csi.test" && $0.isHealthy }
        }
    }

    @Test("A socket that may not be used is told as such", .enabled(if: geteuid() != 0, "root may use every socket"))
    func permissionDenied() async throws {
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
        chmod("\(rig.path)/a.sock", 0)
        try await rig.withPlugins("a") { plugins in
            let plugin = try await plugins.plugin("a", is: .unhealthy)
            #expect(plugin.healthDescription == "\(rig.endpoint("a")): permission denied")
        }
        await driver.stop()
    }
}
