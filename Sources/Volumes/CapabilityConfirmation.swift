/// A way of using a volume that a plugin confirmed (ValidateVolumeCapabilities).
public struct ConfirmedCapability: Hashable, Sendable {
    /// The mode; nil where the plugin left it out.
    public var accessMode: AccessMode?
    /// Whether it is a block device or a file system; nil where the plugin left it out.
    public var attachmentMode: AttachmentMode?
    /// The file system; empty where the plugin left it out.
    public var fsType: String
    /// The flags.
    public var mountFlags: [String]

    /// A confirmed way of using a volume.
    public init(
        accessMode: AccessMode?,
        attachmentMode: AttachmentMode?,
        fsType: String = "",
        mountFlags: [String] = []
    ) {
        self.accessMode = accessMode
        self.attachmentMode = attachmentMode
        self.fsType = fsType
        self.mountFlags = mountFlags
    }

    /// Whether it covers what was asked for: the plugin may leave a part out or fill in its own file system, but not
    /// contradict.
    func covers(_ capability: Capability, _ options: MountOptions) -> Bool {
        if let accessMode, accessMode != capability.accessMode { return false }
        if let attachmentMode, attachmentMode != capability.attachmentMode { return false }
        guard capability.attachmentMode == .fileSystem else { return true }
        if !options.fsType.isEmpty, !fsType.isEmpty, !fsType.isIdentical(to: options.fsType) { return false }
        return mountFlags.isEmpty || Set(options.mountFlags ?? []).isSubset(of: mountFlags)
    }
}

extension Volume {
    /// Checks that a plugin confirmed all that was asked for (csi-mapping.md, W30): each requested capability must be
    /// covered by one that is confirmed, and a plugin that confirms nothing refuses.
    /// - Parameters:
    ///   - confirmed: What the plugin confirmed; nil where it confirmed nothing.
    ///   - message: The plugin's words.
    /// - Throws: ``VolumeError`` with the code `rejected`.
    public func check(confirmed: [ConfirmedCapability]?, message: String) throws(VolumeError) {
        let words = message.isEmpty ? "" : ": \(message)"
        let confirmed = confirmed ?? []
        guard !confirmed.isEmpty else {
            // Nothing said against it is no refusal: some plugins just do not echo.
            if message.isEmpty { return }
            throw refusal("the plugin confirmed none of the capabilities\(words)")
        }
        let faults = requestedCapabilities.filter { capability in
            !confirmed.contains { $0.covers(capability, mountOptions ?? MountOptions()) }
        }.map { "\($0.accessMode) with \($0.attachmentMode) was not confirmed\(words)" }
        if !faults.isEmpty { throw refusal(AggregatedFaults(faults).description) }
    }

    private func refusal(_ reason: String) -> VolumeError {
        VolumeError(
            .rejected,
            "volume capability validation failed: \(reason)",
            volume: id.name,
            plugin: pluginID
        )
    }
}
