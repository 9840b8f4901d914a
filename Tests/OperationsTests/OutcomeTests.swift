import CSI
import GRPC
import ScriptedDriver
import StateStore
import TestSupport
import Testing
import Volumes
import Workflows

@testable import Operations

@Suite("An operation ends when its outcome is known, or when somebody gives it up", .timeLimit(.minutes(2)))
struct OutcomeTests {
    @Test("An expansion whose plugin breaks again and again after its effect goes on until its size is on record")
    func expansion() async throws {
        let bench = try Workbench()
        try await bench.create("db")
        bench.driver.on(.controllerExpandVolume).times(5).after(.answer(.internal, "it burns"))
        let error = await failure { () throws(VolumeError) in
            _ = try await bench.operations.expand(VolumeID("db"), required: 8 << 20, limit: 0, secrets: nil)
        }
        #expect(error?.grpcStatus == "INTERNAL" && error?.operation != nil)
        try await bench.settled()
        #expect(try bench.volumes.map(\.capacity) == [8 << 20])
        #expect(bench.provider.volumes.map(\.capacityBytes) == [8 << 20])
    }

    @Test("A delete whose plugin breaks again and again after its effect goes on until the volume is off the record")
    func deletion() async throws {
        let bench = try Workbench()
        try await bench.create("db")
        bench.driver.on(.deleteVolume).times(5).after(.answer(.internal, "it burns"))
        let error = await failure { () throws(VolumeError) in try await bench.delete("db") }
        #expect(error?.grpcStatus == "INTERNAL" && error?.operation != nil)
        try await bench.settled()
        #expect(try bench.volumes.isEmpty && bench.isInAccord)
    }

    @Test("Operations that keep failing are found, with what mends them")
    func failing() async throws {
        let bench = try Workbench()
        bench.driver.on(.createVolume).every.before(.answer(.internal, "it burns"))
        _ = await failure { () throws(VolumeError) in try await bench.create("db") }
        try await eventually("a finding") { !bench.operations.findings.isEmpty }
        let finding = try #require(bench.operations.findings.first)
        #expect(finding.kind == .failing && finding.volume == VolumeID("db") && finding.plugin == "p")
        #expect(finding.message.contains("it burns") && finding.remedy.contains("DELETE /v1/operation/"))
        bench.driver.behave()
        try await bench.settled()
        #expect(bench.operations.findings.isEmpty)
    }

    @Test("A volume that can't be read is found, and keeps leftovers from being removed: it may be the one")
    func unreadableVolume() async throws {
        let bench = try Workbench()
        let key = Keys.volume(VolumeID("lost", namespace: "prod"))
        _ = try await bench.store.commit(Transaction([.put(key, Value(Array("nonsense".utf8)))]))
        bench.operations.resume()
        let finding = try #require(bench.operations.findings.first)
        #expect(finding.kind == .setAside && finding.message.contains("volume/prod/lost"))
        bench.driver.on(.createVolume).times(1).edit(CreateVolumeResponse.self) { $0.volume?.capacityBytes = 1 }
        _ = await failure { () throws(VolumeError) in try await bench.create("db") }
        try await bench.settled()
        #expect(!bench.driver.calls.rpcs.contains(.deleteVolume))
    }

    @Test("A repeat without secrets keeps those of the operation, so that what was made is found again")
    func secretsKept() async throws {
        let bench = try Workbench(deadline: .milliseconds(300))
        bench.driver.on(.createVolume).times(2).after(.answer(.unavailable, "gone"))
        let hang = bench.driver.on(.createVolume).call(3).hangs(.before)
        _ = await failure { () throws(VolumeError) in try await bench.create("db", secrets: ["password": "hunter2"]) }
        try await hang.reached()
        let again = Task { await failure { () throws(VolumeError) in try await bench.create("db") } }
        let id = try #require(bench.operations.operations.first?.id)
        try await eventually("the second to wait") { bench.operations.isAttended(id) }
        hang.release()
        #expect(await again.value == nil)
        let sent = try #require(bench.driver.calls.last?.request)
        #expect(try CreateVolumeRequest(decoding: sent).secrets == ["password": "hunter2"])
        let stored = try bench.store.view[Keys.secrets(of: VolumeID("db"))]?.value.record(Secrets.self)
        #expect(stored?.revealed == ["password": "hunter2"])
    }

