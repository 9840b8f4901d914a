internal import CLinux
internal import CSI
internal import GRPC
internal import Glibc

/// Brings volumes to paths of this node and takes them away again.
struct Mounter: Sendable {
    let storage: Storage

    /// A path as the mount table has it; nil where its parent is missing.
    func resolve(_ path: String) throws -> String? {
        guard let slash = path.lastIndex(of: "/") else { return nil }
        let parent = slash == path.startIndex ? "/" : String(path[..<slash])
        guard let folder = try System.realPath(parent) else { return nil }
        guard folder != storage.root, !folder.hasPrefix(storage.root + "/") else {
            throw RPCError(.invalidArgument, "the path leads into the state folder")
        }
        return (folder == "/" ? "" : folder) + path[slash...]
    }

    /// Whether a volume is seen at a path now, whatever anybody remembers.
    func shows(_ volume: VolumeRecord, at path: String) throws -> Bool {
        guard let resolved = try resolve(path), try MountTable.current().top(at: resolved) != nil,
            let status = try System.status(resolved)
        else { return false }
        switch volume.layout {
        case .directory:
            guard let backing = try System.status(storage.path(volume)) else { return false }
            return status.kind == .directory && status.device == backing.device && status.inode == backing.inode
        case .block:
            return try status.kind == .blockDevice
                && storage.devices(volume).contains { $0.device == status.represents }
        case .ext4, .xfs:
            return try storage.devices(volume).contains { $0.device == status.device }
        }
    }

    /// Whether a mount is what its record says.
    ///
    /// A staged block volume leaves nothing at the path: its device is what was made. One that is ending is not the
    /// volume's any more; only a mounted file system would keep it.
    func isMounted(_ mount: MountRecord, of volume: VolumeRecord) throws -> Bool {
        guard volume.layout == .block else { return try shows(volume, at: mount.path) }
        let devices = try storage.devices(volume).filter { !$0.isEnding }
        guard mount.isPublication else { return devices.contains { !$0.isReadOnly } }
        let shown = try System.status(mount.path)?.represents
        return try shows(volume, at: mount.path) && devices.contains { $0.device == shown }
    }

    /// Where a volume or a part of it is mounted, whoever did that, also where another mount hides it.
    func points(of volume: VolumeRecord) throws -> [String] {
        let devices = try storage.devices(volume)
        return try MountTable.current().mounts.filter { mount in
            let fileSystem = UInt(clinux_makedev(mount.major, mount.minor))
            switch volume.layout {
            case .directory:
                // No other folder has such a name.
                return (mount.root + "/").contains("/volumes/\(volume.id)/")
            case .block:
                return try devices.contains { device in
                    try mount.root.hasSuffix("/loop\(device.number)")
                        && System.status(device.path)?.device == fileSystem
                }
            case .ext4, .xfs: return devices.contains { $0.device == fileSystem }
            }
        }.map(\.point)
    }

    // MARK: Staging

    /// Stages a volume: mounts it at a folder that the caller made, or makes its block device.
    func stage(_ volume: VolumeRecord, _ mount: MountRecord, _ options: MountOptions, group: UInt32?) throws {
        if volume.layout == .block {
            _ = try LoopDevice.attach(storage.path(volume), isReadOnly: false)
            return
        }
        guard let path = try resolve(mount.path), try System.status(path)?.kind == .directory else {
            throw RPCError(.failedPrecondition, "the staging path is no folder; the caller makes it")
        }
        try mountData(volume, at: path, options, readonly: options.isReadOnly, group: group)
    }

    /// Mounts a volume's data from the state folder.
    private func mountData(
        _ volume: VolumeRecord,
        at path: String,
        _ options: MountOptions,
        readonly: Bool,
        group: UInt32?
    ) throws {
        if let fileSystem = volume.layout.fileSystem {
            if volume.layout == .ext4 { try growUnmounted(volume) }
            let device = try LoopDevice.attach(storage.path(volume), isReadOnly: false)
            // A copy of an XFS has its source's UUID, which XFS refuses to mount beside it.
            let data = (fileSystem == "xfs" ? ["nouuid"] : []) + options.fileSystemOptions
            do throws(System.Failure) {
                try System.mount(
                    device: device.path,
                    at: path,
                    fileSystem: fileSystem,
                    flags: options.flags,
                    data: data.joined(separator: ",")
                )
            } catch {
                guard error.code == EINVAL, !options.fileSystemOptions.isEmpty else { throw error }
                throw RPCError(.invalidArgument, "\(fileSystem) can't be mounted with these mount_flags")
            }
            try growFileSystem(volume, mountedAt: path, on: device)
        } else {
            try System.bind(storage.path(volume), at: path)
        }
        if let group { try share(path, with: group) }
        try addFlags(options.flags(readonly: readonly), toMountAt: path)
    }

    /// Sets flags of a mount beside those that it has from where it was bound, as mount(8) does.
    private func addFlags(_ flags: UInt, toMountAt path: String) throws {
        guard flags != 0 else { return }
        let options = try MountTable.current().top(at: path)?.options ?? []
        let inherited = options.reduce(0) { $0 | (Self.inheritedFlags[$1] ?? 0) }
        try System.setFlags(ofMountAt: path, flags | UInt(inherited))
    }

