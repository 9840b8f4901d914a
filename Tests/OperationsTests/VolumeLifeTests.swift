import CSI
import GRPC
import ScriptedDriver
import StateStore
import Testing
import Volumes

@testable import Operations
@testable import Workflows

@Suite("Operations on volumes and snapshots that go well", .timeLimit(.minutes(2)))
struct VolumeLifeTests {
    @Test("A volume is made by one call and two commits, and shows what the plugin said")
    func create() async throws {
        let bench = try Workbench()
        let before = bench.store.view.revision
        let outcome = try await bench.create("db") { volume in
            volume.context = ["mine": "no"]
            volume.externalID = "mine"
        }
        #expect(bench.store.view.revision == before + 2)
        #expect(bench.driver.calls.rpcs == [.createVolume])
        #expect(outcome.isNew && outcome.createIndex == before + 2 && outcome.modifyIndex == before + 2)
        #expect(outcome.volume.externalID == "vol-1")
        #expect(outcome.volume.capacity == 1 << 20)
        #expect(outcome.volume.context == ["number": "1"])
        #expect(outcome.volume.provider == "memory.csi.test" && outcome.volume.isControllerRequired)
        #expect(outcome.volume.createTime > 0 && outcome.volume.modifyTime == outcome.volume.createTime)
        #expect(try bench.volumes == [outcome.volume])
        #expect(bench.isIdle)
    }

    @Test("A volume's whole life leaves nothing behind, at the provider or in the store")
    func life() async throws {
        let bench = try Workbench()
        try await bench.create("db", secrets: ["password": "hunter2"])
        let snapshot = try await bench.snapshot("db", "nightly", secrets: ["password": "hunter3"])
        #expect(snapshot.externalSourceVolumeID == "vol-1")
        #expect(try bench.snapshots == [snapshot])
        let clone = try await bench.create("clone") { $0.snapshotID = snapshot.id }
        #expect(clone.volume.externalID == "vol-3")
        let grown = try await bench.operations.expand(VolumeID("db"), required: 5 << 20, limit: 0, secrets: nil)
        #expect(grown.volume.capacity == 5 << 20 && !grown.isNew && grown.createIndex < grown.modifyIndex)
        #expect(grown.volume.requestedCapacityMin == 5 << 20)
        #expect(try bench.isInAccord)
        try await bench.delete("db")
        try await bench.delete("clone")
        try await bench.operations.deleteSnapshot(snapshot.id, pluginID: "p", secrets: Secrets())
        #expect(try bench.volumes.isEmpty && bench.snapshots.isEmpty && bench.isInAccord)
        #expect(bench.store.view.entries(in: "secret/").isEmpty)
        #expect(bench.driver.calls.changing.overlapping.isEmpty)
    }

    @Test("A volume that is deregistered stays at the provider, and can be registered again")
    func register() async throws {
        let bench = try Workbench()
        try await bench.create("db")
        _ = try await bench.operations.deregister(VolumeID("db"), force: false)
        #expect(try bench.volumes.isEmpty)
        #expect(bench.provider.volumes.count == 1)
        var wish = Workbench.wish("again")
        (wish.volume.externalID, wish.volume.context) = ("vol-1", ["number": "1"])
        let outcome = try await bench.operations.register(wish, update: false)
        #expect(outcome.isNew)
        #expect(bench.driver.calls.rpcs == [.createVolume, .validateVolumeCapabilities])
        #expect(try bench.isInAccord)
        #expect(bench.store.view.entries(in: "released/").isEmpty)
    }

