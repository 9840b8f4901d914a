import CSI
import Foundation
import GRPC
import Glibc
import ScriptedDriver
import TestSupport
import Testing

@Suite("The agent lives through what happens to machines")
struct AdversityTests {
    @Test("kill -9 of an agent with its own driver, at any moment: volumes are whole or gone, and no device is left")
    func ownDriver() async throws {
        let rig = try await Rig()
        let image: [String: JSONValue] = ["MountOptions": ["FSType": "ext4"], "RequestedCapacityMin": 16_777_216]
        for _ in 0..<6 {
            let agent = rig.agent
            let load = (0..<3).map { worker in
                Task {
                    // Until the agent is killed.
                    while (try? await agent.create("own-\(worker)", on: "hostpath", image)) != nil {
                        _ = try? await agent.request("DELETE", "/v1/volume/csi/own-\(worker)/delete")
                    }
                }
            }
            try await Task.sleep(for: .milliseconds(.random(in: 20...300)))
            try await agent.kill()
            for task in load { await task.value }
            try await rig.restart()
        }
        try await rig.agent.isIdle()
        #expect(try await rig.agent.registered() == rig.agent.provided(by: "hostpath"))
        for volume in try await rig.agent.get("/v1/volumes?type=csi").json.elements {
            try await rig.agent.deleted(volume["ID"].text)
        }
        let images = rig.folder.path + "/data/hostpath/volumes/volumes"
        #expect(try FileManager.default.contentsOfDirectory(atPath: images) == [])
        let devices = try await run(["losetup", "--list", "--noheadings", "--output", "BACK-FILE"])
        #expect(!String(decoding: devices.output, as: UTF8.self).contains(rig.folder.path))
        try await rig.stop()
    }

    @Test("an index never goes back: who waited before a kill -9 goes on waiting with the index it had")
    func index() async throws {
        try await withRig { rig, _ in
            try await rig.agent.created("v", on: "scripted")
            try await rig.agent.deleted("v")
            let before = try await rig.agent.get("/v1/volumes?type=csi").index
            try await rig.restart()
            let agent = rig.agent
            let after = try await agent.get("/v1/volumes?type=csi").index
            #expect(after >= before)
            let made = try await agent.create("w", on: "scripted")
            #expect(made.index > after)
        }
    }

    @Test("a full disk: what can't be stored is refused, and an outcome that can't be stored yet is kept in hand")
    func fullDisk() async throws {
        let folder = try TemporaryFolder()
        let disk = folder.file("disk")
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
        let mounted = try await run(["mount", "-t", "tmpfs", "-o", "size=2m,mode=0700", "none", disk])
        try #require(mounted.status == 0)
        defer { umount2(disk, Int32(MNT_DETACH)) }
        func fill() throws {
            let file = try #require(fopen(disk + "/filler", "w"))
            defer { fclose(file) }
            let block = [UInt8](repeating: 1, count: 4096)
            while fwrite(block, 1, block.count, file) == block.count, fflush(file) == 0 {}
        }
        func empty() throws { try FileManager.default.removeItem(atPath: disk + "/filler") }

        let endpoint = Endpoint.unix(path: folder.file("csi.sock"))
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: endpoint)
        let agent = try await AgentProcess(
            folder: folder.path,
            ["-dev", "-data-dir", disk + "/data", "-plugin", "scripted=\(endpoint)"]
        )
        try await agent.created("v", on: "scripted")
        try fill()
        let refused = try await eventuallyRefused(agent)
        #expect([503, 507].contains(refused.status), "\(refused.text)")
        #expect(refused.text.contains("store"))
        #expect(try await agent.get("/v1/volume/csi/v").status == 200)
        try empty()
        try await agent.isIdle()
        #expect(try await agent.registered() == agent.provided(by: "scripted"))

