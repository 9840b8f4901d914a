import CSI
import GRPC
import ScriptedDriver
import StateStore
import Testing
import Volumes

@testable import Operations
@testable import Plugins

@Suite("Plugins that fail", .timeLimit(.minutes(5)))
struct FailureTests {
    /// Those with which a plugin says that it did nothing.
    static let refusals: [StatusCode] = [
        .invalidArgument, .notFound, .alreadyExists, .permissionDenied, .resourceExhausted, .failedPrecondition,
        .outOfRange, .unimplemented, .unauthenticated,
    ]
    /// Those after which it may have done it.
    static let uncertain: [StatusCode] = [
        .aborted, .unavailable, .deadlineExceeded, .cancelled, .internal, .unknown, .dataLoss,
    ]

    @Test("A create that is refused is told at once, and leaves nothing", arguments: refusals)
    func refused(_ code: StatusCode) async throws {
        let bench = try Workbench()
        bench.driver.on(.createVolume).before(.answer(code, "no luck"))
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        #expect(error?.grpcStatus == code.description)
        #expect(error?.message.hasPrefix("controller create volume: CSI.ControllerCreateVolume: ") == true)
        #expect(error?.message.hasSuffix("desc = no luck") == true)
        #expect(error?.volume == "db" && error?.plugin == "p" && error?.operation == nil)
        #expect(bench.driver.calls.count == 1)
        try await bench.settled()
        #expect(try bench.isInAccord)
    }

    @Test(
        "A create that fails otherwise goes on until it is done",
        arguments: uncertain,
        [Rule.Moment.before, .after]
    )
    func goesOn(_ code: StatusCode, _ moment: Rule.Moment) async throws {
        let bench = try Workbench()
        let failing = bench.driver.on(.createVolume).times(4)
        if moment == .before { failing.before(.answer(code, "oops")) } else { failing.after(.answer(code, "oops")) }
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        if let error {
            // Only failures that CSI does not describe are told while the operation goes on.
            #expect(error.code == .pluginFailed && error.operation != nil)
        }
        try await bench.settled()
        #expect(try bench.volumes.map(\.externalID) == ["vol-1"])
        #expect(try bench.isInAccord)
        #expect(bench.driver.calls.count == 5)
        #expect(bench.driver.calls.overlapping.isEmpty)
    }

    @Test("An answer that is too large is no refusal: the create goes on until it is known what was made")
    func tooLarge() async throws {
        let bench = try Workbench()
        bench.driver.on(.createVolume).times(4).after(.send(.oversized(bytes: 5 << 20)))
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        #expect(error?.code == .pluginFailed && error?.operation != nil)
        try await bench.settled()
        #expect(try bench.volumes.map(\.externalID) == ["vol-1"])
        #expect(try bench.isInAccord)
    }

    @Test("A delete that is refused keeps the volume", arguments: refusals.filter { $0 != .notFound })
    func deleteRefused(_ code: StatusCode) async throws {
        let bench = try Workbench()
        try await bench.create("db")
        bench.driver.on(.deleteVolume).before(.answer(code, "no"))
        let error = await failure { () throws(VolumeError) in try await bench.delete("db") }
        #expect(error?.grpcStatus == code.description)
        try await bench.settled()
        #expect(try bench.volumes.count == 1 && bench.isInAccord)
    }

    @Test("A delete whose first try failed is done by the second", arguments: uncertain, [Rule.Moment.before, .after])
    func deleteOpen(_ code: StatusCode, _ moment: Rule.Moment) async throws {
        let bench = try Workbench()
        try await bench.create("db")
        let failing = bench.driver.on(.deleteVolume).times(1)
        if moment == .before { failing.before(.answer(code, "oops")) } else { failing.after(.answer(code, "oops")) }
        try await bench.delete("db")
        #expect(try bench.volumes.isEmpty && bench.isInAccord)
    }

