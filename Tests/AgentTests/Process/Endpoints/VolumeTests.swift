import Foundation
import Testing

@Suite("Volumes over HTTP, on the agent's own driver", .agent())
struct VolumeTests {
    private let agent: AgentProcess

    init() throws {
        agent = try #require(Rig.shared).agent
    }

    /// The keys of a volume, all of which every answer has.
    private static let volumeKeys = [
        "AccessMode", "Allocations", "AttachmentMode", "Capacity", "CloneID", "Context", "ControllerRequired",
        "ControllersExpected", "ControllersHealthy", "CreateIndex", "CreateTime", "ExternalID", "ID", "ModifyIndex",
        "ModifyTime", "MountOptions", "Name", "Namespace", "NodesExpected", "NodesHealthy", "Parameters", "PluginID",
        "Provider", "ProviderVersion", "ReadAllocs", "RequestedCapabilities", "RequestedCapacityMax",
        "RequestedCapacityMin", "RequestedTopologies", "ResourceExhausted", "Schedulable", "Secrets", "SnapshotID",
        "Topologies", "Version", "WriteAllocs",
    ]

    @Test("create makes the storage, and answers with the whole volume")
    func create() async throws {
        let answer = try await agent.create("a-create", ["Secrets": ["password": "xyzzy"], "Parameters": [:]])
        #expect(answer.status == 200)
        #expect(answer.header("Content-Type") == "application/json")
        #expect(answer.header("Vary") == "Accept-Encoding")
        #expect(answer.header("X-Nomad-KnownLeader") == "true")
        #expect(answer.header("X-Nomad-LastContact") == "0")
        #expect(answer.json.keys == ["Index", "KnownLeader", "LastContact", "NextToken", "Volumes", "Warnings"])
        #expect(answer.json["Warnings"] == "")
        let volume = answer.json["Volumes"][0]
        #expect(volume.keys == Self.volumeKeys)
        #expect(volume["Secrets"] == nil)
        #expect(volume["Capacity"].number >= 1_048_576)
        #expect(volume["Topologies"] == [["Segments": ["topology.hostpath.csi-bridge/node": "node-1"]]])
        #expect(volume["CreateIndex"] == volume["ModifyIndex"])
        #expect(Int(volume["CreateIndex"].number) == answer.index)
        #expect(volume["CreateTime"].number > 1_700_000_000_000_000_000)
        #expect(try await agent.provided(by: "hostpath").contains(volume["ExternalID"].text))
        try await agent.deleted("a-create")
    }

    @Test("read shows the volume with its plugin's health, and 404 where there is none")
    func read() async throws {
        try await agent.created("a-read")
        let answer = try await agent.get("/v1/volume/csi/a-read")
        #expect(answer.status == 200)
        #expect(answer.json.keys == Self.volumeKeys)
        #expect(answer.json["Schedulable"] == true)
        #expect(answer.json["ControllersHealthy"] == 1)
        #expect(answer.json["NodesHealthy"] == 1)
        #expect(answer.json["Provider"] == "hostpath.csi-bridge")
        #expect(answer.json["Version"] == answer.json["ProviderVersion"])
        #expect(answer.json["MountOptions"] == ["FSType": "", "MountFlags": nil])
        #expect(answer.json["ReadAllocs"] == [:])
        #expect(answer.json["Allocations"] == [])
        #expect(answer.index >= Int(answer.json["ModifyIndex"].number))
        try await agent.deleted("a-read")

        let missing = try await agent.get("/v1/volume/csi/a-read")
        #expect(missing.status == 404)
        #expect(missing.text == "volume not found")
        #expect(missing.header("Content-Type") == "text/plain; charset=utf-8")
        #expect(missing.index > answer.index)
    }

