internal import CLinux
internal import CSI
internal import GRPC
internal import Glibc

/// Brings volumes to paths of this machine and takes them away again.
///
/// What is mounted is told by the mount table and device numbers alone: a file system that answers nothing but errors
/// can be taken away like any other.
struct Mounter: Sendable {
    let storage: Storage

    // MARK: Paths

    /// A path as the mount table has it, without symbolic links but for its last part; nil where its parent is missing.
    /// - Throws: INVALID_ARGUMENT where the way there can't be followed, or leads into the state folder.
    func resolve(_ path: String) throws -> String? {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let parent = slash == path.startIndex ? "/" : String(path[..<slash])
        guard let folder = try following({ try System.realPath(parent) }) else { return nil }
        guard !folder.isSame(asOrBelow: storage.root) else {
            throw RPCError(.invalidArgument, "the path leads into the state folder")
        }
        return (folder == "/" ? "" : folder) + path[slash...]
    }

    /// Looks at a path of a caller. - Throws: INVALID_ARGUMENT where the path itself is to blame.
    private func following<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as System.Failure where [ELOOP, ENAMETOOLONG, ENOTDIR].contains(error.code) {
            throw RPCError(.invalidArgument, "\(error)")
        }
    }

    /// Where a mount was made. Records of version 1 have only the caller's spelling.
    func path(of mount: MountRecord) -> String {
        mount.resolvedPath ?? (try? resolve(mount.path)) ?? mount.path
    }

    // MARK: What is there

    /// How much of a volume a mount shows.
    private enum Part {
        case none, some, all
    }

    private func part(
        of volume: VolumeRecord,
        in mount: MountTable.Mount,
        _ devices: [LoopDevice],
        _ table: MountTable
    ) throws -> Part {
        let fileSystem = UInt(clinux_makedev(mount.major, mount.minor))
        switch volume.layout {
        case .directory:
            guard let disk = table.mount(holding: storage.volumes), disk.major == mount.major,
                disk.minor == mount.minor
            else { return .none }
            let below = disk.point == "/" ? storage.volumes : String(storage.volumes.dropFirst(disk.point.count))
            let root = (disk.root == "/" ? "" : disk.root) + below + "/\(volume.id)"
            // The kernel marks a folder that is removed.
            if mount.root.isSame(as: root) || mount.root.isSame(as: root + "//deleted") { return .all }
            return mount.root.isSame(asOrBelow: root) ? .some : .none
        case .block:
            let isShown = try devices.contains { device in
                try mount.root.hasSuffix("/loop\(device.number)")
                    && System.status(device.path)?.device == fileSystem
            }
            return isShown ? .all : .none
        case .ext4, .xfs:
            guard devices.contains(where: { $0.device == fileSystem }) else { return .none }
            return mount.root == "/" ? .all : .some
        }
    }

    /// Whether a mount is what its record says.
    ///
    /// A staged block volume leaves nothing at the path: its device is what was made. One that is ending is not the
    /// volume's any more; only a mounted file system would keep it.
    func isMounted(_ mount: MountRecord, of volume: VolumeRecord, in inventory: Inventory) throws -> Bool {
        var devices = try storage.devices(volume, in: inventory.devices)
        if volume.layout == .block {
            devices.removeAll(where: \.isEnding)
            guard mount.isPublication else {
                return try devices.contains { !$0.isReadOnly } && System.status(storage.path(volume)) != nil
            }
        }
        guard let top = inventory.mounts.top(at: path(of: mount)) else { return false }
        return try part(of: volume, in: top, devices, inventory.mounts) == .all
    }

    /// Where a volume or a part of it is mounted, whoever did that, also where another mount hides it.
    func points(of volume: VolumeRecord, in inventory: Inventory) throws -> [String] {
        let devices = try storage.devices(volume, in: inventory.devices)
        return try inventory.mounts.mounts.filter { try part(of: volume, in: $0, devices, inventory.mounts) != .none }
            .map(\.point)
    }

    // MARK: Staging

    /// - Throws: FAILED_PRECONDITION where a volume can't be staged at a path.
    func checkStaging(at path: String, for volume: VolumeRecord) throws {
        guard volume.layout != .block else { return }
        guard try following({ try System.status(path) })?.kind == .directory else {
            throw RPCError(.failedPrecondition, "the staging path is no folder; the caller makes it")
        }
        guard try MountTable.current().top(at: path) == nil else {
            throw RPCError(.failedPrecondition, "something else is mounted at the staging path")
        }
    }

    /// Stages a volume: mounts it at a folder that the caller made, or makes its block device.
    func stage(_ volume: VolumeRecord, _ mount: MountRecord, _ options: MountOptions, group: UInt32?) throws {
        if volume.layout == .block {
            _ = try storage.attach(volume, isReadOnly: false)
        } else {
            try mountData(volume, at: path(of: mount), options, readonly: options.isReadOnly, group: group)
        }
    }

    /// Mounts a volume's data from the state folder.
    private func mountData(
        _ volume: VolumeRecord,
        at path: String,
        _ options: MountOptions,
        readonly: Bool,
        group: UInt32?
    ) throws {
        let attributes = options.attributes.readOnly(readonly)
        guard let fileSystem = volume.layout.fileSystem else {
            if let group { try Tree(of: storage.path(volume)).share(withGroup: group, work: LongWork()) }
            return try System.bind(storage.path(volume), at: path, attributes)
        }
        growUnmounted(volume)
        let device = try storage.attach(volume, isReadOnly: false)
        do throws(System.Failure) {
            try System.mount(
                device: device.path,
                at: path,
                fileSystem: fileSystem,
                options: options.fileSystemOptions(for: volume).joined(separator: ",")
            )
        } catch {
            guard error.code == EINVAL, !options.fileSystemOptions.isEmpty else { throw error }
            throw RPCError(.invalidArgument, "\(fileSystem) can't be mounted with these mount_flags")
        }
        // One that can't grow now is as good as before; its health says that it is to be expanded.
        try? growFileSystem(volume, mountedAt: path, on: device)
        if let group { try Tree(of: path).share(withGroup: group, work: LongWork()) }
        try System.setAttributes(ofMountAt: path, attributes)
    }

    // MARK: Publishing

    /// Whether there is something at a target already, which then is as good as what publishing makes.
    /// - Throws: FAILED_PRECONDITION where a volume can't be published there.
    func checkTarget(_ target: String, for volume: VolumeRecord) throws -> Bool {
        guard try MountTable.current().top(at: target) == nil else {
            throw RPCError(.failedPrecondition, "something else is mounted at the target path")
        }
        guard let status = try following({ try System.status(target) }) else { return false }
        let isFit =
            volume.layout == .block
            ? status.kind == .regular && status.size == 0
            : try status.kind == .directory && System.names(in: target).isEmpty
        guard isFit else { throw RPCError(.failedPrecondition, "the target path is taken by something else") }
        return true
    }

    /// Shows a volume at a target, which this makes where the record says so.
    /// - Parameter staging: Where the volume is staged; nil where volumes are not staged.
    func publish(
        _ volume: VolumeRecord,
        _ mount: MountRecord,
        _ options: MountOptions,
        from staging: MountRecord?,
        group: UInt32?
    ) throws {
        let target = path(of: mount)
        if mount.isMade {
            _ =
                volume.layout == .block
                ? try System.makeFile(target) : try System.makeDirectory(target, mode: 0o750)
        }
        if volume.layout == .block {
            let device = try storage.attach(volume, isReadOnly: mount.readonly)
            try System.bind(device.path, at: target, MountAttributes())
        } else if let staging {
            let source = path(of: staging)
            if let group { try Tree(of: source).share(withGroup: group, work: LongWork()) }
            try System.bind(source, at: target, options.attributes.readOnly(mount.readonly))
        } else {
            try mountData(volume, at: target, options, readonly: mount.readonly, group: group)
        }
    }

    // MARK: Undoing

    /// Takes a volume away from a path with all that is mounted in it, and the target that publishing made. Where
    /// nothing of the volume is mounted, that is done.
    /// - Throws: FAILED_PRECONDITION where the volume is in use, or another mount hides it.
    func unmount(_ mount: MountRecord, of volume: VolumeRecord) throws {
        let path = path(of: mount)
        var inventory = try Inventory.current()
        while let top = inventory.mounts.top(at: path) {
            let devices = try storage.devices(volume, in: inventory.devices)
            guard try part(of: volume, in: top, devices, inventory.mounts) == .all else { break }
            for inner in inventory.mounts.mounts(inside: top) {
                do throws(System.Failure) {
                    try System.unmount(inner.point, inside: path)
                } catch {
                    if error.code == EBUSY { throw Self.inUse(inner.point) }
                    // Somebody moves the folders on the way there.
                    throw RPCError(.aborted, "what is mounted in the volume can't be taken away just now: \(error)")
                }
            }
            // Once it is mounted nowhere, nobody can thaw a file system that somebody froze, nor take its device away.
            let isLast = inventory.mounts.mounts.filter { $0.major == top.major && $0.minor == top.minor }.count == 1
            if volume.layout.fileSystem != nil, isLast { try storage.checkNotFrozen(volume, mountedAt: path) }
            do throws(System.Failure) {
                try System.unmount(path)
            } catch {
                throw error.code == EBUSY ? Self.inUse(path) as any Error : error
            }
            inventory = try .current()
        }
        guard try !points(of: volume, in: inventory).contains(where: { $0.isSame(as: path) }) else {
            throw RPCError(.failedPrecondition, "something else is mounted over the volume at \(path)")
        }
        if mount.isPublication, mount.isMade, inventory.mounts.top(at: path) == nil { removeTarget(path, volume) }
    }

    private static func inUse(_ point: String) -> RPCError {
        RPCError(.failedPrecondition, "the volume is in use at \(point)")
    }

    /// Removes an empty folder or file that publishing made. What somebody put in its place by now is theirs.
    private func removeTarget(_ path: String, _ volume: VolumeRecord) {
        if volume.layout != .block {
            try? System.removeDirectory(path)
        } else if let status = try? System.status(path), status.kind == .regular, status.size == 0 {
            try? System.removeFile(path)
        }
    }

    // MARK: Growing

    /// Brings a grown image to its devices and its file system, as far as they are in use.
    func grow(_ volume: VolumeRecord) throws {
        let inventory = try Inventory.current()
        for device in try storage.devices(volume, in: inventory.devices) {
            try device.takeOverSize()
            if let path = storage.mountPoint(of: device, in: inventory.mounts) {
                try growFileSystem(volume, mountedAt: path, on: device)
            }
        }
    }

    private func growFileSystem(_ volume: VolumeRecord, mountedAt path: String, on device: LoopDevice) throws {
        guard try Superblock.isSmaller(than: volume, on: device.path) else { return }
        // The kernel asks for CAP_SYS_RESOURCE, which containers often lack.
        if volume.layout == .ext4, try !System.canGrowMountedFileSystems {
            throw RPCError(
                .failedPrecondition,
                "ext4 can't grow here while it is mounted; it does at the next stage"
            )
        }
        try storage.checkNotFrozen(volume, mountedAt: path)
        switch volume.layout {
        case .ext4: try storage.run(["resize2fs", device.path])
        case .xfs: try storage.run(["xfs_growfs", "-d", path])
        case .directory, .block: break
        }
    }

    /// Grows an ext4 that is not in use, where the kernel does not let this process grow mounted ones.
    ///
    /// A `resize2fs` that is killed leaves behind what `e2fsck` does not repair by itself, so it gets a copy. Where that
    /// does not work out, for want of room for the copy say, the file system stays as large as it is.
    private func growUnmounted(_ volume: VolumeRecord) {
        let image = storage.path(volume)
        try? {
            guard volume.layout == .ext4, try !System.canGrowMountedFileSystems, try storage.devices(volume).isEmpty,
                try Superblock.isSmaller(than: volume, on: image)
            else { return }
            try storage.replace(image) { copy in
                do throws(Program.Failure) {
                    try storage.run(["e2fsck", "-f", "-p", copy])
                } catch {
                    // 1 says that something was repaired.
                    guard error.status == 1 else { throw error }
                }
                try storage.run(["resize2fs", copy])
            }
        }()
    }
}
