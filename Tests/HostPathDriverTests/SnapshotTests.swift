import CSI
import Foundation
import GRPC
import HostPathDriver
import Testing

@Suite("Snapshots, clones and groups")
struct SnapshotTests {
    static let capabilities: [VolumeCapability] = [.mount(), .mount(fsType: "ext4"), .block()]

    private func file(_ capability: VolumeCapability, _ target: String) -> String {
        capability.accessType == .block(.init()) ? target : target + "/data"
    }

    @Test("a copy has what was written before it, and nothing later", arguments: capabilities)
    func content(capability: VolumeCapability) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", capability)
            try await rig.withMounted(volume, capability) { try write("before", to: file(capability, $0)) }
            let snapshot = try await rig.snapshot(volume)
            let original = VolumeContentSource(type: .volume(.init(volumeID: volume.volumeID)))
            let clone = try await rig.create("clone", capability, source: original)
            #expect(clone.contentSource == original)
            try await rig.withMounted(volume, capability) { try write("after!", to: file(capability, $0)) }
            try await rig.delete(volume)
            let source = VolumeContentSource(type: .snapshot(.init(snapshotID: snapshot.snapshotID)))
            let restored = try await rig.create("restored", capability, bytes: 16 * .mebibyte, source: source)
            #expect(restored.capacityBytes == 16 * .mebibyte)
            for copy in [clone, restored] {
                let text = try await rig.withMounted(copy, capability) { (target: String) async throws in
                    try read(6, from: file(capability, target))
                }
                #expect(text == "before")
            }
        }
    }

    @Test("a directory's copy keeps links, modes and holes, and follows no link out of the volume")
    func fidelity() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let outside = rig.folder + "/outside"
            try write("secret", to: outside)
            let volume = try await rig.create("v")
            try await rig.withMounted(volume) { (target: String) async throws in
                try FileManager.default.createSymbolicLink(atPath: target + "/link", withDestinationPath: outside)
                try write("x", to: target + "/file")
                #expect(chmod(target + "/file", 0o4711) == 0)
                #expect(link(target + "/file", target + "/hard") == 0)
                #expect(truncate(target + "/file", 64 << 20) == 0)
            }
            let source = VolumeContentSource(type: .volume(.init(volumeID: volume.volumeID)))
            let clone = try await rig.create("clone", source: source)
            try await rig.withMounted(clone) { (target: String) async throws in
                #expect(
                    try FileManager.default.destinationOfSymbolicLink(atPath: target + "/link") == outside
                )
                var status = stat()
                #expect(lstat(target + "/file", &status) == 0)
                #expect(status.st_mode & 0o7777 == 0o4711)
                #expect(status.st_nlink == 2)
                #expect(status.st_size == 64 << 20)
                #expect(status.st_blocks < 1024)
            }
            try await rig.delete(clone)
            #expect(try read(6, from: outside) == "secret")
        }
    }

    @Test("a source that is missing, of another kind or too large is refused")
    func sources() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", bytes: 8 * .mebibyte)
            let source = VolumeContentSource(
                type: .snapshot(.init(snapshotID: try await rig.snapshot(volume).snapshotID))
            )
            await expect(.outOfRange) {
                try await rig.create("a", bytes: 4 * .mebibyte, limit: 4 * .mebibyte, source: source)
            }
            await expect(.invalidArgument) { try await rig.create("a", .block(), source: source) }
            await expect(.invalidArgument) { try await rig.create("a", .mount(fsType: "ext4"), source: source) }
            await expect(.notFound) {
                try await rig.create("a", source: .init(type: .snapshot(.init(snapshotID: "snap-1"))))
            }
            await expect(.notFound) {
                try await rig.create("a", source: .init(type: .volume(.init(volumeID: "vol-1"))))
            }
            #expect(Leftovers(rig.folder).data.count == 2)
        }
    }

    @Test("the same name gives the same snapshot; another source gives ALREADY_EXISTS; no source NOT_FOUND")
    func idempotency() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let (one, two) = (try await rig.create(), try await rig.create())
            let begin = Int64(Date().timeIntervalSince1970)
            let snapshot = try await rig.snapshot(one, "s")
            let created = try #require(snapshot.creationTime)
            #expect(snapshot.readyToUse && snapshot.sourceVolumeID == one.volumeID)
            #expect((begin...Int64(Date().timeIntervalSince1970)).contains(created.seconds))
            #expect(try await rig.snapshot(one, "s") == snapshot)
            await expect(.alreadyExists) { try await rig.snapshot(two, "s") }
            await expect(.notFound) { try await rig.snapshot(Volume(volumeID: "none"), "t") }
            #expect(
                try await rig.controller.getSnapshot(.init(snapshotID: snapshot.snapshotID), timeout: timeout).snapshot
                    == snapshot
            )
            await expect(.invalidArgument) { try await rig.controller.getSnapshot(.init(), timeout: timeout) }
            await expect(.notFound) { try await rig.controller.getSnapshot(.init(snapshotID: "x"), timeout: timeout) }
        }
    }

    @Test("snapshots outlive their volume, and are listed by source, by ID and by both")
    func list() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let (one, two) = (try await rig.create(), try await rig.create())
            let first = try await rig.snapshot(one)
            let second = try await rig.snapshot(two)
            let third = try await rig.snapshot(one)
            try await rig.delete(one)
            func list(_ volume: String = "", _ snapshot: String = "") async throws -> [Snapshot] {
                try await rig.controller.listSnapshots(
                    ListSnapshotsRequest(sourceVolumeID: volume, snapshotID: snapshot),
                    timeout: timeout
                ).entries.compactMap(\.snapshot)
            }
            #expect(try await list() == [first, second, third])
            #expect(try await list(one.volumeID) == [first, third])
            #expect(try await list("", second.snapshotID) == [second])
            #expect(try await list(one.volumeID, third.snapshotID) == [third])
            #expect(try await list(two.volumeID, third.snapshotID) == [])
        }
    }

    @Test("a group is cut where all writers can be held back, and refused where not", arguments: capabilities)
    func writers(capability: VolumeCapability) async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volumes = [try await rig.create("idle"), try await rig.create("written", capability)]
            let request = CreateVolumeGroupSnapshotRequest(name: "g", sourceVolumeIDs: volumes.map(\.volumeID))
            try await rig.withMounted(volumes[1], capability) { (target: String) async throws in
                guard capability.mount?.fsType != "ext4" else {
                    _ = try await rig.groups.createVolumeGroupSnapshot(request, timeout: timeout)
                    try write("goes on", to: target + "/file")
                    return
                }
                await expect(.failedPrecondition) {
                    try await rig.groups.createVolumeGroupSnapshot(request, timeout: timeout)
                }
                #expect(rig.leftovers.data == Set(volumes.map(\.volumeID)))
                try await rig.unpublish(volumes[1], at: target)
                let staging = "\(rig.folder)/staging-\(volumes[1].volumeID)"
                try await rig.publish(volumes[1], capability, from: staging, at: target, readonly: true)
                _ = try await rig.groups.createVolumeGroupSnapshot(request, timeout: timeout)
            }
            #expect(rig.leftovers.data.count == 4)
        }
    }

    @Test("what finds no room is RESOURCE_EXHAUSTED, and leaves nothing of itself")
    func noRoom() async throws {
        try await Rig.run(disk: 48 * .mebibyte) { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block(), bytes: 32 * .mebibyte)
            try await rig.withMounted(volume, .block()) { (target: String) async throws in
                try write(String(repeating: "x", count: 32 << 20), to: target)
            }
            let source = VolumeContentSource(type: .volume(.init(volumeID: volume.volumeID)))
            await expect(.resourceExhausted) { try await rig.snapshot(volume) }
            await expect(.resourceExhausted) { try await rig.create("clone", .block(), source: source) }
            await expect(.resourceExhausted) {
                try await rig.groups.createVolumeGroupSnapshot(
                    .init(name: "g", sourceVolumeIDs: [volume.volumeID]),
                    timeout: timeout
                )
            }
            #expect(rig.leftovers.data == [volume.volumeID])
            #expect(try await rig.controller.allVolumes(timeout: timeout).count == 1)
            #expect(try await rig.controller.allSnapshots(.init(), timeout: timeout).isEmpty)
        }
    }

    @Test("on a full disk all can be undone and deleted")
    func fullDisk() async throws {
        try await Rig.run(disk: 16 * .mebibyte) { (rig: Rig) async throws in
            let volume = try await rig.create("v")
            let snapshot = try await rig.snapshot(volume)
            _ = try await rig.use(volume)
            try rig.fillDisk()
            try await rig.release(volume)
            _ = try await rig.controller.deleteSnapshot(.init(snapshotID: snapshot.snapshotID), timeout: timeout)
            try await rig.delete(volume)
            #expect(rig.leftovers.data.isEmpty && rig.leftovers.mounts == [rig.folder + "/state"])
        }
    }

    @Test("pages of one walk all snapshots")
    func paging() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create()
            var ids: [String] = []
            for _ in 0..<3 { ids.append(try await rig.snapshot(volume).snapshotID) }
            var (seen, token): ([String], String) = ([], "")
            repeat {
                let page = try await rig.controller.listSnapshots(
                    .init(maxEntries: 1, startingToken: token),
                    timeout: timeout
                )
                #expect(page.entries.count == 1)
                seen += page.entries.compactMap(\.snapshot?.snapshotID)
                token = page.nextToken
            } while !token.isEmpty
            #expect(seen == ids)
        }
    }

    @Test("a group is cut whole, and is read and deleted whole")
    func groups() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volumes = [try await rig.create(), try await rig.create("b", .block())]
            let ids = volumes.map(\.volumeID)
            func create(_ ids: [String], _ parameters: [String: String] = [:]) async throws -> VolumeGroupSnapshot {
                let request = CreateVolumeGroupSnapshotRequest(
                    name: "g",
                    sourceVolumeIDs: ids,
                    parameters: parameters
                )
                let answer = try await rig.groups.createVolumeGroupSnapshot(request, timeout: timeout)
                return try #require(answer.groupSnapshot)
            }
            await expect(.invalidArgument) { try await create([]) }
            await expect(.invalidArgument) { try await create([ids[0], ids[0]]) }
            await expect(.notFound) { try await create([ids[0], "none"]) }
            #expect(Leftovers(rig.folder).data == Set(ids))

            let group = try await create(ids)
            let members = group.snapshots.map(\.snapshotID)
            #expect(group.snapshots.map(\.sourceVolumeID) == ids)
            #expect(group.snapshots.allSatisfy { $0.groupSnapshotID == group.groupSnapshotID && $0.readyToUse })
            #expect(try await create(ids) == group)
            await expect(.alreadyExists) { try await create([ids[0]]) }
            await expect(.alreadyExists) { try await create(ids, ["k": "v"]) }
            await expect(.invalidArgument) {
                try await rig.controller.deleteSnapshot(.init(snapshotID: members[0]), timeout: timeout)
            }
            #expect(
                try await rig.controller.getSnapshot(.init(snapshotID: members[0]), timeout: timeout).snapshot
                    == group.snapshots[0]
            )
            for wrong in [[], [members[0]], members + ["x"]] {
                await expect(.invalidArgument) {
                    try await rig.groups.getVolumeGroupSnapshot(
                        .init(groupSnapshotID: group.groupSnapshotID, snapshotIDs: wrong),
                        timeout: timeout
                    )
                }
                await expect(.invalidArgument) {
                    try await rig.groups.deleteVolumeGroupSnapshot(
                        .init(groupSnapshotID: group.groupSnapshotID, snapshotIDs: wrong),
                        timeout: timeout
                    )
                }
            }
            let source = VolumeContentSource(type: .snapshot(.init(snapshotID: members[1])))
            #expect(try await rig.create("c", .block(), source: source).contentSource == source)
            for _ in 0..<2 {
                _ = try await rig.groups.deleteVolumeGroupSnapshot(
                    .init(groupSnapshotID: group.groupSnapshotID, snapshotIDs: members.reversed()),
                    timeout: timeout
                )
            }
            #expect(try await rig.controller.listSnapshots(.init(), timeout: timeout).entries.isEmpty)
            await expect(.notFound) {
                try await rig.groups.getVolumeGroupSnapshot(
                    .init(groupSnapshotID: group.groupSnapshotID, snapshotIDs: members),
                    timeout: timeout
                )
            }
        }
    }
}

