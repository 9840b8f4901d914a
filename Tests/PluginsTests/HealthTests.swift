import CSI
import GRPC
import ScriptedDriver
import Testing
import Volumes

@testable import Plugins
import Workflows

@Suite("The health of a plugin", .timeLimit(.minutes(1)))
struct HealthTests {
    let rig: Rig
    let driver: ScriptedDriver

    init() throws {
        rig = try Rig()
        driver = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
    }

    @Test("Probe that answers ready is healthy, and so is one that leaves ready out")
    func healthy() async throws {
        try await rig.withPlugins("a") { plugins in
            let plugin = try await plugins.plugin("a", is: .healthy)
            #expect(plugin.healthDescription == "healthy")
        }
        driver.on(.probe).edit(ProbeResponse.self) { $0.ready = nil }
        try await rig.withPlugins("a") { plugins in try await plugins.plugin("a", is: .healthy) }
        #expect(rig.log == ["plugin \"a\": healthy", "plugin \"a\": healthy"])
    }

    @Test("Probe with ready false is not ready: neither healthy nor failed, and nothing else is asked meanwhile")
    func notReady() async throws {
        driver.on(.probe).edit(ProbeResponse.self) { $0.ready = false }
        try await rig.withPlugins("a", pace: .quick) { plugins in
            let plugin = try await plugins.plugin("a", is: .notReady)
            #expect(plugin.healthDescription == "not ready")
            #expect(plugins.connection(to: .controller(plugin: "a")) == nil)
            try await driver.calls(.probe, atLeast: 3)
            #expect(Set(driver.calls.rpcs) == [.probe])
            driver.behave()
            try await plugins.plugin("a", is: .healthy)
            #expect(plugins.connection(to: .controller(plugin: "a")) != nil)
        }
    }

    @Test("A plugin that becomes not ready keeps its abilities, and can still be called")
    func becomesNotReady() async throws {
        try await rig.withPlugins("a") { plugins in
            let before = try await plugins.plugin("a", is: .healthy)
            driver.on(.probe).edit(ProbeResponse.self) { $0.ready = false }
            plugins.lookSoon(at: "a")
            let after = try await plugins.plugin("a", is: .notReady)
            #expect(after.abilities == before.abilities)
            #expect(plugins.connection(to: .controller(plugin: "a")) != nil)
        }
    }

    @Test("What Probe answers as an error counts at once, and is told in words that can't do harm")
    func failedProbe() async throws {
        try await rig.withPlugins("a") { plugins in
            let before = try await plugins.plugin("a", is: .healthy)
            let text = "no\u{1b}[31m backend\n" + String(repeating: "é", count: 200)
            driver.on(.probe).before(.answer(.failedPrecondition, text))
            plugins.lookSoon(at: "a")
            let after = try await plugins.plugin("a", is: .unhealthy)
            let told = "no [31m backend " + String(repeating: "é", count: 120) + "…"
            #expect(after.healthDescription == "Probe: FAILED_PRECONDITION: \(told)")
            #expect(after.abilities == before.abilities)
            #expect(plugins.connection(to: .controller(plugin: "a")) != nil)
            driver.behave()
            plugins.lookSoon(at: "a")
            try await plugins.plugin("a", is: .healthy)
        }
    }

    @Test("One Probe that is late does not make a healthy plugin unhealthy")
    func oneLateProbe() async throws {
        try await rig.withPlugins("a", pace: .quick) { plugins in
            try await plugins.plugin("a", is: .healthy)
            _ = driver.on(.probe).call(1).hangs(.before)
            let calls = driver.calls.of(.probe).count
            try await driver.calls(.probe, atLeast: calls + 4)
        }
        #expect(rig.log == ["plugin \"a\": healthy"])
    }

    @Test("Two Probes in a row that are late make it unhealthy, one that answers healthy again")
    func twoLateProbes() async throws {
        try await rig.withPlugins("a", pace: .quick) { plugins in
            try await plugins.plugin("a", is: .healthy)
            _ = driver.on(.probe).times(2).hangs(.before)
            let plugin = try await plugins.plugin("a", is: .unhealthy)
            #expect(plugin.healthDescription.hasPrefix("Probe: DEADLINE_EXCEEDED"))
            try await plugins.plugin("a", is: .healthy)
        }
    }

    @Test("A plugin that was never reached is unhealthy, and says what stands in the way")
    func neverReached() async throws {
        try await rig.withPlugins("b") { plugins in
            #expect(plugins.status(of: "b")?.health != nil)
            let plugin = try await plugins.plugin("b", is: .unhealthy)
            #expect(plugin.healthDescription == "\(rig.endpoint("b")): no such file")
            #expect(!plugin.isKnown)
            #expect(plugins.connection(to: .controller(plugin: "b")) == nil)
            #expect(plugins.status(of: "c") == nil)
        }
    }

    @Test("A failure that is worded anew each time is one failure")
    func sameCause() async throws {
        try await rig.withPlugins("a", pace: .quick) { plugins in
            try await plugins.plugin("a", is: .healthy)
            for number in 1...5 {
                driver.on(.probe).call(number).before(.answer(.internal, "at \(number) o'clock"))
            }
            let calls = driver.calls.of(.probe).count
            try await driver.calls(.probe, atLeast: calls + 6)
            try await plugins.plugin("a", is: .healthy)
        }
        #expect(
            rig.log == [
                "plugin \"a\": healthy", "plugin \"a\": Probe: INTERNAL: at 1 o'clock", "plugin \"a\": healthy",
            ]
        )
    }
}

extension Plugin {
    /// What it can do, without health and times.
    var abilities: Plugin {
        var plugin = instances.first?.plugin ?? self
        plugin.health = .unknown
        plugin.healthDescription = ""
        plugin.createTime = 0
        plugin.updateTime = 0
        return plugin
    }
}
