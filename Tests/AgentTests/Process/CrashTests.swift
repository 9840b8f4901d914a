import CSI
import GRPC
import Glibc
import ScriptedDriver
import TestSupport
import Testing

/// What one workflow needs, does, and has to be true of it in the end.
struct CrashCase: Sendable, CustomTestStringConvertible {
    let name: String
    /// The call at which the agent is killed.
    let rpc: RPC
    var prepare: @Sendable (AgentProcess) async throws -> Void = { _ in }
    let request: @Sendable (AgentProcess) async throws -> AgentProcess.Answer
    let check: @Sendable (AgentProcess) async throws -> Void

    var testDescription: String { name }

    static let all: [CrashCase] = [
        create, cancelledCreate, delete, register, expand, update, takeSnapshot, deleteSnapshot,
    ]

    static let create = CrashCase(
        name: "create",
        rpc: .createVolume,
        request: { agent in try await agent.create("v", on: "scripted") },
        check: { agent in
            let status = try await agent.get("/v1/volume/csi/v").status
            #expect(status == 200)
        }
    )

    static let cancelledCreate = CrashCase(
        name: "the undoing of a create",
        rpc: .deleteVolume,
        request: { agent in
            async let answer = agent.create("v", on: "scripted", ["Name": "undone"])
            try await eventually("it was tried") { try await agent.get("/v1/operations").json[0]["Tries"].number >= 2 }
            let id = try await agent.get("/v1/operations").json[0]["ID"].text
            _ = try await agent.request("DELETE", "/v1/operation/\(id)")
            return try await answer
        },
        check: { agent in
            let status = try await agent.get("/v1/volume/csi/v").status
            #expect(status == 404)
        }
    )

    static let delete = CrashCase(
        name: "delete",
        rpc: .deleteVolume,
        prepare: { agent in try await agent.created("v", on: "scripted") },
        request: { agent in try await agent.request("DELETE", "/v1/volume/csi/v/delete") },
        check: { agent in
            let status = try await agent.get("/v1/volume/csi/v").status
            #expect(status == 404)
        }
    )

    static let register = CrashCase(
        name: "register",
        rpc: .validateVolumeCapabilities,
        prepare: { agent in
            try await agent.created("v", on: "scripted")
            _ = try await agent.request("DELETE", "/v1/volume/csi/v")
        },
        request: { agent in
            let external = try await agent.provided(by: "scripted")[0]
            let body = JSONValue.volume("v", on: "scripted", ["ExternalID": .string(external)])
            return try await agent.request("PUT", "/v1/volume/csi/v", body: body)
        },
        check: { agent in
            let status = try await agent.get("/v1/volume/csi/v").status
            #expect(status == 200)
        }
    )

    static let expand = CrashCase(
        name: "expand",
        rpc: .controllerExpandVolume,
        prepare: { agent in try await agent.created("v", on: "scripted") },
        request: { agent in
            try await agent.request("PUT", "/v1/volume/csi/v/expand", body: ["RequestedCapacityMin": 4_194_304])
        },
        check: { agent in
            let volume = try await agent.read("v")
            #expect(volume["Capacity"] == 4_194_304)
            #expect(volume["RequestedCapacityMin"] == 4_194_304)
        }
    )

    static let update = CrashCase(
        name: "update",
        rpc: .validateVolumeCapabilities,
        prepare: { agent in try await agent.created("v", on: "scripted") },
        request: { agent in
            let more: [String: JSONValue] = ["RequestedCapacityMin": 4_194_304, "MountOptions": ["FSType": "ext4"]]
            let body = JSONValue.volume("v", on: "scripted", more)
            return try await agent.request("PUT", "/v1/volume/csi/v?update=true", body: body)
        },
        check: { agent in
            let volume = try await agent.read("v")
            #expect(volume["Capacity"] == 4_194_304)
            #expect(volume["MountOptions"]["FSType"] == "ext4")
        }
    )

    static let takeSnapshot = CrashCase(
        name: "snapshot create",
        rpc: .createSnapshot,
        prepare: { agent in try await agent.created("v", on: "scripted") },
        request: { agent in
            try await agent.request("POST", "/v1/volumes/snapshot", body: .snapshot(of: "v", "s"))
        },
        check: { agent in
            let made = try await agent.snapshots(of: "scripted")
            #expect(made.count == 1)
            // The caller, who was told nothing, asks again and gets the same one.
            let again = try await agent.request("POST", "/v1/volumes/snapshot", body: .snapshot(of: "v", "s"))
            #expect(again.json["Snapshots"][0]["ID"].text == made.first)
        }
    )

