import StateStore
import TestSupport
import Testing
import Volumes

@testable import Operations
@testable import Workflows

@Suite("Rows that can't be read")
struct SetAsideTests {
    private let folder: TemporaryFolder
    private let store: SQLiteStore
    private let id = VolumeID("db")
    private let broken = Value(Array("{".utf8))

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.file("store.db"))
    }

    private func put(_ rows: (Key, Value)...) async throws {
        _ = try await store.commit(Transaction(rows.map { .put($0.0, $0.1) }))
    }

    private var keys: [Key] { store.view.entries(in: "").map(\.key) }

    private var volume: Volume {
        Volume(id: id, name: "db", pluginID: "p", requestedCapabilities: [Capability(.singleNodeWriter, .fileSystem)])
    }

    @Test("are set aside with their secrets, and everything else stays")
    func setAside() async throws {
        let other = VolumeID("other")
        try await put(
            (Keys.volume(id), broken),
            (Keys.secrets(of: id), Value(Secrets(["k": "v"]))),
            (Keys.operation("o"), broken),
            (Keys.secrets(of: other), broken),
            (Keys.node("n"), broken),
            (Keys.released("x", pluginID: "p"), Value([])),
            ("tomorrow/x", broken)
        )
        let rows = try await store.setAsideUnreadableRows()
        #expect(
            rows.map(\.key) == [Keys.node("n"), Keys.operation("o"), Keys.secrets(of: other), Keys.volume(id)].sorted()
        )
        #expect(rows.contains { $0.description.hasPrefix("volume/default/db: is no JSON") })
        let aside = [
            Keys.node("n"), Keys.operation("o"), Keys.secrets(of: other), Keys.secrets(of: id), Keys.volume(id),
        ]
        #expect(keys == (aside.map(Keys.aside) + [Keys.released("x", pluginID: "p"), "tomorrow/x"]).sorted())
        #expect(store.view[Keys.aside(Keys.volume(id))]?.value == broken)
        #expect(try await store.setAsideUnreadableRows() == [])
        await store.close()
    }

    @Test("come back with their secrets once they can be read, unless there is another in their place")
    func comeBack() async throws {
        let secrets = Value(Secrets(["k": "v"]))
        let rows = [(Keys.aside(Keys.volume(id)), Value(volume)), (Keys.aside(Keys.secrets(of: id)), secrets)]
        try await put((Keys.volume(id), Value(volume)), rows[0], rows[1])
        #expect(try await store.setAsideUnreadableRows() == [])
        #expect(store.view[Keys.aside(Keys.volume(id))] != nil && store.view[Keys.secrets(of: id)] == nil)
        _ = try await store.commit(Transaction([.delete(Keys.volume(id))]))
        #expect(try await store.setAsideUnreadableRows() == [])
        #expect(keys == [Keys.secrets(of: id), Keys.volume(id)])
        #expect(store.view[Keys.secrets(of: id)]?.value == secrets)
        await store.close()
    }

    @Test("may be of any plugin: nothing is removed as a leftover, and no plugin of another name is let in")
    func caution() async throws {
        try await put((Keys.volume(id), broken))
        _ = try await store.setAsideUnreadableRows()
        let environment = Environment(
            store: store,
            plugins: FixedPlugins([:]),
            turns: Turns(),
            index: VolumeIndex(),
            backoff: Backoff(),
            makeID: { "o" },
            now: { 0 },
            log: { _ in }
        )
        #expect(environment.keeps(.volume("x"), of: "p"))
        #expect(store.view.providers(of: "p") == [""])
        await store.close()
    }
}