    @Test("A volume that the plugin does not know, or refuses for this use, is not registered")
    func registerRefused() async throws {
        let bench = try Workbench()
        var wish = Workbench.wish("db")
        wish.volume.externalID = "nowhere"
        let unknown = await failure { () throws(VolumeError) in
            _ = try await bench.operations.register(wish, update: false)
        }
        #expect(unknown?.code == .notFound && unknown?.grpcStatus == "NOT_FOUND")
        #expect(
            unknown?.message.hasPrefix(
                "controller validate volume: CSI.ControllerValidateVolume: volume \"nowhere\" could not be found: "
                    + "rpc error: code = NotFound desc = "
            ) == true
        )
        try await bench.create("db")
        _ = try await bench.operations.deregister(VolumeID("db"), force: false)
        wish.volume.externalID = "vol-1"
        wish.volume.requestedCapabilities = [Capability(.singleNodeWriter, .blockDevice)]
        let refused = await failure { () throws(VolumeError) in
            _ = try await bench.operations.register(wish, update: false)
        }
        #expect(refused?.code == .rejected)
        #expect(refused?.message.contains("the volume was made for another use") == true)
        #expect(try bench.volumes.isEmpty)
        #expect(bench.isIdle)
    }

    @Test("An update reconciles: bounds, capabilities, secrets, growth; the question comes before the growth")
    func update() async throws {
        let bench = try Workbench()
        try await bench.create("db", secrets: ["password": "hunter2"])
        var wish = Workbench.wish("db")
        wish.volume.requestedCapabilities.append(Capability(.singleNodeReaderOnly, .fileSystem))
        wish.volume.requestedCapacityMin = 3 << 20
        let outcome = try await bench.operations.register(wish, update: true)
        #expect(outcome.volume.capacity == 3 << 20 && !outcome.isNew)
        #expect(outcome.volume.requestedCapabilities.count == 2)
        #expect(
            bench.driver.calls.rpcs == [.createVolume, .validateVolumeCapabilities, .controllerExpandVolume]
        )
        let secrets = bench.store.view[Keys.secrets(of: VolumeID("db"))]
        #expect(try secrets?.value.record(Secrets.self).revealed == ["password": "hunter2"])

        bench.driver.on(.validateVolumeCapabilities).before(.answer(.invalidArgument, "no"))
        wish.volume.requestedCapacityMin = 9 << 20
        let refused = await failure { () throws(VolumeError) in
            _ = try await bench.operations.register(wish, update: true)
        }
        #expect(refused?.code == .rejected)
        #expect(bench.provider.volumes.map(\.capacityBytes) == [3 << 20])
    }

    @Test("Who registers or creates what is registered is told so, whatever else they ask")
    func exists() async throws {
        let bench = try Workbench()
        try await bench.create("db")
        let again = await failure { () throws(VolumeError) in try await bench.create("db") { $0.name = "other" } }
        #expect(again?.code == .exists && again?.message == "volume already exists: db; update=true reconciles it")
        let registered = await failure { () throws(VolumeError) in
            _ = try await bench.operations.register(Workbench.wish("db"), update: false)
        }
        #expect(registered?.code == .exists)
        #expect(bench.driver.calls.count == 1)
    }

    @Test("Both lists pass the plugin's pages through, and a bad token is the caller's fault")
    func lists() async throws {
        let bench = try Workbench()
        for id in ["a", "b", "c"] { try await bench.create(id) }
        try await bench.snapshot("a", "s")
        let operations = bench.operations
        let page = try await operations.externalVolumes(pluginID: "p", maxEntries: 2, startingToken: "")
        #expect(page.entries.map { $0.volume?.volumeID } == ["vol-1", "vol-2"])
        let rest = try await operations.externalVolumes(pluginID: "p", maxEntries: 2, startingToken: page.nextToken)
        #expect(rest.entries.map { $0.volume?.volumeID } == ["vol-3"] && rest.nextToken.isEmpty)
        let bad = await failure { () throws(VolumeError) in
            _ = try await operations.externalVolumes(pluginID: "p", maxEntries: 0, startingToken: "bad")
        }
        #expect(bad?.code == .invalid && bad?.message.contains("invalid starting token \"bad\": ") == true)
        let snapshots = try await operations.snapshots(
            pluginID: "p",
            maxEntries: 0,
            startingToken: "",
            secrets: Secrets()
        )
        #expect(snapshots.entries.map { $0.snapshot?.snapshotID } == ["snap-4"])
        let nowhere = await failure { () throws(VolumeError) in
            _ = try await operations.externalVolumes(pluginID: "nowhere", maxEntries: 0, startingToken: "")
        }
        #expect(nowhere?.code == .notFound && nowhere?.message == "no such plugin \"nowhere\"")
    }

    @Test("The index of a plugin's lists changes with its storage, and with nothing else")
    func providerIndex() async throws {
        let bench = try Workbench()
        func index() -> Int { Int(bench.store.view[Keys.provider("p")]?.modifyRevision ?? 0) }
        try await bench.create("db")
        let made = index()
        #expect(made > 0)
        var wish = Workbench.wish("db")
        wish.volume.mountOptions = MountOptions(fsType: "ext4")
        _ = try await bench.operations.register(wish, update: true)
        #expect(index() == made)
        try await bench.snapshot("db", "s")
        let cut = index()
        #expect(cut > made)
        _ = try await bench.operations.deregister(VolumeID("db"), force: false)
        #expect(index() == cut)
    }
}
