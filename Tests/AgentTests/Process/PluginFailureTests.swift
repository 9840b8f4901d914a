import CSI
import Foundation
import GRPC
import ScriptedDriver
import Testing

@Suite("What the agent answers when a plugin fails", .scriptedAgent)
struct PluginFailureTests {
    private let agent: AgentProcess
    private let driver: ScriptedDriver

    init() throws {
        let rig = try #require(Rig.shared)
        agent = rig.agent
        driver = try #require(rig.driver)
        driver.behave()
    }

    /// Every code that says that nothing was done, and the status that it is.
    static let codes: [(StatusCode, Int)] = [
        (.invalidArgument, 422), (.outOfRange, 422), (.unimplemented, 501), (.permissionDenied, 502),
        (.unauthenticated, 502), (.failedPrecondition, 409), (.resourceExhausted, 507), (.alreadyExists, 409),
        (.notFound, 404),
    ]

    @Test("create tells the code, and leaves no trace", arguments: codes)
    func create(code: StatusCode, status: Int) async throws {
        driver.on(.createVolume).before(.answer(code, "it can't be"))
        let answer = try await agent.request(
            "PUT",
            "/v1/volume/csi/c/create",
            headers: ["Accept": "application/json"],
            body: .volume("c", on: "scripted")
        )
        #expect(answer.status == status, "\(answer.text)")
        #expect(answer.json["error"].text.contains("controller create volume: "))
        #expect(answer.json["error"].text.contains("it can't be"))
        #expect(answer.json["plugin"] == "scripted")
        #expect(answer.json["volume"] == "c")
        #expect(answer.json["request_id"] != nil)
        #expect(answer.json["grpc_status"] == .string("\(code)"))
        driver.behave()
        try await agent.isIdle()
        #expect(try await agent.get("/v1/volume/csi/c").status == 404)
        #expect(try await agent.provided(by: "scripted") == [])
    }

    @Test("delete and expand tell the code, and the volume stays as it is", arguments: codes)
    func change(code: StatusCode, status: Int) async throws {
        try await agent.created("c", on: "scripted")
        let before = try await agent.read("c")
        driver.on(.controllerExpandVolume).before(.answer(code, "it can't be"))
        let grown = try await agent.request(
            "PUT",
            "/v1/volume/csi/c/expand",
            body: ["RequestedCapacityMin": 4_194_304]
        )
        #expect(grown.status == status)
        #expect(grown.text.contains("unable to expand volume: controller expand volume: "))
        #expect(try await agent.read("c") == before)

        // CSI has a volume that is not there for deleted, and so has the agent.
        if code != .notFound {
            driver.on(.deleteVolume).before(.answer(code, "it can't be"))
            let deleted = try await agent.request("DELETE", "/v1/volume/csi/c/delete")
            #expect(deleted.status == status)
            #expect(deleted.text.contains("controller delete volume: "))
            #expect(try await agent.read("c") == before)
        }
        driver.behave()
        try await agent.isIdle()
        try await agent.deleted("c")
        #expect(try await agent.provided(by: "scripted") == [])
    }

    @Test(
        "a code that leaves it open is tried again until it is known",
        arguments: [StatusCode.unavailable, .aborted, .internal]
    )
    func tryAgain(code: StatusCode) async throws {
        driver.on(.createVolume).times(2).after(.answer(code, "not now"))
        try await agent.created("again", on: "scripted")
        driver.behave()
        driver.on(.deleteVolume).times(2).after(.answer(code, "not now"))
        try await agent.deleted("again")
        #expect(try await agent.provided(by: "scripted") == [])
    }

    @Test(
        "a plugin that fails again and again is 502 with the operation that goes on",
        arguments: [StatusCode.internal, .dataLoss, .unknown]
    )
    func goesOn(code: StatusCode) async throws {
        driver.on(.createVolume).every.after(.answer(code, "it burns"))
        let answer = try await agent.request(
            "PUT",
            "/v1/volume/csi/c/create",
            headers: ["Accept": "application/json"],
            body: .volume("c", on: "scripted")
        )
        #expect(answer.status == 502, "\(answer.text)")
        let id = answer.json["operation"].text
        #expect(try await agent.get("/v1/operation/\(id)").json["LastError"].text.contains("it burns"))
        let busy = try await agent.request("DELETE", "/v1/volume/csi/c/delete")
        #expect(busy.status == 404 || busy.status == 409)
        driver.behave()
        try await agent.isIdle()
        #expect(try await agent.registered() == agent.provided(by: "scripted"))
        try await agent.deleted("c")
    }

