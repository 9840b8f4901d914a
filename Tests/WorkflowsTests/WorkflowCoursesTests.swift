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
            DeleteVolume(Self.volume, secrets: Self.secrets),
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
            try Self.create(), DeleteVolume(Self.volume, secrets: Self.secrets),
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
        var workflow = DeleteVolume(Self.volume, secrets: Self.secrets)
        _ = workflow.next(.begun)
        guard case .commit(let changes, _, _)? = workflow.next(.failed(.test(.done, .notFound))).first else {
            Issue.record("it is not forgotten")
            return
        }
        #expect(changes.contains(.deleteVolume(Self.volume.id, externalID: "vol-n", pluginID: "p")))
    }

    @Test(
        "An expansion or a delete goes on after any failure but a refusal of its first try, however often",
        arguments: Extent.verdicts.filter { $0.verdict != .refused && $0.verdict != .tryLater }
    )
    func goesOn(_ failure: CallFailure) throws {
        for workflow in [try Self.growth(), DeleteVolume(Self.volume, secrets: Self.secrets)] as [any Workflow] {
            var workflow = workflow
            _ = workflow.next(.begun)
            for _ in 1...10 {
                let actions = workflow.next(.failed(failure))
                #expect(actions.contains(where: \.isCall) && !actions.contains(.end), "\(actions)")
            }
            guard failure.verdict != nil else { continue }
            // What is refused now may have been done before.
            for refusal in [.test(.refused, .rejected), .test(.tryLater, .inUse)] as [CallFailure] {
                let actions = workflow.next(.failed(refusal))
                #expect(actions.first == .fail(refusal.error.prefixed(workflow.prefixOfTests)))
                #expect(actions.contains(where: \.isCall) && !actions.contains(.end))
            }
            // Given up it is kept, with what may be left of it.
            let actions = workflow.next(.cancelled)
            #expect(actions.last == .abandon(workflow.leftover) && workflow.leftover.contains("db"))
        }
    }

    @Test("Cancelling ends at once where no try can have had an effect")
    func cancelledUnsent() throws {
        for workflow in [
            try Self.create(), try Self.growth(), DeleteVolume(Self.volume, secrets: Self.secrets),
            CreateSnapshot(of: Self.volume, pluginID: "p", name: "s", parameters: [:], secrets: Self.secrets),
        ] as [any Workflow] {
            var workflow = workflow
            _ = workflow.next(.begun)
            _ = workflow.next(.failed(.unsent))
            #expect(workflow.next(.cancelled).last == .end)
        }
    }

    private static func growth() throws -> UpdateVolume {
        try UpdateVolume(
            volume,
            isNew: false,
            isValidated: false,
            growth: UpdateVolume.Growth(min: 2000, max: 0),
            secrets: secrets,
            storesSecrets: false,
            plugin: .able("p"),
            prefix: ""
        )
    }

    @Test("Undoing has an end, after which what may be left is named")
    func undoingEnds() throws {
        var workflow = try Self.create()
        _ = workflow.next(.begun)
        _ = workflow.next(.failed(.passing))
        #expect(workflow.next(.cancelled).contains(.save()))
        _ = workflow.next(.answered(Answer(CreateVolumeResponse(volume: .init(volumeID: "vol-n")))))
        var actions: [WorkflowAction] = []
        for _ in 1...100 where !actions.contains(where: { if case .abandon = $0 { true } else { false } }) {
            actions = workflow.next(.failed(.test(.tryLater, .inUse)))
        }
        #expect(actions == [.abandon(workflow.leftover)] && workflow.leftover.contains("\"vol-n\""))
    }

    @Test("An undo whose object is gone is done", arguments: [VolumeError.Code.notFound, .exists])
    func undoneBefore(_ code: VolumeError.Code) throws {
        var workflow = CreateSnapshot(of: Self.volume, pluginID: "p", name: "s", parameters: [:], secrets: Self.secrets)
        _ = workflow.next(.begun)
        _ = workflow.next(.failed(.passing))
        _ = workflow.next(.cancelled)
        #expect(workflow.next(.failed(.test(.tryLater, code))) == [.end])
    }

    @Test("What can't be kept or stored is removed by its ID, and whoever waits is told why")
    func unkeepable() throws {
        var small = Self.volume
        (small.externalID, small.requestedCapacityMin) = ("", 2000)
        let create = try CreateVolume(small, name: "n", secrets: Self.secrets, plugin: .able("p"))
        let made = CSI.Volume(capacityBytes: 1000, volumeID: "vol-n")
        let faulty = Answer(CreateVolumeResponse(volume: .init(volumeID: "vol-n")), fault: MessageError("f", "is bad"))
        for answer in [Answer(CreateVolumeResponse(volume: made)), faulty] {
            var workflow = create
            _ = workflow.next(.begun)
            Self.expectRemoval(workflow.next(.answered(answer)))
        }
        var workflow = create
        _ = workflow.next(.begun)
        let large = CSI.Volume(capacityBytes: 9000, volumeID: "vol-n")
        #expect(workflow.next(.answered(Answer(CreateVolumeResponse(volume: large)))).first?.isCommit == true)
        Self.expectRemoval(workflow.next(.unstorable("it is too large")))
    }

    private static func expectRemoval(_ actions: [WorkflowAction]) {
        #expect(actions.first == .save() && actions.count == 3, "\(actions)")
        guard case .fail(let error)? = actions.dropFirst().first,
            case .callUnlessKept(let call, let kept)? = actions.last
        else {
            Issue.record("\(actions)")
            return
        }
        #expect(error.code == .pluginFailed && kept == .volume("vol-n"))
        #expect((call.request as? DeleteVolumeRequest)?.volumeID == "vol-n")
    }

    @Test("A create that answered with an error at every try is superseded under the same name by another wish")
    func superseded() throws {
        var workflow = try Self.create()
        _ = workflow.next(.begun)
        _ = workflow.next(.failed(.broken))
        var target = Self.volume
        (target.externalID, target.parameters) = ("", ["type": "hdd"])
        let wish = try CreateVolume(target, name: "other", secrets: Secrets(), plugin: .able("p"))
        let isSuperseded = workflow.supersede(with: wish, secrets: nil)
        #expect(isSuperseded)
        let request = try #require(workflow.call.request as? CreateVolumeRequest)
        #expect(request.name == "n" && request.parameters == ["type": "hdd"])
        #expect(request.secrets == Self.secrets.revealed)

        // The old wish was fulfilled: the new one gets a name of its own, the old is undone by itself.
        var restored = try CreateVolume(record: workflow.record, secrets: workflow.secrets)
        #expect(restored.next(.resumed) == [.call(workflow.call)])
        let actions = restored.next(.failed(.test(.tryLater, .exists)))
        guard case .save(let undos)? = actions.first, case .call(let call, _)? = actions.last else {
            Issue.record("\(actions)")
            return
        }
        #expect(undos.count == 1 && undos.first?.phase == "undoing" && undos.first?.name == "n")
        #expect((undos.first?.call.request as? CreateVolumeRequest)?.parameters == ["type": "ssd"])
        let renamed = try #require(call.request as? CreateVolumeRequest)
        #expect(renamed.name.hasPrefix("n-") && renamed.name.count == 10 && restored.name == renamed.name)
    }

    @Test("A create whose call got lost is not superseded, nor one of another plugin or in its undoing")
    func notSuperseded() throws {
        var target = Self.volume
        (target.externalID, target.parameters) = ("", ["type": "hdd"])
        let wish = try CreateVolume(target, name: "n", secrets: Secrets(), plugin: .able("p"))
        var lost = try Self.create()
        _ = lost.next(.begun)
        _ = lost.next(.failed(.passing))
        let isLostSuperseded = lost.supersede(with: wish, secrets: nil)
        #expect(!isLostSuperseded)
        var undoing = try Self.create()
        _ = undoing.next(.begun)
        _ = undoing.next(.failed(.broken))
        target.pluginID = "q"
        let elsewhere = try CreateVolume(target, name: "n", secrets: Secrets(), plugin: .able("q"))
        let movesElsewhere = undoing.supersede(with: elsewhere, secrets: nil)
        #expect(!movesElsewhere)
        _ = undoing.next(.cancelled)
        let isUndoingSuperseded = undoing.supersede(with: wish, secrets: nil)
        #expect(!isUndoingSuperseded)
    }

    @Test("Other secrets make another request, of which a refusal proves nothing about the one before")
    func changedSecrets() throws {
        var workflow = try Self.create()
        _ = workflow.next(.begun)
        _ = workflow.next(.failed(.passing))
        let keeps = workflow.renew(with: nil)
        #expect(keeps && workflow.secrets == Self.secrets)
        let changes = workflow.renew(with: Secrets(["password": "wrong"]))
        #expect(changes)
        let refusal = CallFailure.test(.refused, .rejected)
        #expect(workflow.next(.failed(refusal)) == [.fail(refusal.error), .call(workflow.call, isDelayed: true)])
        var restored = try CreateVolume(record: workflow.record, secrets: workflow.secrets)
        #expect(restored.next(.failed(refusal)).contains(.end) == false)
    }

    @Test("A name that is taken gets eight hex digits of its own, and stays within CSI's limit")
    func suffixes() {
        let long = String(repeating: "é", count: 64)
        let names = [
            CreateVolume.suffixed("n", for: VolumeID("a")), CreateVolume.suffixed("n", for: VolumeID("b")),
            CreateVolume.suffixed("n", for: VolumeID("a", namespace: "b")),
            CreateVolume.suffixed(long, for: VolumeID("a")),
        ]
        #expect(Set(names).count == 4 && names.allSatisfy { $0.utf8.count <= 128 })
        #expect(names[0].hasPrefix("n-") && names[0].count == 10)
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
    static let verdicts: [CallFailure] = [
        .test(.refused, .rejected), .test(.tryLater, .inUse), .test(.pending, .busy, isPassing: true), .passing,
        .broken,
        .unsent,
    ]
}

extension WorkflowAction {
    fileprivate var isCall: Bool {
        if case .call = self { true } else { false }
    }

    fileprivate var isCommit: Bool {
        if case .commit = self { true } else { false }
    }
}

extension Workflow {
    /// What stands before the messages of its failures.
    fileprivate var prefixOfTests: String { self is UpdateVolume ? "unable to expand volume: " : "" }
}

extension JSON {
    fileprivate var bytes: [UInt8] {
        var writer = JSONWriter()
        writer.value(self)
        return writer.bytes
    }
}
