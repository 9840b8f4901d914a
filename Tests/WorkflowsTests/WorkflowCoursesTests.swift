@testable import CSI
import GRPC
import JSON
import Testing
import Volumes

@testable import Workflows

@Suite("Every course of every workflow: each code, with and without effect, kills, cancels, deadlines")
struct WorkflowCoursesTests {
    private static let secret = "hunter2-secret"
    private static let secrets = Secrets(["password": secret])
    private static let volume = Volume(
        id: VolumeID("db"),
        name: "n",
        externalID: "vol-n",
        pluginID: "p",
        requestedCapabilities: [Capability(.singleNodeWriter, .fileSystem)],
        parameters: ["type": "ssd"]
    )

    /// Tries every course, and returns how many there are.
    @discardableResult
    private func explore(
        _ start: WorkflowModel,
        _ extent: Extent,
        _ check: (WorkflowModel) -> Void
    ) -> Int {
        var open = start.courses(of: .begun, "begin")
        var count = 0
        func require(_ holds: Bool, _ fault: String, _ model: WorkflowModel) {
            if !holds { Issue.record("\(fault): \(model.trace)") }
        }
        while let model = open.popLast() {
            let record = String(decoding: model.workflow.record.bytes, as: UTF8.self)
            require(!record.contains("secret\""), "its record has a secret", model)
            if !model.isOver { open += model.courses(extent) }
            // From everywhere a plugin that does as it should leads to an end.
            let end = model.drained()
            count += 1
            require(end.isOver, "never ends", end)
            require(end.row == nil, "leaves a record", end)
            require(end.commits <= 1, "stores an outcome twice", end)
            require(!end.isAttended, "leaves somebody waiting", end)
            check(end)
        }
        return count
    }

    private static func create() throws -> CreateVolume {
        var volume = volume
        volume.externalID = ""
        return try CreateVolume(volume, name: "n", secrets: secrets, plugin: .able("p"))
    }

