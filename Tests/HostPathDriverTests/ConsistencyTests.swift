import CSI
import Foundation
import GRPC
@testable import HostPathDriver
import Synchronization
import Testing

@Suite("Copies of volumes in use")
struct ConsistencyTests {
    /// Somebody who writes to two files of a folder in turns, to the second always after the first.
    private final class Writer: Sendable {
        private let isEnding = Atomic(false)
        private let turns = Atomic(0)
        private let isDone = DispatchSemaphore(value: 0)

        convenience init(_ folder: String) { self.init(files: ["first", "second"].map { "\(folder)/\($0)" }) }

        init(files paths: [String]) {
            Thread.detachNewThread { [self] in
                let files = paths.map { open($0, O_RDWR | O_CREAT, 0o600) }
                var count = 0
                while !isEnding.load(ordering: .relaxed) {
                    count += 1
                    for file in files { _ = pwrite(file, &count, 8, 0) }
                    turns.store(count, ordering: .relaxed)
                }
                for file in files { close(file) }
                isDone.signal()
            }
        }

        func hasWritten() -> Bool { turns.load(ordering: .relaxed) > 2 }

        func end() {
            isEnding.store(true, ordering: .relaxed)
            isDone.wait()
        }

        /// What a copy of the folder has of both.
        static func counts(_ folder: String) throws -> [Int] {
            try ["first", "second"].map { name in
                let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))
                return bytes.reversed().reduce(0) { $0 << 8 | Int($1) }
            }
        }
    }

    /// Runs a test on the machine's disk, and on one where files can share blocks.
    private func onBothDisks(_ body: (Rig) async throws -> Void) async throws {
        try await Rig.run(body)
        try await Rig.run(disk: 320 * .mebibyte, fileSystem: "xfs", body)
    }

    private func restored(_ rig: Rig, _ snapshot: Snapshot, _ capability: VolumeCapability) async throws -> Volume {
        let source = VolumeContentSource(type: .snapshot(.init(snapshotID: snapshot.snapshotID)))
        return try await rig.create(snapshot.snapshotID, capability, source: source)
    }

    @Test("the file system of an image is of one moment, also while somebody writes")
    func fileSystem() async throws {
        try await onBothDisks { rig in
            let capability = VolumeCapability.mount(fsType: "ext4")
            let volume = try await rig.create("v", capability, bytes: 32 * .mebibyte)
            let target = try await rig.use(volume, capability)
            try Data(repeating: 1, count: 8 << 20).write(to: URL(fileURLWithPath: target + "/large"))
            let writer = Writer(target)
            defer { writer.end() }
            try await eventually("somebody writes") { writer.hasWritten() }
            for _ in 0..<3 {
                let copy = try await restored(rig, try await rig.snapshot(volume), capability)
                let counts = try await rig.withMounted(copy, capability) { try Writer.counts($0) }
                #expect(counts[0] == counts[1] || counts[0] == counts[1] + 1, "\(counts)")
            }
        }
    }

    @Test("writers are held back for a bounded time, and what can't be caught in it is refused")
    func freezeLimit() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let capability = VolumeCapability.mount(fsType: "ext4")
            let volume = try await rig.create("v", capability)
            let writer = Writer(try await rig.use(volume, capability))
            try await eventually("somebody writes") { writer.hasWritten() }
            let record = try #require(try rig.driver.catalog.volume(volume.volumeID))
            let target = rig.folder + "/copy"
            let copy = ContentCopy(
                driver: rig.driver,
                members: [.init(volume: record, target: target)],
                work: LongWork(),
                freezeLimit: .zero
            )
            let error = #expect(throws: RPCError.self) { try copy.run(.pointInTime) }
            #expect(error?.code == .failedPrecondition && error?.message.contains("consistency") == true)
            // The writer gets to its end.
            writer.end()
        }
    }

    @Test("a file system that somebody else has frozen is left frozen")
    func frozen() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let capability = VolumeCapability.mount(fsType: "ext4")
            let volume = try await rig.create("v", capability)
            let target = try await rig.use(volume, capability)
            try runTool("fsfreeze", "--freeze", target)
            await expect(.aborted) { try await rig.snapshot(volume) }
            #expect(rig.leftovers.data == [volume.volumeID])
            // Fails where it is not frozen any more.
            try runTool("fsfreeze", "--unfreeze", target)
            _ = try await rig.snapshot(volume)
        }
    }

    @Test("a file system that another mount namespace holds is refused, unless a torn copy is asked for")
    func otherNamespace() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let capability = VolumeCapability.mount(fsType: "ext4")
            let volume = try await rig.create("v", capability)
            let target = try await rig.use(volume, capability)
            let holder = Process()
            holder.executableURL = URL(fileURLWithPath: "/usr/bin/unshare")
            holder.arguments = ["--mount", "sleep", "60"]
            try holder.run()
            try await eventually("there is another mount namespace") {
                let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/ns/mnt")
                let other = "/proc/\(holder.processIdentifier)/ns/mnt"
                return try FileManager.default.destinationOfSymbolicLink(atPath: other) != own
            }
            try await rig.unpublish(volume, at: target)
            #expect(umount2("\(rig.folder)/staging-\(volume.volumeID)", 0) == 0)
            let error = await #expect(throws: CallError.self) { try await rig.snapshot(volume) }
            #expect(error?.code == .failedPrecondition && error?.message.contains("another mount namespace") == true)
            _ = try await rig.snapshot(volume, parameters: ["consistency": "none"])
            kill(holder.processIdentifier, SIGKILL)
            holder.waitUntilExit()
            _ = try await rig.snapshot(volume)
        }
    }

    @Test("a block volume is copied where blocks can be shared, and else refused unless a torn copy is asked for")
    func block() async throws {
        try await onBothDisks { rig in
            let volume = try await rig.create("v", .block())
            let target = try await rig.use(volume, .block())
            try write("before", to: target)
            let source = VolumeContentSource(type: .volume(.init(volumeID: volume.volumeID)))
            if !rig.driver.storage.canClone {
                await expect(.failedPrecondition) { try await rig.snapshot(volume) }
                await expect(.failedPrecondition) { try await rig.create("clone", .block(), source: source) }
            }
            let torn = rig.driver.storage.canClone ? [:] : ["consistency": "none"]
            let copy = try await restored(rig, try await rig.snapshot(volume, parameters: torn), .block())
            let clone = try await rig.create("clone", .block(), parameters: torn, source: source)
            try write("after!", to: target)
            for copy in [copy, clone] {
                #expect(try await rig.withMounted(copy, .block()) { try read(6, from: $0) } == "before")
            }
        }
    }

    @Test("a folder is copied where blocks can be shared and nobody writes meanwhile, and else refused")
    func folder() async throws {
        try await onBothDisks { rig in
            let volume = try await rig.create("v")
            let target = try await rig.use(volume)
            try write("before", to: target + "/file")
            if rig.driver.storage.canClone {
                let copy = try await restored(rig, try await rig.snapshot(volume), .mount())
                #expect(try await rig.withMounted(copy) { try read(6, from: $0 + "/file") } == "before")
                let writer = Writer(target)
                defer { writer.end() }
                try await eventually("somebody writes") { writer.hasWritten() }
                await expect(.failedPrecondition) { try await rig.snapshot(volume) }
            } else {
                await expect(.failedPrecondition) { try await rig.snapshot(volume) }
            }
            let count = rig.leftovers.data.count
            _ = try await rig.snapshot(volume, parameters: ["consistency": "none"])
            #expect(rig.leftovers.data.count == count + 1)
        }
    }

    @Test("what is only read, or used by nobody, is copied on any disk", arguments: SnapshotTests.capabilities)
    func notWritten(capability: VolumeCapability) async throws {
        try await onBothDisks { rig in
            let volume = try await rig.create("v", capability)
            try await rig.publish(
                volume,
                capability,
                from: try await rig.prepare(volume, capability),
                at: try rig.makeFolder("targets") + "/v",
                readonly: true
            )
            _ = try await rig.snapshot(volume)
            try await rig.unpublish(volume, at: rig.folder + "/targets/v")
            _ = try await rig.snapshot(volume)
        }
    }

    @Test("who writes past all publications is found out, and no torn copy given out", arguments: [true, false])
    func unknownWriter(isBlock: Bool) async throws {
        try await onBothDisks { rig in
            let volume = try await rig.create("v", isBlock ? .block() : .mount())
            _ = try await rig.prepare(volume, isBlock ? .block() : .mount())
            let record = try #require(try rig.driver.catalog.volume(volume.volumeID))
            let path = rig.driver.storage.path(record)
            let device = try rig.driver.storage.devices(record).first?.path
            let writer = isBlock ? Writer(files: [try #require(device)]) : Writer(path)
            defer { writer.end() }
            try await eventually("somebody writes") { writer.hasWritten() }
            // The image is cloned at one moment, whoever writes.
            if isBlock, rig.driver.storage.canClone {
                _ = try await rig.snapshot(volume)
            } else {
                await expect(.failedPrecondition) { try await rig.snapshot(volume) }
                #expect(rig.leftovers.data == [volume.volumeID])
            }
        }
    }

    @Test("a group of all kinds is of one moment where blocks can be shared, and refused where somebody writes on")
    func group() async throws {
        try await Rig.run(disk: 320 * .mebibyte, fileSystem: "xfs") { (rig: Rig) async throws in
            let kinds = [VolumeCapability.mount(), .mount(fsType: "ext4"), .block(), .block()]
            var (volumes, targets): ([Volume], [String]) = ([], [])
            for (index, capability) in kinds.enumerated() {
                volumes.append(try await rig.create("v-\(index)", capability))
                targets.append(try await rig.use(volumes[index], capability))
                let path = targets[index] + (capability.mount == nil ? "" : "/file")
                try write("data", to: path)
            }
            func cut(_ volumes: [Volume]) async throws -> VolumeGroupSnapshot? {
                let ids = volumes.map(\.volumeID)
                let request = CreateVolumeGroupSnapshotRequest(name: "g-\(UUID().uuidString)", sourceVolumeIDs: ids)
                return try await rig.groups.createVolumeGroupSnapshot(request, timeout: timeout).groupSnapshot
            }
            let group = try #require(try await cut(volumes))
            for (index, snapshot) in group.snapshots.enumerated() {
                let copy = try await restored(rig, snapshot, kinds[index])
                let text = try await rig.withMounted(copy, kinds[index]) { (target: String) async throws in
                    try read(4, from: target + (kinds[index].mount == nil ? "" : "/file"))
                }
                #expect(text == "data", "\(kinds[index])")
            }
            let writer = Writer(targets[0])
            defer { writer.end() }
            try await eventually("somebody writes") { writer.hasWritten() }
            await expect(.failedPrecondition) { try await cut([volumes[0], volumes[1]]) }
            _ = try await cut([volumes[1], volumes[2]])
        }
    }

    @Test("no other value of the parameter is taken", arguments: ["", "None", "crash"])
    func parameter(value: String) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v")
            let parameters = ["consistency": value]
            await expect(.invalidArgument) { try await rig.snapshot(volume, parameters: parameters) }
            await expect(.invalidArgument) { try await rig.create("clone", parameters: parameters) }
            await expect(.invalidArgument) {
                try await rig.groups.createVolumeGroupSnapshot(
                    .init(name: "g", sourceVolumeIDs: [volume.volumeID], parameters: parameters),
                    timeout: timeout
                )
            }
        }
    }

    @Test("an image's copy takes the room of what it has of its own")
    func sharedBlocks() async throws {
        try await Rig.run(disk: 320 * .mebibyte, fileSystem: "xfs") { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block(), bytes: 16 * .mebibyte)
            try await rig.withMounted(volume, .block()) {
                try write(String(repeating: "x", count: 12 << 20), to: $0)
            }
            let before = try System.usage(rig.folder + "/state").available
            let snapshot = try await rig.snapshot(volume)
            #expect(before - (try System.usage(rig.folder + "/state").available) < 4 << 20)
            let image = "\(rig.folder)/state/snapshots/\(snapshot.snapshotID)"
            #expect(try System.extents(of: image).own == 0)
        }
    }

    @Test("a copy of an image keeps its holes")
    func holes() async throws {
        try await Rig.run(thin: true) { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block(), bytes: 1 << 30)
            try await rig.withMounted(volume, .block()) { (target: String) async throws in
                let device = try #require(FileHandle(forUpdatingAtPath: target))
                try device.seek(toOffset: 512 << 20)
                try device.write(contentsOf: Data(repeating: 1, count: 1 << 20))
                try device.synchronize()
                try device.close()
            }
            let id = try await rig.snapshot(volume).snapshotID
            let status = try #require(try System.status("\(rig.folder)/state/snapshots/\(id)"))
            #expect(status.size == 1 << 30 && status.allocated < 2 << 20)
            #expect(try System.dataBytes(of: "\(rig.folder)/state/snapshots/\(id)") == 1 << 20)
        }
    }
}
