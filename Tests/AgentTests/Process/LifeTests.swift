import CSI
import Foundation
import Glibc
import GRPC
import ScriptedDriver
import TestSupport
import Testing

@Suite("The agent starts")
struct StartTests {
    @Test("-dev needs no file: it says where it serves and what to try, and leaves nothing behind")
    func development() async throws {
        let folder = try TemporaryFolder()
        let temporary = folder.path + "/tmp"
        try FileManager.default.createDirectory(atPath: temporary, withIntermediateDirectories: false)
        let agent = try await AgentProcess(folder: folder.path, ["-dev"], environment: ["TMPDIR": temporary])
        let line = "csi-bridge agent serves at http://127.0.0.1:\(agent.port)"
        #expect(agent.log.split(separator: "\n").filter { $0 == line }.count == 1)
        #expect(try await agent.get("/v1/agent/health").status == 200)
        try await eventually("it says what to try") { agent.log.contains("Read it:") }

        // What it says works as it stands.
        let commands = agent.log.split(separator: "\n").filter { $0.contains("  curl ") }.map(String.init)
        #expect(commands.count == 2)
        for command in commands {
            let outcome = try await run(["bash", "-c", command])
            #expect(outcome.status == 0)
            #expect(String(decoding: outcome.output, as: UTF8.self).contains("\"ExternalID\""))
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary).count == 1)
        #expect(try await agent.terminate() == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: temporary) == [])
    }

    @Test("what it keeps is its own: folders 0700, files and sockets 0600")
    func modes() async throws {
        let folder = try TemporaryFolder()
        try folder.write(
            "data_dir = \"\(folder.path)/deep/data\"\nhttp_socket = \"\(folder.path)/http.sock\"\nports { http = 0 }\n",
            to: "agent.hcl"
        )
        umask(0)
        defer { umask(0o022) }
        let agent = try await AgentProcess(folder: folder.path, ["-dev", "-config", folder.path + "/agent.hcl"])
        try await agent.created("v")
        let data = folder.path + "/deep/data"
        let names = try FileManager.default.subpathsOfDirectory(atPath: data)
        #expect(names.contains("state.db"))
        for path in [data] + names.map({ "\(data)/\($0)" }) + [folder.path + "/http.sock"]
        where !path.contains("/hostpath/volumes/volumes/") {
            var status = stat()
            guard lstat(path, &status) == 0 else { continue }
            let isFolder = status.st_mode & S_IFMT == S_IFDIR
            #expect(status.st_mode & 0o777 == (isFolder ? 0o700 : 0o600), "\(path)")
        }
        #expect(try await agent.terminate() == 0)
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/http.sock"))
    }

    @Test("a second agent on the same folder is refused")
    func secondAgent() async throws {
        let rig = try await Rig()
        let data = rig.folder.path + "/data"
        let (code, text) = try await AgentProcess.failure(
            folder: rig.folder.path,
            ["-dev", "-http-port", "0", "-data-dir", data]
        )
        #expect(code == 1)
        #expect(text.contains(data))
        #expect(text.contains("another process") || text.contains("in use") || text.contains("locked"), "\(text)")
        #expect(try await rig.agent.get("/v1/agent/health").status == 200)
        try await rig.stop()
    }

    @Test("a state file that is damaged, or from a newer version, is left as it is")
    func badState() async throws {
        let rig = try await Rig()
        try await rig.stop()
        let file = rig.folder.path + "/data/state.db"
        let whole = try Data(contentsOf: URL(filePath: file))

        var newer = whole
        // SQLite's user_version, which is the schema's.
        newer.replaceSubrange(60..<64, with: [0, 0, 0xff, 0xff])
        let nonsense = Data("not a database at all".utf8)
        for (content, word) in [(nonsense, "no SQLite file"), (newer, "newer")] {
            for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: file + suffix) }
            try content.write(to: URL(filePath: file))
            let (code, text) = try await AgentProcess.failure(
                folder: rig.folder.path,
                ["-dev", "-http-port", "0", "-data-dir", rig.folder.path + "/data"]
            )
            #expect(code == 1)
            #expect(text.contains("state.db"))
            #expect(text.contains(word), "\(text)")
            #expect(try Data(contentsOf: URL(filePath: file)) == content)
        }
    }

    @Test("a configuration that can't be names file and line, a flag itself; a port that is taken is named")
    func badConfiguration() async throws {
        let folder = try TemporaryFolder()
        let file = try folder.write("name = \"n\"\nregoin = \"global\"\n", to: "agent.hcl")
        let (code, text) = try await AgentProcess.failure(folder: folder.path, ["-config", file])
        #expect(code == 1)
        #expect(text.contains("\(file):2"))
        #expect(text.contains("region"))
        let flag = try await AgentProcess.failure(folder: folder.path, ["-http-port", "70000"])
        #expect(flag.code == 2)
        #expect(flag.text.contains("-http-port"))
        let rig = try await Rig()
        let taken = try await AgentProcess.failure(
            folder: folder.path,
            ["-dev", "-http-port", "\(rig.agent.port)"]
        )
        #expect(taken.code == 1)
        #expect(taken.text.contains("\(rig.agent.port)"))
        try await rig.stop()
    }

    @Test("with TLS it says https, serves by its certificate, and asks for the client's where it is told to")
    func tls() async throws {
        let authority = try await CertificateAuthority()
        let (server, client) = (try await authority.issue("agent"), try await authority.issue("client"))
        let folder = try TemporaryFolder()
        let file = try folder.write(
            """
            tls {
              http = true
              ca_file = "\(authority.certificate)"
              cert_file = "\(server.certificate)"
              key_file = "\(server.key)"
              verify_https_client = true
            }
            """,
            to: "agent.hcl"
        )
        let agent = try await AgentProcess(folder: folder.path, ["-dev", "-config", file])
        let address = "https://127.0.0.1:\(agent.port)"
        #expect(agent.log.contains("serves at \(address)"))
        let curl = ["curl", "--silent", "--cacert", authority.certificate, "\(address)/v1/agent/health"]
        let known = try await run(curl + ["--cert", client.certificate, "--key", client.key])
        #expect(known.status == 0)
        #expect(try await run(curl).status != 0)
        #expect(try await agent.terminate() == 0)
    }

    @Test("with -log-json every line of the log is an object")
    func jsonLog() async throws {
        let rig = try await Rig(["-log-json", "-log-level", "debug"])
        try await rig.agent.created("v")
        try await rig.stop()
        let lines = rig.agent.log.split(separator: "\n").filter { $0.hasPrefix("{") }
        #expect(!lines.isEmpty)
        for line in lines {
            let entry = try JSONDecoder().decode(JSONValue.self, from: Data(line.utf8))
            #expect(entry.keys == ["@level", "@message", "@timestamp"])
        }
    }
}