    @Test("an answer that lacks what it must have is an error that names plugin and field")
    func nonsense() async throws {
        driver.on(.createVolume).every.edit(CreateVolumeResponse.self) { $0.volume = nil }
        let empty = try await agent.create("n", on: "scripted")
        #expect(empty.status == 502, "\(empty.text)")
        #expect(empty.text.contains("volume"))
        driver.behave()
        driver.on(.createVolume).every.edit(CreateVolumeResponse.self) { $0.volume?.volumeID = "" }
        let nameless = try await agent.create("m", on: "scripted")
        #expect(nameless.status == 502, "\(nameless.text)")
        #expect(nameless.text.contains("volume_id"), "\(nameless.text)")
        driver.behave()
        driver.on(.listVolumes).times(1).before(.send(.random(count: 200, seed: 7)))
        let list = try await agent.get("/v1/volumes/external?plugin_id=scripted")
        #expect(list.status == 502, "\(list.text)")
        #expect(agent.isRunning)
        try await agent.isIdle()
        for id in ["n", "m"] where try await agent.get("/v1/volume/csi/\(id)").status == 200 {
            try await agent.deleted(id)
        }
        #expect(try await agent.registered() == agent.provided(by: "scripted"))
    }

    @Test("register asks the plugin, and fails where it does not confirm")
    func register() async throws {
        let external = try await agent.created("r", on: "scripted")
        _ = try await agent.request("DELETE", "/v1/volume/csi/r")
        driver.on(.validateVolumeCapabilities).before(.answer(.notFound, "who?"))
        let body = JSONValue.volume("r", on: "scripted", ["ExternalID": .string(external)])
        let lost = try await agent.request("PUT", "/v1/volume/csi/r", body: body)
        #expect(lost.status == 404)
        #expect(lost.text.contains("controller validate volume: "))
        #expect(lost.text.contains("could not be found"))
        driver.behave()
        driver.on(.validateVolumeCapabilities).every.edit(ValidateVolumeCapabilitiesResponse.self) {
            $0.confirmed = nil
            $0.message = "no such mode"
        }
        let refused = try await agent.request("PUT", "/v1/volume/csi/r", body: body)
        #expect(refused.status == 422, "\(refused.status) \(refused.text)")
        #expect(try await agent.get("/v1/volume/csi/r").status == 404)
        driver.behave()
        #expect(try await agent.request("PUT", "/v1/volume/csi/r", body: body).status == 200)
        try await agent.deleted("r")
    }

    /// The page's own example: one volume, to be used with a file system and as a block device (W30).
    @Test("two kinds of use in one volume are taken, as the page's example has them")
    func twoModes() async throws {
        let both: [String: JSONValue] = [
            "RequestedCapabilities": [
                ["AccessMode": "single-node-writer", "AttachmentMode": "file-system"],
                ["AccessMode": "single-node-writer", "AttachmentMode": "block-device"],
            ]
        ]
        let external = try await agent.created("both", on: "scripted", both)
        _ = try await agent.request("DELETE", "/v1/volume/csi/both")
        let body = JSONValue.volume("both", on: "scripted", both.merging(["ExternalID": .string(external)]) { $1 })
        let answer = try await agent.request("PUT", "/v1/volume/csi/both", body: body)
        #expect(answer.status == 200, "\(answer.text)")
        try await agent.deleted("both")
    }

    @Test("secrets go where CSI wants them: stored ones, with the header's over them")
    func secrets() async throws {
        try await agent.created("s", on: "scripted", ["Secrets": ["a": "1", "b": "2"]])
        let body = JSONValue.volume("s", on: "scripted", ["RequestedCapacityMin": 2_097_152])
        #expect(try await agent.request("PUT", "/v1/volume/csi/s?update=true", body: body).status == 200)
        let snapshot = try await agent.request(
            "POST",
            "/v1/volumes/snapshot",
            body: .snapshot(of: "s", "snap", ["Secrets": ["b": "3"]])
        )
        let id = snapshot.json["Snapshots"][0]["ID"].text
        let header = ["X-Nomad-CSI-Secrets": "b=4,c=5"]
        _ = try await agent.request("GET", "/v1/volumes/snapshot?plugin_id=scripted", headers: header)
        let gone = "/v1/volumes/snapshot?plugin_id=scripted&snapshot_id=\(id)"
        #expect(try await agent.request("DELETE", gone, headers: header).status == 200)
        #expect(try await agent.request("DELETE", "/v1/volume/csi/s/delete", headers: header).status == 200)

        let calls = driver.calls
        func last<Request: Message>(_ type: Request.Type) throws -> Request {
            try #require(try calls.requests(type).last)
        }
        #expect(try last(CreateVolumeRequest.self).secrets == ["a": "1", "b": "2"])
        #expect(try last(ControllerExpandVolumeRequest.self).secrets == ["a": "1", "b": "2"])
        #expect(try last(ValidateVolumeCapabilitiesRequest.self).secrets == ["a": "1", "b": "2"])
        #expect(try last(CreateSnapshotRequest.self).secrets == ["a": "1", "b": "3"])
        #expect(try last(ListSnapshotsRequest.self).secrets == ["b": "4", "c": "5"])
        #expect(try last(DeleteSnapshotRequest.self).secrets == ["a": "1", "b": "4", "c": "5"])
        #expect(try last(DeleteVolumeRequest.self).secrets == ["a": "1", "b": "4", "c": "5"])
    }