    @Test("A create that fails at every try is superseded by a corrected wish, as the same operation")
    func superseded() async throws {
        let bench = try Workbench()
        bench.driver.on(.createVolume).every.before(.answer(.internal, "bad type"))
        let first = await failure { () throws(VolumeError) in
            try await bench.create("db") { $0.parameters = ["t": "x"] }
        }
        let id = try #require(first?.operation)
        let again = Task { try await bench.create("db") { $0.parameters = ["t": "y"] } }
        try await eventually("the second to wait") { bench.operations.isAttended(id) }
        #expect(bench.operations.operations.map(\.id) == [id])
        bench.driver.behave()
        #expect(try await again.value.volume.parameters == ["t": "y"])
        try await bench.settled()
        #expect(try bench.volumes.map(\.parameters) == [["t": "y"]] && bench.isInAccord)
    }

    @Test("Where the old wish was fulfilled, the corrected one gets storage of its own and the old is removed")
    func supersededAfterEffect() async throws {
        let bench = try Workbench()
        bench.driver.on(.createVolume).times(3).after(.answer(.internal, "too late"))
        bench.driver.on(.createVolume).call(4).before(.answer(.internal, "still"))
        let rest = bench.driver.on(.createVolume).call(5).hangs(.before)
        let first = await failure { () throws(VolumeError) in
            try await bench.create("db") { $0.requestedCapacityMax = 2 << 20 }
        }
        #expect(first?.operation != nil)
        let again = Task {
            try await bench.create("db") { ($0.requestedCapacityMin, $0.requestedCapacityMax) = (4 << 20, 4 << 20) }
        }
        try await rest.reached()
        rest.release()
        let outcome = try await again.value
        try await bench.settled()
        #expect(outcome.volume.capacity == 4 << 20 && outcome.volume.nameAtPlugin.hasPrefix("db-"))
        #expect(try bench.volumes.count == 1 && bench.isInAccord)
    }

    @Test("A create never yields storage that another record has: it is refused by that record's name")
    func taken() async throws {
        let bench = try Workbench()
        try await bench.create("a")
        bench.driver.on(.createVolume).times(1).edit(CreateVolumeResponse.self) { $0.volume?.volumeID = "vol-1" }
        let error = await failure { () throws(VolumeError) in try await bench.create("b") }
        #expect(error?.code == .exists && error?.message.contains("volume a") == true && error?.operation == nil)
        try await bench.settled()
        #expect(try bench.volumes.map(\.id.name) == ["a"])
        #expect(!bench.driver.calls.rpcs.contains(.deleteVolume))
    }

    @Test("A delete is refused while other records have the storage, a deregistration is not")
    func shared() async throws {
        let bench = try Workbench()
        try await bench.create("a")
        var wish = Workbench.wish("b")
        wish.volume.externalID = "vol-1"
        _ = try await bench.operations.register(wish, update: false)
        let error = await failure { () throws(VolumeError) in try await bench.delete("a") }
        #expect(error?.code == .inUse && error?.message.contains("b in namespace default") == true)
        #expect(!bench.driver.calls.rpcs.contains(.deleteVolume))
        _ = try await bench.operations.deregister(VolumeID("b"), force: false)
        try await bench.delete("a")
        #expect(try bench.isInAccord)
    }

    @Test("A volume's name at the plugin is its name, and another one's where that is taken, in whatever namespace")
    func names() async throws {
        let bench = try Workbench()
        try await bench.create("a") { $0.name = "same" }
        let other = try await bench.create("a") {
            $0.name = "same"
            $0.id.namespace = "caf\u{E9}"
        }
        #expect(other.volume.externalID == "vol-2" && other.volume.nameAtPlugin.hasPrefix("same-"))
        try await bench.delete("a")
        // Freed, the name may be had again.
        let next = try await bench.create("c") { $0.name = "same" }
        #expect(next.volume.nameAtPlugin == "same")
    }
}
