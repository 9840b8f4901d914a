internal import GRPC
internal import Glibc

/// Copies the content of volumes as it is at one moment, or says why that can't be had.
///
/// The file systems of images are frozen for a moment. Where the disk can share blocks, that is enough to copy everything.
/// Where not, images are copied before, and during the freeze only what was written meanwhile. Block volumes and folders
/// can't be frozen. They are kept from being published meanwhile; where the disk can share blocks, they are copied at the
/// moment itself, and where not, only those that nobody writes. Who writes past all publications, as by a device that
/// another mount namespace still has open, shows afterwards.
struct ContentCopy {
    /// A volume and where its copy is to be.
    struct Member {
        let volume: VolumeRecord
        let target: String
    }

    let driver: HostPathDriver
    let members: [Member]
    let work: LongWork
    /// How long writers are held back at most.
    var freezeLimit = Duration.seconds(10)

    private var storage: Storage { driver.storage }

    /// How often it is tried to catch a moment at which everything stands still.
    private static let rounds = 3

    /// The caller has the claims on the contents, and on none of the volumes.
    /// - Throws: FAILED_PRECONDITION where the volumes are in use in a way that allows no such copy, ABORTED where
    ///   somebody else holds writers back or another call has one of the volumes for long.
    func run(_ consistency: Consistency) throws {
        for member in members where member.volume.layout.isImage {
            if !storage.canClone { work.expect(bytes: try System.dataBytes(of: storage.path(member.volume))) }
        }
        switch consistency {
        case .none:
            for member in members { try copy(member) }
        case .pointInTime:
            let frozen = members.filter { $0.volume.layout.fileSystem != nil }
            let held = members.filter { $0.volume.layout.fileSystem == nil }
            // Under the claim, since who looks has the device for himself for a moment.
            try driver.withTurn(Set(frozen.map { .volume($0.volume.id) }), for: work) {
                for member in frozen { try storage.checkReachable(member.volume) }
            }
            // Nobody publishes these meanwhile, who could then write.
            try driver.withTurn(Set(held.map { .volume($0.volume.id) }), for: work) {
                try copyHeld(held, frozen)
            }
        }
        for member in members {
            if member.volume.layout.isImage {
                try image(member).sync()
            } else {
                try storage.syncFileSystem()
            }
        }
    }

    private func image(_ member: Member) -> ImageCopy {
        ImageCopy(source: storage.path(member.volume), target: member.target, work: work)
    }

    private func copy(_ member: Member) throws {
        try storage.flush(member.volume)
        try storage.copy(storage.path(member.volume), member.volume.layout, to: member.target, work)
    }

    private func copyHeld(_ held: [Member], _ frozen: [Member]) throws {
        let cloned = storage.canClone ? held : []
        let idle = storage.canClone ? [] : held
        if let member = try idle.first(where: { try driver.isWritten($0.volume) }) {
            throw Self.refusal(member.volume, Self.writtenReason)
        }
        let standstills = try idle.map { try Standstill(of: $0.volume, in: storage) }
        for member in idle {
            try storage.copy(storage.path(member.volume), member.volume.layout, to: member.target, work)
        }
        var stamps: [ImageStamp?] = []
        if !storage.canClone {
            for member in frozen {
                try storage.flush(member.volume)
                stamps.append(try ImageStamp.settled(storage.path(member.volume)))
                try image(member).copy()
            }
        }
        for round in 1...Self.rounds {
            if try cut(frozen, stamps, cloned) { return try check(idle, standstills) }
            guard round < Self.rounds else { break }
            if storage.canClone {
                // The next look at what has changed is not to see the changes that this one saw.
                usleep(UInt32(2 * System.clockGranularity / 1000))
            } else {
                for (index, member) in frozen.enumerated() {
                    try storage.flush(member.volume)
                    stamps[index] = try ImageStamp.settled(storage.path(member.volume))
                    _ = try image(member).update()
                }
            }
        }
        let busy = cloned.first ?? frozen.first
        if let busy { throw Self.refusal(busy.volume, Self.busyReason) }
    }

    /// - Throws: FAILED_PRECONDITION where somebody has written to one since before it was copied.
    private func check(_ idle: [Member], _ standstills: [Standstill]) throws {
        for (member, standstill) in zip(idle, standstills) {
            guard try standstill.lasts(member.volume, in: storage, work) else {
                throw Self.refusal(member.volume, Self.busyReason)
            }
        }
    }

    /// Catches a moment at which everything stands still.
    /// - Parameters:
    ///   - stamps: What the images of `frozen` were like before they were copied; empty where they are cloned.
    ///   - cloned: Those that can't be frozen, and are copied at this moment.
    /// - Returns: false where it did not, and what was copied is of no use, or not complete.
    private func cut(_ frozen: [Member], _ stamps: [ImageStamp?], _ cloned: [Member]) throws -> Bool {
        let folders = cloned.filter { $0.volume.layout == .directory }
        let blocks = cloned.filter { $0.volume.layout == .block }
        for member in cloned { try storage.flush(member.volume) }
        let start = System.now - System.clockGranularity
        for member in folders {
            try storage.remove(member.target)
            try storage.copy(storage.path(member.volume), .directory, to: member.target, work)
        }
        // Freezing and cloning write out what is left, however long that takes; all but a little is written here.
        for member in frozen {
            try storage.flush(member.volume)
            try System.sync(storage.path(member.volume))
        }
        let isComplete = try driver.withTurn(Set(frozen.map { .volume($0.volume.id) }), for: work) {
            try storage.freezing(frozen.map(\.volume)) {
                let deadline = ContinuousClock.now + freezeLimit
                for member in blocks { try image(member).clone() }
                for (index, member) in frozen.enumerated() {
                    if storage.canClone {
                        try image(member).clone()
                    } else if try stamps[index]?.isStill(storage.path(member.volume)) != true {
                        guard try image(member).update(until: deadline) else { return false }
                    }
                }
                return true
            }
        }
        guard isComplete else { return false }
        // What did not change from the first copy to the last is the same at each moment between them.
        for member in folders {
            if try Tree(of: storage.path(member.volume)).hasChanged(since: timespec(nanoseconds: start), work: work) {
                return false
            }
        }
        guard blocks.count > 1 else { return true }
        return try blocks.allSatisfy { member in
            try (System.status(storage.path(member.volume))?.changed ?? .max) < start
        }
    }

    // MARK: Refusals

    private static let writtenReason =
        "is published for writing or held open, and its writers can't be held back: the state folder's file system shares "
        + "no blocks between files"
    private static let busyReason = "is written to without a pause long enough for a copy"

    private static func refusal(_ volume: VolumeRecord, _ reason: String) -> RPCError {
        RPCError(
            .failedPrecondition,
            "volume \(volume.id) \(reason). Ways out: unpublish it; use a volume with a file system of its own (fsType "
                + "ext4 or xfs), a state folder on a file system with reflink such as XFS, or the parameter "
                + "\(Consistency.parameter) = \"none\", which takes a copy that is not of one moment"
        )
    }
}

extension HostPathDriver {
    /// Whether somebody may write to a volume whose writers can't be held back.
    func isWritten(_ volume: VolumeRecord) throws -> Bool {
        if try catalog.mounts(ofVolume: volume.id).contains(where: { $0.isPublication && !$0.readonly }) { return true }
        return try storage.devices(volume).contains { try !$0.isReadOnly && System.isHeld($0.path) }
    }
}
