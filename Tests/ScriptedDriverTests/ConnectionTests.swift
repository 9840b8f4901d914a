import CSI
import GRPC
import ScriptedDriver
import Testing

@Suite("Connections that are lost", .timeLimit(.minutes(1)))
struct ConnectionTests: DriverTests {
    let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    @Test("A connection closed before the effect leaves none; the next call connects again")
    func closedBefore() async throws {
        driver.on(.createVolume).call(1).before(.closeConnection)
        #expect(await clients.createCode("a") == .unavailable)
        try await driver.idle()
        #expect(provider.volumes.isEmpty)
        #expect(driver.calls.last?.outcome == .cut)
        #expect(await clients.createCode("a") == .ok)
    }

    @Test("A connection closed after the effect hides it")
    func closedAfter() async {
        driver.on(.createVolume).call(1).after(.closeConnection)
        #expect(await clients.createCode("a") == .unavailable)
        #expect(provider.volumes.count == 1)
        #expect(await clients.createCode("a") == .ok)
        #expect(provider.volumes.count == 1)
    }

    @Test("With a connection go all calls that are under way on it")
    func closesForAll() async throws {
        let hang = driver.on(.deleteVolume).hangs(.before)
        let other = Task { await clients.deleteCode("x") }
        try await hang.reached()
        driver.closeConnections()
        #expect(await other.value == .unavailable)
        try await driver.idle()
        #expect(driver.calls.last?.outcome == .abandoned)
    }

    @Test("A driver that crashed is gone until it is started, and has what it did")
    func crashes() async throws {
        driver.on(.createVolume).call(1).after(.crash)
        #expect(await clients.createCode("a") == .unavailable)
        #expect(await clients.createCode("b") == .unavailable)
        try await driver.start()
        #expect(await clients.createCode("b") == .ok)
        #expect(provider.volumes.count == 2)
        #expect(driver.calls.of(.createVolume).map(\.outcome).first == .cut)
    }

    @Test("A driver that is stopped takes its socket away, and brings it back")
    func stops() async throws {
        try await clients.createVolume("a")
        await driver.stop()
        #expect(await clients.createCode("b") == .unavailable)
        #expect(clients.channel.connectivity() == .missing)
        try await driver.start()
        #expect(await clients.createCode("b") == .ok)
    }

    @Test("With a driver end all its calls, those that would outlive their callers too")
    func stopsCalls() async throws {
        let hangs = [
            driver.on(.createVolume).call(1).hangs(.before), driver.on(.createVolume).call(2).hangs(.before),
            driver.on(.createVolume).call(3).hangs(.before, outlivesCaller: true),
        ]
        let callers = ["a", "b", "c"].map { name in Task { await clients.createCode(name) } }
        for hang in hangs { try await hang.reached() }
        await driver.stop()
        for caller in callers { #expect(await caller.value == .unavailable) }
        try await driver.idle()
        #expect(driver.calls.map(\.outcome) == [.abandoned, .abandoned, .abandoned])
        try await driver.start()
        #expect(await clients.createCode("d") == .ok)
        #expect(provider.volumes.count == 1)
    }
}
