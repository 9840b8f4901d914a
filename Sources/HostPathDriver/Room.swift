internal import CSI
internal import GRPC
internal import Synchronization

/// Room on the disk that is set aside for volumes, or promised to them.
///
/// A volume with an image has its room from the beginning unless it is thin: what its writers write finds a place. Where
/// the disk shares blocks between files, a write needs a new block in the place of each shared one, so those are owed.
struct Room: ~Copyable {
    /// One promise at a time: each counts on what is left after the one before.
    private let turn = Mutex(())

    /// Writes a promise down where there is room for it.
    /// - Parameter bytes: What is promised.
    /// - Throws: RESOURCE_EXHAUSTED where less than that is left.
    func promising<Result>(
        _ bytes: Int64,
        of unpromised: () throws -> Int64,
        _ body: () throws -> sending Result
    ) throws -> sending Result {
        try turn.withLock { _ in
            if bytes > 0 {
                let left = try unpromised()
                guard bytes <= left else {
                    throw RPCError(
                        .resourceExhausted,
                        "\(bytes) bytes are needed, and \(left) are left that are not promised to other volumes"
                    )
                }
            }
            return try body()
        }
    }
}

extension VolumeRecord {
    /// Whether the volume's room is set aside for it.
    var isBacked: Bool { layout.isImage && !isThin }
}

extension HostPathDriver {
    /// The room that no volume has, nor may still take, in bytes.
    func unpromisedBytes() throws -> Int64 {
        // First: what a copy takes between the two looks then counts twice, not never.
        let underWay = try bytesForCopiesUnderWay()
        var free = try System.usage(storage.root).available - catalog.reserve.missingBytes() - underWay
        for volume in try catalog.allVolumes() where volume.isBacked { free -= try owedBytes(volume) }
        return max(0, free)
    }

    /// The room that a backed volume may still take, in bytes.
    func owedBytes(_ volume: VolumeRecord) throws -> Int64 {
        let path = storage.path(volume)
        guard let status = try System.status(path), status.kind == .regular else { return volume.capacity }
        let own = storage.canClone ? try System.extents(of: path).own : status.allocated
        return max(0, volume.capacity - own)
    }

    /// The room that a copy of a volume takes, or that the volume may take for it, in bytes; 0 where that is not known.
    func bytesForCopy(of volume: VolumeRecord) throws -> Int64 {
        let path = storage.path(volume)
        guard volume.layout.isImage, try System.status(path) != nil else { return 0 }
        guard storage.canClone else { return try System.dataBytes(of: path) }
        return volume.isBacked ? try System.extents(of: path).writtenAlone : 0
    }

    /// The room that copies may still take that are being made, in bytes.
    private func bytesForCopiesUnderWay() throws -> Int64 {
        var copies: [(source: String, target: String)] = try catalog.allSnapshots()
            .filter { $0.state == .creating }.map { ($0.volumeID, storage.path($0)) }
        if storage.canClone {
            // A new volume's own room is counted with it, but not what its source is owed once blocks are shared.
            for volume in try catalog.allVolumes() where volume.state == .creating {
                guard case .volume(let source)? = volume.request.volumeContentSource?.type else { continue }
                copies.append((source.volumeID, storage.path(volume)))
            }
        }
        return try copies.reduce(0) { sum, copy in
            guard let source = try catalog.anyVolume(copy.source) else { return sum }
            let target = try System.status(copy.target)
            // Once blocks are shared, they are owed to the source.
            if storage.canClone { return sum + (target == nil ? try bytesForCopy(of: source) : 0) }
            return sum + max(0, try bytesForCopy(of: source) - (target?.allocated ?? 0))
        }
    }

    /// Writes something down that takes room, where there is enough.
    /// - Throws: RESOURCE_EXHAUSTED where there is not.
    func promising<Result>(_ bytes: Int64, _ body: () throws -> sending Result) throws -> sending Result {
        try room.promising(bytes, of: unpromisedBytes, body)
    }
}
