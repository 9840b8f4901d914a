import Testing

@Suite("Snapshots and copies over HTTP, on the agent's own driver", .agent())
struct SnapshotTests {
    private let agent: AgentProcess
    private let path = "/v1/volumes/snapshot"

    init() throws {
        agent = try #require(Rig.shared).agent
    }

    private static let keys = [
        "CreateTime", "ExternalSourceVolumeID", "ID", "IsReady", "Name", "Parameters", "PluginID", "Secrets",
        "SizeBytes", "SourceVolumeID",
    ]

    private func take(of volume: String, _ name: String) async throws -> String {
        let answer = try await agent.request("POST", path, body: .snapshot(of: volume, name))
        try #require(answer.status == 200, "\(answer.text)")
        return answer.json["Snapshots"][0]["ID"].text
    }

    private func delete(_ id: String, plugin: String = "hostpath") async throws -> AgentProcess.Answer {
        try await agent.request("DELETE", "\(path)?plugin_id=\(plugin)&snapshot_id=\(id)")
    }

    @Test("a snapshot from its creation to its deletion")
    func life() async throws {
        let external = try await agent.created("v")
        let more: [String: JSONValue] = ["PluginID": "hostpath", "Secrets": ["password": "xyzzy"]]
        let made = try await agent.request("POST", path, body: .snapshot(of: "v", "mysnap", more))
        #expect(made.status == 200, "\(made.text)")
        #expect(made.json.keys == ["Index", "KnownLeader", "LastContact", "NextToken", "Snapshots"])
        let snapshot = made.json["Snapshots"][0]
        #expect(snapshot.keys == Self.keys)
        #expect(snapshot["SourceVolumeID"] == "v")
        #expect(snapshot["ExternalSourceVolumeID"] == .string(external))
        #expect(snapshot["Secrets"] == nil)
        #expect(snapshot["IsReady"] == true)
        // Seconds, not nanoseconds.
        #expect((1_700_000_000..<10_000_000_000).contains(snapshot["CreateTime"].number))

        let list = try await agent.get("\(path)?plugin_id=hostpath")
        #expect(list.json["Snapshots"][0].keys == Self.keys)
        #expect(list.json["Snapshots"][0]["ID"] == snapshot["ID"])
        #expect(list.json["Snapshots"][0]["PluginID"] == "hostpath")
        #expect(list.json["NextToken"] == "")

        let gone = try await delete(snapshot["ID"].text)
        #expect(gone.status == 200)
        #expect(gone.bytes.isEmpty)
        #expect(try await agent.snapshots(of: "hostpath") == [])
        #expect(try await delete(snapshot["ID"].text).status == 200)
        try await agent.deleted("v")
    }

    @Test("the same name of one volume is one snapshot")
    func isIdempotent() async throws {
        try await agent.created("v")
        let first = try await take(of: "v", "again")
        #expect(try await take(of: "v", "again") == first)
        #expect(try await delete(first).status == 200)
        try await agent.deleted("v")
    }

    @Test("the list goes page by page")
    func pages() async throws {
        try await agent.created("v")
        var made: Set<String> = []
        for name in ["p1", "p2", "p3"] { made.insert(try await take(of: "v", name)) }
        var (seen, token) = ([String](), "")
        repeat {
            let page = try await agent.get("\(path)?plugin_id=hostpath&per_page=2&next_token=\(token)").json
            #expect(page["Snapshots"].elements.count <= 2)
            seen += page["Snapshots"].elements.map(\.["ID"].text)
            token = page["NextToken"].text
        } while !token.isEmpty
        #expect(Set(seen) == made)
        #expect(seen.count == 3)
        for id in made { #expect(try await delete(id).status == 200) }
        try await agent.deleted("v")
    }

    @Test("a volume is made from a snapshot, and another as a clone")
    func copies() async throws {
        let external = try await agent.created("source")
        let snapshot = try await take(of: "source", "base")
        let restored = try await agent.create("restored", on: "hostpath", ["SnapshotID": .string(snapshot)])
        #expect(restored.status == 200, "\(restored.text)")
        #expect(restored.json["Volumes"][0]["SnapshotID"] == .string(snapshot))
        let clone = try await agent.create("clone", on: "hostpath", ["CloneID": .string(external)])
        #expect(clone.status == 200, "\(clone.text)")
        #expect(clone.json["Volumes"][0]["CloneID"] == .string(external))

        let list = try await agent.get("/v1/volumes/external?plugin_id=hostpath").json["Volumes"].elements
        let sources = Set(list.map { $0["SnapshotID"].text + $0["CloneID"].text })
        #expect(sources == ["", snapshot, external])
        for id in ["clone", "restored"] { try await agent.deleted(id) }
        #expect(try await delete(snapshot).status == 200)
        try await agent.deleted("source")
    }

    @Test("what can't be: two sources, one that is not there, a volume or plugin that is not there")
    func failures() async throws {
        let both = try await agent.create("n", on: "hostpath", ["CloneID": "a", "SnapshotID": "b"])
        #expect(both.status == 400)
        #expect(both.text == "validation: only one of snapshot_id and clone_id is allowed")
        let lost = try await agent.create("n", on: "hostpath", ["SnapshotID": "snap-none"])
        #expect([404, 502].contains(lost.status))
        #expect(lost.text.contains("does not exist"))
        #expect(try await agent.get("/v1/volume/csi/n").status == 404)

        let unknown = try await agent.request("POST", path, body: .snapshot(of: "none", "s"))
        #expect(unknown.status == 404)
        #expect(unknown.text.contains("no such volume \"none\""))
        #expect(try await delete("s", plugin: "none").status == 404)
        #expect(try await agent.request("DELETE", path).status == 400)
        #expect(try await agent.request("DELETE", "\(path)?plugin_id=hostpath").status == 400)
        #expect(try await agent.get("\(path)?plugin_id=none").status == 404)
        let empty = try await agent.request("POST", path, body: ["Snapshots": []])
        #expect(empty.status == 200)
        #expect(empty.json["Snapshots"] == nil)
        let void = try await agent.request("POST", path, body: ["Snapshots": [nil]])
        #expect(void.status == 400)
    }

    @Test("a snapshot without a name, or one of a volume that is kept elsewhere, is refused")
    func names() async throws {
        try await agent.created("v")
        let nameless = try await agent.request("POST", path, body: .snapshot(of: "v", ""))
        #expect(nameless.status == 400)
        #expect(nameless.text.contains("missing Name"))
        try await agent.deleted("v")
    }
}
