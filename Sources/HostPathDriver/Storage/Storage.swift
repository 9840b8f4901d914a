internal import CLinux
internal import GRPC
internal import Glibc

/// The data of volumes and snapshots in the state folder, and the devices over it.
struct Storage: Sendable {
    /// The state folder, without symbolic links.
    let root: String
    /// The open lock file, which the programs that are run here keep open.
    let lock: CInt
    /// Whether files can share blocks on the disk (reflink), as the disk itself says.
    let canClone: Bool

    init(root: String, lock: CInt) {
        self.root = root
        self.lock = lock
        canClone = System.canClone(lock)
    }

    var volumes: String { root + "/volumes" }
    var snapshots: String { root + "/snapshots" }
    /// Copies that are to replace images; what is there when the driver starts is nothing that anybody needs.
    var replacements: String { root + "/replacements" }

    /// An empty file for each volume whose file system this driver has frozen, by the volume's ID; there from the first on.
    var freezes: String { root + "/freezes" }

    func path(_ volume: VolumeRecord) -> String { "\(volumes)/\(volume.id)" }
    func path(_ snapshot: SnapshotRecord) -> String { "\(snapshots)/\(snapshot.id)" }

    /// Programs take their time with large images, but not for ever.
    private static let timeLimit = Duration.seconds(3600)

    @discardableResult
    func run(_ arguments: [String]) throws(Program.Failure) -> String {
        try Program.run(arguments, inheriting: lock, timeout: Self.timeLimit)
    }

    /// The folder that a path of the state folder lies in.
    static func folder(of path: String) -> String {
        String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    }

    // MARK: Making and removing

    /// Makes an empty volume.
    func make(_ volume: VolumeRecord) throws {
        let path = path(volume)
        guard volume.layout.isImage else {
            try System.makeDirectory(path, mode: 0o755)
            // Whatever the umask is: who may enter is for the volume's own modes to say.
            try System.setMode(path, 0o755)
            try System.sync(path)
            return try System.sync(volumes)
        }
        try System.makeFile(path)
        try System.grow(path, to: volume.capacity)
        if volume.isBacked { try back(path, from: 0, to: volume.capacity) }
        do throws(Program.Failure) {
            // None of this gives the room back that was set aside, nor does the kernel later, which punches holes where
            // it zeroes what is left for it to zero.
            let extended = "nodiscard" + (volume.isBacked ? ",lazy_itable_init=0,lazy_journal_init=0" : "")
            switch volume.layout {
            case .ext4: try run(["mkfs.ext4", "-q", "-F", "-m", "0", "-E", extended, path])
            case .xfs: try run(["mkfs.xfs", "-q", "-f", "-K", path])
            case .directory, .block: break
            }
        } catch {
            // The program's exit status does not tell why it failed.
            guard volume.isThin, try System.usage(root).available < 1 << 20 else { throw error }
            throw System.Failure("make a file system in \(path)", code: ENOSPC)
        }
        try complete(volume)
    }

    /// Brings a copy to its volume's size, and to the disk.
    func complete(_ volume: VolumeRecord) throws {
        guard volume.layout.isImage else { return try syncFileSystem() }
        let path = path(volume)
        try System.grow(path, to: volume.capacity)
        if volume.isBacked { try back(path, from: 0, to: volume.capacity) }
        try System.sync(path)
        try System.sync(volumes)
    }

    /// Sets room aside for a volume that is to grow. On failure all is as before.
    func setRoomAside(_ volume: VolumeRecord, to capacity: Int64) throws {
        let path = path(volume)
        do {
            try back(path, from: volume.capacity, to: capacity)
        } catch {
            // What was found before there was no more.
            try? System.truncate(path, to: volume.capacity)
            throw error
        }
    }

    /// Sets room aside for a part of an image, whose size stays as it is.
    /// - Throws: FAILED_PRECONDITION where the disk can't do that.
    private func back(_ path: String, from offset: Int64, to end: Int64) throws {
        do throws(System.Failure) {
            try System.allocate(path, from: offset, to: end)
        } catch {
            guard error.code == EOPNOTSUPP else { throw error }
            throw RPCError(
                .failedPrecondition,
                "the state folder's file system can't set room aside for a volume; parameters.thin = \"true\" makes one "
                    + "that takes room as it is written"
            )
        }
    }

    /// Copies data that stands still, sharing blocks where the disk can.
    func copy(_ source: String, _ layout: Layout, to target: String, _ work: LongWork) throws {
        guard !layout.isImage else {
            let image = ImageCopy(source: source, target: target, work: work)
            return canClone ? try image.clone() : try image.copy()
        }
        // The scratch folder goes when the driver starts, where it is left.
        let name = target[(target.lastIndex(of: "/") ?? target.startIndex)...]
        try Tree(of: source).copy(to: target, scratch: replacements + name, work: work)
    }

    /// Changes an image by programs that leave a broken one where they are interrupted: whole, or not at all.
    func replace(_ image: String, by change: (_ copy: String) throws -> Void) throws {
        let copy = replacements + image.dropFirst(volumes.count)
        defer { try? System.removeFile(copy) }
        try System.removeFile(copy)
        try self.copy(image, .block, to: copy, LongWork())
        try change(copy)
        let (old, new) = (try System.status(image), try System.status(copy))
        if let old, let new, old.allocated >= old.size { try back(copy, from: 0, to: new.size) }
        try System.sync(copy)
        try System.rename(copy, to: image)
        try System.sync(volumes)
    }

    /// Removes the data of a volume or snapshot; none there is as good. No power failure brings it back.
    func remove(_ path: String, _ work: LongWork = LongWork()) throws {
        try Tree.remove(path, work: work)
        try System.sync(Self.folder(of: path))
    }