@Suite("The agent stops")
struct StopTests {
    @Test("SIGTERM answers who waits, and ends within seconds", arguments: [SIGTERM, SIGINT])
    func blockedQueries(signal: Int32) async throws {
        let rig = try await Rig()
        let agent = rig.agent
        let index = try await agent.get("/v1/volumes?type=csi").index
        let waiting = (0..<50).map { _ in
            Task { try await agent.get("/v1/volumes?type=csi&index=\(index + 100)&wait=60s") }
        }
        try await eventually("all are blocked") {
            try await agent.get("/v1/metrics").json["Gauges"].elements
                .contains { $0["Name"] == "csi_bridge.blocked_queries" && $0["Value"] == 50 }
        }
        let start = ContinuousClock.now
        agent.send(signal)
        for task in waiting { #expect(try await task.value.status == 200) }
        #expect(try await agent.exit() == 0)
        #expect(ContinuousClock.now - start < .seconds(8))
    }

    @Test("an operation that hangs is told so, and goes on with the next start")
    func hangingOperation() async throws {
        try await withRig { rig, driver in
            let hang = driver.on(.createVolume).call(1).hangs(.after)
            let agent = rig.agent
            async let creation = agent.create("v", on: "scripted")
            try await hang.reached()
            #expect(try await agent.terminate() == 0)
            let answer = try await creation
            #expect(answer.status == 503)
            #expect(answer.text.contains("goes on"))
            try await rig.restart()
            try await rig.agent.isIdle()
            #expect(try await rig.agent.get("/v1/volume/csi/v").status == 200)
            #expect(try await rig.agent.registered() == rig.agent.provided(by: "scripted"))
        }
    }

    @Test("a call that ends soon is waited for")
    func shortOperation() async throws {
        try await withRig { rig, driver in
            driver.on(.createVolume).before(.delay(.milliseconds(500)))
            let agent = rig.agent
            async let creation = agent.create("v", on: "scripted")
            try await driver.calls { !$0.of(.createVolume).isEmpty }
            #expect(try await agent.terminate() == 0)
            #expect(try await creation.status == 200)
        }
    }
}

@Suite("SIGHUP loads the files again")
struct SignalReloadTests {
    @Test("plugins and namespaces come and go, a level changes, and a bad file changes nothing")
    func reload() async throws {
        let folder = try TemporaryFolder()
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: .unix(path: folder.path + "/a.sock"))
        let base = "data_dir = \"\(folder.path)/data\"\n"
        let plugin = "plugin \"a\" { endpoint = \"unix://\(folder.path)/a.sock\" }\n"
        func configure(_ agent: AgentProcess, _ text: String) throws {
            try folder.write(text, to: "agent.hcl")
            agent.send(SIGHUP)
        }
        try folder.write(base, to: "agent.hcl")
        let agent = try await AgentProcess(folder: folder.path, ["-config", folder.path + "/agent.hcl"])
        #expect(try await agent.get("/v1/plugins?type=csi").json == [])

