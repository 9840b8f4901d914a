import CSI
import GRPC
import ScriptedDriver
import Testing

@Suite("Rules of a script", .timeLimit(.minutes(1)))
struct RuleTests: DriverTests {
    let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    @Test("Without rules the driver works")
    func behaves() async throws {
        let volume = try await clients.createVolume("a")
        #expect(provider.volumes == [volume])
    }

    @Test("An answer before the effect leaves the provider untouched")
    func answersBefore() async {
        driver.on(.createVolume).before(.answer(.resourceExhausted, "full"))
        let error = await #expect(throws: CallError.self) { try await clients.createVolume("a") }
        #expect(error?.code == .resourceExhausted)
        #expect(error?.message == "full")
        #expect(provider.volumes.isEmpty)
    }

    @Test("An answer after the effect hides that it took place")
    func answersAfter() async {
        driver.on(.createVolume).after(.answer(.unavailable, "gone"))
        #expect(await clients.createCode("a") == .unavailable)
        #expect(provider.volumes.count == 1)
        #expect(driver.calls.last?.hadEffect == true)
    }

    @Test("Every code can be answered, those without a name too", arguments: Array(1...16) + [42])
    func answersAnyCode(number: Int32) async throws {
        driver.on(.probe).before(.answer(StatusCode(rawValue: number), "scripted"))
        let error = await #expect(throws: RPCError.self) {
            try await clients.channel.unary(RPC.probe.rawValue, [], timeout: timeout)
        }
        #expect(error?.code == StatusCode(rawValue: number))
        #expect(driver.calls.last?.outcome == .failed(RPCError(StatusCode(rawValue: number), "scripted")))
    }

    @Test("A rule is about one call, all from one on, the next few, or all")
    func turns() async {
        driver.on(.createVolume).call(2).before(.answer(.aborted, ""))
        driver.on(.createVolume).from(5).before(.answer(.internal, ""))
        driver.on(.deleteVolume).times(2).before(.answer(.unavailable, ""))
        driver.on(.probe).every.before(.answer(.failedPrecondition, ""))
        var creations: [StatusCode] = []
        for number in 1...6 { creations.append(await clients.createCode("v\(number)")) }
        #expect(creations == [.ok, .aborted, .ok, .ok, .internal, .internal])
        var deletions: [StatusCode] = []
        for _ in 1...3 {
            deletions.append(await clients.deleteCode("vol-1"))
        }
        #expect(deletions == [.unavailable, .unavailable, .ok])
        await #expect(throws: CallError.self) {
            try await clients.identity.probe(ProbeRequest(), timeout: timeout)
        }
    }

    @Test("A rule counts from when it was made")
    func countsFromNow() async {
        #expect(await clients.createCode("a") == .ok)
        driver.on(.createVolume).call(1).before(.answer(.aborted, ""))
        #expect(await clients.createCode("b") == .aborted)
        #expect(await clients.createCode("c") == .ok)
    }

    @Test("A rule about one volume leaves others alone, and counts only that volume's calls")
    func matchesVolume() async throws {
        driver.on(.createVolume).volume("b").call(2).before(.answer(.aborted, ""))
        #expect(await clients.createCode("a") == .ok)
        #expect(await clients.createCode("b") == .ok)
        #expect(await clients.createCode("a") == .ok)
        #expect(await clients.createCode("b") == .aborted)
        let id = try #require(provider.volumeID(named: "a"))
        driver.on(.deleteVolume).volume(id).before(.answer(.failedPrecondition, ""))
        #expect(await clients.deleteCode("another") == .ok)
        #expect(await clients.deleteCode(id) == .failedPrecondition)
    }

    @Test("A rule about any method is about all")
    func anyMethod() async {
        driver.on(.any).before(.answer(.unavailable, "down"))
        #expect(await clients.createCode("a") == .unavailable)
        #expect(await clients.deleteCode("x") == .unavailable)
    }

    @Test("All rules that match a call act on it, in the order they were made")
    func combines() async throws {
        driver.on(.createVolume).edit(CreateVolumeResponse.self) { $0.volume?.volumeContext["order"] = "1" }
        driver.on(.createVolume).edit(CreateVolumeResponse.self) { $0.volume?.volumeContext["order"]? += "2" }
        #expect(try await clients.createVolume("a").volumeContext["order"] == "12")
    }

    @Test("A driver told to behave forgets its rules")
    func forgets() async {
        driver.on(.createVolume).before(.answer(.internal, ""))
        #expect(await clients.createCode("a") == .internal)
        driver.behave()
        #expect(await clients.createCode("a") == .ok)
    }

    @Test("A delayed call goes on after its time, and one whose caller gives up has no effect")
    func delays() async throws {
        driver.on(.createVolume).call(1).before(.delay(.milliseconds(50)))
        driver.on(.createVolume).call(2).before(.delay(.seconds(600)))
        #expect(await clients.createCode("a") == .ok)
        let first = try #require(driver.calls.first)
        #expect(try #require(first.end) - first.start >= .milliseconds(50))
        let impatient = Task { await clients.createCode("b", timeout: .seconds(3)) }
        try await driver.calls(.createVolume, atLeast: 2)
        #expect(await impatient.value == .deadlineExceeded)
        try await driver.idle()
        #expect(driver.calls.last?.outcome == .abandoned)
        #expect(provider.volumeID(named: "b") == nil)
    }
}