    static let deleteSnapshot = CrashCase(
        name: "snapshot delete",
        rpc: .deleteSnapshot,
        prepare: { agent in
            try await agent.created("v", on: "scripted")
            _ = try await agent.request("POST", "/v1/volumes/snapshot", body: .snapshot(of: "v", "s"))
        },
        request: { agent in
            let id = try await agent.snapshots(of: "scripted")[0]
            return try await agent.request("DELETE", "/v1/volumes/snapshot?plugin_id=scripted&snapshot_id=\(id)")
        },
        check: { agent in
            let left = try await agent.snapshots(of: "scripted")
            #expect(left == [])
        }
    )
}

@Suite("Nothing is lost, leaked or done twice when the agent is killed")
struct CrashTests {
    @Test("kill -9 at each step of each workflow", arguments: CrashCase.all, [Rule.Moment.before, .after])
    func everyStep(crash: CrashCase, moment: Rule.Moment) async throws {
        try await withRig { rig, driver in
            try await crash.prepare(rig.agent)
            if crash.name == CrashCase.cancelledCreate.name {
                driver.on(.createVolume).times(2).after(.answer(.unavailable, "not now"))
            }
            let hang = driver.on(crash.rpc).call(1).hangs(moment)
            let agent = rig.agent
            let request = Task { try await crash.request(agent) }
            try await hang.reached()
            try await agent.kill()
            hang.release()
            _ = await request.result
            try await driver.calls { $0.of(crash.rpc).underWay.isEmpty }

            try await rig.restart()
            try await rig.agent.isIdle()
            try await crash.check(rig.agent)
            #expect(try await rig.agent.registered() == rig.agent.provided(by: "scripted"))
            for rpc: RPC in [.createVolume, .deleteVolume, .controllerExpandVolume, .createSnapshot, .deleteSnapshot] {
                #expect(driver.calls.of(rpc).maximumConcurrency <= 1)
            }
        }
    }

    @Test("kill -9 twice: also while the next agent goes on with what the first had in hand")
    func twice() async throws {
        try await withRig { rig, driver in
            let hangs = [
                driver.on(.createVolume).call(1).hangs(.after), driver.on(.createVolume).call(2).hangs(.after),
            ]
            let agent = rig.agent
            let request = Task { try await agent.create("v", on: "scripted") }
            try await hangs[0].reached()
            try await rig.restart()
            try await hangs[1].reached()
            for hang in hangs { hang.release() }
            try await rig.restart()
            _ = await request.result
            try await rig.agent.isIdle()
            #expect(try await rig.agent.get("/v1/volume/csi/v").status == 200)
            #expect(try await rig.agent.registered() == rig.agent.provided(by: "scripted"))
        }
    }

    @Test("kill -9, or SIGTERM, at any moment under load, a few dozen times")
    func anyMoment() async throws {
        try await withRig { rig, driver in
            let end = ContinuousClock.now + .seconds(8)
            var rounds = 0
            while ContinuousClock.now < end, rounds < 30 {
                rounds += 1
                let agent = rig.agent
                let load = (0..<4).map { worker in Task { await Self.churn(agent, worker) } }
                try await Task.sleep(for: .milliseconds(.random(in: 1...150)))
                agent.send(rounds % 4 == 0 ? SIGTERM : SIGKILL)
                _ = try await agent.exit()
                for task in load { await task.value }
                try await rig.restart()
            }
            #expect(rounds >= 10)
            try await Self.checkNothingIsLost(rig.agent)
            Self.checkNothingWasDoneTwice(driver)
        }
    }

    @Test("kill -9 of the driver at any moment under load, again and again")
    func anyMomentOfDriver() async throws {
        let folder = try TemporaryFolder()
        let endpoint = Endpoint.unix(path: folder.file("csi.sock"))
        let driver = try await ScriptedDriverProcess(at: endpoint)
        let agent = try await AgentProcess(
            folder: folder.path,
            ["-dev", "-data-dir", folder.file("data"), "-plugin", "scripted=\(endpoint)"]
        )
        let load = (0..<4).map { worker in Task { await Self.churn(agent, worker) } }
        for _ in 0..<8 {
            try await Task.sleep(for: .milliseconds(.random(in: 1...200)))
            try await driver.kill()
            try await driver.restart()
            try await eventually("it is used again") {
                try await agent.get("/v1/plugin/csi/scripted").json["ControllersHealthy"] == 1
            }
        }
        for task in load { task.cancel() }
        for task in load { await task.value }
        try await Self.checkNothingIsLost(agent)
        Self.checkNothingWasDoneTwice(driver)
        #expect(try await agent.terminate() == 0)
        try await driver.kill()
    }