    @Test("two equal requests at a time make one volume, one after the other")
    func twins() async throws {
        let hang = driver.on(.createVolume).hangs(.before)
        async let first = agent.create("twin", on: "scripted")
        try await hang.reached()
        async let second = agent.create("twin", on: "scripted")
        async let deletion = agent.request("DELETE", "/v1/volume/csi/twin/delete")
        try await Task.sleep(for: .milliseconds(50))
        hang.release()
        let statuses = try await [first.status, second.status].sorted()
        // Which of the two comes second, the other creation or the deletion, is nobody's promise.
        #expect(statuses == [200, 409] || statuses == [200, 200])
        #expect(try await [200, 404].contains(deletion.status))
        try await agent.isIdle()
        #expect(driver.calls.on("twin").of(.createVolume).maximumConcurrency == 1)
        #expect(try await agent.registered() == agent.provided(by: "scripted"))
        if try await agent.get("/v1/volume/csi/twin").status == 200 { try await agent.deleted("twin") }
    }

    @Test("an operation shows what it does, since when and with what error, and can be cancelled")
    func cancellation() async throws {
        driver.on(.createVolume).every.after(.answer(.unavailable, "not now"))
        async let creation = agent.create("hand", on: "scripted")
        try await driver.calls { $0.of(.createVolume).on("hand").count >= 2 }
        let shown = try await agent.get("/v1/operations").json[0]
        #expect(shown["Kind"] == "create volume")
        #expect(shown["PluginID"] == "scripted")
        #expect(shown["VolumeID"] == "hand")
        #expect(shown["Tries"].number >= 1)
        #expect(shown["LastError"].text.contains("not now"))
        let path = "/v1/operation/\(shown["ID"].text)"
        #expect(try await agent.get(path).json["ID"] == shown["ID"])
        #expect(try await agent.request("DELETE", path).status == 200)
        #expect(try await creation.status == 409)
        driver.behave()
        try await agent.isIdle()
        #expect(try await agent.provided(by: "scripted") == [])
    }

    @Test("a plugin that is gone: 503 at once for what needs it, and everything again when it is back")
    func outage() async throws {
        try await agent.created("o", on: "scripted")
        await driver.stop()
        try await eventually("the outage shows") { try await agent.read("o")["Schedulable"] == false }
        for answer in [
            try await agent.create("p", on: "scripted"), try await agent.request("DELETE", "/v1/volume/csi/o/delete"),
            try await agent.get("/v1/volumes/external?plugin_id=scripted"),
            try await agent.get("/v1/volumes/snapshot?plugin_id=scripted"),
        ] {
            #expect(answer.status == 503, "\(answer.text)")
            #expect(answer.text.contains("scripted"))
        }
        #expect(try await agent.read("o")["Provider"] == "memory.csi.test")
        try await driver.start()
        try await eventually("the plugin is back") { try await agent.read("o")["Schedulable"] == true }
        try await agent.deleted("o")
    }
}

@Suite("Plugins that lack a capability")
struct CapabilityTests {
    @Test("what a plugin can't do is 501, and nothing is sent")
    func unsupported() async throws {
        let memory = InMemoryDriver()
        memory.settings.controllerCapabilities = []
        try await withRig(scripted: memory) { rig, driver in
            let agent = rig.agent
            let register = JSONValue.volume("v", on: "scripted", ["ExternalID": "none"])
            let answers = [
                try await agent.create("v", on: "scripted"),
                try await agent.get("/v1/volumes/external?plugin_id=scripted"),
                try await agent.get("/v1/volumes/snapshot?plugin_id=scripted"),
                try await agent.request("DELETE", "/v1/volumes/snapshot?plugin_id=scripted&snapshot_id=s"),
            ]
            for answer in answers { #expect(answer.status == 501, "\(answer.status) \(answer.text)") }
            #expect(try await agent.request("PUT", "/v1/volume/csi/v", body: register).status == 404)
            let forbidden: [RPC] = [.createVolume, .listVolumes, .listSnapshots, .deleteSnapshot]
            #expect(!driver.calls.rpcs.contains { forbidden.contains($0) })
        }
    }

    @Test("a plugin that changes its name under volumes of ours is not let in")
    func otherPlugin() async throws {
        let memory = InMemoryDriver()
        try await withRig(scripted: memory) { rig, driver in
            try await rig.agent.created("v", on: "scripted")
            await driver.stop()
            memory.settings.name = "another.csi.test"
            try await driver.start()
            try await eventually("it has been looked at") { rig.agent.log.contains("another.csi.test") }
            #expect(try await rig.agent.request("DELETE", "/v1/volume/csi/v/delete").status == 503)
            #expect(driver.calls.of(.deleteVolume).isEmpty)
        }
    }
}
