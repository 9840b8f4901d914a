import CSI
import Foundation
import GRPC
import ScriptedDriver
import StateStore
import TestSupport
import Testing
import Volumes

@testable import Plugins
@testable import Workflows

@Suite("Plugins that are found in a folder", .timeLimit(.minutes(1)))
struct DirectoryTests {
    let rig: Rig
    let folder: String

    init() throws {
        rig = try Rig()
        folder = rig.path + "/plugins"
    }

    private func makeFolder(_ name: String = "") throws {
        try FileManager.default.createDirectory(atPath: "\(folder)/\(name)", withIntermediateDirectories: true)
    }

    private func driver(_ name: String) throws -> ScriptedDriver {
        try makeFolder(name)
        return try ScriptedDriver(InMemoryDriver().handlers, at: .unix(path: "\(folder)/\(name)/csi.sock"))
    }

    private func configuration(_ plugins: PluginConfiguration...) -> Plugins.Configuration {
        let limits = PluginLimits(callsInFlight: 3, callTimeout: .seconds(9))
        return .init(plugins: plugins, directory: PluginDirectory(path: folder, limits: limits), node: .test)
    }

    private func eventuallyGone(_ id: String, _ plugins: Plugins) async throws {
        try await eventually("\(id) to be forgotten") { try plugins.status(of: id) == nil && rig.row(id) == nil }
    }

    @Test("Sockets that are there at the start, and those that come, are plugins")
    func discovery() async throws {
        let first = try driver("first")
        try await rig.withPlugins(configuration()) { plugins in
            #expect(plugins.status(of: "first") != nil)
            try await plugins.plugin("first", is: .healthy)
            #expect(plugins.connection(to: .controller(plugin: "first"))?.timeout == .seconds(9))
            try makeFolder("second")
            let second = try driver("second")
            try await plugins.plugin("second", is: .healthy)
            #expect(try rig.row("second") != nil)
            await second.stop()
        }
        await first.stop()
    }

    @Test("A socket that goes is forgotten with its row where nothing is stored of the plugin, and found again")
    func removal() async throws {
        try await rig.withPlugins(configuration()) { plugins in
            #expect(rig.log == ["the plugins' folder \(folder) can't be read: No such file or directory"])
            try makeFolder()
            await plugins.reload(configuration())
            let driver = try driver("a")
            try await plugins.plugin("a", is: .healthy)
            await driver.stop()
            try await eventuallyGone("a", plugins)
            try await driver.start()
            try await plugins.plugin("a", is: .healthy)
            await driver.stop()
            try FileManager.default.removeItem(atPath: folder + "/a")
            try await eventuallyGone("a", plugins)
        }
    }

    @Test("A plugin that has volumes is unhealthy without its folder, and not forgotten before its last volume is gone")
    func removalInUse() async throws {
        let driver = try driver("a")
        try await rig.store("volume", of: "a", provider: "memory.csi.test")
        try await rig.withPlugins(configuration()) { plugins in
            let before = try await plugins.plugin("a", is: .healthy)
            await driver.stop()
            try FileManager.default.removeItem(atPath: folder + "/a")
            let gone = try await plugins.plugin("a", is: .unhealthy)
            #expect(gone.healthDescription == "unix://\(folder)/a/csi.sock: no such file")
            #expect(gone.abilities == before.abilities)
        }
        try await rig.withPlugins(configuration()) { plugins in
            #expect(plugins.status(of: "a")?.provider == "memory.csi.test")
            _ = try await rig.store.commit(Transaction([.delete(Keys.volume(VolumeID("volume")))]))
            await plugins.reload(configuration())
            try await eventuallyGone("a", plugins)
        }
    }

    @Test("The slow reading of the folder finds what nothing told of")
    func rescan() async throws {
        try await rig.withPlugins(configuration(), pace: .quick) { plugins in
            let driver = try driver("a")
            try await plugins.plugin("a", is: .healthy)
            await driver.stop()
            try FileManager.default.removeItem(atPath: folder)
            try await eventuallyGone("a", plugins)
        }
    }

    @Test("A folder that can't be read any more takes no plugin away")
    func unreadable() async throws {
        try FileManager.default.createDirectory(atPath: folder + ".real", withIntermediateDirectories: true)
        try link(to: folder + ".real")
        let driver = try driver("a")
        try await rig.withPlugins(configuration(), pace: .quick) { plugins in
            try await plugins.plugin("a", is: .healthy)
            try link(to: folder)
            let text = "the plugins' folder \(folder) can't be read: Too many levels of symbolic links"
            try await eventually("the complaint") { rig.log.contains(text) }
            try await driver.calls(.probe, atLeast: driver.calls.of(.probe).count + 3)
            #expect(plugins.status(of: "a")?.isHealthy == true)
            try link(to: folder + ".real")
            try await driver.calls(.probe, atLeast: driver.calls.of(.probe).count + 3)
            #expect(rig.log == ["plugin \"a\": healthy", text])
        }
        await driver.stop()
    }

    /// Makes the folder a symbolic link, at one blow.
    private func link(to path: String) throws {
        try FileManager.default.createSymbolicLink(atPath: folder + ".new", withDestinationPath: path)
        try #require(rename(folder + ".new", folder) == 0)
    }

    @Test("The configuration wins over the folder, and the folder's plugin is back when it no longer does")
    func precedence() async throws {
        let found = try driver("a")
        try await rig.withPlugins(configuration(rig.configured("a"))) { plugins in
            let plugin = try await plugins.plugin("a", is: .unhealthy)
            #expect(plugin.healthDescription == "\(rig.endpoint("a")): no such file")
            await plugins.reload(configuration())
            try await plugins.plugin("a", is: .healthy)
            await plugins.reload(.init(plugins: [], node: .test))
            #expect(plugins.status(of: "a") == nil)
        }
        await found.stop()
    }

    @Test("What is no plugin's folder is passed over, and said where it could be meant as one")
    func others() async throws {
        try makeFolder(".hidden")
        let hidden = try ScriptedDriver(InMemoryDriver().handlers, at: .unix(path: "\(folder)/.hidden/csi.sock"))
        try makeFolder("regular/csi.sock")
        try makeFolder("bad\u{1b}name")
        let long = String(repeating: "x", count: 100)
        try makeFolder(long)
        #expect(FileManager.default.createFile(atPath: folder + "/file", contents: nil))
        let driver = try driver("a")
        try await rig.withPlugins(configuration(), pace: .quick) { plugins in
            try await plugins.plugin("a", is: .healthy)
            let rows = try rig.store.view.entries(in: Keys.plugins).map { try $0.value.record(PluginInstance.self) }
            #expect(rows.map(\.plugin.id) == ["a"])
        }
        #expect(
            rig.log.sorted() == [
                "\(folder)/\(long) is no plugin: the socket's path is longer than 107 bytes",
                "a folder in \(folder) has control characters in its name, so it is no plugin",
                "plugin \"a\": healthy",
            ]
        )
        await driver.stop()
        await hidden.stop()
    }
}
