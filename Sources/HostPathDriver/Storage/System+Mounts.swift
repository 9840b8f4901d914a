internal import CLinux
internal import Glibc

/// The system calls that make, change and take away mounts.
extension System {
    /// Mounts a device's file system at a folder. A link in its place is not followed.
    static func mount(device: String, at target: String, fileSystem: String, options: String) throws(Failure) {
        try withDescriptor(target, clinux_O_PATH | O_DIRECTORY | O_NOFOLLOW) { folder throws(Failure) in
            guard Glibc.mount(device, "/proc/self/fd/\(folder)", fileSystem, 0, options) == 0 else {
                throw Failure("mount \(device) at \(target)")
            }
        }
    }

    /// Shows a folder or file at another path as well, without what is mounted in it.
    ///
    /// The mount has its attributes before anybody sees it. What is later mounted in it, or in what it shows, stays
    /// there and does not appear in the other.
    static func bind(_ source: String, at target: String, _ attributes: MountAttributes) throws(Failure) {
        let clone = open_tree(AT_FDCWD, source, UInt32(OPEN_TREE_CLONE) | UInt32(O_CLOEXEC))
        guard clone >= 0 else { throw Failure("bind \(source)") }
        defer { close(clone) }
        try setAttributes(ofMountAt: "", from: clone, attributes, source)
        guard move_mount(clone, "", AT_FDCWD, target, UInt32(MOVE_MOUNT_F_EMPTY_PATH)) == 0 else {
            throw Failure("bind \(source) at \(target)")
        }
    }

    /// Adds to the attributes of one mount, not of the file system under it, and keeps what is mounted in it to itself.
    static func setAttributes(ofMountAt target: String, _ attributes: MountAttributes) throws(Failure) {
        try setAttributes(ofMountAt: target, from: AT_FDCWD, attributes, target)
    }

    private static func setAttributes(
        ofMountAt path: String,
        from folder: CInt,
        _ attributes: MountAttributes,
        _ name: String
    ) throws(Failure) {
        var change = mount_attr()
        change.attr_set = attributes.set
        change.attr_clr = attributes.cleared
        change.propagation = UInt64(clinux_MS_PRIVATE)
        let flags = UInt32(AT_SYMLINK_NOFOLLOW | (path.isEmpty ? clinux_AT_EMPTY_PATH : 0))
        guard mount_setattr(folder, path, flags, &change, MemoryLayout<mount_attr>.size) == 0 else {
            throw Failure("set the mount attributes of \(name)")
        }
    }

    /// Takes the topmost mount at a path away; fails where it is in use.
    static func unmount(_ target: String) throws(Failure) {
        guard umount2(target, CInt(UMOUNT_NOFOLLOW)) == 0 else { throw Failure("unmount \(target)") }
    }

    /// Takes a mount away that lies somewhere in another, whoever changes folders for links on the way there meanwhile.
    /// - Parameters:
    ///   - point: Where it lies, below `outer`.
    ///   - outer: Where the other mount lies.
    static func unmount(_ point: String, inside outer: String) throws(Failure) {
        var parts = point.utf8.dropFirst(outer == "/" ? 0 : outer.utf8.count).split(separator: UInt8(ascii: "/"))
            .map { String(decoding: $0, as: UTF8.self) }
        guard let name = parts.popLast() else { throw Failure("unmount \(point)", code: EINVAL) }
        try withDescriptor(outer, clinux_O_PATH | O_DIRECTORY | O_NOFOLLOW) { root throws(Failure) in
            let folder = clinux_open_inside(root, parts.isEmpty ? "." : parts.joined(separator: "/"), clinux_O_PATH)
            guard folder >= 0 else { throw Failure("find \(point)") }
            defer { close(folder) }
            guard umount2("/proc/self/fd/\(folder)/\(name)", CInt(UMOUNT_NOFOLLOW)) == 0 else {
                throw Failure("unmount \(point)")
            }
        }
    }

    /// Lets writes go on. One that is not frozen is fine.
    static func thaw(_ path: String) throws(Failure) {
        try withDescriptor(path, O_RDONLY) { descriptor throws(Failure) in
            guard ioctl(descriptor, clinux_FITHAW, 0) == 0 || errno == EINVAL else { throw Failure("thaw \(path)") }
        }
    }
}

/// Attributes of one mount: what it gets beside those that it has.
struct MountAttributes: Hashable {
    /// Bits of `MOUNT_ATTR_…`.
    private(set) var set: UInt64 = 0
    /// The access time is a choice of several, so what was chosen before goes.
    var cleared: UInt64 { accessTime == nil ? 0 : UInt64(MOUNT_ATTR__ATIME) }
    private var accessTime: UInt64?

    /// Adds an attribute by its name, such as `noexec`, or takes back one that was added, such as `exec`.
    /// - Returns: false where there is no such attribute.
    mutating func apply(_ name: String) -> Bool {
        if let bit = Self.bits[name] {
            set |= bit
        } else if let bit = Self.opposites[name] {
            set &= ~bit
        } else if name == "atime" || name == "norelatime" || Self.accessTimes[name] != nil {
            accessTime = Self.accessTimes[name]
            set = set & ~UInt64(MOUNT_ATTR__ATIME) | (accessTime ?? 0)
        } else {
            return false
        }
        return true
    }

    /// These, and read-only where that is so.
    func readOnly(_ isReadOnly: Bool) -> MountAttributes {
        var attributes = self
        if isReadOnly { attributes.set |= UInt64(MOUNT_ATTR_RDONLY) }
        return attributes
    }

    private static let bits: [String: UInt64] = [
        "nosuid": UInt64(MOUNT_ATTR_NOSUID), "nodev": UInt64(MOUNT_ATTR_NODEV), "noexec": UInt64(MOUNT_ATTR_NOEXEC),
        "nodiratime": UInt64(MOUNT_ATTR_NODIRATIME),
    ]
    private static let opposites: [String: UInt64] = [
        "suid": UInt64(MOUNT_ATTR_NOSUID), "dev": UInt64(MOUNT_ATTR_NODEV), "exec": UInt64(MOUNT_ATTR_NOEXEC),
        "diratime": UInt64(MOUNT_ATTR_NODIRATIME),
    ]
    private static let accessTimes: [String: UInt64] = [
        "noatime": UInt64(MOUNT_ATTR_NOATIME), "relatime": UInt64(MOUNT_ATTR_RELATIME),
    ]
}
