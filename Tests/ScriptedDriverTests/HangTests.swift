import CSI
import GRPC
import ScriptedDriver
import Testing

@Suite("Calls that hang", .timeLimit(.minutes(1)))
struct HangTests: DriverTests {
    let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    @Test("A call that hangs before its effect takes it when it is released")
    func hangsBefore() async throws {
        let hang = driver.on(.createVolume).hangs(.before)
        async let volume = clients.createVolume("a")
        try await hang.reached()
        #expect(provider.volumes.isEmpty)
        #expect(driver.calls.underWay.rpcs == [.createVolume])
        hang.release()
        #expect(try await volume.volumeID == provider.volumeID(named: "a"))
        #expect(driver.calls.underWay.isEmpty)
    }

    @Test("A call that hangs after its effect has taken it")
    func hangsAfter() async throws {
        let volume = try await clients.createVolume("a")
        let hang = driver.on(.deleteVolume).hangs(.after)
        async let deletion: Void = clients.deleteVolume(volume.volumeID)
        try await hang.reached()
        #expect(provider.volumes.isEmpty)
        hang.release()
        try await deletion
    }

    @Test("A caller's deadline ends a call that hangs, without effect")
    func deadline() async throws {
        let hang = driver.on(.createVolume).hangs(.before)
        let caller = Task { await clients.createCode("a", timeout: .seconds(3)) }
        try await hang.reached()
        #expect(await caller.value == .deadlineExceeded)
        try await driver.idle()
        hang.release()
        #expect(driver.calls.last?.outcome == .abandoned)
        #expect(driver.calls.last?.hadEffect == false)
        #expect(provider.volumes.isEmpty)
    }

    @Test("A caller that is cancelled ends a call that hangs")
    func cancellation() async throws {
        let hang = driver.on(.createVolume).hangs(.before)
        let caller = Task { await clients.createCode("a") }
        try await hang.reached()
        caller.cancel()
        #expect(await caller.value == .cancelled)
        try await driver.idle()
        #expect(driver.calls.last?.outcome == .abandoned)
    }

    @Test("A call that outlives its caller takes effect late")
    func outlivesCaller() async throws {
        let hang = driver.on(.createVolume).call(1).hangs(.before, outlivesCaller: true)
        let caller = Task { await clients.createCode("a") }
        try await hang.reached()
        caller.cancel()
        #expect(await caller.value == .cancelled)
        #expect(provider.volumes.isEmpty)
        hang.release()
        try await driver.idle()
        #expect(provider.volumes.count == 1)
        #expect(driver.calls.last?.hadEffect == true)
    }

    @Test("Several calls hang at one place and are released together")
    func several() async throws {
        let hang = driver.on(.createVolume).hangs(.before)
        async let first = clients.createVolume("a")
        async let second = clients.createVolume("b")
        try await hang.reached(2)
        hang.release()
        _ = try await (first, second)
        #expect(hang.count == 2)
        #expect(provider.volumes.count == 2)
    }

    @Test("Waiting for a call that does not come ends with how things stand")
    func waitsInVain() async throws {
        let hang = driver.on(.deleteVolume).hangs(.before)
        await #expect(throws: WaitError.self) { try await hang.reached(within: .milliseconds(20)) }
        try await clients.createVolume("a")
        let error = await #expect(throws: WaitError.self) {
            try await driver.calls(.createVolume, atLeast: 2, within: .milliseconds(20))
        }
        #expect(error?.description.contains("CreateVolume(a, vol-1) answered") == true)
    }
}
