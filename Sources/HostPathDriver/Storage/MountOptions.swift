internal import GRPC
internal import Glibc

/// What `mount_flags` ask for.
struct MountOptions: Hashable {
    /// Those of one mount, such as `noexec`.
    private(set) var attributes = MountAttributes()
    private(set) var isReadOnly = false
    /// Options for the file system itself, such as `discard`.
    private(set) var fileSystemOptions: [String] = []

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
                    if attributes.apply(name) { continue }
                    if Self.isAllowed(name, in: layout) {
                        fileSystemOptions.append(name)
                    } else {
                        throw RPCError(.invalidArgument, "mount_flags[\(index)] is not supported for this volume")
                    }
                }
            }
        }
    }

    /// Options of file systems that concern the volume alone. Others could reach further: `errors=panic` ends the
    /// machine, `logdev=` opens another device.
    private static let options: [Layout: Set<String>] = [
        .ext4: [
            "acl", "noacl", "user_xattr", "nouser_xattr", "discard", "nodiscard", "barrier", "nobarrier", "delalloc",
            "nodelalloc", "auto_da_alloc", "noauto_da_alloc", "data=ordered", "data=journal", "data=writeback",
            "errors=continue", "errors=remount-ro",
        ],
        .xfs: [
            "discard", "nodiscard", "inode32", "inode64", "largeio", "nolargeio", "swalloc", "noquota", "wsync",
        ],
    ]
    /// Such options with a number, and the units that may follow it.
    private static let numbers: [Layout: [Substring: String]] = [
        .ext4: ["commit": ""], .xfs: ["logbufs": "", "logbsize": "k", "allocsize": "kmg"],
    ]

    private static func isAllowed(_ option: String, in layout: Layout) -> Bool {
        if options[layout]?.contains(option) == true { return true }
        let parts = option.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let units = numbers[layout]?[parts[0]] else { return false }
        let digits = parts[1].last.map(units.contains) == true ? parts[1].dropLast() : parts[1]
        return (1...9).contains(digits.utf8.count)
            && digits.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The options for a volume's file system, with what the driver adds by itself.
    func fileSystemOptions(for volume: VolumeRecord) -> [String] {
        var options = fileSystemOptions
        // The image of a thin volume gives room back; one with room of its own keeps it.
        if volume.isThin && !options.contains(where: { ["discard", "nodiscard"].contains($0) }) {
            options.append("discard")
        }
        // A copy of an XFS has its source's UUID, which XFS refuses to mount beside it.
        return (volume.layout == .xfs ? ["nouuid"] : []) + options
    }
}
