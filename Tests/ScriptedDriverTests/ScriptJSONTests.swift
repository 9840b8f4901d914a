import CSI
import Foundation
import GRPC
import ScriptedDriver
import Testing

@Suite("Scripts as JSON")
struct ScriptJSONTests {
    @Test("A script of everything that JSON can say survives the way there and back")
    func roundTrip() throws {
        let script = Script()
        script.on(.createVolume).call(2).after(.answer(.unavailable, "gone"))
        script.on(.deleteVolume).volume("v").from(3).before(.delay(.milliseconds(1500)))
        script.on(.probe).times(2).before(.closeConnection)
        script.on(.any).before(.crash)
        _ = script.on(.nodeStageVolume).hangs(.after)
        for payload in [Payload.truncated, .empty, .random(count: 9, seed: 4), .oversized(bytes: 5), .bytes([0, 255])] {
            script.on(.listVolumes).after(.send(payload))
        }
        script.on(.listVolumes).after(.leaveOut(fields: [1, 2]))
        script.on(.getPluginInfo).after(.changeIdentity(name: "other", version: "2"))
        let json = try script.json()
        #expect(try Script(json: json).json() == json)
        #expect(try Script(json: json).rules.count == 12)
    }

    @Test("Short rules are read with what goes without saying")
    func defaults() throws {
        let script = try Script(json: Data(#"[{"rpc": "Probe", "do": "answer", "code": "ABORTED"}]"#.utf8))
        let rule = try #require(script.rules.first)
        #expect(rule.rpc == .probe)
        #expect(rule.turn == .every)
        #expect(rule.moment == .before)
        #expect(rule.subject == nil)
        guard case .answer(.aborted, "") = rule.action else {
            Issue.record("not an answer: \(rule.action)")
            return
        }
    }

    @Test(
        "What nobody can do is refused",
        arguments: [
            #"[{"rpc": "Teleport", "do": "hang"}]"#,
            #"[{"rpc": "Probe", "do": "fly"}]"#,
            #"[{"rpc": "Probe", "do": "answer", "code": "GONE"}]"#,
            #"[{"rpc": "Probe", "do": "delay"}]"#,
            #"[{"rpc": "Probe"}]"#,
            #"{"#,
        ]
    )
    func refused(json: String) {
        #expect(throws: DecodingError.self) { try Script(json: Data(json.utf8)) }
    }

    @Test("An edit by a closure can't be written")
    func closures() {
        let script = Script()
        script.on(.listVolumes).edit(ListVolumesResponse.self) { $0.nextToken = "same" }
        #expect(throws: EncodingError.self) { try script.json() }
    }
}
