internal import GRPC
internal import Glibc

/// What `mount_flags` ask for.
struct MountOptions: Hashable {
    /// Flags of one mount, such as `noexec`.
    private(set) var flags: UInt = 0
    private(set) var isReadOnly = false
    /// Options for the file system itself, such as `discard`.
    private(set) var fileSystemOptions: [String] = []

    private static let mountFlags: [String: Int] = [
        "nosuid": Int(MS_NOSUID), "nodev": Int(MS_NODEV), "noexec": Int(MS_NOEXEC), "noatime": Int(MS_NOATIME),
        "nodiratime": Int(MS_NODIRATIME), "relatime": Int(MS_RELATIME),
    ]
    private static let opposites: [String: Int] = [
        "suid": Int(MS_NOSUID), "dev": Int(MS_NODEV), "exec": Int(MS_NOEXEC), "atime": Int(MS_NOATIME),
        "diratime": Int(MS_NODIRATIME), "norelatime": Int(MS_RELATIME),
    ]

    /// Reads the flags that a volume of this layout can have.
    /// - Throws: INVALID_ARGUMENT, which names the flag by its place: flags may be secret.
    init(_ flags: [String], layout: Layout) throws(RPCError) {
        for (index, flag) in flags.enumerated() {
            for option in flag.split(separator: ",") {
                switch String(option) {
                case "ro": isReadOnly = true
                case "rw": isReadOnly = false
                case "defaults": break
                case let name:
                    if let bit = Self.mountFlags[name] {
                        self.flags |= UInt(bit)
                    } else if let bit = Self.opposites[name] {
                        self.flags &= ~UInt(bit)
                    } else if layout.fileSystem != nil, !Self.belongToMounting(name) {
                        fileSystemOptions.append(name)
                    } else {
                        throw RPCError(.invalidArgument, "mount_flags[\(index)] is not supported for this volume")
                    }
                }
            }
        }
    }

    /// Options that change what a mount does, and are no business of a caller's.
    private static func belongToMounting(_ name: String) -> Bool {
        ["bind", "rbind", "remount", "move", "loop"].contains(name) || name.hasPrefix("loop=")
    }

    /// The flags of a mount that is read-only if this asks for it, or the caller does.
    func flags(readonly: Bool) -> UInt {
        flags | (readonly || isReadOnly ? UInt(MS_RDONLY) : 0)
    }
}
