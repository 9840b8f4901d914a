import CSI
import Foundation
import GRPC
import ScriptedDriver
import TestSupport
import Testing

@Suite("Secrets stay where they belong")
struct SecretTests {
    private let secret = "hunter2-is-secret"

    @Test("no answer, error, metric, log or file shows one, but the store's own file", arguments: [false, true])
    func nowhere(isJSON: Bool) async throws {
        let log = ["-log-level", "debug"] + (isJSON ? ["-log-json"] : [])
        try await withRig(log) { rig, driver in
            let agent = rig.agent
            let header = ["X-Nomad-CSI-Secrets": "key=\(secret)", "Accept": "application/json"]
            let secrets: [String: JSONValue] = ["Secrets": ["key": .string(secret)]]
            // The plugin tells whatever it was told.
            for rpc: RPC in [.deleteVolume, .controllerExpandVolume, .createSnapshot, .listSnapshots, .deleteSnapshot] {
                driver.on(rpc).before(.answer(.invalidArgument, "key=\(secret) is wrong"))
            }
            driver.on(.createVolume).call(2).before(.answer(.invalidArgument, "key=\(secret) is wrong"))
            var shown = try await agent.create("v", on: "scripted", secrets).text
            try #require(try await agent.get("/v1/volume/csi/v").status == 200)
            shown += try await agent.create("w", on: "scripted", secrets).text
            let grown = secrets.merging(["RequestedCapacityMin": 4_194_304]) { $1 }
            let requests: [(String, String, JSONValue?)] = [
                ("PUT", "/v1/volume/csi/v?update=true", .volume("v", on: "scripted", grown)),
                ("PUT", "/v1/volume/csi/v/expand", .object(grown)), ("DELETE", "/v1/volume/csi/v/delete", nil),
                ("POST", "/v1/volumes/snapshot", .snapshot(of: "v", "s", secrets)),
                ("GET", "/v1/volumes/snapshot?plugin_id=scripted", nil),
                ("DELETE", "/v1/volumes/snapshot?plugin_id=scripted&snapshot_id=s", nil),
            ]
            for (method, path, body) in requests {
                let answer = try await agent.request(method, path, headers: header, body: body)
                #expect(answer.status == 422, "\(method) \(path): \(answer.text)")
                shown += answer.text
            }
            driver.behave()
            for path in [
                "/v1/volume/csi/v", "/v1/volumes?type=csi", "/v1/operations", "/v1/metrics",
                "/v1/metrics?format=prometheus",
                "/v1/agent/self", "/v1/plugin/csi/scripted", "/v1/volumes/external?plugin_id=scripted", "/v1/nodes",
            ] {
                shown += try await agent.get(path).text
            }
            #expect(!shown.contains(secret))
            #expect(!agent.log.contains(secret))
            #expect(agent.log.contains("plugin"))

            // Also while an operation is in hand, and after a kill.
            let hang = driver.on(.createVolume).hangs(.before)
            let pending = Task { try await agent.create("x", on: "scripted", secrets) }
            try await hang.reached()
            #expect(try await !agent.get("/v1/operations").text.contains(secret))
            try await agent.kill()
            hang.release()
            _ = await pending.result
            let holders = try files(in: rig.folder.path).filter { $0.content.range(of: Data(secret.utf8)) != nil }
            #expect(!holders.isEmpty)
            for holder in holders { #expect(holder.name.hasPrefix("data/state.db"), "\(holder.name)") }
            try await rig.restart()
            try await rig.agent.isIdle()
            #expect(!rig.agent.log.contains(secret))
        }
    }

    @Test("a deleted volume's secrets are gone from the store, also from what its file no longer uses")
    func gone() async throws {
        try await withRig { rig, _ in
            try await rig.agent.created("v", on: "scripted", ["Secrets": ["key": .string(secret)]])
            let header = ["X-Nomad-CSI-Secrets": "other=\(secret)"]
            #expect(try await rig.agent.request("DELETE", "/v1/volume/csi/v/delete", headers: header).status == 200)
            let backup = try await rig.agent.get("/v1/operator/snapshot").bytes
            #expect(!backup.isEmpty)
            #expect(Data(backup).range(of: Data(secret.utf8)) == nil)
            #expect(try await rig.agent.terminate() == 0)
            let holders = try files(in: rig.folder.path).filter { $0.content.range(of: Data(secret.utf8)) != nil }
            #expect(holders.map(\.name) == [])
        }
    }

    private func files(in folder: String) throws -> [(name: String, content: Data)] {
        try FileManager.default.subpathsOfDirectory(atPath: folder).compactMap { name in
            guard let content = FileManager.default.contents(atPath: "\(folder)/\(name)") else { return nil }
            return (name, content)
        }
    }
}