        try configure(agent, base + plugin + "namespace \"prod\" { description = \"production\" }\n")
        try await eventually("the plugin is healthy") {
            try await agent.get("/v1/plugin/csi/a").json["ControllersHealthy"] == 1
        }
        let namespaces = try await agent.get("/v1/namespaces").json
        #expect(namespaces.elements.map(\.["Name"].text) == ["default", "prod"])
        let made = try await agent.request("PUT", "/v1/volume/csi/v/create?namespace=prod", body: .volume("v", on: "a"))
        #expect(made.status == 200, "\(made.text)")
        #expect(made.json["Volumes"][0]["Namespace"] == "prod")

        try configure(agent, base + "plugin \"a\" { endpiont = \"x\" }\n")
        try await eventually("the fault is told") { agent.log.contains("agent.hcl:2") }
        #expect(try await agent.get("/v1/plugin/csi/a").status == 200)

        try configure(agent, base + "log_level = \"ERROR\"\nregion = \"mars\"\n")
        try await eventually("what stays is told") { agent.log.contains("region has changed") }
        #expect(try await agent.get("/v1/agent/self").json["config"]["Region"] == "global")
        try await eventually("the namespace is gone") {
            try await agent.get("/v1/namespaces").json.elements.count == 1
        }
        try await eventually("the plugin is gone") { try await agent.get("/v1/plugin/csi/a").status == 404 }
        let volume = try await agent.get("/v1/volume/csi/v?namespace=prod").json
        #expect(volume["Schedulable"] == false)
        #expect(volume["Provider"] == "memory.csi.test")
        #expect(try await agent.request("DELETE", "/v1/volume/csi/v/delete?namespace=prod").status == 404)
        let quiet = agent.log

        try configure(agent, base + plugin + "log_level = \"ERROR\"\n")
        try await eventually("the plugin is healthy again") {
            try await agent.get("/v1/volume/csi/v?namespace=prod").json["Schedulable"] == true
        }
        #expect(agent.log == quiet)
        #expect(try await agent.request("DELETE", "/v1/volume/csi/v/delete?namespace=prod").status == 200)
        #expect(try await agent.terminate() == 0)
        await driver.stop()
    }

    @Test("an operation whose plugin is taken out of the files waits until it is there again")
    func operationWithoutPlugin() async throws {
        let folder = try TemporaryFolder()
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: .unix(path: folder.file("a.sock")))
        let base = "data_dir = \"\(folder.path)/data\"\n"
        let plugin = "plugin \"a\" { endpoint = \"unix://\(folder.path)/a.sock\" }\n"
        let file = try folder.write(base + plugin, to: "agent.hcl")
        let agent = try await AgentProcess(folder: folder.path, ["-config", file])
        driver.on(.createVolume).every.after(.answer(.unavailable, "not now"))
        async let creation = agent.create("v", on: "a")
        try await driver.calls { $0.of(.createVolume).count >= 2 }
        try folder.write(base, to: "agent.hcl")
        agent.send(SIGHUP)
        try await eventually("the plugin is gone") { try await agent.get("/v1/plugin/csi/a").status == 404 }
        driver.behave()
        #expect(try await agent.get("/v1/operations").json[0]["VolumeID"] == "v")
        try folder.write(base + plugin, to: "agent.hcl")
        agent.send(SIGHUP)
        #expect(try await creation.status == 200)
        #expect(try await agent.registered() == agent.provided(by: "a"))
        #expect(driver.calls.of(.createVolume).maximumConcurrency == 1)
        #expect(try await agent.terminate() == 0)
        await driver.stop()
    }

    @Test("a socket that appears in the plugin folder is a plugin")
    func directory() async throws {
        let folder = try TemporaryFolder()
        let plugins = folder.path + "/plugins"
        try FileManager.default.createDirectory(atPath: plugins + "/found", withIntermediateDirectories: true)
        try folder.write("data_dir = \"\(folder.path)/data\"\nplugin_dir = \"\(plugins)\"\n", to: "agent.hcl")
        let agent = try await AgentProcess(folder: folder.path, ["-config", folder.path + "/agent.hcl"])
        #expect(try await agent.get("/v1/plugins?type=csi").json == [])
        let driver = try ScriptedDriver(InMemoryDriver().handlers, at: .unix(path: plugins + "/found/csi.sock"))
        try await eventually("it is found") {
            try await agent.get("/v1/plugin/csi/found").json["ControllersHealthy"] == 1
        }
        #expect(try await agent.terminate() == 0)
        await driver.stop()
    }
}
