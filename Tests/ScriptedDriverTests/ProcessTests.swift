import CSI
import Foundation
import GRPC
import ScriptedDriver
import TestSupport
import Testing

@Suite("A driver with a process of its own", .timeLimit(.minutes(1)))
struct ProcessTests {
    let folder: TemporaryFolder
    let clients: Clients

    init() throws {
        folder = try TemporaryFolder()
        clients = Clients(folder.endpoint)
    }

    @Test("A crash after the effect kills the process, and the next one has the effect")
    func crashesAfter() async throws {
        let script = Script()
        script.on(.createVolume).call(2).after(.crash)
        let driver = try await ScriptedDriverProcess(at: folder.endpoint, script: script)
        #expect(await clients.createCode("a") == .ok)
        #expect(await clients.createCode("b") == .unavailable)
        try await driver.ended()
        #expect(clients.channel.connectivity() == .refused)
        try await driver.restart()
        let volumes = try await clients.controller.allVolumes(timeout: clients.timeout)
        #expect(volumes.compactMap(\.volume?.volumeID) == ["vol-1", "vol-2"])
        #expect(await clients.createCode("b") == .ok)
        let calls = try await driver.calls { $0.count == 4 && $0.underWay.isEmpty }
        #expect(calls.rpcs == [.createVolume, .createVolume, .listVolumes, .createVolume])
        #expect(calls.map(\.outcome) == [.answered([]), .cut, .answered([]), .answered([])])
    }

    @Test("A crash before the effect leaves none")
    func crashesBefore() async throws {
        let script = Script()
        script.on(.createVolume).before(.crash)
        let driver = try await ScriptedDriverProcess(at: folder.endpoint, script: script)
        #expect(await clients.createCode("a") == .unavailable)
        try await driver.restart()
        #expect(try await clients.controller.allVolumes(timeout: clients.timeout).isEmpty)
    }

    @Test("A call whose driver was killed meanwhile is done once when it is repeated")
    func killed() async throws {
        let script = Script()
        _ = script.on(.createVolume).hangs(.after)
        let driver = try await ScriptedDriverProcess(at: folder.endpoint, script: script)
        let caller = Task { await clients.createCode("a") }
        try await driver.calls(.createVolume, atLeast: 1)
        try await driver.kill()
        #expect(await caller.value == .unavailable)
        #expect(driver.calls.map(\.outcome) == [.cut])
        try await driver.restart()
        #expect(await clients.createCode("a") == .ok)
        #expect(try await clients.controller.allVolumes(timeout: clients.timeout).count == 1)
    }

    @Test("The log file tells of each call when it comes and when it has ended, and of no secret")
    func logFile() async throws {
        let script = Script()
        script.on(.deleteVolume).before(.answer(.failedPrecondition, "in use"))
        let driver = try await ScriptedDriverProcess(at: folder.endpoint, script: script)
        try await clients.createVolume("a", secrets: ["key": "sesame"])
        #expect(await clients.deleteCode("x") == .failedPrecondition)
        try await driver.calls { $0.count == 2 && $0.underWay.isEmpty }
        let text = try String(contentsOfFile: driver.logFile, encoding: .utf8)
        #expect(!text.contains("sesame"))
        let lines = try text.split(separator: "\n").map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(
            lines.map { $0["rpc"] as? String } == [
                "/csi.v1.Controller/CreateVolume", "/csi.v1.Controller/CreateVolume", "/csi.v1.Controller/DeleteVolume",
                "/csi.v1.Controller/DeleteVolume",
            ]
        )
        #expect(lines.map { $0["outcome"] as? String } == [nil, "OK", nil, "FAILED_PRECONDITION"])
        #expect(lines.map { $0["hadEffect"] as? Bool } == [false, true, false, false])
        #expect(lines.map { $0["subjects"] as? [String] } == [["a"], ["a", "vol-1"], ["x"], ["x"]])
        let mode = try FileManager.default.attributesOfItem(atPath: driver.logFile)[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test("A process can stand in front of another driver")
    func inFrontOf() async throws {
        let provider = InMemoryDriver()
        let inner = try TemporaryFolder()
        let other = try ScriptedDriver(provider.handlers, at: inner.endpoint)
        let script = Script()
        script.on(.createVolume).after(.crash)
        let driver = try await ScriptedDriverProcess(at: folder.endpoint, inFrontOf: other.endpoint, script: script)
        #expect(await clients.createCode("a") == .unavailable)
        try await driver.ended()
        #expect(provider.volumes.count == 1)
    }
}
