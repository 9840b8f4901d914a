internal import CSI
internal import GRPC

/// What CSI demands of the fields of any request, each failure being INVALID_ARGUMENT that names the field.
enum Check {
    private static func invalid(_ field: String, _ reason: String) -> RPCError {
        RPCError(.invalidArgument, "\(field) \(reason)")
    }

    /// An ID that must be there: at most 128 bytes, 256 for nodes.
    static func id(_ id: String, _ field: String, limit: Int = 128) throws(RPCError) {
        guard !id.isEmpty else { throw invalid(field, "is missing") }
        try text(id, field, limit: limit)
    }

    static func text(_ text: String, _ field: String, limit: Int = 128) throws(RPCError) {
        guard text.utf8.count <= limit else { throw invalid(field, "is longer than \(limit) bytes") }
    }

    /// A name from a caller: at most 128 bytes without the control characters that CSI bans.
    static func name(_ name: String, _ field: String = "name") throws(RPCError) {
        try id(name, field)
        let isAllowed = name.unicodeScalars.allSatisfy { scalar in
            switch scalar.value {
            case 0x00...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x7F...0x9F: false
            default: true
            }
        }
        guard isAllowed else { throw invalid(field, "holds a control character") }
    }

    /// A map of at most 4 KiB, keys and values together.
    static func map(_ map: [String: String], _ field: String) throws(RPCError) {
        let size = map.reduce(0) { $0 + $1.key.utf8.count + $1.value.utf8.count }
        guard size <= 4096 else { throw invalid(field, "is larger than 4 KiB") }
    }

    /// Secrets, whose keys consist of letters, digits, `-`, `_` and `.`. No text of theirs is in the error.
    static func secrets(_ secrets: [String: String]) throws(RPCError) {
        try map(secrets, "secrets")
        let isAllowed = secrets.keys.allSatisfy { key in
            Topology.isLabel("a\(key)a", with: "-_.") && !key.isEmpty
        }
        guard isAllowed else { throw invalid("secrets", "has a key that CSI does not allow") }
    }

    /// An absolute path without `..`, in one spelling.
    static func path(_ path: String, _ field: String) throws(RPCError) -> String {
        guard !path.isEmpty else { throw invalid(field, "is missing") }
        guard path.hasPrefix("/") else { throw invalid(field, "is not absolute") }
        guard path.utf8.count < 4096, !path.utf8.contains(0) else { throw invalid(field, "is no path") }
        let parts = path.split(separator: "/").filter { $0 != "." }
        guard !parts.isEmpty, !parts.contains("..") else { throw invalid(field, "is no path that a volume can lie at") }
        return "/" + parts.joined(separator: "/")
    }

    static func maxEntries(_ count: Int32) throws(RPCError) {
        guard count >= 0 else { throw invalid("max_entries", "is negative") }
    }

    /// A range with at least one end, neither negative.
    static func range(_ range: CapacityRange) throws(RPCError) {
        guard range.requiredBytes >= 0, range.limitBytes >= 0 else { throw invalid("capacity_range", "is negative") }
        guard range.requiredBytes > 0 || range.limitBytes > 0 else { throw invalid("capacity_range", "is empty") }
        guard range.limitBytes == 0 || range.limitBytes >= range.requiredBytes else {
            throw invalid("capacity_range", "has a limit below what is required")
        }
    }

    /// A capability that is whole, whether or not a volume has it.
    static func capability(_ capability: VolumeCapability?, _ field: String = "volume_capability") throws(RPCError) {
        guard let capability else { throw invalid(field, "is missing") }
        guard let type = capability.accessType else { throw invalid(field, "has no access type") }
        guard let mode = capability.accessMode?.mode, mode != .unknown else {
            throw invalid(field, "has no access mode")
        }
        guard mode.isKnown else { throw invalid(field, "has an unknown access mode") }
        guard case .mount(let mount) = type else { return }
        try text(mount.fsType, "\(field).mount.fs_type")
        try text(mount.volumeMountGroup, "\(field).mount.volume_mount_group")
        guard mount.mountFlags.reduce(0, { $0 + $1.utf8.count }) <= 4096 else {
            throw invalid("\(field).mount.mount_flags", "is larger than 4 KiB")
        }
    }

    static func capabilities(_ capabilities: [VolumeCapability]) throws(RPCError) {
        guard !capabilities.isEmpty else { throw invalid("volume_capabilities", "is missing") }
        for (index, capability) in capabilities.enumerated() {
            try self.capability(capability, "volume_capabilities[\(index)]")
        }
    }
}
