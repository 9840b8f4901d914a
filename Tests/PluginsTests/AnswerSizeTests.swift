import CSI
import GRPC
import ScriptedDriver
import Testing
import Volumes

@testable import Plugins
import Workflows

@Suite("How large a plugin's answer may be", .timeLimit(.minutes(1)))
struct AnswerSizeTests {
    @Test("A list may be larger than gRPC's own limit of 4 MiB")
    func largeList() async throws {
        let rig = try Rig()
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: rig.endpoint("a"))
        let context = ["note": String(repeating: "x", count: 4000)]
        driver.on(.listVolumes).edit(ListVolumesResponse.self) { list in
            list.entries = (0..<2000).map { number in
                .init(volume: CSI.Volume(volumeID: "v-\(number)", volumeContext: context))
            }
        }
        try await rig.withPlugins("a") { plugins in
            try await plugins.plugin("a", is: .healthy)
            let connection = try #require(plugins.connection(to: .controller(plugin: "a")))
            let list = try await connection.controller.listVolumes(ListVolumesRequest(), timeout: .seconds(20))
            #expect(list.entries.count == 2000)
        }
        await driver.stop()
    }
}
