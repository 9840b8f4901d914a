import CSI
import Foundation
import GRPC
import Testing

@Suite("A driver that is killed", .serialized)
struct CrashTests {
    static let kinds: [VolumeCapability] = [.mount(), .block(), .mount(fsType: "ext4")]

    /// When a call is cut off, in parts of the time that it takes: in each of these rounds another call at another part.
    private static let moments = [0.05, 0.8, 0.3, 0.55]

    @Test(
        "has after the restart all that it acknowledged, nothing half-made, and does what is asked again",
        arguments: kinds
    )
    func killedAtAnyMoment(capability: VolumeCapability) async throws {
        let launch = ContinuousClock.now
        let undisturbed = try await DriverProcess()
        let startTime = ContinuousClock.now - launch
        var life = Life(capability)
        var (scenes, times) = ([try await Scene(undisturbed)], [Duration]())
        let steps = Life.steps(capability)
        for step in steps {
            let begin = ContinuousClock.now
            try await step.call(undisturbed, &life)
            times.append(.now - begin)
            scenes.append(try await Scene(undisturbed))
        }
        #expect(scenes.first == scenes.last)

        var interrupted = 0
        for round in Self.moments.indices {
            let driver = try await DriverProcess()
            var life = Life(capability)
            for (index, step) in steps.enumerated() {
                let moment = Self.moments[(round + index) % Self.moments.count]
                let killer = driver.kill(after: times[index] * moment)
                let isAcknowledged = try await isAcknowledged(step, driver, &life)
                try await killer.value
                // The start that settles it is cut off as well.
                try driver.launch()
                try await driver.kill(after: startTime * moment).value
                try await driver.start()
                let scene = try await Scene(driver)
                let (before, after) = (scenes[index], scenes[index + 1])
                #expect(scene == after || (scene == before && !isAcknowledged), "\(step.name) at \(moment)")
                if !isAcknowledged { interrupted += 1 }
                try await step.call(driver, &life)
                #expect(try await Scene(driver) == after, "\(step.name) again")
            }
            #expect(driver.terminate() == 0)
            #expect(driver.leftovers.isEmpty, "\(driver.leftovers)")
        }
        #expect(interrupted > 0)
    }

    private func isAcknowledged(_ step: Life.Step, _ driver: DriverProcess, _ life: inout Life) async throws -> Bool {
        do {
            try await step.call(driver, &life)
            return true
        } catch let error as CallError {
            #expect([.unavailable, .unknown].contains(error.code), "\(error)")
            return false
        }
    }

    @Test("keeps writers going whose file system a snapshot held back, and drops the group it was cutting")
    func killedWhileFrozen() async throws {
        let driver = try await DriverProcess()
        let volume = try await driver.create("v", .mount(fsType: "ext4"), bytes: 1 << 30)
        let target = try await driver.use(volume, .mount(fsType: "ext4"))
        try Data(count: 256 << 20).write(to: URL(fileURLWithPath: target + "/large"))

        let (groups, request) = (
            driver.groups, CreateVolumeGroupSnapshotRequest(name: "g", sourceVolumeIDs: [volume.volumeID])
        )
        let cut = Task { try await groups.createVolumeGroupSnapshot(request, timeout: timeout) }
        try await eventually("the copy is under way") { driver.leftovers.data.count == 2 }
        driver.kill()
        let result = await cut.result
        // As it is left where the end comes a moment later.
        try driver.makeFolder("state/freezes")
        try Data().write(to: URL(fileURLWithPath: "\(driver.folder)/state/freezes/\(volume.volumeID)"))
        try runTool("fsfreeze", "--freeze", target)
        try await driver.start()
        try write("goes on", to: target + "/file")
        if case .failure = result {
            #expect(try await driver.controller.allSnapshots(.init(), timeout: timeout).isEmpty)
            #expect(driver.leftovers.data == [volume.volumeID])
        }
        let group = try await driver.groups.createVolumeGroupSnapshot(request, timeout: timeout).groupSnapshot
        #expect(group?.readyToUse == true)
    }
}