    @Test("Snapshots are made and deleted as volumes are", arguments: uncertain)
    func snapshots(_ code: StatusCode) async throws {
        let bench = try Workbench()
        try await bench.create("db")
        bench.driver.on(.createSnapshot).times(2).after(.answer(code, "oops"))
        bench.driver.on(.deleteSnapshot).times(2).after(.answer(code, "oops"))
        let snapshot = try await bench.snapshot("db", "s")
        #expect(try bench.isInAccord)
        try await bench.operations.deleteSnapshot(snapshot.id, pluginID: "p", secrets: Secrets())
        #expect(try bench.snapshots.isEmpty && bench.isInAccord)
    }

    @Test("What was refused after a try that may be done goes on: the volume is registered once the obstacle is gone")
    func deniedLater() async throws {
        let bench = try Workbench()
        bench.driver.on(.createVolume).call(1).after(.answer(.unavailable, "gone"))
        bench.driver.on(.createVolume).call(2).before(.answer(.permissionDenied, "the key was revoked"))
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        #expect(error?.grpcStatus == "PERMISSION_DENIED" && error?.operation != nil)
        try await bench.settled()
        #expect(try bench.volumes.count == 1 && bench.isInAccord)
    }

    @Test("A plugin that is killed in a call is asked again when it is back", arguments: [Rule.Moment.before, .after])
    func crash(_ moment: Rule.Moment) async throws {
        let bench = try Workbench()
        let dying = bench.driver.on(.createVolume).times(1)
        if moment == .before { dying.before(.crash) } else { dying.after(.crash) }
        async let created = bench.create("db")
        try await bench.driver.calls { $0.count == 1 && $0.underWay.isEmpty }
        try await bench.driver.start()
        #expect(try await created.isNew)
        #expect(try bench.isInAccord)
    }

    @Test(
        "A plugin that is gone, or has no room, is looked at soon (W14)",
        arguments: [.unavailable, .resourceExhausted] as [StatusCode]
    )
    func looks(_ code: StatusCode) async throws {
        let bench = try Workbench()
        bench.driver.on(.createVolume).times(1).before(.answer(code, "oops"))
        _ = await failure { () throws(VolumeError) in try await bench.create("db") }
        #expect(bench.plugins.looksWanted == ["p"])
    }

    @Test("A plugin that cannot be reached is told after the deadline, and nothing is done later")
    func unreachable() async throws {
        let bench = try Workbench(deadline: .milliseconds(300))
        await bench.driver.stop()
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        #expect(error?.code == .unavailable && error?.operation == nil)
        try await bench.settled()
        try await bench.driver.start()
        #expect(bench.driver.calls.isEmpty)
    }

    @Test(
        "A call that hangs past the deadline is told with the operation's ID, and done when the plugin answers"
    )
    func hanging() async throws {
        let bench = try Workbench(deadline: .milliseconds(300))
        let hang = bench.driver.on(.createVolume).hangs(.before)
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        #expect(error?.code == .deadlineExceeded)
        let id = try #require(error?.operation)
        let status = try #require(bench.operations.operation(id))
        #expect(status.kind == "create volume" && status.state == "creating" && status.tries == 1)
        #expect(status.volume == VolumeID("db") && status.plugin == "p" && status.since > 0)
        hang.release()
        try await bench.settled()
        #expect(try bench.volumes.count == 1 && bench.isInAccord)
    }

    @Test("Each call has a deadline, after which the plugin is asked again")
    func callTimeout() async throws {
        let bench = try Workbench(timeout: .milliseconds(300))
        let hang = bench.driver.on(.createVolume).times(1)
        _ = hang.hangs(.after)
        try await bench.create("db")
        #expect(bench.driver.calls.count == 2)
        #expect(try bench.isInAccord)
    }

    @Test("What is wrong with the answers stands in the operation that goes on for them")
    func lastError() async throws {
        let bench = try Workbench()
        bench.driver.on(.createVolume).every.edit(CreateVolumeResponse.self) { $0.volume?.volumeID = "" }
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        let operation = try #require(bench.operations.operations.first)
        #expect(error?.message == "\(operation.lastError ?? ""); the operation goes on as \(operation.id)")
        bench.driver.behave()
        try await bench.settled()
        #expect(try bench.volumes.count == 1 && bench.isInAccord)
    }

