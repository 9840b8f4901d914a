import CSI
import Foundation
import ScriptedDriver
import TestSupport
import Testing

@Suite("Blocking queries wake for the change they wait for, and for nothing else", .scriptedAgent)
struct BlockingTests {
    private let agent: AgentProcess
    private let driver: ScriptedDriver

    init() throws {
        let rig = try #require(Rig.shared)
        agent = rig.agent
        driver = try #require(rig.driver)
    }

    /// Asks a query, changes something once it is blocked, and returns the answer.
    private func answer(_ path: String, after change: () async throws -> Void) async throws -> AgentProcess.Answer {
        let separator = path.contains("?") ? "&" : "?"
        let index = try await agent.get(path).index
        async let waiting = agent.get("\(path)\(separator)index=\(index)&wait=30s")
        try await isBlocked()
        let start = ContinuousClock.now
        try await change()
        let answer = try await waiting
        #expect(ContinuousClock.now - start < .seconds(15), "\(path) slept through the change")
        #expect(answer.index > index)
        return answer
    }

    private func isBlocked() async throws {
        try await eventually("a query is blocked") {
            let gauges = try await agent.get("/v1/metrics").json["Gauges"].elements
            return gauges.contains { $0["Name"] == "csi_bridge.blocked_queries" && $0["Value"] == 1 }
        }
    }

    @Test(
        "a list wakes when a volume of it comes",
        arguments: [
            "", "&plugin_id=scripted", "&plugin_id=scr", "&prefix=w", "&namespace=*", "&filter=Name%20is%20not%20empty",
        ]
    )
    func list(query: String) async throws {
        let answer = try await answer("/v1/volumes?type=csi\(query)") { try await agent.created("w", on: "scripted") }
        #expect(answer.json.elements.map(\.["ID"].text) == ["w"])
        let gone = try await self.answer("/v1/volumes?type=csi\(query)") { try await agent.deleted("w") }
        #expect(gone.json == [])
    }

    @Test("a read wakes when its volume comes, changes or goes")
    func read() async throws {
        let came = try await answer("/v1/volume/csi/w") { try await agent.created("w", on: "scripted") }
        #expect(came.status == 200)
        let grown = try await answer("/v1/volume/csi/w") {
            _ = try await agent.request(
                "PUT",
                "/v1/volume/csi/w/expand",
                body: ["RequestedCapacityMin": 2_097_152]
            )
        }
        #expect(grown.json["Capacity"] == 2_097_152)
        let gone = try await answer("/v1/volume/csi/w") { try await agent.deleted("w") }
        #expect(gone.status == 404)
    }

    @Test("a read sleeps through a change of another volume")
    func otherVolume() async throws {
        try await agent.created("w", on: "scripted")
        let index = try await agent.get("/v1/volume/csi/w").index
        async let waiting = agent.get("/v1/volume/csi/w?index=\(index)&wait=1s")
        let start = ContinuousClock.now
        try await isBlocked()
        try await agent.created("other", on: "scripted")
        #expect(try await waiting.status == 200)
        #expect(ContinuousClock.now - start > .milliseconds(900))
        for id in ["w", "other"] { try await agent.deleted(id) }
    }

    @Test("volumes wake when the health of their plugin changes, and so do plugins")
    func health() async throws {
        try await agent.created("w", on: "scripted")
        for (path, isHealthy): (String, @Sendable (JSONValue) -> JSONValue) in [
            ("/v1/volume/csi/w", { $0["Schedulable"] }), ("/v1/volumes?type=csi", { $0[0]["Schedulable"] }),
            ("/v1/plugin/csi/scripted", { .bool($0["ControllersHealthy"] == 1) }),
            ("/v1/plugins?type=csi", { .bool($0[0]["NodesHealthy"] == 1) }),
        ] {
            let down = try await answer(path) { await driver.stop() }
            #expect(isHealthy(down.json) == false)
            let up = try await answer(path) { try await driver.start() }
            #expect(isHealthy(up.json) == true)
        }
        try await agent.deleted("w")
    }

    @Test("provider lists wake when the agent changes what that provider has")
    func provider() async throws {
        let volumes = try await answer("/v1/volumes/external?plugin_id=scripted") {
            try await agent.created("w", on: "scripted")
        }
        #expect(volumes.json["Volumes"].elements.count == 1)
        let path = "/v1/volumes/snapshot"
        let snapshots = try await answer("\(path)?plugin_id=scripted") {
            _ = try await agent.request("POST", path, body: .snapshot(of: "w", "s"))
        }
        let id = snapshots.json["Snapshots"][0]["ID"].text
        let gone = try await answer("\(path)?plugin_id=scripted") {
            _ = try await agent.request("DELETE", "\(path)?plugin_id=scripted&snapshot_id=\(id)")
        }
        #expect(gone.json["Snapshots"] == [])
        try await agent.deleted("w")
    }

    @Test("a caller that goes away is waited for no longer")
    func hangUp() async throws {
        let index = try await agent.get("/v1/volumes?type=csi").index
        let address = "http://127.0.0.1:\(agent.port)/v1/volumes?type=csi&index=\(index)&wait=60s"
        let curl = Task { try await run(["curl", "--silent", "--max-time", "1", address]) }
        try await isBlocked()
        #expect(try await curl.value.status == 28)
        try await eventually("nobody is blocked") {
            let gauges = try await agent.get("/v1/metrics").json["Gauges"].elements
            return gauges.contains { $0["Name"] == "csi_bridge.blocked_queries" && $0["Value"] == 0 }
        }
    }

    @Test("a query that waits in vain answers with what there is, not with an error")
    func timeout() async throws {
        let index = try await agent.get("/v1/volumes?type=csi").index
        let answer = try await agent.get("/v1/volumes?type=csi&index=\(index)&wait=100ms")
        #expect(answer.status == 200)
        #expect(answer.index == index)
        #expect(try await agent.get("/v1/volumes?type=csi&index=0&wait=30s").status == 200)
    }
}
