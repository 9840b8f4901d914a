import CSI
import Foundation
import Workflows
import ScriptedDriver
import StateStore
import TestSupport
import Testing
import Volumes

@Suite("Backup and restore while the agent runs")
struct BackupTests {
    private let path = "/v1/operator/snapshot"

    @Test("a backup brings back what was there, with secrets, and a waiting query hears of it")
    func backup() async throws {
        try await withRig { rig, driver in
            let agent = rig.agent
            try await agent.created("v", on: "scripted", ["Secrets": ["key": "value"]])
            let backup = try await agent.get(path)
            #expect(backup.status == 200)
            #expect(backup.header("Content-Type") == "application/octet-stream")
            #expect(try await agent.request("DELETE", "/v1/volume/csi/v").status == 200)
            let index = try await agent.get("/v1/volumes?type=csi").index
            async let waiting = agent.get("/v1/volumes?type=csi&index=\(index)&wait=30s")
            let restored = try await agent.request("PUT", path, bytes: backup.bytes)
            #expect(restored.status == 200, "\(restored.text)")
            let seen = try await waiting
            #expect(seen.json.elements.map(\.["ID"].text) == ["v"])
            #expect(seen.index > index)
            try await agent.deleted("v")
            #expect(try driver.calls.requests(DeleteVolumeRequest.self).last?.secrets == ["key": "value"])
            // Nothing of it is left lying about.
            let scratch = rig.folder.path + "/data/scratch"
            #expect(try FileManager.default.contentsOfDirectory(atPath: scratch) == [])
        }
    }

    @Test("what is no backup is refused, and changes nothing")
    func nonsense() async throws {
        try await withRig { rig, _ in
            try await rig.agent.created("v", on: "scripted")
            let whole = try await rig.agent.get(path).bytes
            let bodies = [
                [], Array("no backup".utf8), Array(whole.prefix(whole.count / 2)),
                [UInt8](repeating: 0, count: 1 << 20),
            ]
            for body in bodies {
                let answer = try await rig.agent.request("PUT", path, bytes: body)
                #expect(answer.status == 400)
                #expect(!answer.text.contains(rig.folder.path))
            }
            #expect(try await rig.agent.get("/v1/volume/csi/v").status == 200)
        }
    }

    @Test(
        "a backup with rows that can't be read is refused, names one, and changes nothing",
        arguments: [
            Keys.volume(VolumeID("bad")), Keys.secrets(of: VolumeID("bad")), Keys.operation("bad"), "tomorrow/bad",
        ]
    )
    func unreadable(key: Key) async throws {
        try await withRig { rig, _ in
            try await rig.agent.created("v", on: "scripted")
            let file = rig.folder.file("backup")
            let store = try SQLiteStore(path: rig.folder.file("other.db"))
            _ = try await store.commit(Transaction([.put(key, Value(Array("{".utf8)))]))
            try await store.backUp(to: file)
            await store.close()
            let backup = try Array(Data(contentsOf: URL(filePath: file)))
            let before = try await rig.agent.get("/v1/volumes?type=csi").index
            let answer = try await rig.agent.request("PUT", path, bytes: backup)
            #expect(answer.status == 400)
            #expect(answer.text.contains("bad"), "\(answer.text)")
            let after = try await rig.agent.get("/v1/volumes?type=csi")
            #expect(after.index == before && after.json.elements.map(\.["ID"].text) == ["v"])
        }
    }

    @Test("a restore is refused while operations are in hand")
    func busy() async throws {
        try await withRig { rig, driver in
            let agent = rig.agent
            let backup = try await agent.get(path).bytes
            let hang = driver.on(.createVolume).hangs(.before)
            async let creation = agent.create("v", on: "scripted")
            try await hang.reached()
            let answer = try await agent.request("PUT", path, bytes: backup)
            #expect(answer.status == 409)
            #expect(answer.text.contains("operation"))
            hang.release()
            #expect(try await creation.status == 200)
            #expect(try await agent.registered() == agent.provided(by: "scripted"))
        }
    }

    @Test("operations that were in hand at the backup go on after the restore")
    func operations() async throws {
        try await withRig { rig, driver in
            let agent = rig.agent
            let hang = driver.on(.createVolume).call(1).hangs(.after)
            async let creation = agent.create("v", on: "scripted")
            try await hang.reached()
            let backup = try await agent.get(path).bytes
            hang.release()
            #expect(try await creation.status == 200)
            #expect(try await agent.request("DELETE", "/v1/volume/csi/v").status == 200)
            #expect(try await agent.request("PUT", path, bytes: backup).status == 200)
            try await eventually("the creation is done again") {
                try await agent.get("/v1/volume/csi/v").status == 200
            }
            try await agent.isIdle()
            #expect(try await agent.registered() == agent.provided(by: "scripted"))
        }
    }

    @Test("a restore brings no health of a plugin back: what is so now is so")
    func health() async throws {
        try await withRig { rig, driver in
            let agent = rig.agent
            try await agent.created("v", on: "scripted")
            let healthy = try await agent.get(path).bytes
            await driver.stop()
            try await eventually("the outage shows") { try await agent.read("v")["Schedulable"] == false }
            #expect(try await agent.request("PUT", path, bytes: healthy).status == 200)
            #expect(try await agent.read("v")["Schedulable"] == false)
            let unhealthy = try await agent.get(path).bytes
            try await driver.start()
            try await eventually("it is back") { try await agent.read("v")["Schedulable"] == true }
            #expect(try await agent.request("PUT", path, bytes: unhealthy).status == 200)
            #expect(try await agent.read("v")["Schedulable"] == true)
            #expect(try await agent.get("/v1/plugin/csi/scripted").json["ControllersHealthy"] == 1)
        }
    }

    @Test("a backup of another agent does not make this one another node")
    func otherAgent() async throws {
        let other = try await Rig()
        try await other.agent.created("theirs")
        let backup = try await other.agent.get(path).bytes
        try await other.stop()
        try await withRig { rig, _ in
            let agent = rig.agent
            let nodes = try await agent.get("/v1/nodes").json.elements.map(\.["ID"].text)
            #expect(try await agent.request("PUT", path, bytes: backup).status == 200)
            let theirs = try await agent.read("theirs")
            #expect(theirs["Schedulable"] == false)
            #expect(theirs["Provider"] == "hostpath.csi-bridge")
            try await eventually("our plugin shows") {
                try await agent.get("/v1/plugins?type=csi").json.elements.map(\.["ID"].text) == ["scripted"]
            }
            try await eventually("our node shows") {
                try await agent.get("/v1/nodes").json.elements.contains { nodes.contains($0["ID"].text) }
            }
            try await agent.created("ours", on: "scripted")
        }
    }
}
