import Testing
import Volumes

@Suite("Volumes and their names")
struct VolumeTests {
    @Test("IDs are the same where their bytes are, not where Unicode takes them for equal")
    func identity() {
        #expect(VolumeID("caf\u{E9}") != VolumeID("cafe\u{301}"))
        #expect(VolumeID("a", namespace: "n") != VolumeID("a", namespace: "m"))
        #expect(Set([VolumeID("caf\u{E9}"), VolumeID("cafe\u{301}"), VolumeID("caf\u{E9}")]).count == 2)
        #expect("\(VolumeID("a", namespace: "n"))" == "a")
    }

    @Test("A volume without an external ID is known to its plugin by its own, where that is allowed")
    func remoteID() {
        #expect(Volume.good().remoteID == "db")
        #expect(Volume.good { $0.externalID = "vol-1" }.remoteID == "vol-1")
    }

    @Test("Neither printing nor a mirror shows secrets")
    func secrets() {
        let secrets = Secrets(["password": "hunter2"])
        var dumped = ""
        dump(secrets, to: &dumped)
        for text in ["\(secrets)", String(reflecting: secrets), dumped, "\([secrets])", "\(Optional(secrets) as Any)"] {
            #expect(!text.contains("hunter2"))
            #expect(!text.contains("password"))
        }
    }

    @Test("Secrets of a request win over the stored ones, name by name")
    func mergedSecrets() {
        let merged = Secrets(["a": "1", "b": "2"]).merging(Secrets(["b": "3", "c": "4"]))
        #expect(merged.revealed == ["a": "1", "b": "3", "c": "4"])
    }
}
