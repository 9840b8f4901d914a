import CSI
import Foundation
import GRPC
import ScriptedDriver
import TestSupport
import Testing

/// What the peer does wrong by http-api.md, rpc-sequences.md and csi-mapping.md, and how it is here.
@Suite("Where the peer fails, the agent does not")
struct PeerFailureTests {
    /// An agent with a scripted plugin and namespaces.
    private func withNamespaces(
        _ names: [String],
        plugin: String = "",
        _ body: (AgentProcess, ScriptedDriver) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let endpoint = Endpoint.unix(path: folder.file("csi.sock"))
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: endpoint)
        let blocks = names.map { "namespace \"\($0)\" { description = \"\" }\n" }.joined()
        let file = try folder.write(
            "data_dir = \"\(folder.file("data"))\"\nplugin \"scripted\" {\n endpoint = \"\(endpoint)\"\n\(plugin)}\n\(blocks)",
            to: "agent.hcl"
        )
        let agent = try await AgentProcess(folder: folder.path, ["-config", file])
        try await body(agent, driver)
        let code = try await agent.terminate()
        #expect(code == 0)
        await driver.stop()
    }

    @Test("a create in an unknown namespace asks no plugin, so that no storage is left that nobody knows (§14.18)")
    func unknownNamespace() async throws {
        try await withNamespaces([]) { agent, driver in
            for path in [
                "/v1/volume/csi/v/create?namespace=none", "/v1/volume/csi/v?namespace=none",
                "/v1/volume/csi/v/create?namespace=*",
            ] {
                let answer = try await agent.request("PUT", path, body: .volume("v", on: "scripted"))
                #expect(answer.status == 404 || answer.status == 400, "\(answer.text)")
                #expect(answer.text.contains("nonexistent namespace"))
            }
            #expect(driver.calls.of(.createVolume, .validateVolumeCapabilities).isEmpty)
            #expect(try await agent.provided(by: "scripted") == [])
        }
    }

    @Test("pages over all namespaces show every volume once, also where one name extends another (§4.3)")
    func pagesOverNamespaces() async throws {
        try await withNamespaces(["a", "a-b"]) { agent, _ in
            for (id, namespace) in [("x", "a-b"), ("y", "a"), ("z", "a"), ("w", "default")] {
                let body = JSONValue.volume(id, on: "scripted", ["Namespace": .string(namespace)])
                let made = try await agent.request("PUT", "/v1/volume/csi/\(id)/create", body: body)
                try #require(made.status == 200, "\(made.text)")
            }
            for query in ["", "&plugin_id=scripted", "&filter=Name%20is%20not%20empty"] {
                for size in 1...4 {
                    var (seen, token) = ([String](), String?.some(""))
                    while let next = token, seen.count < 10 {
                        let path = "/v1/volumes?type=csi&namespace=*\(query)&per_page=\(size)&next_token=\(next)"
                        let page = try await agent.get(path)
                        seen += page.json.elements.map { "\($0["Namespace"].text)/\($0["ID"].text)" }
                        token = page.header("X-Nomad-NextToken")
                    }
                    #expect(seen == ["a/y", "a/z", "a-b/x", "default/w"], "\(query) by \(size)")
                }
            }
        }
    }

    @Test("one ID in two namespaces is two volumes, and each is found in its own only")
    func sameID() async throws {
        try await withNamespaces(["a"], plugin: "volume_name = \"id\"\n") { agent, _ in
            for namespace in ["a", "default"] {
                let path = "/v1/volume/csi/v/create?namespace=\(namespace)"
                #expect(try await agent.request("PUT", path, body: .volume("v", on: "scripted")).status == 200)
            }
            #expect(try await agent.provided(by: "scripted").count == 2)
            #expect(try await agent.registered() == agent.provided(by: "scripted"))
            #expect(try await agent.get("/v1/volume/csi/v?namespace=*").status == 404)
            #expect(try await agent.request("DELETE", "/v1/volume/csi/v/delete?namespace=a").status == 200)
            #expect(try await agent.get("/v1/volume/csi/v").status == 200)
            #expect(try await agent.get("/v1/volume/csi/v?namespace=a").status == 404)
            try await agent.deleted("v")
        }
    }

    @Test("a null anywhere in a body ends nothing (§1.6)")
    func nulls() async throws {
        let rig = try await Rig()
        let agent = rig.agent
        let bodies: [JSONValue] = [
            nil, ["Volumes": nil], ["Volumes": [nil]], .volume("v", on: "hostpath", ["RequestedCapabilities": [nil]]),
            .volume("v", on: "hostpath", ["RequestedTopologies": ["Required": [nil]]]),
            .volume("v", on: "hostpath", ["MountOptions": ["MountFlags": [nil]], "RequestedCapabilities": nil]),
            .volume("v", on: "hostpath", ["Secrets": ["k": nil], "ID": nil]), ["Snapshots": [nil]],
        ]
        for body in bodies {
            for (method, path) in [
                ("PUT", "/v1/volume/csi/v/create"), ("PUT", "/v1/volume/csi/v"),
                ("PUT", "/v1/volume/csi/v/create?update=true"),
                ("PUT", "/v1/volume/csi/v/expand"),
            ] {
                #expect(try await agent.request(method, path, body: body).status == 400)
            }
        }
        #expect(agent.isRunning)
        try await rig.stop()
    }

    @Test("a deletion is decided before the plugin is asked, and its refusal leaves record and secrets (W10)")
    func refusedDeletion() async throws {
        try await withRig { rig, driver in
            let agent = rig.agent
            try await agent.created("v", on: "scripted", ["Secrets": ["k": "1"]])
            driver.on(.deleteVolume).call(1).before(.answer(.failedPrecondition, "it is attached elsewhere"))
            let refused = try await agent.request("DELETE", "/v1/volume/csi/v/delete")
            #expect(refused.status == 409)
            #expect(refused.text.contains("is in use"))
            try await agent.deleted("v")
            #expect(try driver.calls.requests(DeleteVolumeRequest.self).map(\.secrets) == [["k": "1"], ["k": "1"]])
        }
    }

    @Test("growth that the plugin did is not lost when what comes after it fails (W10)")
    func growthIsKept() async throws {
        try await withRig { rig, driver in
            let agent = rig.agent
            try await agent.created("v", on: "scripted")
            driver.on(.validateVolumeCapabilities).before(.answer(.invalidArgument, "no"))
            let more: [String: JSONValue] = ["RequestedCapacityMin": 4_194_304]
            let answer = try await agent.request(
                "PUT",
                "/v1/volume/csi/v?update=true",
                body: .volume("v", on: "scripted", more)
            )
            #expect(answer.status == 422, "\(answer.status) \(answer.text)")
            let external = try await agent.get("/v1/volumes/external?plugin_id=scripted").json["Volumes"][0]
            #expect(try await agent.read("v")["Capacity"] == external["CapacityBytes"])
        }
    }

    @Test("one Probe that fails takes no capability away, and the plugin is used on (W11, W14)")
    func probe() async throws {
        try await withRig { rig, driver in
            let agent = rig.agent
            try await agent.created("v", on: "scripted")
            let before = try await agent.get("/v1/plugin/csi/scripted").json
            await driver.stop()
            // Noticed within a second or so, not after half a minute.
            try await eventually("the outage shows") { try await agent.read("v")["Schedulable"] == false }
            let node = before["Controllers"].keys[0]
            let down = try await agent.get("/v1/plugin/csi/scripted").json
            #expect(down["Controllers"][node]["Healthy"] == false)
            #expect(down["Controllers"][node]["ControllerInfo"] == before["Controllers"][node]["ControllerInfo"])
            try await driver.start()
            try await eventually("it is back") { try await agent.read("v")["Schedulable"] == true }
            try await agent.deleted("v")
        }
    }

    @Test("answers that break CSI's rules are 502 with the field, and end nothing (W35, W36)")
    func brokenAnswers() async throws {
        try await withRig { rig, driver in
            let agent = rig.agent
            for id in ["a", "b", "c"] { try await agent.created(id, on: "scripted") }
            let list = "/v1/volumes/external?plugin_id=scripted"
            driver.on(.listVolumes).every.edit(ListVolumesResponse.self) { $0.entries[0].volume = nil }
            let lacking = try await agent.get(list)
            #expect(lacking.status == 502)
            #expect(lacking.text.contains("entries[0].volume"), "\(lacking.text)")
            driver.behave()
            // To show less than the plugin gave, but its token, would lose what is between.
            driver.on(.listVolumes).every.edit(ListVolumesResponse.self) { page in
                page.entries += page.entries + page.entries
            }
            let overfull = try await agent.get("\(list)&per_page=2")
            #expect(overfull.status == 502, "\(overfull.text)")
            #expect(overfull.text.contains("scripted") || overfull.text.contains("entries"), "\(overfull.text)")
            driver.behave()
            driver.on(.createSnapshot).every.edit(CreateSnapshotResponse.self) { $0.snapshot?.snapshotID = "" }
            let nameless = try await agent.request("POST", "/v1/volumes/snapshot", body: .snapshot(of: "a", "s"))
            #expect(nameless.status == 502)
            driver.behave()
            driver.on(.controllerExpandVolume).every.edit(ControllerExpandVolumeResponse.self) { $0.capacityBytes = -1 }
            let shrunk = try await agent.request(
                "PUT",
                "/v1/volume/csi/b/expand",
                body: ["RequestedCapacityMin": 4_194_304]
            )
            #expect(shrunk.status == 502)
            #expect(try await agent.read("b")["Capacity"] == 1_048_576)
            driver.behave()
            try await agent.isIdle()
            #expect(try await agent.registered() == agent.provided(by: "scripted"))
        }
    }

    @Test("a snapshot whose secrets are needed again has them (W27)")
    func snapshotSecrets() async throws {
        try await withRig { rig, driver in
            let agent = rig.agent
            try await agent.created("v", on: "scripted")
            let made = try await agent.request(
                "POST",
                "/v1/volumes/snapshot",
                body: .snapshot(of: "v", "s", ["Secrets": ["k": "1"]])
            )
            let id = made.json["Snapshots"][0]["ID"].text
            try await rig.restart()
            let path = "/v1/volumes/snapshot?plugin_id=scripted&snapshot_id=\(id)"
            #expect(try await rig.agent.request("DELETE", path).status == 200)
            #expect(try driver.calls.requests(DeleteSnapshotRequest.self).last?.secrets == ["k": "1"])
        }
    }

    @Test("what a plugin does not announce is not sent (W28)")
    func unannounced() async throws {
        let memory = InMemoryDriver()
        memory.settings.controllerCapabilities = [.createDeleteVolume, .listVolumes]
        memory.settings.pluginCapabilities = [.service(.init(type: .controllerService))]
        try await withRig(scripted: memory) { rig, driver in
            let agent = rig.agent
            let topology: [String: JSONValue] = ["RequestedTopologies": ["Required": [["Segments": ["zone": "a"]]]]]
            let made = try await agent.create("v", on: "scripted", topology)
            if made.status == 200 {
                #expect(try driver.calls.requests(CreateVolumeRequest.self).last?.accessibilityRequirements == nil)
            } else {
                #expect(made.status == 501, "\(made.text)")
                try await agent.created("v", on: "scripted")
            }
            let grown = try await agent.request(
                "PUT",
                "/v1/volume/csi/v/expand",
                body: ["RequestedCapacityMin": 4_194_304]
            )
            #expect(grown.status == 501)
            let snapshot = try await agent.request("POST", "/v1/volumes/snapshot", body: .snapshot(of: "v", "s"))
            #expect(snapshot.status == 501)
            let clone = try await agent.create("c", on: "scripted", ["CloneID": "x"])
            #expect([404, 422, 501].contains(clone.status), "\(clone.text)")
            #expect(driver.calls.of(.controllerExpandVolume, .createSnapshot).isEmpty)
        }
    }

    @Test("calls to a plugin that hang delay no other plugin, and not the same one's other volumes (W37)")
    func hangingPlugin() async throws {
        let folder = try TemporaryFolder()
        var drivers: [ScriptedDriver] = []
        var options = ["-dev", "-node", "node-1", "-data-dir", folder.file("data")]
        for name in ["one", "two"] {
            let endpoint = Endpoint.unix(path: folder.file("\(name).sock"))
            drivers.append(try ScriptedDriver(InMemoryDriver().handlers, at: endpoint))
            options += ["-plugin", "\(name)=\(endpoint)"]
        }
        let agent = try await AgentProcess(folder: folder.path, options)
        let hang = drivers[0].on(.createVolume).volume("stuck").hangs(.before)
        let stuck = Task { try await agent.create("stuck", on: "one") }
        try await hang.reached()
        try await agent.created("free", on: "two")
        try await agent.created("next", on: "one")
        #expect(try await agent.provided(by: "one").count == 1)
        hang.release()
        #expect(try await stuck.value.status == 200)
        // A prefix of two plugins is no plugin, and the answer names both.
        let both = try await agent.get("/v1/volumes/external?plugin_id=")
        #expect(both.status == 400)
        #expect(both.text.contains("one") && both.text.contains("two"))
        #expect(try await agent.terminate() == 0)
        for driver in drivers { await driver.stop() }
    }
}
