import CSI
import GRPC
import ScriptedDriver
import Testing

@Suite("Answers that are wrong", .timeLimit(.minutes(1)))
struct AnswerTests: DriverTests {
    let fixture: Fixture

    init() throws {
        fixture = try Fixture()
    }

    /// The bytes that CreateVolume answers with.
    private func answerToCreate() async throws -> [UInt8] {
        let request = CreateVolumeRequest(name: "a", volumeCapabilities: [.mount()])
        return try await clients.channel.unary(
            RPC.createVolume.rawValue,
            try request.encoded(),
            timeout: timeout
        ).message
    }

    @Test("A truncated answer can't be read, but the effect is there")
    func truncated() async throws {
        let whole = try await answerToCreate()
        driver.on(.createVolume).after(.send(.truncated))
        let answer = try await answerToCreate()
        #expect(answer == whole.dropLast())
        #expect(throws: MessageError.self) { try CreateVolumeResponse(decoding: answer) }
        #expect(provider.volumes.count == 1)
    }

    @Test("Where there is nothing to truncate the answer can't be read either")
    func truncatedNothing() async throws {
        driver.on(.createVolume).before(.send(.truncated))
        let answer = try await answerToCreate()
        #expect(throws: MessageError.self) { try CreateVolumeResponse(decoding: answer) }
    }

    @Test("Random bytes are the same for the same seed")
    func random() async throws {
        driver.on(.createVolume).call(1).before(.send(.random(count: 100, seed: 7)))
        driver.on(.createVolume).call(2).before(.send(.random(count: 100, seed: 7)))
        driver.on(.createVolume).call(3).before(.send(.random(count: 100, seed: 8)))
        let answers = [try await answerToCreate(), try await answerToCreate(), try await answerToCreate()]
        #expect(answers[0].count == 100)
        #expect(answers[0] == answers[1])
        #expect(answers[0] != answers[2])
    }

    @Test("An empty answer and given bytes arrive as they are")
    func bytes() async throws {
        driver.on(.createVolume).call(1).before(.send(.empty))
        driver.on(.createVolume).call(2).before(.send(.bytes([1, 2, 3])))
        #expect(try await answerToCreate() == [])
        #expect(try await answerToCreate() == [1, 2, 3])
    }

    @Test("An oversized answer is refused by its receiver")
    func oversized() async throws {
        driver.on(.createVolume).after(.send(.oversized(bytes: 5 << 20)))
        let result = await clients.createCode("a")
        #expect(result == .resourceExhausted)
        #expect(provider.volumes.count == 1)
    }

    @Test("A typed edit changes the answer that is sent")
    func edit() async throws {
        driver.on(.listVolumes).every.edit(ListVolumesResponse.self) { $0.nextToken = "same" }
        let page = try await clients.controller.listVolumes(ListVolumesRequest(), timeout: timeout)
        #expect(page.nextToken == "same")
        await #expect(throws: CallError.self) { try await clients.controller.allVolumes(timeout: timeout) }
        #expect(driver.calls.of(.listVolumes).count == 3)
    }

    @Test("An edit of an answer that can't be read is told to the caller, not passed over")
    func editOfNonsense() async throws {
        driver.on(.listVolumes).after(.send(.truncated))
        driver.on(.listVolumes).edit(ListVolumesResponse.self) { $0.nextToken = "same" }
        let error = await #expect(throws: CallError.self) {
            try await clients.controller.listVolumes(ListVolumesRequest(), timeout: timeout)
        }
        #expect(error?.code == .internal)
        #expect(error?.message.hasPrefix("the script failed") == true)
        #expect(driver.calls.underWay.isEmpty)
    }

    @Test("Fields can be left out and set without knowing the message")
    func editsByNumber() async throws {
        driver.on(.createVolume).after(.leaveOut(fields: [1]))
        driver.on(.listVolumes).after(.setText(field: 2, "same"))
        #expect(try await answerToCreate() == [])
        let page = try await clients.controller.listVolumes(ListVolumesRequest(), timeout: timeout)
        #expect(page.entries.count == 1)
        #expect(page.nextToken == "same")
    }

    @Test("A driver can become another one in the middle of a call")
    func changesIdentity() async throws {
        driver.on(.createVolume).call(1).after(.changeIdentity(name: "other.csi.test", version: "2"))
        let before = try await clients.identity.getPluginInfo(.init(), timeout: timeout)
        #expect(before.name == "memory.csi.test")
        try await clients.createVolume("a")
        let after = try await clients.identity.getPluginInfo(.init(), timeout: timeout)
        #expect(after.name == "other.csi.test")
        #expect(after.vendorVersion == "2")
    }

    @Test("A driver can lose capabilities in the middle of a call")
    func changesCapabilities() async throws {
        driver.on(.createVolume).call(1).after(.changeCapabilities([ControllerServiceCapability.RPC.Kind.listVolumes]))
        driver.on(.createVolume).call(1).after(.changeCapabilities([NodeServiceCapability.RPC.Kind]()))
        try await clients.createVolume("a")
        let controller = try await clients.controller.controllerGetCapabilities(.init(), timeout: timeout)
        #expect(controller.capabilities == [.init(type: .rpc(.init(type: .listVolumes)))])
        #expect(try await clients.node.nodeGetCapabilities(.init(), timeout: timeout).capabilities.isEmpty)
    }
}
