import CSI
import GRPC
import ScriptedDriver
import Testing
import Volumes

@testable import Plugins
import Workflows

@Suite("One plugin does not delay another", .timeLimit(.minutes(1)))
struct IsolationTests {
    let rig: Rig
    let hanging: ScriptedDriver
    let driver: ScriptedDriver

    init() throws {
        rig = try Rig()
        hanging = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("hanging"))
        driver = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
    }

    @Test("While one plugin hangs, others become healthy, fail and recover, and everything answers at once")
    func hangs() async throws {
        let hang = hanging.on(.probe).hangs(.before)
        try await rig.withPlugins("hanging", "a") { plugins in
            try await hang.reached()
            try await plugins.plugin("a", is: .healthy)
            await driver.stop()
            try await plugins.plugin("a", is: .unhealthy)
            try await driver.start()
            try await plugins.plugin("a", is: .healthy)
            #expect(plugins.status(of: "hanging")?.health == .unknown)
            #expect(hanging.calls.underWay.rpcs == [.probe])
        }
    }

    @Test("A plugin that hangs does not hold up a reload, which may remove it, nor the end")
    func reload() async throws {
        let hang = hanging.on(.getPluginInfo).hangs(.before)
        try await rig.withPlugins("hanging", "a") { plugins in
            try await hang.reached()
            await plugins.reload(.init(plugins: [rig.configured("a")], node: .test))
            #expect(plugins.status(of: "hanging") == nil)
            try await plugins.plugin("a", is: .healthy)
            await plugins.reload(.init(plugins: [rig.configured("hanging")], node: .test))
            try await hang.reached(2)
        }
        try await hanging.idle()
    }

    @Test("The first looks are waited for until all are done")
    func firstLooks() async throws {
        let hang = hanging.on(.probe).hangs(.before)
        try await rig.withPlugins("hanging", "a", "missing") { plugins in
            async let looks: Void = plugins.firstLooks(within: .seconds(3600))
            try await hang.reached()
            hang.release()
            await looks
            #expect(plugins.status(of: "hanging")?.health == .healthy)
            #expect(plugins.status(of: "a")?.health == .healthy)
            #expect(plugins.status(of: "missing")?.health == .unhealthy)
            #expect(try rig.row("missing")?.health == .unhealthy)
        }
    }

    @Test("The first looks are waited for only so long")
    func firstLooksInTime() async throws {
        let hang = hanging.on(.probe).hangs(.before)
        try await rig.withPlugins("hanging") { plugins in
            await plugins.firstLooks(within: .milliseconds(50))
            #expect(plugins.status(of: "hanging")?.health == .unknown)
            hang.release()
        }
    }

    @Test("No more calls are in flight to a plugin than its limit, and looks don't wait for them")
    func limit() async throws {
        var configuration = rig.configured("a")
        configuration.limits = PluginLimits(callsInFlight: 2, callTimeout: .seconds(20))
        try await rig.withPlugins(.init(plugins: [configuration], node: .test)) { plugins in
            try await plugins.plugin("a", is: .healthy)
            let connection = try #require(plugins.connection(to: .controller(plugin: "a")))
            #expect(connection.timeout == .seconds(20))
            let hang = driver.on(.listVolumes).hangs(.before)
            let callers = (0..<6).map { _ in
                Task {
                    try await connection.limited { connection in
                        try await connection.controller.listVolumes(ListVolumesRequest(), timeout: connection.timeout)
                    }
                }
            }
            try await hang.reached(2)
            driver.on(.probe).edit(ProbeResponse.self) { $0.ready = false }
            plugins.lookSoon(at: "a")
            try await plugins.plugin("a", is: .notReady)
            callers[5].cancel()
            await #expect(throws: (any Error).self) { try await callers[5].value }
            hang.release()
            for caller in callers.prefix(5) { _ = try await caller.value }
            #expect(driver.calls.of(.listVolumes).maximumConcurrency == 2)
        }
    }
}
