/// What must hold of a volume before any plugin hears of it (http-api.md §8.1).
public enum VolumeValidation {
    /// Checks the fields of a volume that was asked for; all faults are told at once, in a fixed order.
    /// - Throws: ``VolumeError`` with the code `invalid`.
    public static func check(_ volume: Volume) throws(VolumeError) {
        let faults = faults(of: volume)
        guard faults.isEmpty else {
            throw VolumeError(
                .invalid,
                "validation: " + faults.joined(separator: ", "),
                volume: volume.id.name,
                plugin: volume.pluginID
            )
        }
    }

    private static func faults(of volume: Volume) -> [String] {
        var faults: [String] = []
        let name = volume.id.name
        if name.isEmpty { faults.append("missing volume id") }
        if volume.pluginID.isEmpty { faults.append("missing plugin id") }
        if volume.id.namespace.isEmpty { faults.append("missing namespace") }
        if !volume.cloneID.isEmpty, !volume.snapshotID.isEmpty {
            faults.append("only one of snapshot_id and clone_id is allowed")
        }
        if volume.requestedCapabilities.isEmpty { faults.append("must include at least one capability block") }
        for (kind, topologies) in [
            ("required", volume.requestedTopologies?.required), ("preferred", volume.requestedTopologies?.preferred),
        ] {
            let without = (topologies ?? []).prefix(maximumTopologies).count { ($0.segments ?? [:]).isEmpty }
            faults += Array(repeating: "\(kind) topology is missing segments field", count: without)
        }
        // What no path of the API could name again, and what would lead out of a folder (csi-mapping.md, W42).
        if name.utf8.count > VolumeID.maximumBytes {
            faults.append("volume id is longer than \(VolumeID.maximumBytes) bytes")
        }
        if name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 < 0x20 || $0 == 0x7F }) {
            faults.append("volume id contains a slash or a control character")
        }
        if name == "." || name == ".." { faults.append("volume id is \"\(name)\"") }
        return faults + sizeFaults(of: volume)
    }

    /// Checks that CSI has the modes that a volume is asked for with.
    /// - Throws: ``VolumeError`` with the code `invalid`, and the peer's words for it (http-api.md §8.9).
    public static func checkModes(of volume: Volume) throws(VolumeError) {
        for capability in volume.requestedCapabilities {
            let fault: String? =
                if !AttachmentMode.known.contains(capability.attachmentMode) {
                    "unknown volume attachment mode: \(capability.attachmentMode)"
                } else if !AccessMode.known.contains(capability.accessMode) {
                    "unknown volume access mode: \(capability.accessMode)"
                } else {
                    nil
                }
            if let fault { throw VolumeError(.invalid, fault, volume: volume.id.name, plugin: volume.pluginID) }
        }
    }

    /// CSI's names have no control characters but tabs and line ends (specification, `CreateVolumeRequest.name`).
    public static func isForbiddenInNames(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D: false
        case 0x00...0x1F, 0x7F...0x9F: true
        default: false
        }
    }

    /// Checks what a plugin that is to make the volume needs to know.
    /// - Throws: ``VolumeError`` with the code `invalid`.
    public static func checkCreation(of volume: Volume) throws(VolumeError) {
        let (least, most) = (volume.requestedCapacityMin, volume.requestedCapacityMax)
        let fault: String? =
            if volume.name.isEmpty {
                "missing Name"
            } else if volume.name.unicodeScalars.contains(where: isForbiddenInNames) {
                "Name contains a control character"
            } else if least < 0 || most < 0 {
                "capacities cannot be negative"
            } else if most > 0, most < least {
                "LimitBytes cannot be less than RequiredBytes"
            } else {
                nil
            }
        if let fault { throw VolumeError(.invalid, fault, volume: volume.id.name, plugin: volume.pluginID) }
        try checkModes(of: volume)
    }
}
