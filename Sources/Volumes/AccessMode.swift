/// How many nodes and writers may use a volume at once. The set is open: what a request names is kept as it came, and
/// refused where it has to be known.
public struct AccessMode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name in requests and answers, such as `single-node-writer`; empty for none.
    public let rawValue: String

    /// The mode of that name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// No mode: a volume that nobody uses has none.
    public static let none = AccessMode(rawValue: "")
    /// Read and written on one node.
    public static let singleNodeWriter = AccessMode(rawValue: "single-node-writer")
    /// Read on one node.
    public static let singleNodeReaderOnly = AccessMode(rawValue: "single-node-reader-only")
    /// Read on many nodes.
    public static let multiNodeReaderOnly = AccessMode(rawValue: "multi-node-reader-only")
    /// Read on many nodes, written on one of them.
    public static let multiNodeSingleWriter = AccessMode(rawValue: "multi-node-single-writer")
    /// Read and written on many nodes.
    public static let multiNodeMultiWriter = AccessMode(rawValue: "multi-node-multi-writer")
    /// Read and written by one workload on one node; ours, the peer lacks it.
    public static let singleNodeSingleWriter = AccessMode(rawValue: "single-node-single-writer")
    /// Read and written by many workloads on one node; ours, the peer lacks it.
    public static let singleNodeMultiWriter = AccessMode(rawValue: "single-node-multi-writer")

    /// The modes that can be asked for.
    public static let known: Set<AccessMode> = [
        .singleNodeWriter, .singleNodeReaderOnly, .multiNodeReaderOnly, .multiNodeSingleWriter, .multiNodeMultiWriter,
        .singleNodeSingleWriter, .singleNodeMultiWriter,
    ]

    /// The name.
    public var description: String { rawValue }
}

/// How a workload sees a volume. The set is open, as that of access modes.
public struct AttachmentMode: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
    /// The name in requests and answers, such as `file-system`; empty for none.
    public let rawValue: String

    /// The mode of that name.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    /// No mode: a volume that nobody uses has none.
    public static let none = AttachmentMode(rawValue: "")
    /// A mounted folder.
    public static let fileSystem = AttachmentMode(rawValue: "file-system")
    /// A device.
    public static let blockDevice = AttachmentMode(rawValue: "block-device")

    /// The modes that can be asked for.
    public static let known: Set<AttachmentMode> = [.fileSystem, .blockDevice]

    /// The name.
    public var description: String { rawValue }
}