    @Test("list shows stubs in order, and `[]` without a type")
    func list() async throws {
        for id in ["b-list", "a-list"] { try await agent.created(id) }
        let answer = try await agent.get("/v1/volumes?type=csi&prefix=")
        let ids = answer.json.elements.map(\.["ID"].text).filter { $0.hasSuffix("-list") }
        #expect(ids == ["a-list", "b-list"])
        #expect(
            answer.json[0].keys == [
                "AccessMode", "AttachmentMode", "ControllerRequired", "ControllersExpected", "ControllersHealthy",
                "CreateIndex", "CreateTime", "CurrentReaders", "CurrentWriters", "ExternalID", "ID", "ModifyIndex",
                "ModifyTime", "Name", "Namespace", "NodesExpected", "NodesHealthy", "PluginID", "Provider",
                "ResourceExhausted", "Schedulable", "Topologies",
            ]
        )
        let nothing = try await agent.get("/v1/volumes")
        #expect(nothing.status == 200)
        #expect(nothing.json == [])
        #expect(nothing.header("X-Nomad-Index") == nil)
        for id in ["a-list", "b-list"] { try await agent.deleted(id) }
    }

    @Test("pages name the next row, also under a filter, and skip or repeat none")
    func pages() async throws {
        let all = (0..<5).map { "page-\($0)" }
        for id in all { try await agent.created(id) }
        var (seen, token) = ([String](), String?.some(""))
        while let next = token {
            let page = try await agent.get("/v1/volumes?type=csi&prefix=page-&per_page=2&next_token=\(next)")
            seen += page.json.elements.map(\.["ID"].text)
            // One that was shown goes, and one that is to come is changed: neither moves the others.
            if next.isEmpty { try await agent.deleted("page-0") }
            token = page.header("X-Nomad-NextToken")
            #expect(token == nil || token == "default.\(all[seen.count])")
        }
        #expect(seen == all)
        let filter = "Name%20matches%20%22page-%5B24%5D%22"
        let filtered = try await agent.get("/v1/volumes?type=csi&filter=\(filter)&per_page=1")
        #expect(filtered.json[0]["ID"] == "page-2")
        #expect(filtered.header("X-Nomad-NextToken") == "default.page-4")
        for id in all.dropFirst() { try await agent.deleted(id) }
    }

    @Test("filters by plugin and node are prefixes of any length; no namespace has what is in another")
    func filters() async throws {
        try await agent.created("f-one")
        for (query, isThere) in [
            ("plugin_id=hostpath", true), ("plugin_id=h", true), ("plugin_id=hos", true), ("plugin_id=", true),
            ("plugin_id=HOST", false), ("plugin_id=hostpath2", false), ("prefix=f-", true), ("prefix=F", false),
            ("namespace=*", true), ("namespace=none", false), ("plugin_id=hos&prefix=x", false),
            ("plugin_id=hos&prefix=f-o&namespace=*", true), ("node_id=zzz", false),
            ("filter=PluginID%20==%20hostpath%20and%20CurrentWriters%20==%200", true),
            ("filter=RequestedCapabilities.0.AccessMode%20==%20%22multi-node-multi-writer%22", false),
        ] {
            let list = try await agent.get("/v1/volumes?type=csi&\(query)").json
            #expect(list.elements.contains { $0["ID"] == "f-one" } == isThere, "\(query)")
            #expect(list != nil, "\(query)")
        }
        try await agent.deleted("f-one")
    }

    @Test("deregister leaves the storage, register takes it in again")
    func register() async throws {
        let external = try await agent.created("r", ["Context": ["layout": "ignored"]])
        let context = try await agent.read("r")["Context"]
        let gone = try await agent.request("DELETE", "/v1/volume/csi/r?force=false")
        #expect(gone.status == 200)
        #expect(gone.bytes.isEmpty)
        #expect(gone.header("Content-Type") == nil)
        #expect(gone.index > 0)
        #expect(try await agent.get("/v1/volume/csi/r").status == 404)
        #expect(try await agent.provided(by: "hostpath").contains(external))

        let body = JSONValue.volume(
            "r",
            ["ExternalID": .string(external), "Context": context, "Topologies": [["rack": "r1"]]]
        )
        for (method, path) in [("PUT", "/v1/volume/csi/r"), ("POST", "/v1/volumes"), ("PUT", "/v1/volumes")] {
            let answer = try await agent.request(method, path, body: body)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["Volumes"][0].keys == Self.volumeKeys)
            #expect(answer.json["Volumes"][0]["ExternalID"] == .string(external))
            #expect(answer.json["Volumes"][0]["Topologies"] == [["Segments": ["rack": "r1"]]])
            if path == "/v1/volumes", method == "PUT" { break }
            #expect(try await agent.request("DELETE", "/v1/volume/csi/r").status == 200)
        }
        try await agent.deleted("r")
        #expect(try await !agent.provided(by: "hostpath").contains(external))
    }

    @Test("an update reconciles: it grows the volume, and keeps secrets that are not sent")
    func update() async throws {
        try await agent.created("u", ["Secrets": ["password": "xyzzy"]])
        let grown = JSONValue.volume("u", ["RequestedCapacityMin": 4_194_304, "RequestedCapacityMax": 8_388_608])
        for path in ["/v1/volume/csi/u/create", "/v1/volume/csi/u"] {
            let answer = try await agent.request("PUT", path + "?update=true", body: grown)
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["Volumes"][0]["Capacity"] == 4_194_304)
            let volume = try await agent.read("u")
            #expect(volume["RequestedCapacityMin"] == 4_194_304)
            #expect(volume["RequestedCapacityMax"] == 8_388_608)
        }
        try await agent.deleted("u")
    }

    @Test("expand grows within its range, and never shrinks")
    func expand() async throws {
        try await agent.created("e")
        let path = "/v1/volume/csi/e/expand"
        let range: JSONValue = ["RequestedCapacityMin": 2_097_152, "RequestedCapacityMax": 4_194_304]
        let answer = try await agent.request("PUT", path, body: range)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.json["Volumes"][0]["Capacity"] == 2_097_152)
        #expect(try await agent.read("e")["ModifyIndex"].number == Int64(answer.index))
        let smaller = try await agent.request("PUT", path, body: ["RequestedCapacityMin": 1_048_576])
        #expect(smaller.status == 200)
        #expect(try await agent.read("e")["Capacity"] == 2_097_152)
        let limit: JSONValue = ["RequestedCapacityMin": 1, "RequestedCapacityMax": 1_048_576]
        #expect(try await agent.request("PUT", path, body: limit).status == 400)
        for body: JSONValue in [[:], ["RequestedCapacityMin": 0], ["RequestedCapacityMin": -1]] {
            #expect(try await agent.request("PUT", path, body: body).status == 400)
        }
        let missing = try await agent.request("PUT", "/v1/volume/csi/none/expand", body: range)
        #expect(missing.status == 404)
        try await agent.deleted("e")
    }

    @Test(
        "each kind of volume of the driver",
        arguments: [
            (["MountOptions": ["FsType": "ext4", "MountFlags": ["noatime"]]], "file-system"),
            (["MountOptions": ["FSType": "xfs"], "RequestedCapacityMin": 335_544_320], "file-system"),
            ([:], "block-device"),
        ] as [([String: JSONValue], String)]
    )
    func kinds(more: [String: JSONValue], mode: String) async throws {
        var fields: [String: JSONValue] = ["RequestedCapacityMin": 16_777_216]
        fields["RequestedCapabilities"] = [["AccessMode": "single-node-writer", "AttachmentMode": .string(mode)]]
        let answer = try await agent.create("kind", fields.merging(more) { $1 })
        #expect(answer.status == 200, "\(answer.text)")
        let volume = try await agent.read("kind")
        #expect(volume["RequestedCapabilities"] == fields["RequestedCapabilities"])
        if case .object(let options)? = more["MountOptions"] {
            #expect(volume["MountOptions"]["FSType"] == options["FsType"] ?? options["FSType"])
            #expect(volume["MountOptions"]["MountFlags"] == (options["MountFlags"] == nil ? nil : ["[REDACTED]"]))
        }
        try await agent.deleted("kind")
        #expect(try await !agent.provided(by: "hostpath").contains(volume["ExternalID"].text))
    }

    @Test("several volumes of one request are made in order; what succeeded stays, and who failed is named")
    func several() async throws {
        let volumes = ["s1", "s2", "s3"].map { JSONValue.volume($0)["Volumes"][0] }
        let answer = try await agent.request("PUT", "/v1/volume/csi/s1/create", body: ["Volumes": .array(volumes)])
        #expect(answer.status == 200)
        #expect(answer.json["Volumes"].elements.map(\.["ID"].text) == ["s1", "s2", "s3"])
        for id in ["s1", "s2", "s3"] { try await agent.deleted(id) }

        // No node of that topology exists, which only the plugin can tell.
        let bad = JSONValue.volume("s2", ["RequestedTopologies": ["Required": [["Segments": ["zone": "none"]]]]])
        let mixed: JSONValue = ["Volumes": [volumes[0], bad["Volumes"][0], volumes[2]]]
        let partial = try await agent.request("PUT", "/v1/volume/csi/s1/create", body: mixed)
        #expect([422, 507].contains(partial.status))
        #expect(partial.text.hasPrefix("1 error occurred:\n\t* "))
        #expect(partial.text.contains("s2"))
        #expect(try await agent.get("/v1/volume/csi/s1").status == 200)
        #expect(try await agent.get("/v1/volume/csi/s2").status == 404)
        #expect(try await agent.get("/v1/volume/csi/s3").status == 200)
        for id in ["s1", "s3"] { try await agent.deleted(id) }
    }

    @Test("the external list is the provider's, page by page")
    func externalList() async throws {
        var wanted: [String] = []
        for id in ["x1", "x2", "x3"] { wanted.append(try await agent.created(id)) }
        var (seen, token) = ([String](), "")
        repeat {
            let path = "/v1/volumes/external?plugin_id=hostpath&per_page=2&next_token=\(token)"
            let page = try await agent.get(path)
            #expect(page.json.keys == ["Index", "KnownLeader", "LastContact", "NextToken", "Volumes"])
            #expect(page.json["Volumes"].elements.count <= 2)
            for volume in page.json["Volumes"].elements {
                let keys = [
                    "CapacityBytes", "CloneID", "ExternalID", "IsAbnormal", "PublishedExternalNodeIDs", "SnapshotID",
                    "Status", "VolumeContext",
                ]
                #expect(volume.keys == keys)
                seen.append(volume["ExternalID"].text)
            }
            token = page.json["NextToken"].text
        } while !token.isEmpty
        #expect(Set(wanted).isSubset(of: seen))
        #expect(Set(seen).count == seen.count)
        for id in ["x1", "x2", "x3"] { try await agent.deleted(id) }
    }

    @Test("detach answers for a volume that is nowhere, and tells what it misses")
    func detach() async throws {
        try await agent.created("d")
        let node = try await agent.get("/v1/nodes").json[0]["ID"].text
        let done = try await agent.request("DELETE", "/v1/volume/csi/d/detach?node=\(node)")
        #expect(done.status == 200)
        #expect(done.bytes.isEmpty)
        #expect(done.index > 0)
        let path = "/v1/volume/csi/d/detach"
        let answers = [
            (try await agent.request("DELETE", path), 400, "detach requires node ID"),
            (try await agent.request("DELETE", path + "?node="), 400, "detach requires node ID"),
            (try await agent.request("DELETE", path + "?node=zzz"), 404, "node not found: zzz"),
            (try await agent.request("DELETE", "/v1/volume/csi/none/detach?node=\(node)"), 404, "no such volume"),
        ]
        for (answer, status, text) in answers {
            #expect(answer.status == status)
            #expect(answer.text == text)
        }
        try await agent.deleted("d")
    }

    @Test("answers are indented with `pretty`, and compressed for those who take it")
    func encodings() async throws {
        try await agent.created("p")
        let pretty = try await agent.get("/v1/volume/csi/p?pretty")
        #expect(pretty.text.hasPrefix("{\n    \"AccessMode\": \"\",\n    \"Allocations\": [],\n"))
        #expect(pretty.text.hasSuffix("}\n"))
        let plain = try await agent.get("/v1/volume/csi/p")
        #expect(!plain.text.contains("\n"))
        #expect(plain.json == pretty.json)
        let packed = try await agent.request("GET", "/v1/volume/csi/p", headers: ["Accept-Encoding": "gzip"])
        #expect(packed.header("Content-Encoding") == "gzip")
        #expect(packed.bytes.starts(with: [0x1f, 0x8b]))
        #expect(packed.bytes.count < plain.bytes.count)
        try await agent.deleted("p")
    }

    @Test("a thousand operations leave no descriptor open and little memory taken")
    func leaks() async throws {
        func descriptors() throws -> Int {
            try FileManager.default.contentsOfDirectory(atPath: "/proc/\(agent.identifier)/fd").count
        }
        func kilobytes() throws -> Int {
            let status = try String(contentsOfFile: "/proc/\(agent.identifier)/status", encoding: .utf8)
            return try #require(status.firstMatch(of: /VmRSS:\s+([0-9]+)/).flatMap { Int($0.1) })
        }
        func churn(_ rounds: Int) async throws {
            try await withThrowingTaskGroup { group in
                for worker in 0..<5 {
                    group.addTask {
                        for _ in 0..<rounds {
                            try await agent.created("leak-\(worker)")
                            try await agent.deleted("leak-\(worker)")
                        }
                    }
                }
                try await group.waitForAll()
            }
        }
        try await churn(20)
        let before = (try descriptors(), try kilobytes())
        try await churn(100)
        // Connections of requests that have just ended may be open for a moment.
        try await eventually("descriptors are closed") { try descriptors() <= before.0 + 4 }
        #expect(try kilobytes() < before.1 + 16 << 10)
    }
}

extension AgentProcess {
    fileprivate func create(_ id: String, _ more: [String: JSONValue]) async throws -> Answer {
        try await create(id, on: "hostpath", more)
    }

    @discardableResult
    fileprivate func created(_ id: String, _ more: [String: JSONValue]) async throws -> String {
        try await created(id, on: "hostpath", more)
    }
}