    /// As the kernel lists them. `relatime` is what it takes where nothing else is asked for.
    private static let inheritedFlags: [String: Int] = [
        "ro": Int(Glibc.MS_RDONLY), "nosuid": Int(Glibc.MS_NOSUID), "nodev": Int(Glibc.MS_NODEV),
        "noexec": Int(Glibc.MS_NOEXEC), "noatime": Int(Glibc.MS_NOATIME), "nodiratime": Int(Glibc.MS_NODIRATIME),
        "nosymfollow": Int(Glibc.MS_NOSYMFOLLOW),
    ]

    /// Gives a volume's files to a group.
    private func share(_ path: String, with group: UInt32) throws {
        try storage.run(["chgrp", "--recursive", "--no-dereference", "--", String(group), path])
        try storage.run(["chmod", "--recursive", "g+rwX", "--", path])
        try System.share(path, withGroup: group)
    }

    // MARK: Publishing

    /// Shows a volume at a target that this makes.
    /// - Parameter staging: Where the volume is staged; nil where volumes are not staged.
    func publish(
        _ volume: VolumeRecord,
        _ mount: MountRecord,
        _ options: MountOptions,
        from staging: String?,
        group: UInt32?
    ) throws {
        guard let target = try resolve(mount.path) else {
            throw RPCError(.failedPrecondition, "the target path's parent does not exist; the caller makes it")
        }
        try makeTarget(target, for: volume)
        if volume.layout == .block {
            let device = try LoopDevice.attach(storage.path(volume), isReadOnly: mount.readonly)
            try System.bind(device.path, at: target)
        } else if let staging {
            guard let source = try resolve(staging) else {
                throw RPCError(.failedPrecondition, "the staging path is gone")
            }
            try System.bind(source, at: target)
            if let group { try share(target, with: group) }
            try addFlags(options.flags(readonly: mount.readonly), toMountAt: target)
        } else {
            try mountData(volume, at: target, options, readonly: mount.readonly, group: group)
        }
    }

    /// Makes the folder or file that a volume is shown at. One that is there already and empty is as good.
    private func makeTarget(_ target: String, for volume: VolumeRecord) throws {
        let isMade =
            volume.layout == .block
            ? try System.makeFile(target) : try System.makeDirectory(target, mode: 0o750)
        if isMade { return }
        guard try MountTable.current().top(at: target) == nil else {
            throw RPCError(.failedPrecondition, "something else is mounted at the target path")
        }
        let status = try System.status(target)
        let isFit =
            volume.layout == .block
            ? status?.kind == .regular && status?.size == 0
            : try status?.kind == .directory && System.names(in: target).isEmpty
        guard isFit else { throw RPCError(.failedPrecondition, "the target path is taken by something else") }
    }

    // MARK: Undoing

    /// Takes a volume away from a path, and the target that publishing made.
    /// - Throws: FAILED_PRECONDITION where the volume is in use, or another mount hides it.
    func unmount(_ mount: MountRecord, of volume: VolumeRecord) throws {
        let resolved = try resolve(mount.path)
        let path = resolved ?? mount.path
        while try shows(volume, at: mount.path) {
            do throws(System.Failure) {
                try System.unmount(path)
            } catch {
                guard error.code == EBUSY else { throw error }
                throw RPCError(.failedPrecondition, "the volume at the path is in use")
            }
        }
        guard try !points(of: volume).contains(where: { $0.isSame(as: path) }) else {
            throw RPCError(.failedPrecondition, "something else is mounted over the volume at the path")
        }
        guard mount.isPublication, resolved != nil else { return }
        guard try MountTable.current().top(at: path) == nil else {
            throw RPCError(.failedPrecondition, "something else is mounted at the target path")
        }
        let status = try System.status(path)
        switch status?.kind {
        case .directory: try System.removeDirectory(path)
        case .regular where volume.layout == .block && status?.size == 0: try System.removeFile(path)
        case nil: break
        default: throw RPCError(.failedPrecondition, "the target path is taken by something else")
        }
    }

    // MARK: Growing

    /// Brings a grown image to its devices and its file system, as far as they are in use.
    func grow(_ volume: VolumeRecord) throws {
        let table = try MountTable.current()
        for device in try storage.devices(volume) {
            try device.takeOverSize()
            if let path = try storage.mountPoint(of: device, in: table) {
                try growFileSystem(volume, mountedAt: path, on: device)
            }
        }
    }

    private func growFileSystem(_ volume: VolumeRecord, mountedAt path: String, on device: LoopDevice) throws {
        switch volume.layout {
        case .ext4:
            guard try Ext4.isSmaller(than: volume, on: device.path) else { return }
            do throws(Program.Failure) {
                try storage.run(["resize2fs", device.path])
            } catch {
                // The kernel asks for CAP_SYS_RESOURCE, which containers often lack.
                guard error.output.contains("Permission denied") else { throw error }
                throw RPCError(
                    .failedPrecondition,
                    "ext4 can't grow here while it is mounted; it does at the next stage"
                )
            }
        case .xfs: try storage.run(["xfs_growfs", "-d", path])
        case .directory, .block: break
        }
    }

    /// Grows an ext4 that is not in use, where the kernel does not let this process grow mounted ones.
    ///
    /// A `resize2fs` that is killed leaves behind what `e2fsck` does not repair by itself, so it gets a copy.
    private func growUnmounted(_ volume: VolumeRecord) throws {
        let image = storage.path(volume)
        guard try !System.canGrowMountedFileSystems, try storage.devices(volume).isEmpty,
            try Ext4.isSmaller(than: volume, on: image)
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
    }
}
