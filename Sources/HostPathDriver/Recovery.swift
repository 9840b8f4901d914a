internal import GRPC
internal import Glibc

/// What a driver does before it serves: ends what a crash interrupted, and sees what is really there.
struct Recovery {
    let catalog: Catalog
    let storage: Storage
    let mounter: Mounter

    /// Finishes or undoes everything that was under way. Afterwards the disk, the mounts and the database agree.
    /// - Returns: The data of which the database knows nothing. It stays: only what was removed is deleted.
    func run() throws -> [String] {
        try thawFileSystems()
        let volumes = Dictionary(uniqueKeysWithValues: try catalog.allVolumes().map { ($0.id, $0) })
        for mount in try catalog.allMounts() {
            if let volume = volumes[mount.volumeID] { try settle(mount, of: volume) }
        }
        try settleVolumes(volumes.values.sorted { $0.sequence < $1.sequence })
        try settleSnapshots()
        try removeReturned()
        try releaseDevices()
        return try strays()
    }

    /// A snapshot may have been under way, and a frozen file system blocks whoever writes to it.
    private func thawFileSystems() throws {
        let table = try MountTable.current()
        for device in try catalog.allVolumes().flatMap({ try storage.devices($0) }) {
            if let path = try storage.mountPoint(of: device, in: table) { try System.thaw(path) }
        }
    }

    /// Undoes a mount that was not acknowledged, and forgets one that is not there any more.
    private func settle(_ mount: MountRecord, of volume: VolumeRecord) throws {
        if mount.state == .mounted, try mounter.isMounted(mount, of: volume) { return }
        do {
            try mounter.unmount(mount, of: volume)
            let others = try catalog.mounts(ofVolume: volume.id).filter { !$0.path.isSame(as: mount.path) }
            try storage.releaseDevices(volume, neededBy: others)
        } catch {
            // Somebody uses it, or something else lies there by now: the caller has to undo it, so it stays known.
            return try catalog.setState(.unmounting, of: mount)
        }
        try catalog.remove(mount)
    }

    private func settleVolumes(_ volumes: [VolumeRecord]) throws {
        for volume in volumes {
            let path = storage.path(volume)
            if volume.state != .ready {
                // What somebody uses stays known; the next deletion removes it.
                let isRemoved = try isDone {
                    try storage.releaseDevices(volume, neededBy: [])
                    try storage.remove(path)
                }
                if isRemoved { try catalog.removeVolume(volume.id) }
            } else if volume.layout.isImage, let size = try System.status(path)?.size, size > volume.capacity {
                // Expansion grows the image first.
                try catalog.setCapacity(size, ofVolume: volume.id)
            }
        }
    }

    private func settleSnapshots() throws {
        for snapshot in try catalog.allSnapshots() where snapshot.state != .ready {
            try storage.remove(storage.path(snapshot))
            if snapshot.groupID == nil { try catalog.removeSnapshot(snapshot.id) }
        }
        for group in try catalog.unfinishedGroups() { try catalog.removeGroup(group.id) }
    }

    /// Removes data of what was removed already: a power failure may bring it back.
    private func removeReturned() throws {
        let ids = try catalog.removedIDs()
        guard !ids.isEmpty else { return }
        for id in ids {
            if Identifier.isVolume(id) { try storage.remove("\(storage.volumes)/\(id)") }
            if Identifier.isSnapshot(id) { try storage.remove("\(storage.snapshots)/\(id)") }
        }
        try storage.syncFileSystem()
        try catalog.forgetRemovedIDs()
    }

    private func strays() throws -> [String] {
        let known = Set(try catalog.allVolumes().map(storage.path) + catalog.allSnapshots().map(storage.path))
        return try Self.data(in: storage).filter { !known.contains($0) }
    }

    /// The paths of all that a driver has made as data of volumes and snapshots.
    static func data(in storage: Storage) throws(System.Failure) -> [String] {
        let volumes = try System.names(in: storage.volumes).filter(Identifier.isVolume)
        let snapshots = try System.names(in: storage.snapshots).filter(Identifier.isSnapshot)
        return (volumes.map { "\(storage.volumes)/\($0)" } + snapshots.map { "\(storage.snapshots)/\($0)" }).sorted()
    }

    private func releaseDevices() throws {
        for volume in try catalog.allVolumes() {
            let mounts = try catalog.mounts(ofVolume: volume.id)
            _ = try isDone { try storage.releaseDevices(volume, neededBy: mounts) }
        }
        let kept = try catalog.allVolumes().flatMap { try storage.devices($0) }
        for device in try LoopDevice.all(in: storage.volumes) where !kept.contains(device) {
            _ = try isDone { try device.detach() }
        }
    }

    /// Does what somebody else's use may prevent. - Returns: false where it does.
    private func isDone(_ body: () throws -> Void) throws -> Bool {
        do {
            try body()
            return true
        } catch let error as RPCError where error.code == .failedPrecondition {
            return false
        }
    }
}
