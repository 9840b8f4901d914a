internal import Volumes

/// What CSI knows a volume by, its idempotency key: the same at every try for one volume.
public enum VolumeName: String, Hashable, Sendable, CaseIterable {
    /// The volume's name, as the peer has it: two volumes of one name are one in the provider.
    case name
    /// The volume's namespace and ID, as `NAMESPACE.ID`: every volume is its own.
    case id

    func name(of volume: Volume) -> String {
        switch self {
        case .name: volume.name
        case .id: "\(volume.id.namespace).\(volume.id.name)"
        }
    }
}
