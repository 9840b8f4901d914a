internal import Volumes

/// What a volume's answer says of its plugin, joined in when it is asked for (http-api.md §6).
struct VolumeHealth: Hashable, Sendable {
    var provider: String
    var providerVersion: String
    var isControllerRequired: Bool
    var controllersExpected = 0
    var controllersHealthy = 0
    var nodesExpected = 0
    var nodesHealthy = 0
    var isSchedulable = false

    /// - Parameter plugin: Nil where it is not configured any more.
    init(of volume: Volume, plugin: Plugin?) {
        let isKnown = plugin?.isKnown ?? false
        provider = (isKnown ? plugin?.provider : nil) ?? volume.provider
        providerVersion = (isKnown ? plugin?.version : nil) ?? volume.providerVersion
        isControllerRequired = (isKnown ? plugin?.hasController : nil) ?? volume.isControllerRequired
        guard let plugin else { return }
        controllersExpected = plugin.controllersExpected
        controllersHealthy = plugin.controllersHealthy
        nodesExpected = plugin.nodesExpected
        nodesHealthy = plugin.nodesHealthy
        isSchedulable = plugin.isSchedulable
    }

    /// What the answer to the write that registered a volume says: health is not joined there (http-api.md §5.3).
    init(ofNew volume: Volume) {
        provider = volume.provider
        providerVersion = volume.providerVersion
        isControllerRequired = false
    }
}
