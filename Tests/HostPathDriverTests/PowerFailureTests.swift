import CSI
import Foundation
import GRPC
import Testing

@Suite("A driver whose machine loses power", .serialized)
struct PowerFailureTests {
    /// During which steps of a volume's life the power fails, and when, in parts of the time that each takes; beyond 1 it
    /// is after the answer.
    private static let moments: [VolumeCapability: [String: Double]] = [
        .mount(): [
            "CreateVolume": 0.5, "writing": 2, "CreateVolume from a volume": 0.4, "ControllerExpandVolume": 1.5,
            "DeleteSnapshot": 0.8,
        ],
        .block(): [
            "ControllerModifyVolume": 1.5, "writing": 2, "CreateSnapshot": 0.7, "CreateVolume from a snapshot": 1.2,
            "DeleteVolume": 0.5,
        ],
        .mount(fsType: "ext4"): [
            "ControllerExpandVolume": 0.6, "writing": 2, "CreateSnapshot": 1.2, "CreateVolume from a volume": 1.2,
            "CreateVolumeGroupSnapshot": 0.5,
        ],
    ]

    @Test(
        "has after the restart all that it acknowledged, with all bytes that were synced, and nothing half-made",
        arguments: ["ext4", "xfs"],
        CrashTests.kinds
    )
    func powerFails(fileSystem: String, capability: VolumeCapability) async throws {
        let moments = try #require(Self.moments[capability])
        let undisturbed = try await DriverProcess(on: fileSystem)
        var life = Life(capability)
        var (scenes, times) = ([try await Scene(undisturbed)], [Duration]())
        let steps = Life.steps(capability)
        for step in steps {
            let begin = ContinuousClock.now
            try await step.call(undisturbed, &life)
            times.append(.now - begin)
            scenes.append(try await Scene(undisturbed))
        }

        let driver = try await DriverProcess(on: fileSystem)
        life = Life(capability)
        for (index, step) in steps.enumerated() {
            if let moment = moments[step.name] {
                let failure = driver.failPower(after: times[index] * moment)
                let acknowledgement = await acknowledgement(of: step, driver, &life)
                let failed = try await failure.value
                try await driver.restorePower()
                for mount in Life.mounts(after: steps[..<index]) { try await mount.call(driver, &life) }
                let scene = try await Scene(driver)
                let (before, after) = (scenes[index], scenes[index + 1])
                let isAcknowledged = acknowledgement.map { $0 < failed } ?? false
                #expect(scene == after || (scene == before && !isAcknowledged), "\(step.name) at \(moment)")
            }
            try await step.call(driver, &life)
            #expect(try await Scene(driver) == scenes[index + 1], "\(step.name) again")
        }
        #expect(driver.terminate() == 0)
        #expect(driver.leftovers.data.isEmpty)
    }

    /// When a step was done; nil where it was not.
    private func acknowledgement(
        of step: Life.Step,
        _ driver: DriverProcess,
        _ life: inout Life
    ) async -> ContinuousClock.Instant? {
        do {
            try await step.call(driver, &life)
            return .now
        } catch {
            return nil
        }
    }
}
