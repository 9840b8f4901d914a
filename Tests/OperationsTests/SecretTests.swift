import CSI
import GRPC
import ScriptedDriver
import StateStore
import Testing
import Volumes

@testable import Operations
@testable import Workflows

@Suite("Secrets reach the plugin and nobody else (csi-mapping.md §2.3, CONTRACT.md)", .timeLimit(.minutes(2)))
struct SecretTests {
    private static let stored = ["user": "stored-user", "password": "stored-password"]
    private static let given = ["password": "given-password"]
    private static let merged = ["user": "stored-user", "password": "given-password"]

    private func sent<Request: Message>(
        _ bench: Workbench,
        _ rpc: RPC,
        _ secrets: KeyPath<Request, [String: String]>
    ) throws -> [String: String] {
        let call = try #require(bench.driver.calls.of(rpc).last)
        return try Request(decoding: call.request)[keyPath: secrets]
    }

    @Test("Each call gets its secrets: the stored ones, with those of the request over them")
    func merging() async throws {
        let bench = try Workbench()
        let operations = bench.operations
        try await bench.create("db", secrets: Self.stored)
        #expect(try sent(bench, .createVolume, \CreateVolumeRequest.secrets) == Self.stored)

        let snapshot = try await bench.snapshot("db", "s", secrets: Self.given)
        #expect(try sent(bench, .createSnapshot, \CreateSnapshotRequest.secrets) == Self.merged)

        _ = try await operations.snapshots(
            pluginID: "p",
            maxEntries: 0,
            startingToken: "",
            secrets: Secrets(Self.given)
        )
        #expect(try sent(bench, .listSnapshots, \ListSnapshotsRequest.secrets) == Self.given)

        try await operations.deleteSnapshot(snapshot.id, pluginID: "p", secrets: Secrets(["user": "header"]))
        #expect(
            try sent(bench, .deleteSnapshot, \DeleteSnapshotRequest.secrets)
                == ["user": "header", "password": "given-password"]
        )

        _ = try await operations.expand(VolumeID("db"), required: 2 << 20, limit: 0, secrets: nil)
        #expect(try sent(bench, .controllerExpandVolume, \ControllerExpandVolumeRequest.secrets) == Self.stored)
        _ = try await operations.expand(VolumeID("db"), required: 3 << 20, limit: 0, secrets: Secrets(Self.given))
        #expect(try sent(bench, .controllerExpandVolume, \ControllerExpandVolumeRequest.secrets) == Self.given)

        _ = try await operations.register(Workbench.wish("db") { $0.requestedCapacityMin = 3 << 20 }, update: true)
        #expect(
            try sent(bench, .validateVolumeCapabilities, \ValidateVolumeCapabilitiesRequest.secrets) == Self.stored
        )

        try await bench.delete("db", secrets: Self.given)
        #expect(try sent(bench, .deleteVolume, \DeleteVolumeRequest.secrets) == Self.merged)
    }

    @Test("An update replaces the stored secrets as a whole, and keeps them where it has none")
    func update() async throws {
        let bench = try Workbench()
        try await bench.create("db", secrets: Self.stored)
        func kept() throws -> [String: String]? {
            try bench.store.view[Keys.secrets(of: VolumeID("db"))]?.value.record(Secrets.self).revealed
        }
        _ = try await bench.operations.register(Workbench.wish("db"), update: true)
        #expect(try kept() == Self.stored)
        _ = try await bench.operations.register(Workbench.wish("db", secrets: Self.given), update: true)
        #expect(try kept() == Self.given)
        _ = try await bench.operations.register(Workbench.wish("db", secrets: [:]), update: true)
        #expect(try kept() == nil)
    }

    @Test("No row but those of secrets holds one, while operations are in hand and after")
    func rows() async throws {
        let bench = try Workbench(deadline: .milliseconds(200))
        let hang = bench.driver.on(.createVolume).hangs(.after)
        _ = await failure { () throws(VolumeError) in try await bench.create("db", secrets: Self.stored) }
        func rowsWithSecrets() -> [String] {
            bench.store.view.entries(in: "").filter { entry in
                let text = String(decoding: entry.value.bytes, as: UTF8.self)
                return text.contains("stored-") || text.contains("given-")
            }.map { "\($0.key)" }
        }
        #expect(rowsWithSecrets().count == 1 && rowsWithSecrets().allSatisfy { $0.hasPrefix("secret/operation/") })
        hang.release()
        try await bench.settled()
        try await bench.snapshot("db", "s", secrets: Self.given)
        #expect(rowsWithSecrets().count == 2 && rowsWithSecrets().allSatisfy { $0.hasPrefix("secret/") })
    }

    @Test("A plugin that repeats a secret in its error is redacted, however it is quoted, in errors and in statuses")
    func redaction() async throws {
        let secrets = ["a": "p\u{E4}ssw\"ord", "b": "long-secret", "c": "long", "d": "e\r"]
        let text = "bad: p\u{E4}ssw\"ord p\u{E4}ssw\\\"ord\u{301} long-secret\u{301} long end"
        let bench = try Workbench(deadline: .milliseconds(300))
        bench.driver.on(.createVolume).before(.answer(.internal, text))
        let error = await failure { () throws(VolumeError) in try await bench.create("db", secrets: secrets) }
        let status = bench.operations.operations.first
        for text in ["\(String(describing: error))", "\(String(describing: status))"] {
            #expect(!text.contains("ssw"))
            #expect(!text.unicodeScalars.map { "\($0)" }.joined().contains("long"))
            #expect(text.contains("[REDACTED]"))
        }
        bench.driver.behave()
        try await bench.settled()
    }

    @Test("A message of a plugin is one line of a bearable length")
    func messages() async throws {
        let bench = try Workbench()
        bench.driver.on(.createVolume).before(
            .answer(.invalidArgument, "two\nlines\u{1B}[31m" + String(repeating: "x", count: 5000))
        )
        let error = await failure { () throws(VolumeError) in try await bench.create("db") }
        #expect(error?.message.utf8.contains { $0 < 0x20 } == false)
        #expect((error?.message.utf8.count ?? .max) < 1500)
    }
}
