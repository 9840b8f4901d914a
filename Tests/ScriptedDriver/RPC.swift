public import CSI

extension RPC {
    /// Any method at all, in rules; no driver is ever called with it.
    public static let any = RPC(rawValue: "*")
}

extension RPC {
    /// The fields of the request that name what it is about: a volume, a snapshot or a group, by ID or by name.
    private var subjectFields: [Int] {
        switch self {
        case .createSnapshot, .createVolumeGroupSnapshot, .deleteVolumeGroupSnapshot, .getVolumeGroupSnapshot,
            .getMetadataDelta:
            [1, 2]
        case .listSnapshots: [3, 4]
        case .getPluginInfo, .getPluginCapabilities, .probe, .listVolumes, .controllerListVolumeHealth, .getCapacity,
            .controllerGetCapabilities, .nodeGetStorageHealth, .nodeGetCapabilities, .nodeGetInfo,
            .groupControllerGetCapabilities:
            []
        default: Self.all.contains(self) ? [1] : []
        }
    }

    /// The field of what was created that holds its ID; nil where nothing is created.
    private var createdIDField: Int? {
        switch self {
        case .createVolume, .createSnapshot: 2
        case .createVolumeGroupSnapshot: 1
        default: nil
        }
    }

    /// The IDs and names that a request names, as far as it can be read.
    func subjects(ofRequest bytes: [UInt8]) -> [String] {
        guard let message = WireMessage(bytes) else { return [] }
        return subjectFields.flatMap { message.texts($0) }
    }

    /// The ID of what an answer says was created.
    func subjects(ofAnswer bytes: [UInt8]) -> [String] {
        guard let createdIDField, let created = WireMessage(bytes)?.messages(1).first else { return [] }
        return created.texts(createdIDField)
    }
}
