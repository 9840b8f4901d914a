import CSI
import Foundation
import GRPC
import Operations
import Plugins
import Workflows
import StateStore
import Synchronization
import Volumes

// Performs operations on the volumes of one plugin, named `p`, until it is killed, for the tests. Standard input has one a
// line, which are begun at once; each is named on standard output when it is acknowledged.

/// Says a line at once.
func say(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    write(STDOUT_FILENO, bytes, bytes.count)
}

/// A plugin that is always there and can do all.
struct OnePlugin: PluginLookup {
    let plugin: PluginConnection
    let known: Plugin

    init(_ socket: String) {
        plugin = PluginConnection(
            pluginID: "p",
            channel: Channel(.unix(path: socket)),
            gate: Gate(limit: 16),
            timeout: .seconds(60)
        )
        var known = Plugin(id: "p")
        known.provider = "memory.csi.test"
        known.version = "1.0.0"
        (known.hasController, known.servesController) = (true, true)
        known.controllerCapabilities = [
            .createDeleteVolume, .createDeleteSnapshot, .expandVolume, .listVolumes,
        ]
        known.health = .healthy
        self.known = known
    }

    func connection(to target: Target) -> PluginConnection? { target.pluginID == "p" ? plugin : nil }
    func status(of id: String) -> Plugin? { id == "p" ? known : nil }
    func lookSoon(at id: String) {}
}

/// A store that kills the process before or after a commit.
final class DeadlyStore: Store {
    private let base: SQLiteStore
    private let moment: String
    private let number: Int
    private let count = Mutex(0)

    init(_ base: SQLiteStore, _ moment: String, _ number: Int) {
        self.base = base
        self.moment = moment
        self.number = number
    }

    var view: View { base.view }

    func commit(_ transaction: Transaction) async throws(StoreError) -> Transaction.Outcome {
        let isLast = count.withLock { count in
            count += 1
            return count == number
        }
        if isLast, moment == "before" { kill(getpid(), SIGKILL) }
        let outcome = try await base.commit(transaction)
        if isLast, moment == "after" { kill(getpid(), SIGKILL) }
        return outcome
    }

    func watch(_ scopes: [Scope], after revision: Revision) throws(StoreError) -> Watch {
        try base.watch(scopes, after: revision)
    }

    func backUp(to path: String) async throws(StoreError) { try await base.backUp(to: path) }
    func restore(from path: String, keeping kept: [Key]) async throws(StoreError) -> Revision {
        try await base.restore(from: path, keeping: kept)
    }
    func close() async { await base.close() }
}

func perform(_ line: String, _ operations: Operations, _ store: any Store) async throws {
    let words = line.split(separator: " ").map(String.init)
    func word(_ index: Int) -> String { words.indices.contains(index) ? words[index] : "" }
    var volume = Volume(
        id: VolumeID(word(1)),
        name: word(1),
        pluginID: "p",
        requestedCapabilities: [Capability(.singleNodeWriter, .fileSystem)],
        requestedCapacityMin: 1 << 20
    )
    switch word(0) {
    case "create": _ = try await operations.create(VolumeWish(volume: volume, secrets: nil), update: false)
    case "register":
        volume.externalID = word(2)
        _ = try await operations.register(VolumeWish(volume: volume, secrets: nil), update: false)
    case "expand":
        _ = try await operations.expand(volume.id, required: Int64(word(2)) ?? 0, limit: 0, secrets: nil)
    case "deregister": _ = try await operations.deregister(volume.id, force: false)
    case "delete": _ = try await operations.delete(volume.id, secrets: Secrets())
    case "snapshot":
        _ = try await operations.createSnapshot(
            of: volume.id,
            pluginID: "",
            name: word(2),
            parameters: [:],
            secrets: Secrets()
        )
    case "delete-snapshot": try await operations.deleteSnapshot(word(1), pluginID: "p", secrets: Secrets())
    case "cancel": for status in operations.operations { try await operations.cancel(status.id) }
    case "settle":
        while !operations.operations.isEmpty { try await Task.sleep(for: .milliseconds(5)) }
    case "list":
        for entry in store.view.entries(in: Keys.volumes) {
            let volume = try entry.value.record(Volume.self)
            say("volume \(volume.externalID) \(volume.capacity)")
        }
        for entry in store.view.entries(in: Keys.snapshots) {
            say("snapshot \(try entry.value.record(Snapshot.self).id)")
        }
    default: throw VolumeError(.invalid, "no such operation")
    }
}

guard CommandLine.arguments.count == 3 || CommandLine.arguments.count == 5 else {
    say("usage: operations-runner STORE SOCKET [before|after COMMIT]")
    exit(2)
}
let arguments = CommandLine.arguments
do {
    let base = try SQLiteStore(path: arguments[1])
    let store: any Store =
        arguments.count == 5 ? DeadlyStore(base, arguments[3], Int(arguments[4]) ?? 0) : base
    let operations = Operations(
        store: store,
        plugins: OnePlugin(arguments[2]),
        namespaces: { ["default"] },
        settings: .init(backoff: Backoff(first: .milliseconds(20), longest: .milliseconds(50))),
        makeID: { UUID().uuidString.lowercased() },
        now: { Int64(Date().timeIntervalSince1970 * 1e9) },
        log: { say("log \($0)") }
    )
    operations.resume()
    say("ready")
    await withTaskGroup(of: Void.self) { group in
        while let line = readLine() {
            group.addTask {
                do {
                    try await perform(line, operations, store)
                    say("done \(line)")
                } catch {
                    say("failed \(line): \(error)")
                }
            }
        }
    }
} catch {
    say("error: \(error)")
    exit(1)
}