    /// Whether less than 2 % of the disk is free: a file system so full gets slow, and soon fails writes.
    var isNearlyFull: Bool {
        get throws(System.Failure) {
            let usage = try System.usage(root)
            return usage.available < usage.total / 50
        }
    }

    /// Waits until all data is on the disk.
    func syncFileSystem() throws(System.Failure) {
        try System.syncFileSystem(of: root)
    }

    // MARK: Devices

    /// The block devices over a volume's image.
    /// - Parameter table: The machine's devices where somebody has looked at them; nil to look now.
    func devices(_ volume: VolumeRecord, in table: LoopTable? = nil) throws -> [LoopDevice] {
        volume.layout.isImage ? try (table ?? .current()).devices(over: path(volume)) : []
    }

    /// Makes a block device of a volume's image, or finds the one that is there. Backed volumes keep their room: what
    /// they lost of it is taken again, as far as there is any, and nobody can give it back by `discard`.
    func attach(_ volume: VolumeRecord, isReadOnly: Bool) throws -> LoopDevice {
        let path = path(volume)
        if volume.isBacked, let status = try System.status(path), status.allocated < volume.capacity {
            // The volume is as good as before; its health tells where the disk is too full.
            try? back(path, from: 0, to: volume.capacity)
        }
        let device = try LoopDevice.attach(path, isReadOnly: isReadOnly, needsDiscards: !volume.isBacked)
        // Where /sys is read-only, the gaps are filled the next time.
        if volume.isBacked { try? device.forbidDiscards() }
        return device
    }

    /// Takes away the devices of the driver's that none of a volume's mounts needs.
    /// - Parameters:
    ///   - table: The machine's devices where somebody has looked at them; nil to look now.
    ///   - deadline: How long to wait for somebody who uses one.
    func releaseDevices(
        _ volume: VolumeRecord,
        neededBy mounts: [MountRecord],
        in table: LoopTable? = nil,
        until deadline: ContinuousClock.Instant = .now + .seconds(1)
    ) throws {
        let isBlock = volume.layout == .block
        for device in try devices(volume, in: table) {
            let isNeeded = mounts.contains { mount in
                isBlock && mount.isPublication ? mount.readonly == device.isReadOnly : !device.isReadOnly
            }
            if try isNeeded || !device.isMade(of: path(volume)) { continue }
            try device.detach(until: deadline)
        }
    }

    /// Brings what was written to a volume into its files on the disk.
    func flush(_ volume: VolumeRecord) throws {
        guard volume.layout.isImage else { return try System.syncFileSystem(of: path(volume)) }
        let table = try MountTable.current()
        for device in try devices(volume) where !device.isReadOnly {
            if let mount = mountPoint(of: device, in: table) {
                try System.syncFileSystem(of: mount)
            } else {
                try System.sync(device.path)
            }
        }
    }

    /// Runs `body` while nobody can write to the file systems in the images of volumes.
    /// - Throws: FAILED_PRECONDITION where one can be reached only by others, ABORTED where somebody else has frozen one.
    func freezing<Result>(_ volumes: [VolumeRecord], _ body: () throws -> Result) throws -> Result {
        var freezes: [Freeze] = []
        defer {
            for freeze in freezes { freeze.thaw() }
            for volume in volumes { forgetFreeze(of: volume) }
        }
        let table = try MountTable.current()
        for volume in volumes {
            try checkReachable(volume)
            for device in try devices(volume) where !device.isReadOnly {
                if let mount = mountPoint(of: device, in: table) {
                    try noteFreeze(of: volume)
                    freezes.append(try Freeze(mountedAt: mount, "volume \(volume.id)"))
                }
            }
        }
        return try body()
    }

    /// Makes sure that nobody holds the writers of a volume's file system back, for what would wait for that without end.
    /// - Parameter path: Where it is mounted.
    /// - Throws: ABORTED where somebody does. One that answers nothing but errors is not frozen.
    func checkNotFrozen(_ volume: VolumeRecord, mountedAt path: String) throws {
        defer { forgetFreeze(of: volume) }
        do {
            // On a full disk it is not asked, so that the volume can go.
            try noteFreeze(of: volume)
            try Freeze(mountedAt: path, "volume \(volume.id)").thaw()
        } catch is System.Failure {}
    }

    /// What a crash leaves frozen is thawed at the next start.
    private func noteFreeze(of volume: VolumeRecord) throws(System.Failure) {
        try System.makeDirectory(freezes, mode: 0o700)
        try System.makeFile("\(freezes)/\(volume.id)")
    }

    private func forgetFreeze(of volume: VolumeRecord) {
        try? System.removeFile("\(freezes)/\(volume.id)")
    }

    /// - Throws: FAILED_PRECONDITION where an image's file system is mounted, but nowhere that this process can reach.
    func checkReachable(_ volume: VolumeRecord) throws {
        let table = try MountTable.current()
        for device in try devices(volume) where !device.isReadOnly {
            guard mountPoint(of: device, in: table) == nil, try System.isHeld(device.path) else { continue }
            throw RPCError(
                .failedPrecondition,
                "the file system of volume \(volume.id) is still mounted in another mount namespace, or hidden by another "
                    + "mount, so that its writers can't be held back. Ways out: unmount it there, or the parameter "
                    + "\(Consistency.parameter) = \"none\", which takes a copy that is not of one moment"
            )
        }
    }

    /// Where a device's file system can be reached; nil where it is not mounted, or other mounts hide it.
    func mountPoint(of device: LoopDevice, in table: MountTable) -> String? {
        table.mounts.last { mount in
            UInt(clinux_makedev(mount.major, mount.minor)) == device.device && table.top(at: mount.point) == mount
        }?.point
    }
}
