internal import CLinux
internal import GRPC

/// The data of volumes and snapshots in the state folder, and the devices over it.
struct Storage: Sendable {
    /// The state folder, without symbolic links.
    let root: String
    /// The open lock file, which the programs that are run here keep open.
    let lock: CInt

    var volumes: String { root + "/volumes" }
    var snapshots: String { root + "/snapshots" }
    /// Copies that are to replace images; what is there when the driver starts is nothing that anybody needs.
    var replacements: String { root + "/replacements" }

    func path(_ volume: VolumeRecord) -> String { "\(volumes)/\(volume.id)" }
    func path(_ snapshot: SnapshotRecord) -> String { "\(snapshots)/\(snapshot.id)" }

    /// Large copies take their time, but not for ever.
    private static let timeLimit = Duration.seconds(3600)

    @discardableResult
    func run(_ arguments: [String]) throws(Program.Failure) -> String {
        try Program.run(arguments, inheriting: lock, timeout: Self.timeLimit)
    }

    // MARK: Making and removing

    /// Makes an empty volume.
    func make(_ volume: VolumeRecord) throws {
        let path = path(volume)
        guard volume.layout.isImage else {
            try System.makeDirectory(path, mode: 0o755)
            return try syncFileSystem()
        }
        try System.makeFile(path)
        try System.grow(path, to: volume.capacity)
        switch volume.layout {
        case .ext4: try run(["mkfs.ext4", "-q", "-F", "-m", "0", path])
        case .xfs: try run(["mkfs.xfs", "-q", "-f", path])
        case .directory, .block: break
        }
        try syncFileSystem()
    }

    /// Fills a new volume with another's data, or a snapshot's.
    func make(_ volume: VolumeRecord, copying source: String) throws {
        try copy(source, to: path(volume))
        if volume.layout.isImage { try System.grow(path(volume), to: volume.capacity) }
        try syncFileSystem()
    }

    /// Copies data, sharing blocks where the file system can.
    /// - Throws: FAILED_PRECONDITION where something is mounted in the source, which would be copied too.
    func copy(_ source: String, to target: String) throws {
        try checkNothingMounted(at: source)
        try run([
            "cp", "--archive", "--reflink=auto", "--sparse=auto", "--no-target-directory", "--", source, target,
        ])
    }

    /// Changes an image by programs that leave a broken one where they are interrupted: whole, or not at all.
    func replace(_ image: String, by change: (_ copy: String) throws -> Void) throws {
        let copy = replacements + image.dropFirst(volumes.count)
        defer { try? System.removeFile(copy) }
        try System.removeFile(copy)
        try self.copy(image, to: copy)
        try change(copy)
        try syncFileSystem()
        try System.rename(copy, to: image)
        try System.sync(volumes)
    }

    /// Removes the data of a volume or snapshot; none there is as good. No power failure brings it back.
    /// - Throws: FAILED_PRECONDITION where something is mounted in it, which would be removed too.
    func remove(_ path: String) throws {
        if try System.status(path) != nil {
            try checkNothingMounted(at: path)
            try run(["rm", "--recursive", "--force", "--one-file-system", "--", path])
        }
        try System.sync(path.hasPrefix(volumes + "/") ? volumes : snapshots)
    }

    /// Programs can't tell a folder of the same file system that is mounted somewhere from one that lies there.
    /// - Throws: FAILED_PRECONDITION where something is mounted at a path or below it.
    func checkNothingMounted(at path: String) throws {
        if try MountTable.current().mounts.contains(where: { ($0.point + "/").hasPrefix(path + "/") }) {
            throw RPCError(.failedPrecondition, "something is mounted in the data of the volume or snapshot")
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

    /// Takes away the devices that none of a volume's mounts needs.
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
            if !isNeeded { try device.detach(until: deadline) }
        }
    }

    /// Runs `body` while the data of volumes stands still on the disk, as far as the system lets us hold writers back.
    ///
    /// File systems in images are frozen; of block devices and folders what was written is brought to the disk.
    func holding<Result>(_ volumes: [VolumeRecord], _ body: () throws -> Result) throws -> Result {
        var frozen: [String] = []
        defer {
            // A file system that is gone by now needs no thaw.
            for path in frozen { try? System.thaw(path) }
        }
        let table = try MountTable.current()
        for volume in volumes {
            for device in try devices(volume) where !device.isReadOnly {
                if let mount = mountPoint(of: device, in: table) {
                    try System.freeze(mount)
                    frozen.append(mount)
                } else {
                    try System.sync(device.path)
                }
            }
            if volume.layout == .directory { try System.syncFileSystem(of: path(volume)) }
        }
        return try body()
    }

    /// Whether ``holding(_:_:)`` holds back those who write to a volume.
    func canHoldWriters(_ volume: VolumeRecord) throws -> Bool {
        let table = try MountTable.current()
        return try volume.layout.fileSystem != nil
            && devices(volume).allSatisfy { $0.isReadOnly || mountPoint(of: $0, in: table) != nil }
    }

    /// Where a device's file system can be reached; nil where it is not mounted.
    func mountPoint(of device: LoopDevice, in table: MountTable) -> String? {
        table.mounts.last { mount in
            UInt(clinux_makedev(mount.major, mount.minor)) == device.device && table.top(at: mount.point) == mount
        }?.point
    }
}
