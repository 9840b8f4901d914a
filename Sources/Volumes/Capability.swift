/// One way in which a volume may be used.
public struct Capability: Hashable, Sendable {
    /// How many may use it.
    public var accessMode: AccessMode
    /// How they see it.
    public var attachmentMode: AttachmentMode

    /// A way to use a volume.
    public init(_ accessMode: AccessMode, _ attachmentMode: AttachmentMode) {
        self.accessMode = accessMode
        self.attachmentMode = attachmentMode
    }
}

/// How the file system of a volume is made and mounted.
public struct MountOptions: Hashable, Sendable {
    /// The file system, such as `ext4`; empty for the plugin's choice.
    public var fsType: String
    /// Flags for mount, which may hold secrets and are never shown; nil where none were given.
    public var mountFlags: [String]?

    /// Options for mounting.
    public init(fsType: String = "", mountFlags: [String]? = nil) {
        self.fsType = fsType
        self.mountFlags = mountFlags
    }

    /// Whether they say nothing.
    public var isEmpty: Bool { fsType.isEmpty && (mountFlags ?? []).isEmpty }

    /// Whether both mean the same: flags are a set.
    public func isEquivalent(to other: MountOptions) -> Bool {
        fsType.isIdentical(to: other.fsType) && Set(mountFlags ?? []) == Set(other.mountFlags ?? [])
    }
}