@Suite("Snapshot metadata")
struct SnapshotMetadataTests {
    @Test("tells what was written and what has changed, in any size of message and from any offset on")
    func ranges() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block())
            func write(_ blocks: [UInt64]) async throws -> Snapshot {
                try await rig.withMounted(volume, .block()) { (target: String) async throws in
                    let device = try #require(FileHandle(forUpdatingAtPath: target))
                    for block in blocks {
                        try device.seek(toOffset: block * 4096)
                        try device.write(contentsOf: Data(repeating: UInt8(truncatingIfNeeded: block), count: 4096))
                    }
                    try device.synchronize()
                    try device.close()
                }
                return try await rig.snapshot(volume)
            }
            let (base, target) = (try await write([3, 500, 501, 1000]), try await write([7, 500, 2000]))
            let client = SnapshotMetadataClient(rig.channel)
            for maximum in [0, 1] as [Int32] {
                var (messages, end): (Int, Int64) = (0, 0)
                var blocks: Set<Int64> = []
                for try await message in client.getMetadataAllocated(
                    .init(snapshotID: base.snapshotID, startingOffset: 4 * 4096, maxResults: maximum),
                    timeout: timeout
                ) {
                    messages += 1
                    #expect(maximum == 0 || message.blockMetadata.count <= maximum)
                    #expect(message.volumeCapacityBytes == volume.capacityBytes)
                    for range in message.blockMetadata {
                        #expect(range.byteOffset >= end && range.sizeBytes > 0)
                        end = range.byteOffset + range.sizeBytes
                        blocks.formUnion(range.byteOffset / 4096..<(range.byteOffset + range.sizeBytes) / 4096)
                    }
                }
                #expect(blocks.isSuperset(of: [500, 501, 1000]) && !blocks.contains(1500))
                #expect(maximum == 0 || messages > 1)

                #expect(end > 4 * 4096)

                var changes: [BlockMetadata] = []
                for try await message in client.getMetadataDelta(
                    .init(
                        baseSnapshotID: base.snapshotID,
                        targetSnapshotID: target.snapshotID,
                        maxResults: maximum
                    ),
                    timeout: timeout
                ) { changes += message.blockMetadata }
                #expect(changes == [7, 2000].map { BlockMetadata(byteOffset: $0 * 4096, sizeBytes: 4096) })
            }
        }
    }

    @Test("a range is one where the comparison goes on in several steps")
    func longRange() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let (all, blocks) = (72 * Int(Int64.mebibyte), 68 * Int(Int64.mebibyte))
            let volume = try await rig.create("v", .block(), bytes: Int64(all))
            func write(_ byte: UInt8, _ count: Int) async throws -> Snapshot {
                try await rig.withMounted(volume, .block()) { (target: String) async throws in
                    let device = try #require(FileHandle(forUpdatingAtPath: target))
                    try device.write(contentsOf: Data(repeating: byte, count: count))
                    try device.synchronize()
                    try device.close()
                }
                return try await rig.snapshot(volume)
            }
            let (base, target) = (try await write(1, all), try await write(2, blocks))
            var changes: [BlockMetadata] = []
            for try await message in SnapshotMetadataClient(rig.channel).getMetadataDelta(
                .init(baseSnapshotID: base.snapshotID, targetSnapshotID: target.snapshotID),
                timeout: timeout
            ) { changes += message.blockMetadata }
            #expect(changes == [BlockMetadata(byteOffset: 0, sizeBytes: Int64(blocks))])
        }
    }

    @Test("a snapshot that is deleted meanwhile ends the list with ABORTED or NOT_FOUND")
    func deletedMeanwhile() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let volume = try await rig.create("v", .block(), bytes: 64 * .mebibyte)
            try await rig.withMounted(volume, .block()) { (target: String) async throws in
                let device = try #require(FileHandle(forUpdatingAtPath: target))
                for block in 0..<UInt64(8000) {
                    try device.seek(toOffset: 2 * block * 4096)
                    try device.write(contentsOf: Data(repeating: 1, count: 4096))
                }
                try device.synchronize()
                try device.close()
            }
            let id = try await rig.snapshot(volume).snapshotID
            var isDeleted = false
            let error = await #expect(throws: CallError.self) {
                // More messages than lie ready on the way to a caller that does not read.
                for try await _ in SnapshotMetadataClient(rig.channel).getMetadataAllocated(
                    .init(snapshotID: id, maxResults: 1),
                    timeout: timeout
                ) {
                    while !isDeleted {
                        do {
                            _ = try await rig.controller.deleteSnapshot(.init(snapshotID: id), timeout: timeout)
                            isDeleted = true
                        } catch let error as CallError where error.code == .aborted {
                            await Task.yield()
                        }
                    }
                }
            }
            #expect(isDeleted)
            #expect(error?.code == .aborted || error?.code == .notFound)
        }
    }

    @Test("unknown snapshots, other kinds and offsets outside are refused")
    func refusals() async throws {
        try await Rig.run { (rig: Rig) async throws in
            let client = SnapshotMetadataClient(rig.channel)
            func allocated(_ id: String, _ offset: Int64 = 0) async throws -> Int {
                var count = 0
                let stream = client.getMetadataAllocated(
                    .init(snapshotID: id, startingOffset: offset),
                    timeout: timeout
                )
                for try await _ in stream { count += 1 }
                return count
            }
            let block = try await rig.snapshot(try await rig.create("b", .block()))
            let folder = try await rig.snapshot(try await rig.create("f"))
            await expect(.notFound) { try await allocated("none") }
            await expect(.invalidArgument) { try await allocated("") }
            await expect(.invalidArgument) { try await allocated(folder.snapshotID) }
            await expect(.outOfRange) { try await allocated(block.snapshotID, -1) }
            await expect(.outOfRange) { try await allocated(block.snapshotID, block.sizeBytes) }
            // Nothing was written; the message tells the volume's size.
            #expect(try await allocated(block.snapshotID) == 1)

            let later = try await rig.snapshot(Volume(volumeID: block.sourceVolumeID))
            let other = try await rig.snapshot(try await rig.create("o", .block()))
            for (base, target, offset, code) in [
                ("none", later.snapshotID, 0, StatusCode.notFound), (block.snapshotID, "none", 0, .notFound),
                ("", later.snapshotID, 0, .invalidArgument), (block.snapshotID, "", 0, .invalidArgument),
                (later.snapshotID, block.snapshotID, 0, .invalidArgument),
                (block.snapshotID, other.snapshotID, 0, .invalidArgument),
                (block.snapshotID, later.snapshotID, -1, .outOfRange),
                (block.snapshotID, later.snapshotID, later.sizeBytes, .outOfRange),
            ] as [(String, String, Int64, StatusCode)] {
                await expect(code) {
                    for try await _ in client.getMetadataDelta(
                        .init(baseSnapshotID: base, targetSnapshotID: target, startingOffset: offset),
                        timeout: timeout
                    ) {}
                }
            }
        }
    }
}
