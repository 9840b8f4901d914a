/// How a volume's data lies in the state folder. The raw value is kept in the database.
enum Layout: String, Hashable, Sendable {
    /// A folder of the host's file system.
    case directory
    /// An image file, given out as a block device.
    case block
    /// An image file with a file system.
    case ext4, xfs

    /// The smallest volume of any layout, in bytes.
    static let smallestVolume: Int64 = 1 << 20

    /// The file system in the image; nil where there is none.
    var fileSystem: String? {
        switch self {
        case .directory, .block: nil
        case .ext4, .xfs: rawValue
        }
    }

    var isImage: Bool { self != .directory }

    /// The smallest volume, in bytes.
    var minimumBytes: Int64 {
        switch self {
        case .directory, .block: Self.smallestVolume
        case .ext4: 4 << 20
        // mkfs.xfs refuses less.
        case .xfs: 300 << 20
        }
    }

    /// What sizes are multiples of, in bytes.
    var granularity: Int64 { isImage ? 4096 : 1 }
}
