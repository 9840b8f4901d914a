import CSI
import Foundation
import ScriptedDriver
import StateStore
import TestSupport
import Testing
import Volumes
import Workflows

@testable import Agent

@Suite("A start that meets trouble")
struct TroubledStartTests {
    @Test("goes on without rows that can't be read, and says which they are")
    func unreadableRows() async throws {
        try await withRig { rig, _ in
            try await rig.agent.created("good", on: "scripted")
            try await rig.agent.kill()
            let store = try SQLiteStore(path: rig.folder.file("data/state.db"))
            let broken = Value(Array("{\"kind\": \"of tomorrow\"".utf8))
            let keys = [
                Keys.operation("op-1"), Keys.volume(VolumeID("bad")),
                Keys.instance(of: "scripted", nodeID: "n", socket: "s"), Keys.node("n"),
            ]
            _ = try await store.commit(Transaction(keys.map { .put($0, broken) }))
            await store.close()
            try await rig.restart()
            let agent = rig.agent
            for name in ["operation/op-1", "volume/default/bad", "plugin/scripted/n/s", "node/n"] {
                try await eventually("\(name) is named") { agent.log.contains("set aside: \(name)") }
            }
            #expect(try await agent.get("/v1/volumes?type=csi").json.elements.map(\.["ID"].text) == ["good"])
            #expect(try await agent.get("/v1/nodes").status == 200)
            let findings = try await agent.get("/v1/doctor").json.elements
            #expect(findings.map(\.["Kind"].text).allSatisfy { $0 == "row set aside" } && findings.count == 4)
            #expect(try await agent.get("/v1/volume/csi/bad").status == 404)
        }
    }

    @Test("asks no plugin for anything where its port is taken")
    func portTaken() async throws {
        try await withRig { rig, driver in
            let hang = driver.on(.createVolume).call(1).hangs(.after)
            async let creation = try? rig.agent.create("v", on: "scripted")
            try await hang.reached()
            let port = rig.agent.port
            try await rig.agent.kill()
            _ = await creation
            let calls = driver.calls.count
            let squatter = try await Rig()
            let (code, text) = try await AgentProcess.failure(
                folder: rig.folder.path,
                [
                    "-dev", "-node", "node-1", "-data-dir", rig.folder.file("data"), "-http-port",
                    "\(squatter.agent.port)",
                ]
                    + ["-plugin", "scripted=\(driver.endpoint)"]
            )
            #expect(port != squatter.agent.port && code == 1 && text.contains("\(squatter.agent.port)"))
            #expect(driver.calls.count == calls)
            try await squatter.stop()
            try await rig.restart()
            try await rig.agent.isIdle()
        }
    }

    @Test("leaves nothing running where it fails late")
    func unwound() async throws {
        let folder = try TemporaryFolder()
        let text = """
            data_dir = "\(folder.file("data"))"
            ports { http = 0 }
            http_socket = "\(folder.file("http.sock"))"
            tls { http = true cert_file = "\(try folder.write("none", to: "cert.pem"))" key_file = "\(folder.file("cert.pem"))" }
            """
        let config = try folder.write(text, to: "agent.hcl")
        let flags = try Configuration.Flags { ["dev": ["true"], "config": [config]][$0] ?? [] }
        let log = Log(level: .error, isJSON: false)
        await #expect(throws: (any Error).self) { _ = try await Agent(Configuration.load(flags), log: log) }
        for socket in ["http.sock", "data/hostpath/csi.sock"] {
            #expect(!FileManager.default.fileExists(atPath: folder.file(socket)), "\(socket)")
        }
        // Store and driver were let go.
        try folder.write(text.split(separator: "\n").dropLast().joined(separator: "\n"), to: "agent.hcl")
        let agent = try await Agent(Configuration.load(flags), log: log)
        await agent.shutdown()
    }
}

@Suite("An agent whose clients take all descriptors")
struct DescriptorTests {
    @Test("raises its soft limit")
    func limit() async throws {
        let folder = try TemporaryFolder()
        let agent = try await AgentProcess(folder: folder.path, ["-dev"], descriptors: (soft: 64, hard: 512))
        let limits = try String(contentsOfFile: "/proc/\(agent.identifier)/limits", encoding: .utf8)
        #expect(limits.contains(/Max open files +512 +512/))
        #expect(try await agent.terminate() == 0)
    }

    @Test("still answers for its health, and does its work")
    func reserve() async throws {
        let folder = try TemporaryFolder()
        let agent = try await AgentProcess(folder: folder.path, ["-dev"], descriptors: (soft: 128, hard: 128))
        var clients: [Int32] = []
        defer { for client in clients { close(client) } }
        for _ in 0..<300 { clients.append(try HTTPExchange.connection(port: agent.port)) }
        let start = ContinuousClock.now
        #expect(try await agent.get("/v1/agent/health").status == 200)
        // Clients that say nothing are hung up on after ten seconds anyway.
        #expect(ContinuousClock.now - start < .seconds(8))
        try await agent.created("v")
        #expect(try await agent.get("/v1/operator/snapshot").status == 200)
        #expect(try await agent.terminate() == 0)
    }
}