    @Test("A volume is made and registered, or neither; a cancelled one is undone", arguments: Extent.allCases)
    func createVolume(_ extent: Extent) throws {
        let start = WorkflowModel(
            try Self.create(),
            ModelProvider(),
            extent
        )
        let count = explore(start, extent) { end in
            #expect(Set(end.provider.volumes.values) == end.volumes, "leaks: \(end.trace)")
            if end.successes > 0 { #expect(end.volumes == ["vol-n"], "\(end.trace)") }
        }
        #expect(count > 100)
    }

    @Test("Undoing keeps a volume that somebody has")
    func createVolumeOfOthers() throws {
        let start = WorkflowModel(
            try Self.create(),
            ModelProvider(volumes: ["n": "vol-n"]),
            volumes: ["vol-n"],
            .twoDisturbances
        )
        explore(start, .twoDisturbances) { end in
            #expect(end.provider.volumes == ["n": "vol-n"], "\(end.trace)")
            #expect(end.volumes == ["vol-n"], "\(end.trace)")
        }
    }

    @Test("A volume that the plugin still has is never forgotten by deleting it", arguments: Extent.allCases)
    func deleteVolume(_ extent: Extent) {
        let start = WorkflowModel(
            DeleteVolume(Self.volume, name: "n", secrets: Self.secrets),
            ModelProvider(volumes: ["n": "vol-n"]),
            volumes: ["vol-n"],
            extent
        )
        explore(start, extent) { end in
            #expect(Set(end.provider.volumes.values).isSubset(of: end.volumes), "\(end.trace)")
            if end.successes > 0 { #expect(end.volumes.isEmpty && end.provider.volumes.isEmpty, "\(end.trace)") }
        }
    }

    @Test("A volume that grows has its new size on record once that was told", arguments: Extent.allCases)
    func expand(_ extent: Extent) throws {
        var target = Self.volume
        target.capacity = 1000
        let start = WorkflowModel(
            try UpdateVolume(
                target,
                isNew: false,
                isValidated: true,
                growth: UpdateVolume.Growth(min: 2000, max: 0),
                secrets: Self.secrets,
                storesSecrets: true,
                plugin: .able("p"),
                prefix: ""
            ),
            ModelProvider(volumes: ["n": "vol-n"]),
            volumes: ["vol-n"],
            extent
        )
        explore(start, extent) { end in
            #expect(end.capacity <= end.provider.capacity, "claims more than there is: \(end.trace)")
            if end.successes > 0 { #expect(end.capacity == 2000 && end.provider.capacity == 2000, "\(end.trace)") }
        }
    }

    @Test("A snapshot is cut and on record, or neither; a cancelled one is undone", arguments: Extent.allCases)
    func createSnapshot(_ extent: Extent) {
        let start = WorkflowModel(
            CreateSnapshot(of: Self.volume, pluginID: "p", name: "s", parameters: [:], secrets: Self.secrets),
            ModelProvider(),
            extent
        )
        explore(start, extent) { end in
            #expect(Set(end.provider.snapshots.values) == end.snapshots, "leaks: \(end.trace)")
        }
    }

    @Test("A snapshot that the plugin still has is never forgotten by deleting it", arguments: Extent.allCases)
    func deleteSnapshot(_ extent: Extent) {
        let start = WorkflowModel(
            DeleteSnapshot("snap-s", pluginID: "p", name: "s", secrets: Self.secrets),
            ModelProvider(snapshots: ["s": "snap-s"]),
            snapshots: ["snap-s"],
            extent
        )
        explore(start, extent) { end in
            #expect(Set(end.provider.snapshots.values).isSubset(of: end.snapshots), "\(end.trace)")
            if end.successes > 0 { #expect(end.snapshots.isEmpty, "\(end.trace)") }
        }
    }

    @Test("Deregistering calls no plugin, and is done once it is begun")
    func deregister() {
        let start = WorkflowModel(
            DeregisterVolume(Self.volume),
            ModelProvider(volumes: ["n": "vol-n"]),
            volumes: ["vol-n"],
            .twoDisturbances
        )
        explore(start, .twoDisturbances) { end in
            #expect(end.volumes.isEmpty && end.provider.volumes == ["n": "vol-n"], "\(end.trace)")
        }
    }

    @Test(
        "A call that is refused leaves no record and tells why",
        arguments: Extent.everyCode.failures(of: Call(.controller(plugin: "p"), DeleteVolumeRequest(volumeID: "v")))
            .filter { $0.verdict == .refused }
    )
    func refused(_ failure: CallFailure) throws {
        for workflow in [
            try Self.create(), DeleteVolume(Self.volume, name: "n", secrets: Self.secrets),
            CreateSnapshot(of: Self.volume, pluginID: "p", name: "s", parameters: [:], secrets: Self.secrets),
        ] as [any Workflow] {
            var workflow = workflow
            _ = workflow.next(.begun)
            #expect(workflow.next(.failed(failure)) == [.fail(failure.error), .end])
        }
    }

    @Test("What the plugin refuses for a reason that may not last ends a create only where nothing can be done yet")
    func denied() throws {
        let denied = CallFailure.test(.tryElsewhere, .exhausted)
        var fresh = try Self.create()
        _ = fresh.next(.begun)
        #expect(fresh.next(.failed(denied)) == [.fail(denied.error), .end])

        var unsure = try Self.create()
        _ = unsure.next(.begun)
        _ = unsure.next(.failed(.passing))
        let actions = unsure.next(.failed(denied))
        #expect(actions.first == .fail(denied.error))
        #expect(actions.count == 2 && !actions.contains(.end))
    }

    @Test("Who waits is told after three failures that CSI does not describe, while the create goes on")
    func failing() throws {
        var workflow = try Self.create()
        _ = workflow.next(.begun)
        #expect(workflow.next(.failed(.broken)).count == 1)
        #expect(workflow.next(.failed(.broken)).count == 1)
        let third = workflow.next(.failed(.broken))
        #expect(third.count == 2 && third.first == .fail(CallFailure.broken.error))
        #expect(workflow.next(.failed(.broken)).count == 1)
    }

    @Test("A volume that is gone counts as deleted, though CSI would have the plugin say OK")
    func deletedBefore() {
        var workflow = DeleteVolume(Self.volume, name: "n", secrets: Self.secrets)
        _ = workflow.next(.begun)
        guard case .commit(let changes, _)? = workflow.next(.failed(.test(.done, .notFound))).first else {
            Issue.record("it is not forgotten")
            return
        }
        #expect(changes.contains(.deleteVolume(Self.volume.id, externalID: "vol-n", pluginID: "p")))
    }

    @Test("A deadline that passes before the plugin could be asked ends the operation: nothing is done later")
    func expiredUnsent() throws {
        var workflow = try Self.create()
        _ = workflow.next(.begun)
        _ = workflow.next(.failed(.unsent))
        #expect(workflow.next(.expired(isCalling: false)).last == .end)
    }
}

/// How far courses are followed: all of everything would be too many.
enum Extent: CaseIterable, Sendable {
    /// One call fails, with any code, and one other thing happens.
    case everyCode
    /// Two calls fail, and one other thing happens.
    case twoFailures
    /// One call fails, and two other things happen.
    case twoDisturbances

    var misbehaviours: Int { self == .twoFailures ? 2 : 1 }
    var disturbances: Int { self == .twoDisturbances ? 2 : 1 }
    func failures(of call: Call) -> [CallFailure] {
        guard self == .everyCode else { return Self.verdicts }
        func failure(_ request: some RequestMessage) -> [CallFailure] {
            Self.errors.map { CallFailure($0, of: request, volume: nil, plugin: "p") } + [.unsent]
        }
        return failure(call.request)
    }

    /// Every code that gRPC has, one that it has not, a connection that was cut, and an answer that can't be used.
    private static let errors: [CallError] =
        (1...17).map { (code: Int32) in
            var error = RPCError(StatusCode(rawValue: code), "text")
            error.isFromPeer = true
            return CallError("m", error)
        } + [
            CallError("m", RPCError(.resourceExhausted, "text")),
            CallError("m", answer: MessageError("f", "is missing")),
        ]
    private static let verdicts: [CallFailure] = [
        .test(.refused, .rejected), .test(.tryLater, .inUse), .test(.pending, .busy, isPassing: true), .passing,
        .broken,
        .unsent,
    ]
}

extension JSON {
    fileprivate var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}
