import Testing
import Volumes

extension Volume {
    /// A volume that breaks no rule.
    static func good(_ change: (inout Volume) -> Void = { _ in }) -> Volume {
        var volume = Volume(
            id: VolumeID("db"),
            name: "database",
            pluginID: "ebs0",
            requestedCapabilities: [Capability(.singleNodeWriter, .fileSystem)]
        )
        change(&volume)
        return volume
    }

    /// The same with another wish.
    func with(_ change: (inout Volume) -> Void) -> Volume {
        var volume = self
        change(&volume)
        return volume
    }
}

/// What a body throws; an empty text where it throws nothing.
func refusal(_ body: () throws(VolumeError) -> Void) -> String {
    do throws(VolumeError) {
        try body()
        return ""
    } catch {
        return "\(error.code.rawValue): \(error.message)"
    }
}
