// What CSI can carry (specification, "Size Limits"), checked before anything is begun.

extension VolumeValidation {
    /// The longest name, in bytes of UTF-8.
    public static let maximumTextBytes = 128
    /// The longest ID that a plugin gives a volume or snapshot, in bytes of UTF-8 (CONTRACT.md, "What plugins send").
    public static let maximumRemoteIDBytes = 4096
    /// The most bytes that a context's keys and values have together (CONTRACT.md, "What plugins send").
    public static let maximumContextBytes = 64 << 10
    /// The most bytes that a map's keys and values have together, or a list of mount flags.
    public static let maximumMapBytes = 4096
    /// The most capabilities of one volume: far more than there are ways to use one.
    public static let maximumCapabilities = 64
    /// The most places that one list of topologies has.
    public static let maximumTopologies = 64

    /// Checks the length of a name or ID.
    /// - Throws: ``VolumeError`` with the code `invalid`.
    public static func check(
        _ text: String,
        is field: String,
        limit: Int = maximumTextBytes,
        of volume: VolumeID?,
        plugin: String
    ) throws(VolumeError) {
        if let fault = fault(text, field, limit) { throw refusal(fault, volume, plugin) }
    }

    /// Checks the size of a map.
    /// - Throws: ``VolumeError`` with the code `invalid`.
    public static func check(
        _ map: [String: String],
        are field: String,
        of volume: VolumeID?,
        plugin: String
    ) throws(VolumeError) {
        if let fault = fault(map, field) { throw refusal(fault, volume, plugin) }
    }

    /// Checks the size of secrets.
    /// - Throws: ``VolumeError`` with the code `invalid`, and nothing of what they hold.
    public static func check(_ secrets: Secrets, of volume: VolumeID?, plugin: String) throws(VolumeError) {
        try check(secrets.revealed, are: "secrets", of: volume, plugin: plugin)
    }

    private static func refusal(_ fault: String, _ volume: VolumeID?, _ plugin: String) -> VolumeError {
        VolumeError(.invalid, "validation: \(fault)", volume: volume?.name, plugin: plugin)
    }

    static func sizeFaults(of volume: Volume) -> [String] {
        let topologies = (volume.requestedTopologies?.required, volume.requestedTopologies?.preferred)
        return [
            fault(volume.name, "volume name"),
            fault(volume.externalID, "volume external id", maximumRemoteIDBytes),
            fault(volume.pluginID, "plugin id"),
            fault(volume.cloneID, "clone_id", maximumRemoteIDBytes),
            fault(volume.snapshotID, "snapshot_id", maximumRemoteIDBytes),
            fault(volume.mountOptions?.fsType ?? "", "fs_type"),
            fault(bytes: (volume.mountOptions?.mountFlags ?? []).reduce(0) { $0 + $1.utf8.count }, "mount_flags"),
            fault(volume.parameters, "parameters"),
            fault(volume.context, "context", maximumContextBytes),
            fault(count: volume.requestedCapabilities.count, of: maximumCapabilities, "capability blocks"),
            fault(count: topologies.0?.count ?? 0, of: maximumTopologies, "required topologies"),
            fault(count: topologies.1?.count ?? 0, of: maximumTopologies, "preferred topologies"),
            fault(count: volume.topologies.count, of: maximumTopologies, "topologies"),
            ((topologies.0 ?? []) + (topologies.1 ?? []) + volume.topologies).lazy.compactMap {
                fault($0.segments ?? [:], "the segments of a topology")
            }.first,
        ].compactMap(\.self)
    }

    private static func fault(_ text: String, _ field: String, _ limit: Int = maximumTextBytes) -> String? {
        text.utf8.count > limit ? "\(field) is longer than \(limit) bytes" : nil
    }

    private static func fault(
        _ map: [String: String],
        _ field: String,
        _ limit: Int = maximumMapBytes
    ) -> String? {
        fault(bytes: map.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }, field, limit)
    }

    private static func fault(bytes: Int, _ field: String, _ limit: Int = maximumMapBytes) -> String? {
        bytes > limit ? "\(field) are larger than \(limit) bytes" : nil
    }

    private static func fault(count: Int, of maximum: Int, _ field: String) -> String? {
        count > maximum ? "more than \(maximum) \(field)" : nil
    }
}