    /// Makes, grows, snapshots and deletes one volume again and again, until it is cancelled or the agent is gone.
    private static func churn(_ agent: AgentProcess, _ worker: Int) async {
        let (id, path) = ("load-\(worker)", "/v1/volumes/snapshot")
        do {
            while !Task.isCancelled {
                _ = try await agent.create(id, on: "scripted")
                let range: JSONValue = ["RequestedCapacityMin": 2_097_152]
                _ = try await agent.request("PUT", "/v1/volume/csi/\(id)/expand", body: range)
                let taken = try await agent.request("POST", path, body: .snapshot(of: id, "of-\(id)"))
                let snapshot = taken.json["Snapshots"][0]["ID"].text
                _ = try await agent.request("DELETE", "\(path)?plugin_id=scripted&snapshot_id=\(snapshot)")
                _ = try await agent.request("DELETE", "/v1/volume/csi/\(id)/delete")
            }
        } catch {
            // The agent was killed.
        }
    }

    /// What the provider has is what is registered, and all of it can be removed.
    private static func checkNothingIsLost(_ agent: AgentProcess) async throws {
        try await agent.isIdle()
        let registered = try await agent.registered()
        let provided = try await agent.provided(by: "scripted")
        #expect(registered == provided)
        for id in try await agent.snapshots(of: "scripted") {
            let gone = "/v1/volumes/snapshot?plugin_id=scripted&snapshot_id=\(id)"
            let status = try await agent.request("DELETE", gone).status
            #expect(status == 200)
        }
        for volume in try await agent.get("/v1/volumes?type=csi").json.elements {
            try await agent.deleted(volume["ID"].text)
        }
        let left = try await agent.provided(by: "scripted")
        #expect(left == [])
    }

    private static func checkNothingWasDoneTwice(_ driver: some CallRecording) {
        for name in (0..<4).map({ "load-\($0)" }) {
            for rpc: RPC in [.createVolume, .createSnapshot] {
                #expect(driver.calls.on(name).of(rpc).maximumConcurrency <= 1)
            }
        }
    }

    @Test("what a caller was told is so after a kill -9", arguments: 0..<3)
    func acknowledged(round: Int) async throws {
        try await withRig { rig, _ in
            let answer = try await rig.agent.create("told", on: "scripted")
            try await rig.agent.kill()
            #expect(answer.status == 200)
            try await rig.restart()
            #expect(try await rig.agent.read("told")["ExternalID"] == answer.json["Volumes"][0]["ExternalID"])
            let gone = try await rig.agent.request("DELETE", "/v1/volume/csi/told/delete")
            #expect(gone.status == 200)
            try await rig.restart()
            #expect(try await rig.agent.get("/v1/volume/csi/told").status == 404)
        }
    }

    @Test("kill -9 of the driver: the operation goes on with the next one", arguments: [Rule.Moment.before, .after])
    func driverCrash(moment: Rule.Moment) async throws {
        let folder = try TemporaryFolder()
        let endpoint = Endpoint.unix(path: folder.path + "/csi.sock")
        let script = Script([Rule(.createVolume, turn: .call(1), moment, .crash)])
        let driver = try await ScriptedDriverProcess(at: endpoint, script: script)
        let agent = try await AgentProcess(
            folder: folder.path,
            ["-dev", "-node", "node-1", "-data-dir", folder.path + "/data", "-plugin", "scripted=\(endpoint)"]
        )
        async let creation = agent.create("v", on: "scripted")
        try await driver.ended()
        try await driver.restart()
        let answer = try await creation
        #expect(answer.status == 200, "\(answer.text)")
        try await agent.isIdle()
        #expect(try await agent.registered() == agent.provided(by: "scripted"))
        #expect(try await agent.registered().count == 1)
        #expect(try await agent.terminate() == 0)
        try await driver.kill()
    }
}
