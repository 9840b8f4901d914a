import CSI
import Foundation
import GRPC
import ScriptedDriver
import TestSupport
import Testing

@testable import Operations

/// A workflow that is interrupted: what comes before it, what it is, and the call that it makes.
struct CrashCase: CustomTestStringConvertible, Sendable {
    let preparation: [String]
    let operation: String
    /// Nil where no plugin is called.
    let rpc: RPC?
    /// What is there when it was done.
    let done: Holdings
    /// What is there when it was not.
    let undone: Holdings

    var testDescription: String { operation }

    static let small: Int64 = 1 << 20
    private static let volume = Holdings(volumes: ["vol-1": small])
    private static let withSnapshot = Holdings(volumes: ["vol-1": small], snapshots: ["snap-2"])

    static let all: [CrashCase] = [
        CrashCase(preparation: [], operation: "create db", rpc: .createVolume, done: volume, undone: Holdings()),
        CrashCase(
            preparation: ["create db"],
            operation: "delete db",
            rpc: .deleteVolume,
            done: Holdings(),
            undone: volume
        ),
        CrashCase(
            preparation: ["create db"],
            operation: "expand db \(small * 3)",
            rpc: .controllerExpandVolume,
            done: Holdings(volumes: ["vol-1": small * 3]),
            undone: volume
        ),
        CrashCase(
            preparation: ["create db"],
            operation: "snapshot db nightly",
            rpc: .createSnapshot,
            done: withSnapshot,
            undone: volume
        ),
        CrashCase(
            preparation: ["create db", "snapshot db nightly"],
            operation: "delete-snapshot snap-2",
            rpc: .deleteSnapshot,
            done: volume,
            undone: withSnapshot
        ),
    ]
}

@Suite("A real process is killed at every step of each workflow, and started again", .timeLimit(.minutes(5)))
struct CrashTests {
    /// A provider and a store, which outlive those that use them.
    private struct Place {
        let folder: String
        let provider = InMemoryDriver()
        let driver: ScriptedDriver

        init() throws {
            folder = FileManager.default.temporaryDirectory.path + "/crash-\(UUID().uuidString.prefix(8))"
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            driver = try ScriptedDriver(provider.handlers, at: .unix(path: folder + "/csi.sock"))
        }

        func start(death: [String] = []) async throws -> RunnerProcess {
            try await RunnerProcess(store: folder + "/state.db", socket: folder + "/csi.sock", death: death)
        }

        func prepare(_ operations: [String]) async throws {
            let subject = try await start()
            for operation in operations { try await subject.perform(operation) }
            try await subject.kill()
        }

        /// Starts again, and compares: provider and agent agree, and what was acknowledged is there.
        func check(_ test: CrashCase, wasStored: Bool, wasAcknowledged: Bool) async throws {
            try await driver.calls { $0.underWay.isEmpty }
            driver.behave()
            let subject = try await start()
            let believed = try await subject.holdings()
            try await subject.kill()
            #expect(believed == provider.holdings)
            #expect(believed == (wasStored ? test.done : test.undone))
            if wasAcknowledged { #expect(wasStored) }
            #expect(driver.calls.changing.overlapping.isEmpty)
            try? FileManager.default.removeItem(atPath: folder)
        }
    }

    @Test("Before its intent is stored: it never was", arguments: CrashCase.all)
    func beforeIntent(_ test: CrashCase) async throws {
        let place = try Place()
        try await place.prepare(test.preparation)
        let subject = try await place.start(death: ["before", "1"])
        try subject.begin(test.operation)
        try await subject.ended()
        try await place.check(test, wasStored: false, wasAcknowledged: false)
    }

    @Test("With its intent stored: it is done at the next start", arguments: CrashCase.all)
    func afterIntent(_ test: CrashCase) async throws {
        let place = try Place()
        try await place.prepare(test.preparation)
        let subject = try await place.start(death: ["after", "1"])
        try subject.begin(test.operation)
        try await subject.ended()
        try await place.check(test, wasStored: true, wasAcknowledged: false)
    }

    @Test("In the call, its effect done or not", arguments: CrashCase.all, [Rule.Moment.before, .after])
    func inCall(_ test: CrashCase, _ moment: Rule.Moment) async throws {
        let place = try Place()
        try await place.prepare(test.preparation)
        let hang = place.driver.on(try #require(test.rpc)).hangs(moment)
        let subject = try await place.start()
        try subject.begin(test.operation)
        try await hang.reached()
        #expect(subject.acknowledged.isEmpty)
        try await subject.kill()
        try await place.check(test, wasStored: true, wasAcknowledged: false)
    }

    @Test("Around the commit of its outcome", arguments: CrashCase.all, ["before", "after"])
    func outcome(_ test: CrashCase, _ moment: String) async throws {
        let place = try Place()
        try await place.prepare(test.preparation)
        let subject = try await place.start(death: [moment, "2"])
        try subject.begin(test.operation)
        try await subject.ended()
        try await place.check(test, wasStored: true, wasAcknowledged: !subject.acknowledged.isEmpty)
    }

    @Test("Twice in a row, in the call and in its repetition", arguments: CrashCase.all)
    func twice(_ test: CrashCase) async throws {
        let place = try Place()
        try await place.prepare(test.preparation)
        let rpc = try #require(test.rpc)
        let first = place.driver.on(rpc).call(1).hangs(.after)
        let second = place.driver.on(rpc).call(2).hangs(.after)
        let subject = try await place.start()
        try subject.begin(test.operation)
        try await first.reached()
        try await subject.kill()
        try await place.driver.calls { $0.underWay.isEmpty }
        let again = try await place.start()
        try await second.reached()
        try await again.kill()
        try await place.check(test, wasStored: true, wasAcknowledged: false)
    }

    @Test(
        "While it is being undone: the volume is gone in the end",
        arguments: ["before 2", "after 2", "before 3", "after 3"]
    )
    func undoing(_ death: String) async throws {
        let place = try Place()
        let hang = place.driver.on(.createVolume).call(1).hangs(.after)
        let subject = try await place.start(death: death.split(separator: " ").map(String.init))
        try subject.begin("create db")
        try await hang.reached()
        try subject.begin("cancel")
        try await subject.ended()
        let wasTaken = death != "before 2"
        try await place.check(CrashCase.all[0], wasStored: !wasTaken, wasAcknowledged: false)
    }

    @Test("In the midst of many operations: what was acknowledged is there, and all agrees")
    func storm() async throws {
        let place = try Place()
        var acknowledged: Set<String> = []
        for round in 0..<4 {
            let subject = try await place.start()
            for number in 0..<60 { try subject.begin("create v\(round)-\(number)") }
            try await eventually("some to be acknowledged") { subject.acknowledged.count > 10 }
            try await subject.kill()
            acknowledged.formUnion(subject.acknowledged.map { String($0.dropFirst("create ".count)) })
        }
        try await place.driver.calls { $0.underWay.isEmpty }
        let subject = try await place.start()
        let believed = try await subject.holdings()
        #expect(believed == place.provider.holdings)
        for name in acknowledged { #expect(place.provider.volumeID(named: name).map { believed.volumes[$0] } != nil) }
        try await subject.kill()
        try? FileManager.default.removeItem(atPath: place.folder)
    }
}
