internal import GRPC
internal import Glibc

/// What a driver does before it serves: ends what a crash interrupted, and sees what is really there.
///
/// Nothing that somebody did to one volume keeps the others from being served.
final class Recovery {
    private let catalog: Catalog
    private let storage: Storage
    private let mounter: Mounter
    private let nodeIDs: Set<String>
    /// How long all devices together may take to be taken away.
    private let deadline = ContinuousClock.now + .milliseconds(500)
    /// Removing what is half made or half deleted, which may be large: the next deletion or start goes on with the rest.
    private let removal = LongWork(until: .now + .seconds(2))
    private var notices: [String] = []

    init(catalog: Catalog, storage: Storage, mounter: Mounter, nodeIDs: Set<String>) {
        self.catalog = catalog
        self.storage = storage
        self.mounter = mounter
        self.nodeIDs = nodeIDs
    }

    /// Finishes or undoes everything that was under way. Afterwards the disk, the mounts and the database agree.
    /// - Returns: What it left as it is, and why; data of which the database knows nothing is among that.
    func run() throws -> [String] {
        let volumes = try catalog.allVolumes()
        let mounts = Dictionary(grouping: try catalog.allMounts(), by: \.volumeID)
        let inventory = try Inventory.current()
        let frozen = try Set(System.status(storage.freezes) == nil ? [] : System.names(in: storage.freezes))
        for volume in volumes {
            if frozen.contains(volume.id) { thaw(volume, inventory) }
            for mount in mounts[volume.id] ?? [] { try settle(mount, of: volume, inventory) }
        }
        for volume in volumes { try settle(volume) }
        try settleSnapshots()
        for name in try System.names(in: storage.replacements) {
            isDone("\(name) can't be removed") { try storage.remove("\(storage.replacements)/\(name)", removal) }
        }
        try releaseDevices()
        return try notices + strays()
    }

    /// A snapshot was under way, and a frozen file system blocks whoever writes to it.
    private func thaw(_ volume: VolumeRecord, _ inventory: Inventory) {
        isDone("\(volume.id) can't be written to again") {
            for device in try storage.devices(volume, in: inventory.devices) {
                if let path = storage.mountPoint(of: device, in: inventory.mounts) { try System.thaw(path) }
            }
            try System.removeFile("\(storage.freezes)/\(volume.id)")
        }
    }

    /// Undoes a mount that was not acknowledged, or whose node is lost, and forgets one that is not there any more.
    private func settle(_ mount: MountRecord, of volume: VolumeRecord, _ inventory: Inventory) throws {
        if mount.state == .mounted, nodeIDs.contains(mount.nodeID),
            (try? mounter.isMounted(mount, of: volume, in: inventory)) ?? true
        {
            return
        }
        do {
            try mounter.unmount(mount, of: volume)
            let others = try catalog.mounts(ofVolume: volume.id).filter { !$0.path.isSame(as: mount.path) }
            try storage.releaseDevices(volume, neededBy: others, until: deadline)
        } catch {
            // Somebody uses it, or something else lies there by now: the caller has to undo it, so it stays known.
            notices.append("\(volume.id) stays at \(mount.path): \(RPCError(from: error).message)")
            return try catalog.setState(.unmounting, of: mount)
        }
        try catalog.remove(mount)
    }

    private func settle(_ volume: VolumeRecord) throws {
        let path = storage.path(volume)
        if volume.state != .ready {
            // What somebody uses stays listed; the next deletion removes it.
            let trouble = trouble("\(volume.id) can't be removed") {
                try storage.releaseDevices(volume, neededBy: [], until: deadline)
                try storage.remove(path, removal)
            }
            if let trouble { return try catalog.setTrouble(trouble, ofVolume: volume.id) }
            try catalog.removeVolume(volume.id)
        } else if volume.layout.isImage, let size = try? System.status(path)?.size, size > volume.capacity {
            // Expansion grows the image first.
            try catalog.setCapacity(size, ofVolume: volume.id)
        }
    }

    private func settleSnapshots() throws {
        var keptGroups: Set<String> = []
        for snapshot in try catalog.allSnapshots() where snapshot.state != .ready {
            let trouble = trouble("\(snapshot.id) can't be removed") {
                try storage.remove(storage.path(snapshot), removal)
            }
            if let trouble {
                try catalog.setTrouble(trouble, ofSnapshot: snapshot.id)
                if let group = snapshot.groupID { keptGroups.insert(group) }
            } else if snapshot.groupID == nil {
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
        let volumes = try catalog.allVolumes()
        let mounts = Dictionary(grouping: try catalog.allMounts(), by: \.volumeID)
        let table = try LoopTable.current()
        var kept: Set<LoopDevice> = []
        for volume in volumes {
            isDone("\(volume.id) keeps a device") {
                kept.formUnion(try storage.devices(volume, in: table))
                try storage.releaseDevices(volume, neededBy: mounts[volume.id] ?? [], in: table, until: deadline)
            }
        }
        for device in try table.devices(in: storage.volumes) where !kept.contains(device) {
            isDone("\(device.path) can't be taken away") { try device.detach(until: deadline) }
        }
    }

    /// Does what somebody else's use may prevent, which is noted.
    private func isDone(_ otherwise: String, _ body: () throws -> Void) {
        _ = trouble(otherwise, body)
    }

    /// Does what somebody else's use may prevent. - Returns: What does, which is noted; nil where nothing does.
    private func trouble(_ otherwise: String, _ body: () throws -> Void) -> String? {
        do {
            try body()
            return nil
        } catch {
            let reason = RPCError(from: error).message
            notices.append("\(otherwise): \(reason)")
            return reason
        }
    }
}
