internal import GRPC
internal import Glibc

/// What a driver does before it serves: ends what a crash interrupted, and sees what is really there.
///
/// Nothing that somebody did to one volume keeps the others from being served.
final class Recovery {
    private let catalog: Catalog
    private let storage: Storage
    private let mounter: Mounter
    private var notices: [String] = []

    init(catalog: Catalog, storage: Storage, mounter: Mounter) {
        self.catalog = catalog
        self.storage = storage
        self.mounter = mounter
    }

    /// Finishes or undoes everything that was under way. Afterwards the disk, the mounts and the database agree.
    /// - Returns: What it left as it is, and why; data of which the database knows nothing is among that.
    func run() throws -> [String] {
        try thawFileSystems()
        let volumes = Dictionary(uniqueKeysWithValues: try catalog.allVolumes().map { ($0.id, $0) })
        for mount in try catalog.allMounts() {
            if let volume = volumes[mount.volumeID] { try settle(mount, of: volume) }
        }
        try settleVolumes(volumes.values.sorted { $0.sequence < $1.sequence })
        try settleSnapshots()
        for name in try System.names(in: storage.replacements) {
            isDone("\(name) can't be removed") { try storage.remove("\(storage.replacements)/\(name)") }
        }
        try releaseDevices()
        return try notices + strays()
    }

    /// A snapshot may have been under way, and a frozen file system blocks whoever writes to it.
    private func thawFileSystems() throws {
        let table = try MountTable.current()
        for volume in try catalog.allVolumes() {
            isDone("\(volume.id) can't be written to again") {
                for device in try storage.devices(volume) {
                    if let path = try storage.mountPoint(of: device, in: table) { try System.thaw(path) }
                }
            }
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
                let isRemoved = isDone("\(volume.id) can't be removed") {
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
        var keptGroups: Set<String> = []
        for snapshot in try catalog.allSnapshots() where snapshot.state != .ready {
            let isRemoved = isDone("\(snapshot.id) can't be removed") { try storage.remove(storage.path(snapshot)) }
            if let group = snapshot.groupID {
                if !isRemoved { keptGroups.insert(group) }
            } else if isRemoved {
                try catalog.removeSnapshot(snapshot.id)
            }
        }
        for group in try catalog.unfinishedGroups() where !keptGroups.contains(group.id) {
            try catalog.removeGroup(group.id)
        }
    }

    private func strays() throws -> [String] {
        let known = Set(try catalog.allVolumes().map(storage.path) + catalog.allSnapshots().map(storage.path))
        return try Self.data(in: storage).filter { !known.contains($0) }.map { path in
            "\(path) belongs to no volume or snapshot that the database knows, and is left alone"
        }
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
            isDone("\(volume.id) keeps a device") { try storage.releaseDevices(volume, neededBy: mounts) }
        }
        let kept = try catalog.allVolumes().flatMap { try storage.devices($0) }
        for device in try LoopDevice.all(in: storage.volumes) where !kept.contains(device) {
            isDone("\(device.path) can't be taken away") { try device.detach() }
        }
    }

    /// Does what somebody else's use may prevent. - Returns: false where it does, which is noted.
    @discardableResult
    private func isDone(_ otherwise: String, _ body: () throws -> Void) -> Bool {
        do {
            try body()
            return true
        } catch {
            notices.append("\(otherwise): \((error as? RPCError)?.message ?? "\(error)")")
            return false
        }
    }
}
