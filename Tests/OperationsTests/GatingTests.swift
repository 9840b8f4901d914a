import CSI
import GRPC
import ScriptedDriver
import StateStore
import Testing
import Volumes

@testable import Operations

@Suite(
    "Nothing is asked of a plugin that it cannot do, or that a request may not hold (W11, W28)",
    .timeLimit(.minutes(2))
)
struct GatingTests {
    private func request<Request: Message>(_ bench: Workbench, _ rpc: RPC) throws -> Request {
        let bytes = try #require(bench.driver.calls.of(rpc).last?.request)
        return try Request(decoding: bytes)
    }

    @Test("Places are asked for only where the plugin has VOLUME_ACCESSIBILITY_CONSTRAINTS, and where there are any")
    func topologies() async throws {
        let bench = try Workbench()
        let place = TopologyRequest(required: [Topology(segments: ["zone": "a"])])
        try await bench.create("a") { $0.requestedTopologies = place }
        var sent: CreateVolumeRequest = try request(bench, .createVolume)
        #expect(sent.accessibilityRequirements == nil)
        bench.plugins.change("p") { $0.hasTopologies = true }
        try await bench.create("b") { $0.requestedTopologies = place }
        sent = try request(bench, .createVolume)
        #expect(sent.accessibilityRequirements?.requisite.map(\.segments) == [["zone": "a"]])
        try await bench.create("c") { $0.requestedTopologies = TopologyRequest(required: [], preferred: []) }
        sent = try request(bench, .createVolume)
        #expect(sent.accessibilityRequirements == nil)
    }

    @Test("The range of capacities is left out where nothing is asked for")
    func range() async throws {
        let bench = try Workbench()
        try await bench.create("a") { $0.requestedCapacityMin = 0 }
        let sent: CreateVolumeRequest = try request(bench, .createVolume)
        #expect(sent.capacityRange == nil)
    }

    @Test("The modes of CSI 1.5 are asked for only of plugins that know them")
    func modes() async throws {
        let bench = try Workbench()
        try await bench.create("a") { $0.requestedCapabilities = [Capability(.singleNodeSingleWriter, .blockDevice)] }
        let sent: CreateVolumeRequest = try request(bench, .createVolume)
        #expect(sent.volumeCapabilities.map { $0.accessMode?.mode } == [.singleNodeSingleWriter])
        bench.plugins.change("p") { $0.controllerCapabilities.remove(.singleNodeMultiWriter) }
        for mode in [AccessMode.singleNodeSingleWriter, .singleNodeMultiWriter] {
            let error = await failure { () throws(VolumeError) in
                try await bench.create("b") { $0.requestedCapabilities = [Capability(mode, .fileSystem)] }
            }
            #expect(error?.code == .unsupported)
        }
        #expect(bench.driver.calls.count == 1)
    }

