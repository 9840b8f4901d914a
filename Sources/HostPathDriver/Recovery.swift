internal import GRPC
internal import Glibc

/// What a driver does before it serves: ends what a crash interrupted, and sees what is really there.
struct Recovery {
    let catalog: Catalog
    let storage: Storage
    let mounter: Mounter

    /// Finishes or undoes everything that was under way. Afterwards the disk, the mounts and the database agree.
    func run() throws {
        try thawFileSystems()
        let volumes = Dictionary(uniqueKeysWithValues: try catalog.allVolumes().map { ($0.id, $0) })
        for mount in try catalog.allMounts() {
            if let volume = volumes[mount.volumeID] { try settle(mount, of: volume) }
        }
        try settleVolumes(volumes.values.sorted { $0.sequence < $1.sequence })
        try settleSnapshots()
        try removeStrays()
        try releaseDevices()
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

    /// Removes data that no object has: a power failure may bring back what was deleted.
    private func removeStrays() throws {
        let volumes = Set(try catalog.allVolumes().map(\.id))
        for name in try System.names(in: storage.volumes) where Identifier.isVolume(name) && !volumes.contains(name) {
            try storage.remove("\(storage.volumes)/\(name)")
        }
        let snapshots = Set(try catalog.allSnapshots().map(\.id))
        for name in try System.names(in: storage.snapshots)
        where Identifier.isSnapshot(name) && !snapshots.contains(name) {
            try storage.remove("\(storage.snapshots)/\(name)")
        }
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