    @Test("Answers that name nothing are errors that name the field, and end nothing but the call")
    func nonsense() async throws {
        let answers: [(name: String, field: String, edit: @Sendable (inout CreateVolumeResponse) -> Void)] = [
            ("none", "CreateVolumeResponse.volume is missing", { $0.volume = nil }),
            ("empty", "volume_id is empty", { $0.volume?.volumeID = "" }),
        ]
        for (name, field, edit) in answers {
            let bench = try Workbench()
            bench.driver.on(.createVolume).times(3).edit(CreateVolumeResponse.self) { edit(&$0) }
            let error = await failure { () throws(VolumeError) in try await bench.create(name) }
            #expect(error?.code == .pluginFailed && error?.plugin == "p", "\(name): \(String(describing: error))")
            #expect(error?.message.contains(field) == true, "\(name): \(String(describing: error))")
            // Its next answer is right.
            try await bench.settled()
            #expect(try bench.volumes.count == 1 && bench.isInAccord)
        }
    }

    @Test("What can't be kept is told and removed by its ID, which the answer gives all the same")
    func unkeepable() async throws {
        let answers: [(name: String, field: String, edit: @Sendable (inout CreateVolumeResponse) -> Void)] = [
            ("negative", "capacity_bytes is negative", { $0.volume?.capacityBytes = -1 }),
            ("small", "capacity_bytes is 1, less than the required", { $0.volume?.capacityBytes = 1 }),
            ("large", "volume_context", { $0.volume?.volumeContext = ["k": String(repeating: "x", count: 70_000)] }),
            (
                "many", "accessible_topology has 65 entries",
                { $0.volume?.accessibleTopology = Array(repeating: .init(segments: ["a": "b"]), count: 65) }
            ),
        ]
        for (name, field, edit) in answers {
            let bench = try Workbench()
            bench.driver.on(.createVolume).times(1).edit(CreateVolumeResponse.self) { edit(&$0) }
            let error = await failure { () throws(VolumeError) in try await bench.create(name) }
            #expect(error?.code == .pluginFailed && error?.operation != nil, "\(name): \(String(describing: error))")
            #expect(error?.message.contains(field) == true, "\(name): \(String(describing: error))")
            try await bench.settled()
            #expect(try bench.volumes.isEmpty && bench.isInAccord, "\(name)")
        }
    }

    @Test("What real plugins send beyond CSI's limits is kept")
    func generous() async throws {
        let bench = try Workbench()
        let context = ["k": String(repeating: "x", count: 60_000)]
        let id = String(repeating: "i", count: 4096)
        bench.driver.on(.createVolume).times(1).edit(CreateVolumeResponse.self) {
            $0.volume?.volumeContext = context
            $0.volume?.capacityBytes = 5 << 20
            $0.volume?.volumeID = id
        }
        let outcome = try await bench.create("db") { $0.requestedCapacityMax = 2 << 20 }
        #expect(outcome.volume.context == context && outcome.volume.capacity == 5 << 20)
        #expect(outcome.volume.externalID == id)
        bench.driver.on(.deleteVolume).before(.answer(.notFound, "it is not there"))
        try await bench.delete("db")
        #expect(try bench.volumes.isEmpty)
    }

    @Test("An outcome that can never be stored is undone, and whoever waits is told")
    func unstorable() async throws {
        let bench = try Workbench()
        bench.store.fail(after: 1, with: .invalid, times: 1)
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        #expect(error?.code == .pluginFailed && error?.operation != nil)
        try await bench.settled()
        #expect(try bench.volumes.isEmpty && bench.isInAccord)
        #expect(bench.provider.volumes.isEmpty)
    }

    @Test("A plugin that hangs delays none of another's volumes")
    func isolation() async throws {
        let bench = try Workbench(["p", "q"], deadline: .seconds(30), limit: 2)
        let hang = bench.driver("p").on(.createVolume).hangs(.before)
        let stuck = (1...6).map { number in Task { try await bench.create("p\(number)", plugin: "p") } }
        try await hang.reached(2)
        for number in 1...5 { try await bench.create("q\(number)", plugin: "q") }
        #expect(bench.driver("p").calls.count == 2, "more than the limit of the plugin")
        hang.release()
        for task in stuck { _ = try await task.value }
        #expect(bench.driver("p").calls.maximumConcurrency == 2)
        #expect(try bench.isInAccord)
    }
}