        // The plugin has done its part when the disk is full.
        let hang = driver.on(.createVolume).volume("late").hangs(.after)
        async let late = agent.create("late", on: "scripted")
        try await hang.reached()
        try fill()
        hang.release()
        try await driver.calls { $0.of(.createVolume).on("late").underWay.isEmpty }
        try empty()
        #expect(try await late.status == 200)
        try await agent.isIdle()
        #expect(try await agent.registered() == agent.provided(by: "scripted"))
        #expect(try await agent.terminate() == 0)
        await driver.stop()
    }

    /// SQLite may have room for some more.
    private func eventuallyRefused(_ agent: AgentProcess) async throws -> AgentProcess.Answer {
        for number in 0..<500 {
            let answer = try await agent.create("n\(number)", on: "scripted", ["Parameters": [:]])
            if answer.status != 200 { return answer }
        }
        throw POSIXError(.ETIMEDOUT)
    }

    @Test("what a killed agent left of a backup is gone with the next start: it may hold secrets")
    func scratch() async throws {
        let rig = try await Rig()
        try await rig.agent.kill()
        let left = rig.folder.path + "/data/scratch/backup-1"
        try Data("secret".utf8).write(to: URL(filePath: left))
        try await rig.restart()
        #expect(!FileManager.default.fileExists(atPath: left))
        try await rig.stop()
    }

    @Test("sockets that a killed agent left are taken over")
    func sockets() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("http_socket = \"\(folder.file("http.sock"))\"\n", to: "agent.hcl")
        let options = ["-dev", "-config", file, "-data-dir", folder.file("data")]
        let first = try await AgentProcess(folder: folder.path, options)
        try await first.created("v")
        try await first.kill()
        let second = try await AgentProcess(folder: folder.path, options)
        try await second.deleted("v")
        let outcome = try await run([
            "curl", "--silent", "--unix-socket", folder.file("http.sock"), "http://x/v1/status/leader",
        ])
        #expect(String(decoding: outcome.output, as: UTF8.self) == "\"127.0.0.1:\(second.port)\"")
        #expect(try await second.terminate() == 0)
    }

    @Test("SIGHUP while it starts is taken up when it serves")
    func earlyHangUp() async throws {
        let folder = try TemporaryFolder()
        let endpoint = Endpoint.unix(path: folder.file("csi.sock"))
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: endpoint)
        let hang = driver.on(.probe).hangs(.before)
        let agent = try await AgentProcess(
            folder: folder.path,
            ["-dev", "-data-dir", folder.file("data"), "-plugin", "scripted=\(endpoint)"]
        ) { process in
            try await hang.reached()
            kill(process, SIGHUP)
            hang.release()
        }
        try await eventually("it has loaded again") { agent.log.contains("was loaded again") }
        #expect(try await agent.terminate() == 0)
        await driver.stop()
    }

    @Test("a log that nobody reads any more ends nothing")
    func brokenLog() async throws {
        let folder = try TemporaryFolder()
        let (log, file) = (folder.file("first-line"), folder.file("agent.hcl"))
        try folder.write("", to: "agent.hcl")
        let script = """
            exec '\(AgentProcess.program.path)' agent -dev -http-port 0 -data-dir '\(folder.file("data"))' -config '\(file)' \
            2> >(grep -m 1 'serves at' > '\(log)')
            """
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", script]
        try process.run()
        defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
        func port() -> UInt16? {
            let text = try? String(contentsOfFile: log, encoding: .utf8)
            return text?.firstMatch(of: /:([0-9]+)\n/).flatMap { UInt16($0.1) }
        }
        try await eventually("it serves") { port() != nil }
        let served = try #require(port())
        // A change is seen when what was logged of the one before has been written.
        for name in ["a", "b", "c"] {
            try folder.write("namespace \"\(name)\" { description = \"\" }\n", to: "agent.hcl")
            kill(process.processIdentifier, SIGHUP)
            try await eventually("\(name) is there") {
                try await HTTPExchange.answer(port: served, "GET", "/v1/namespace/\(name)").status == 200
            }
        }
        process.terminate()
        try await onThread { process.waitUntilExit() }
        #expect(process.terminationStatus == 0)
    }

    @Test("a start that fails leaves no temporary folder")
    func failedStart() async throws {
        let folder = try TemporaryFolder()
        let temporary = folder.file("tmp")
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
        let rig = try await Rig()
        let (code, text) = try await AgentProcess.failure(
            folder: folder.path,
            ["-dev", "-http-port", "\(rig.agent.port)"],
            environment: ["TMPDIR": temporary]
        )
        #expect(code == 1)
        #expect(text.contains("\(rig.agent.port)"))
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
        try await rig.stop()
    }
}