    @Test("Mount options go with file systems, not with block devices")
    func mountOptions() async throws {
        let bench = try Workbench()
        try await bench.create("a") { volume in
            volume.requestedCapabilities = [
                Capability(.singleNodeWriter, .fileSystem), Capability(.singleNodeWriter, .blockDevice),
            ]
            volume.mountOptions = MountOptions(fsType: "xfs", mountFlags: ["ro"])
        }
        let sent: CreateVolumeRequest = try request(bench, .createVolume)
        #expect(
            sent.volumeCapabilities.map(\.accessType) == [
                .mount(.init(fsType: "xfs", mountFlags: ["ro"])), .block(.init()),
            ]
        )
    }

    @Test("Without its capability no call is made, and the answer says what the plugin lacks")
    func capabilities() async throws {
        let bench = try Workbench()
        try await bench.create("db")
        let snapshot = try await bench.snapshot("db", "s")
        let before = bench.driver.calls.count
        bench.plugins.change("p") { $0.controllerCapabilities = [] }
        let operations = bench.operations
        var errors: [VolumeError?] = []
        errors.append(await failure { () throws(VolumeError) in try await bench.create("other") })
        errors.append(await failure { () throws(VolumeError) in try await bench.delete("db") })
        errors.append(
            await failure { () throws(VolumeError) in
                _ = try await operations.expand(VolumeID("db"), required: 9 << 20, limit: 0, secrets: nil)
            }
        )
        errors.append(await failure { () throws(VolumeError) in try await bench.snapshot("db", "t") })
        errors.append(
            await failure { () throws(VolumeError) in
                try await operations.deleteSnapshot(snapshot.id, pluginID: "p", secrets: Secrets())
            }
        )
        errors.append(
            await failure { () throws(VolumeError) in
                _ = try await operations.externalVolumes(pluginID: "p", maxEntries: 0, startingToken: "")
            }
        )
        #expect(errors.map { $0?.code } == Array(repeating: .unsupported, count: 6))
        #expect(bench.driver.calls.count == before)
    }

    @Test("A volume is made from another, or from a snapshot, only where the plugin can")
    func sources() async throws {
        let bench = try Workbench()
        try await bench.create("db")
        bench.plugins.change("p") { $0.controllerCapabilities = [.createDeleteVolume] }
        for change in [{ $0.cloneID = "vol-1" }, { $0.snapshotID = "s" }] as [@Sendable (inout Volume) -> Void] {
            let error = await failure { () throws(VolumeError) in try await bench.create("clone", change) }
            #expect(error?.code == .unsupported)
        }
        #expect(bench.driver.calls.count == 1)
    }

    @Test("A plugin that does not answer is not asked, whatever it could do")
    func health() async throws {
        let bench = try Workbench()
        try await bench.create("db")
        for health in [Plugin.Health.unhealthy, .notReady, .unknown] {
            bench.plugins.change("p") { $0.health = health }
            let error = await failure { () throws(VolumeError) in try await bench.delete("db") }
            #expect(error?.code == .unavailable)
        }
        #expect(bench.driver.calls.count == 1)
    }

    @Test("What CSI can't carry is refused before an intent is stored")
    func sizes() async throws {
        let bench = try Workbench()
        try await bench.create("db")
        let before = bench.store.view.revision
        let long = String(repeating: "x", count: 129)
        let longID = String(repeating: "x", count: 4097)
        let large = ["k": String(repeating: "x", count: 5000)]
        let operations = bench.operations
        var errors: [VolumeError?] = []
        errors.append(await failure { () throws(VolumeError) in try await bench.create("a") { $0.name = long } })
        errors.append(await failure { () throws(VolumeError) in try await bench.create("a") { $0.parameters = large } })
        errors.append(await failure { () throws(VolumeError) in try await bench.create("a", secrets: large) })
        errors.append(await failure { () throws(VolumeError) in try await bench.delete("db", secrets: large) })
        errors.append(await failure { () throws(VolumeError) in try await bench.snapshot("db", long) })
        errors.append(await failure { () throws(VolumeError) in try await bench.snapshot("db", "a\u{0}b") })
        errors.append(
            await failure { () throws(VolumeError) in
                try await operations.deleteSnapshot(longID, pluginID: "p", secrets: Secrets())
            }
        )
        #expect(errors.map { $0?.code } == Array(repeating: .invalid, count: 7))
        #expect(errors[0]?.message.contains("volume name is longer than 128 bytes") == true)
        #expect(bench.store.view.revision == before)
        #expect(bench.driver.calls.count == 1)
    }

    @Test("Where CSI knows volumes by their IDs, each has a name of its own, which has to fit as well")
    func volumeName() async throws {
        let bench = try Workbench(volumeName: .id)
        try await bench.create("a") { $0.name = "same" }
        try await bench.create("b") { $0.name = "same" }
        #expect(bench.provider.volumeID(named: "default.a") == "vol-1")
        #expect(bench.provider.volumeID(named: "default.b") == "vol-2")
        let error = await failure { () throws(VolumeError) in
            try await bench.create(String(repeating: "x", count: 125)) { $0.name = "short" }
        }
        #expect(error?.code == .invalid)
    }

    @Test("A namespace is the one that is configured, byte by byte")
    func namespaces() async throws {
        let bench = try Workbench()
        let error = await failure { () throws(VolumeError) in
            try await bench.create("db") { $0.id.namespace = "cafe\u{301}" }
        }
        #expect(error?.code == .notFound)
        #expect(bench.driver.calls.isEmpty)
        try await bench.create("db") { $0.id.namespace = "caf\u{E9}" }
    }
}
