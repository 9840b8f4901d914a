import Testing
import Volumes

@testable import Plugins

@Suite("What looks make of a plugin")
struct SupervisionTests {
    private static func seen(_ provider: String = "a.csi.test") -> Plugin {
        var plugin = Plugin(id: "a")
        plugin.provider = provider
        plugin.controllerCapabilities = [.expandVolume]
        return plugin
    }

    private func supervision(_ outcomes: Look.Outcome..., providers: Set<String> = []) -> Supervision {
        var supervision = Supervision(Plugin(id: "a"))
        for (index, outcome) in outcomes.enumerated() {
            supervision.take(outcome, providers: { providers }, now: Int64(index + 1))
        }
        return supervision
    }

    private let broken = Look.Outcome.failed(LookFailure("NodeGetInfo is broken"))

    @Test("A doubtful failure counts at once where the connection is new, and at the second time where it is not")
    func doubt() {
        #expect(supervision(broken).plugin.health == .unhealthy)
        #expect(supervision(.notReady, broken).plugin.health == .unhealthy)
        #expect(supervision(.ready(Self.seen()), broken).plugin.health == .healthy)
        #expect(supervision(.ready(Self.seen()), broken, broken).plugin.health == .unhealthy)
        #expect(supervision(.ready(Self.seen()), broken, .notReady, broken).plugin.health == .notReady)
        #expect(supervision(.ready(Self.seen()), broken, .ready(Self.seen()), broken).plugin.health == .healthy)
        var reconnected = supervision(.ready(Self.seen()))
        reconnected.reconnect()
        reconnected.take(broken, providers: { [] }, now: 2)
        #expect(reconnected.plugin.health == .unhealthy)
        #expect(reconnected.plugin.controllerCapabilities == [.expandVolume])
    }

    @Test("A plugin may be called once it said its name on the connection there is")
    func verification() {
        #expect(!supervision(.notReady).isVerified)
        #expect(supervision(.ready(Self.seen())).isVerified)
        #expect(supervision(.ready(Self.seen()), .notReady).isVerified)
        #expect(supervision(.ready(Self.seen()), broken, broken).isVerified)
        #expect(!supervision(.ready(Self.seen("b.csi.test")), providers: ["a.csi.test"]).isVerified)
        var reconnected = supervision(.ready(Self.seen()))
        reconnected.reconnect()
        #expect(!reconnected.isVerified)
    }

    @Test("The time of the last change is that of a change")
    func updateTime() {
        #expect(supervision(broken, broken).plugin.updateTime == 1)
        #expect(supervision(broken, .ready(Self.seen()), .ready(Self.seen())).plugin.updateTime == 2)
        #expect(supervision(.ready(Self.seen()), broken, broken).plugin.updateTime == 3)
    }

    @Test("A plugin that is not healthy is looked at less and less often, a healthy one evenly")
    func pauses() {
        let pace = Pace()
        var supervision = Supervision(Plugin(id: "a"))
        for milliseconds in [250, 500, 1000, 2000, 4000, 5000, 5000] {
            supervision.take(broken, providers: { [] }, now: 1)
            let expected = Duration.milliseconds(milliseconds)
            let pauses = (0..<100).map { _ in supervision.pause(pace) }
            #expect(pauses.allSatisfy { expected * 0.75 <= $0 && $0 <= expected * 1.25 })
            #expect(Set(pauses).count > 1)
        }
        for _ in 0..<100_000 { supervision.take(.notReady, providers: { [] }, now: 1) }
        #expect(supervision.pause(pace) <= .milliseconds(6250))
        supervision.take(.ready(Self.seen()), providers: { [] }, now: 1)
        let pause = supervision.pause(pace)
        #expect(.seconds(27) <= pause && pause <= .seconds(33))
        supervision.take(broken, providers: { [] }, now: 1)
        #expect(supervision.plugin.health == .healthy)
        #expect(supervision.pause(pace) <= .milliseconds(313))
    }
}
