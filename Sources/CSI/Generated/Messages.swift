// Generated from csi.proto by proto/generate. Do not edit.

/// What is wrong with a volume.
public struct VolumeHealthErrorType: OpenEnum {
    /// The number on the wire.
    public let rawValue: Int32

    /// A value by its number on the wire.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// `UNKNOWN_VOLUME_HEALTH_TYPE`.
    public static let unknownVolumeHealthType = Self(rawValue: 0)
    /// `DEGRADED`.
    public static let degraded = Self(rawValue: 1)
    /// `INACCESSIBLE`.
    public static let inaccessible = Self(rawValue: 2)
    /// `DATA_LOSS`.
    public static let dataLoss = Self(rawValue: 3)

    /// The names of all values that CSI 1.13 and its predecessors have, by number.
    public static let names: [Int32: String] = [0: "UNKNOWN_VOLUME_HEALTH_TYPE", 1: "DEGRADED", 2: "INACCESSIBLE", 3: "DATA_LOSS"]
}

/// What is wrong with the path to a storage backend.
public struct StorageHealthErrorType: OpenEnum {
    /// The number on the wire.
    public let rawValue: Int32

    /// A value by its number on the wire.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// `UNKNOWN_STORAGE_HEALTH_ERROR_TYPE`.
    public static let unknownStorageHealthErrorType = Self(rawValue: 0)
    /// `STORAGE_DEGRADED`.
    public static let storageDegraded = Self(rawValue: 1)
    /// `STORAGE_UNREACHABLE`.
    public static let storageUnreachable = Self(rawValue: 2)

    /// The names of all values that CSI 1.13 and its predecessors have, by number.
    public static let names: [Int32: String] = [0: "UNKNOWN_STORAGE_HEALTH_ERROR_TYPE", 1: "STORAGE_DEGRADED", 2: "STORAGE_UNREACHABLE"]
}

/// Whether all ranges of a stream have one length.
public struct BlockMetadataType: OpenEnum {
    /// The number on the wire.
    public let rawValue: Int32

    /// A value by its number on the wire.
    public init(rawValue: Int32) {
        self.rawValue = rawValue
    }

    /// `UNKNOWN`.
    public static let unknown = Self(rawValue: 0)
    /// `FIXED_LENGTH`.
    public static let fixedLength = Self(rawValue: 1)
    /// `VARIABLE_LENGTH`.
    public static let variableLength = Self(rawValue: 2)

    /// The names of all values that CSI 1.13 and its predecessors have, by number.
    public static let names: [Int32: String] = [0: "UNKNOWN", 1: "FIXED_LENGTH", 2: "VARIABLE_LENGTH"]
}

/// The message `csi.v1.GetPluginInfoRequest`.
public struct GetPluginInfoRequest: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetPluginInfoRequest"
}

/// The message `csi.v1.GetPluginInfoResponse`.
public struct GetPluginInfoResponse: Message {
    /// Required.
    public var name: String
    /// Required.
    public var vendorVersion: String
    /// Optional.
    public var manifest: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(name: String = "", vendorVersion: String = "", manifest: [String: String] = [:]) {
        self.name = name
        self.vendorVersion = vendorVersion
        self.manifest = manifest
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetPluginInfoResponse"
}

/// The message `csi.v1.GetPluginCapabilitiesRequest`.
public struct GetPluginCapabilitiesRequest: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetPluginCapabilitiesRequest"
}

/// The message `csi.v1.GetPluginCapabilitiesResponse`.
public struct GetPluginCapabilitiesResponse: Message {
    /// Optional.
    public var capabilities: [PluginCapability]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(capabilities: [PluginCapability] = []) {
        self.capabilities = capabilities
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetPluginCapabilitiesResponse"
}

/// One feature of the plugin as a whole.
public struct PluginCapability: Message {
    /// One of `service`, `volume_expansion`; nil where none is set.
    public var type: Kind?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(type: Kind? = nil) {
        self.type = type
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.PluginCapability"

    /// The members of `type`.
    public enum Kind: Hashable, Sendable {
        /// `service`.
        case service(PluginCapability.Service)
        /// `volume_expansion`.
        case volumeExpansion(PluginCapability.VolumeExpansion)
    }

    /// The message `csi.v1.PluginCapability.Service`.
    public struct Service: Message {
        /// `type`.
        public var type: PluginCapability.Service.Kind
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(type: PluginCapability.Service.Kind = .init(rawValue: 0)) {
            self.type = type
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.PluginCapability.Service"

        /// The values of `csi.v1.PluginCapability.Service.Type`. The set is open.
        public struct Kind: OpenEnum {
            /// The number on the wire.
            public let rawValue: Int32

            /// A value by its number on the wire.
            public init(rawValue: Int32) {
                self.rawValue = rawValue
            }

            /// `UNKNOWN`.
            public static let unknown = Self(rawValue: 0)
            /// `CONTROLLER_SERVICE`.
            public static let controllerService = Self(rawValue: 1)
            /// `VOLUME_ACCESSIBILITY_CONSTRAINTS`.
            public static let volumeAccessibilityConstraints = Self(rawValue: 2)
            /// `GROUP_CONTROLLER_SERVICE`.
            public static let groupControllerService = Self(rawValue: 3)
            /// `SNAPSHOT_METADATA_SERVICE`.
            public static let snapshotMetadataService = Self(rawValue: 4)
            /// `SNAPSHOT_ACCESSIBILITY_CONSTRAINTS`.
            public static let snapshotAccessibilityConstraints = Self(rawValue: 5)

            /// The names of all values that CSI 1.13 and its predecessors have, by number.
            public static let names: [Int32: String] = [0: "UNKNOWN", 1: "CONTROLLER_SERVICE", 2: "VOLUME_ACCESSIBILITY_CONSTRAINTS", 3: "GROUP_CONTROLLER_SERVICE", 4: "SNAPSHOT_METADATA_SERVICE", 5: "SNAPSHOT_ACCESSIBILITY_CONSTRAINTS"]
        }
    }

    /// The message `csi.v1.PluginCapability.VolumeExpansion`.
    public struct VolumeExpansion: Message {
        /// `type`.
        public var type: PluginCapability.VolumeExpansion.Kind
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(type: PluginCapability.VolumeExpansion.Kind = .init(rawValue: 0)) {
            self.type = type
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.PluginCapability.VolumeExpansion"

        /// The values of `csi.v1.PluginCapability.VolumeExpansion.Type`. The set is open.
        public struct Kind: OpenEnum {
            /// The number on the wire.
            public let rawValue: Int32

            /// A value by its number on the wire.
            public init(rawValue: Int32) {
                self.rawValue = rawValue
            }

            /// `UNKNOWN`.
            public static let unknown = Self(rawValue: 0)
            /// `ONLINE`.
            public static let online = Self(rawValue: 1)
            /// `OFFLINE`.
            public static let offline = Self(rawValue: 2)

            /// The names of all values that CSI 1.13 and its predecessors have, by number.
            public static let names: [Int32: String] = [0: "UNKNOWN", 1: "ONLINE", 2: "OFFLINE"]
        }
    }
}

/// The message `csi.v1.ProbeRequest`.
public struct ProbeRequest: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ProbeRequest"
}

/// The message `csi.v1.ProbeResponse`.
public struct ProbeResponse: Message {
    /// Optional. Absent means ready.
    public var ready: Bool?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(ready: Bool? = nil) {
        self.ready = ready
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ProbeResponse"
}

/// The message `csi.v1.CreateVolumeRequest`.
public struct CreateVolumeRequest: Message {
    /// Required. The idempotency key, at most 128 bytes.
    public var name: String
    /// Optional.
    public var capacityRange: CapacityRange?
    /// Required.
    public var volumeCapabilities: [VolumeCapability]
    /// Optional.
    public var parameters: [String: String]
    /// Optional.
    public var secrets: [String: String]
    /// Optional.
    public var volumeContentSource: VolumeContentSource?
    /// Optional. Only with VOLUME_ACCESSIBILITY_CONSTRAINTS.
    public var accessibilityRequirements: TopologyRequirement?
    /// Optional. Win over `parameters`; only with MODIFY_VOLUME.
    public var mutableParameters: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(name: String = "", capacityRange: CapacityRange? = nil, volumeCapabilities: [VolumeCapability] = [], parameters: [String: String] = [:], secrets: [String: String] = [:], volumeContentSource: VolumeContentSource? = nil, accessibilityRequirements: TopologyRequirement? = nil, mutableParameters: [String: String] = [:]) {
        self.name = name
        self.capacityRange = capacityRange
        self.volumeCapabilities = volumeCapabilities
        self.parameters = parameters
        self.secrets = secrets
        self.volumeContentSource = volumeContentSource
        self.accessibilityRequirements = accessibilityRequirements
        self.mutableParameters = mutableParameters
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.CreateVolumeRequest"
}

/// What a new volume is filled with.
public struct VolumeContentSource: Message {
    /// One of `snapshot`, `volume`; nil where none is set.
    public var type: Kind?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(type: Kind? = nil) {
        self.type = type
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.VolumeContentSource"

    /// The members of `type`.
    public enum Kind: Hashable, Sendable {
        /// `snapshot`.
        case snapshot(VolumeContentSource.SnapshotSource)
        /// `volume`.
        case volume(VolumeContentSource.VolumeSource)
    }

    /// The message `csi.v1.VolumeContentSource.SnapshotSource`.
    public struct SnapshotSource: Message {
        /// Required.
        public var snapshotID: String
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(snapshotID: String = "") {
            self.snapshotID = snapshotID
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.VolumeContentSource.SnapshotSource"
    }

    /// The message `csi.v1.VolumeContentSource.VolumeSource`.
    public struct VolumeSource: Message {
        /// Required.
        public var volumeID: String
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(volumeID: String = "") {
            self.volumeID = volumeID
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.VolumeContentSource.VolumeSource"
    }
}

/// The message `csi.v1.CreateVolumeResponse`.
public struct CreateVolumeResponse: Message {
    /// Required.
    public var volume: Volume?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volume: Volume? = nil) {
        self.volume = volume
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.CreateVolumeResponse"
}

/// How a volume will be used: as a block device or a mounted file system, and by whom.
public struct VolumeCapability: Message {
    /// One of `block`, `mount`; nil where none is set.
    public var accessType: AccessType?
    /// Required.
    public var accessMode: VolumeCapability.AccessMode?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(accessType: AccessType? = nil, accessMode: VolumeCapability.AccessMode? = nil) {
        self.accessType = accessType
        self.accessMode = accessMode
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.VolumeCapability"

    /// The members of `access_type`.
    public enum AccessType: Hashable, Sendable {
        /// `block`.
        case block(VolumeCapability.BlockVolume)
        /// `mount`.
        case mount(VolumeCapability.MountVolume)
    }

    /// The message `csi.v1.VolumeCapability.BlockVolume`.
    public struct BlockVolume: Message {
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init() {
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.VolumeCapability.BlockVolume"
    }

    /// The message `csi.v1.VolumeCapability.MountVolume`.
    public struct MountVolume: Message {
        /// Optional.
        public var fsType: String
        /// Optional.
        public var mountFlags: [String]
        /// Optional.
        public var volumeMountGroup: String
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(fsType: String = "", mountFlags: [String] = [], volumeMountGroup: String = "") {
            self.fsType = fsType
            self.mountFlags = mountFlags
            self.volumeMountGroup = volumeMountGroup
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.VolumeCapability.MountVolume"
    }

    /// The message `csi.v1.VolumeCapability.AccessMode`.
    public struct AccessMode: Message {
        /// Required.
        public var mode: VolumeCapability.AccessMode.Mode
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(mode: VolumeCapability.AccessMode.Mode = .init(rawValue: 0)) {
            self.mode = mode
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.VolumeCapability.AccessMode"

        /// Who may use a volume at the same time, and how.
        public struct Mode: OpenEnum {
            /// The number on the wire.
            public let rawValue: Int32

            /// A value by its number on the wire.
            public init(rawValue: Int32) {
                self.rawValue = rawValue
            }

            /// `UNKNOWN`.
            public static let unknown = Self(rawValue: 0)
            /// Read and write on one node.
            public static let singleNodeWriter = Self(rawValue: 1)
            /// Read on one node.
            public static let singleNodeReaderOnly = Self(rawValue: 2)
            /// Read on many nodes.
            public static let multiNodeReaderOnly = Self(rawValue: 3)
            /// Write on one node, read on many.
            public static let multiNodeSingleWriter = Self(rawValue: 4)
            /// Read and write on many nodes.
            public static let multiNodeMultiWriter = Self(rawValue: 5)
            /// One workload on one node.
            public static let singleNodeSingleWriter = Self(rawValue: 6)
            /// Many workloads on one node.
            public static let singleNodeMultiWriter = Self(rawValue: 7)

            /// The names of all values that CSI 1.13 and its predecessors have, by number.
            public static let names: [Int32: String] = [0: "UNKNOWN", 1: "SINGLE_NODE_WRITER", 2: "SINGLE_NODE_READER_ONLY", 3: "MULTI_NODE_READER_ONLY", 4: "MULTI_NODE_SINGLE_WRITER", 5: "MULTI_NODE_MULTI_WRITER", 6: "SINGLE_NODE_SINGLE_WRITER", 7: "SINGLE_NODE_MULTI_WRITER"]
        }
    }
}

/// The wanted size in bytes. At least one member is set; 0 means not set.
public struct CapacityRange: Message {
    /// Optional.
    public var requiredBytes: Int64
    /// Optional.
    public var limitBytes: Int64
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(requiredBytes: Int64 = 0, limitBytes: Int64 = 0) {
        self.requiredBytes = requiredBytes
        self.limitBytes = limitBytes
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.CapacityRange"
}

/// A volume of the provider.
public struct Volume: Message {
    /// Optional. 0 means unknown.
    public var capacityBytes: Int64
    /// Required.
    public var volumeID: String
    /// Optional. Opaque and immutable.
    public var volumeContext: [String: String]
    /// Optional.
    public var contentSource: VolumeContentSource?
    /// Optional. Absent means everywhere.
    public var accessibleTopology: [Topology]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(capacityBytes: Int64 = 0, volumeID: String = "", volumeContext: [String: String] = [:], contentSource: VolumeContentSource? = nil, accessibleTopology: [Topology] = []) {
        self.capacityBytes = capacityBytes
        self.volumeID = volumeID
        self.volumeContext = volumeContext
        self.contentSource = contentSource
        self.accessibleTopology = accessibleTopology
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.Volume"
}

/// Where a volume must, and where it should rather, be reachable.
public struct TopologyRequirement: Message {
    /// Optional.
    public var requisite: [Topology]
    /// Optional.
    public var preferred: [Topology]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(requisite: [Topology] = [], preferred: [Topology] = []) {
        self.requisite = requisite
        self.preferred = preferred
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.TopologyRequirement"
}

/// One place: topology keys and their values.
public struct Topology: Message {
    /// `segments`.
    public var segments: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(segments: [String: String] = [:]) {
        self.segments = segments
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.Topology"
}

/// The message `csi.v1.DeleteVolumeRequest`.
public struct DeleteVolumeRequest: Message {
    /// Required.
    public var volumeID: String
    /// Optional.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", secrets: [String: String] = [:]) {
        self.volumeID = volumeID
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.DeleteVolumeRequest"
}

/// The message `csi.v1.DeleteVolumeResponse`.
public struct DeleteVolumeResponse: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.DeleteVolumeResponse"
}

/// The message `csi.v1.ControllerPublishVolumeRequest`.
public struct ControllerPublishVolumeRequest: Message {
    /// Required.
    public var volumeID: String
    /// Required.
    public var nodeID: String
    /// Required.
    public var volumeCapability: VolumeCapability?
    /// Required.
    public var readonly: Bool
    /// Optional.
    public var secrets: [String: String]
    /// Optional.
    public var volumeContext: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", nodeID: String = "", volumeCapability: VolumeCapability? = nil, readonly: Bool = false, secrets: [String: String] = [:], volumeContext: [String: String] = [:]) {
        self.volumeID = volumeID
        self.nodeID = nodeID
        self.volumeCapability = volumeCapability
        self.readonly = readonly
        self.secrets = secrets
        self.volumeContext = volumeContext
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerPublishVolumeRequest"
}

/// The message `csi.v1.ControllerPublishVolumeResponse`.
public struct ControllerPublishVolumeResponse: Message {
    /// Optional.
    public var publishContext: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(publishContext: [String: String] = [:]) {
        self.publishContext = publishContext
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerPublishVolumeResponse"
}

/// The message `csi.v1.ControllerUnpublishVolumeRequest`.
public struct ControllerUnpublishVolumeRequest: Message {
    /// Required.
    public var volumeID: String
    /// Optional. Empty means all nodes.
    public var nodeID: String
    /// Optional.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", nodeID: String = "", secrets: [String: String] = [:]) {
        self.volumeID = volumeID
        self.nodeID = nodeID
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerUnpublishVolumeRequest"
}

/// The message `csi.v1.ControllerUnpublishVolumeResponse`.
public struct ControllerUnpublishVolumeResponse: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerUnpublishVolumeResponse"
}

/// The message `csi.v1.ValidateVolumeCapabilitiesRequest`.
public struct ValidateVolumeCapabilitiesRequest: Message {
    /// Required.
    public var volumeID: String
    /// Optional.
    public var volumeContext: [String: String]
    /// Required.
    public var volumeCapabilities: [VolumeCapability]
    /// Optional.
    public var parameters: [String: String]
    /// Optional.
    public var secrets: [String: String]
    /// Optional.
    public var mutableParameters: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", volumeContext: [String: String] = [:], volumeCapabilities: [VolumeCapability] = [], parameters: [String: String] = [:], secrets: [String: String] = [:], mutableParameters: [String: String] = [:]) {
        self.volumeID = volumeID
        self.volumeContext = volumeContext
        self.volumeCapabilities = volumeCapabilities
        self.parameters = parameters
        self.secrets = secrets
        self.mutableParameters = mutableParameters
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ValidateVolumeCapabilitiesRequest"
}

/// The message `csi.v1.ValidateVolumeCapabilitiesResponse`.
public struct ValidateVolumeCapabilitiesResponse: Message {
    /// Optional. Absent means not all capabilities are supported.
    public var confirmed: ValidateVolumeCapabilitiesResponse.Confirmed?
    /// Optional.
    public var message: String
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(confirmed: ValidateVolumeCapabilitiesResponse.Confirmed? = nil, message: String = "") {
        self.confirmed = confirmed
        self.message = message
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ValidateVolumeCapabilitiesResponse"

    /// What the plugin confirms; the caller compares it with what it asked.
    public struct Confirmed: Message {
        /// Optional.
        public var volumeContext: [String: String]
        /// Required.
        public var volumeCapabilities: [VolumeCapability]
        /// Optional.
        public var parameters: [String: String]
        /// Optional.
        public var mutableParameters: [String: String]
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(volumeContext: [String: String] = [:], volumeCapabilities: [VolumeCapability] = [], parameters: [String: String] = [:], mutableParameters: [String: String] = [:]) {
            self.volumeContext = volumeContext
            self.volumeCapabilities = volumeCapabilities
            self.parameters = parameters
            self.mutableParameters = mutableParameters
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.ValidateVolumeCapabilitiesResponse.Confirmed"
    }
}

/// The message `csi.v1.ListVolumesRequest`.
public struct ListVolumesRequest: Message {
    /// Optional. 0 means no limit.
    public var maxEntries: Int32
    /// Optional.
    public var startingToken: String
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(maxEntries: Int32 = 0, startingToken: String = "") {
        self.maxEntries = maxEntries
        self.startingToken = startingToken
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ListVolumesRequest"
}

/// The message `csi.v1.ListVolumesResponse`.
public struct ListVolumesResponse: Message {
    /// `entries`.
    public var entries: [ListVolumesResponse.Entry]
    /// Optional.
    public var nextToken: String
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(entries: [ListVolumesResponse.Entry] = [], nextToken: String = "") {
        self.entries = entries
        self.nextToken = nextToken
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ListVolumesResponse"

    /// The message `csi.v1.ListVolumesResponse.VolumeStatus`.
    public struct VolumeStatus: Message {
        /// Optional.
        public var publishedNodeIDs: [String]
        /// Removed in 1.13; plugins of 1.3 to 1.12 send it.
        public var volumeCondition: VolumeCondition?
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(publishedNodeIDs: [String] = [], volumeCondition: VolumeCondition? = nil) {
            self.publishedNodeIDs = publishedNodeIDs
            self.volumeCondition = volumeCondition
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.ListVolumesResponse.VolumeStatus"
    }

    /// The message `csi.v1.ListVolumesResponse.Entry`.
    public struct Entry: Message {
        /// Required.
        public var volume: Volume?
        /// Optional.
        public var status: ListVolumesResponse.VolumeStatus?
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(volume: Volume? = nil, status: ListVolumesResponse.VolumeStatus? = nil) {
            self.volume = volume
            self.status = status
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.ListVolumesResponse.Entry"
    }
}

/// The message `csi.v1.ControllerListVolumeHealthRequest`.
public struct ControllerListVolumeHealthRequest: Message {
    /// `max_entries`.
    public var maxEntries: Int32
    /// `starting_token`.
    public var startingToken: String
    /// `secrets`.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(maxEntries: Int32 = 0, startingToken: String = "", secrets: [String: String] = [:]) {
        self.maxEntries = maxEntries
        self.startingToken = startingToken
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerListVolumeHealthRequest"
}

/// The message `csi.v1.ControllerListVolumeHealthResponse`.
public struct ControllerListVolumeHealthResponse: Message {
    /// `entries`.
    public var entries: [VolumeHealth]
    /// `next_token`.
    public var nextToken: String
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(entries: [VolumeHealth] = [], nextToken: String = "") {
        self.entries = entries
        self.nextToken = nextToken
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerListVolumeHealthResponse"
}

/// What is wrong with a volume; no entries means healthy.
public struct VolumeHealth: Message {
    /// `volume_id`.
    public var volumeID: String
    /// `health_statuses`.
    public var healthStatuses: [VolumeHealth.VolumeHealthEntry]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", healthStatuses: [VolumeHealth.VolumeHealthEntry] = []) {
        self.volumeID = volumeID
        self.healthStatuses = healthStatuses
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.VolumeHealth"

    /// The message `csi.v1.VolumeHealth.VolumeHealthEntry`.
    public struct VolumeHealthEntry: Message {
        /// `status`.
        public var status: VolumeHealthErrorType
        /// `reason`.
        public var reason: String
        /// `message`.
        public var message: String
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(status: VolumeHealthErrorType = .init(rawValue: 0), reason: String = "", message: String = "") {
            self.status = status
            self.reason = reason
            self.message = message
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.VolumeHealth.VolumeHealthEntry"
    }
}

/// The message `csi.v1.ControllerGetVolumeHealthRequest`.
public struct ControllerGetVolumeHealthRequest: Message {
    /// `volume_id`.
    public var volumeID: String
    /// `secrets`.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", secrets: [String: String] = [:]) {
        self.volumeID = volumeID
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerGetVolumeHealthRequest"
}

/// The message `csi.v1.ControllerGetVolumeHealthResponse`.
public struct ControllerGetVolumeHealthResponse: Message {
    /// `volume_health`.
    public var volumeHealth: VolumeHealth?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeHealth: VolumeHealth? = nil) {
        self.volumeHealth = volumeHealth
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerGetVolumeHealthResponse"
}

/// The message `csi.v1.ControllerGetVolumeRequest`.
public struct ControllerGetVolumeRequest: Message {
    /// Required.
    public var volumeID: String
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "") {
        self.volumeID = volumeID
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerGetVolumeRequest"
}

/// The message `csi.v1.ControllerGetVolumeResponse`.
public struct ControllerGetVolumeResponse: Message {
    /// Required.
    public var volume: Volume?
    /// Required.
    public var status: ControllerGetVolumeResponse.VolumeStatus?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volume: Volume? = nil, status: ControllerGetVolumeResponse.VolumeStatus? = nil) {
        self.volume = volume
        self.status = status
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerGetVolumeResponse"

    /// The message `csi.v1.ControllerGetVolumeResponse.VolumeStatus`.
    public struct VolumeStatus: Message {
        /// Optional.
        public var publishedNodeIDs: [String]
        /// Removed in 1.13; plugins of 1.3 to 1.12 send it.
        public var volumeCondition: VolumeCondition?
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(publishedNodeIDs: [String] = [], volumeCondition: VolumeCondition? = nil) {
            self.publishedNodeIDs = publishedNodeIDs
            self.volumeCondition = volumeCondition
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.ControllerGetVolumeResponse.VolumeStatus"
    }
}

/// The message `csi.v1.ControllerModifyVolumeRequest`.
public struct ControllerModifyVolumeRequest: Message {
    /// Required.
    public var volumeID: String
    /// Optional.
    public var secrets: [String: String]
    /// Required.
    public var mutableParameters: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", secrets: [String: String] = [:], mutableParameters: [String: String] = [:]) {
        self.volumeID = volumeID
        self.secrets = secrets
        self.mutableParameters = mutableParameters
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerModifyVolumeRequest"
}

/// The message `csi.v1.ControllerModifyVolumeResponse`.
public struct ControllerModifyVolumeResponse: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerModifyVolumeResponse"
}

/// The message `csi.v1.GetCapacityRequest`.
public struct GetCapacityRequest: Message {
    /// Optional.
    public var volumeCapabilities: [VolumeCapability]
    /// Optional.
    public var parameters: [String: String]
    /// Optional.
    public var accessibleTopology: Topology?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeCapabilities: [VolumeCapability] = [], parameters: [String: String] = [:], accessibleTopology: Topology? = nil) {
        self.volumeCapabilities = volumeCapabilities
        self.parameters = parameters
        self.accessibleTopology = accessibleTopology
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetCapacityRequest"
}

/// The message `csi.v1.GetCapacityResponse`.
public struct GetCapacityResponse: Message {
    /// Required. In bytes.
    public var availableCapacity: Int64
    /// Optional.
    public var maximumVolumeSize: Int64?
    /// Optional.
    public var minimumVolumeSize: Int64?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(availableCapacity: Int64 = 0, maximumVolumeSize: Int64? = nil, minimumVolumeSize: Int64? = nil) {
        self.availableCapacity = availableCapacity
        self.maximumVolumeSize = maximumVolumeSize
        self.minimumVolumeSize = minimumVolumeSize
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetCapacityResponse"
}

/// The message `csi.v1.ControllerGetCapabilitiesRequest`.
public struct ControllerGetCapabilitiesRequest: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerGetCapabilitiesRequest"
}

/// The message `csi.v1.ControllerGetCapabilitiesResponse`.
public struct ControllerGetCapabilitiesResponse: Message {
    /// Optional.
    public var capabilities: [ControllerServiceCapability]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(capabilities: [ControllerServiceCapability] = []) {
        self.capabilities = capabilities
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerGetCapabilitiesResponse"
}

/// One optional feature of the controller service.
public struct ControllerServiceCapability: Message {
    /// One of `rpc`; nil where none is set.
    public var type: Kind?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(type: Kind? = nil) {
        self.type = type
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerServiceCapability"

    /// The members of `type`.
    public enum Kind: Hashable, Sendable {
        /// `rpc`.
        case rpc(ControllerServiceCapability.RPC)
    }

    /// The message `csi.v1.ControllerServiceCapability.RPC`.
    public struct RPC: Message {
        /// `type`.
        public var type: ControllerServiceCapability.RPC.Kind
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(type: ControllerServiceCapability.RPC.Kind = .init(rawValue: 0)) {
            self.type = type
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.ControllerServiceCapability.RPC"

        /// The values of `csi.v1.ControllerServiceCapability.RPC.Type`. The set is open.
        public struct Kind: OpenEnum {
            /// The number on the wire.
            public let rawValue: Int32

            /// A value by its number on the wire.
            public init(rawValue: Int32) {
                self.rawValue = rawValue
            }

            /// `UNKNOWN`.
            public static let unknown = Self(rawValue: 0)
            /// `CREATE_DELETE_VOLUME`.
            public static let createDeleteVolume = Self(rawValue: 1)
            /// `PUBLISH_UNPUBLISH_VOLUME`.
            public static let publishUnpublishVolume = Self(rawValue: 2)
            /// `LIST_VOLUMES`.
            public static let listVolumes = Self(rawValue: 3)
            /// `GET_CAPACITY`.
            public static let getCapacity = Self(rawValue: 4)
            /// `CREATE_DELETE_SNAPSHOT`.
            public static let createDeleteSnapshot = Self(rawValue: 5)
            /// `LIST_SNAPSHOTS`.
            public static let listSnapshots = Self(rawValue: 6)
            /// `CLONE_VOLUME`.
            public static let cloneVolume = Self(rawValue: 7)
            /// `PUBLISH_READONLY`.
            public static let publishReadonly = Self(rawValue: 8)
            /// `EXPAND_VOLUME`.
            public static let expandVolume = Self(rawValue: 9)
            /// `LIST_VOLUMES_PUBLISHED_NODES`.
            public static let listVolumesPublishedNodes = Self(rawValue: 10)
            /// Removed in 1.13; plugins of 1.3 to 1.12 send it.
            public static let volumeCondition = Self(rawValue: 11)
            /// `GET_VOLUME`.
            public static let getVolume = Self(rawValue: 12)
            /// `SINGLE_NODE_MULTI_WRITER`.
            public static let singleNodeMultiWriter = Self(rawValue: 13)
            /// `MODIFY_VOLUME`.
            public static let modifyVolume = Self(rawValue: 14)
            /// `GET_SNAPSHOT`.
            public static let getSnapshot = Self(rawValue: 15)
            /// `GET_VOLUME_HEALTH`.
            public static let getVolumeHealth = Self(rawValue: 16)
            /// `LIST_VOLUME_HEALTH`.
            public static let listVolumeHealth = Self(rawValue: 17)

            /// The names of all values that CSI 1.13 and its predecessors have, by number.
            public static let names: [Int32: String] = [0: "UNKNOWN", 1: "CREATE_DELETE_VOLUME", 2: "PUBLISH_UNPUBLISH_VOLUME", 3: "LIST_VOLUMES", 4: "GET_CAPACITY", 5: "CREATE_DELETE_SNAPSHOT", 6: "LIST_SNAPSHOTS", 7: "CLONE_VOLUME", 8: "PUBLISH_READONLY", 9: "EXPAND_VOLUME", 10: "LIST_VOLUMES_PUBLISHED_NODES", 11: "VOLUME_CONDITION", 12: "GET_VOLUME", 13: "SINGLE_NODE_MULTI_WRITER", 14: "MODIFY_VOLUME", 15: "GET_SNAPSHOT", 16: "GET_VOLUME_HEALTH", 17: "LIST_VOLUME_HEALTH"]
        }
    }
}

/// The message `csi.v1.CreateSnapshotRequest`.
public struct CreateSnapshotRequest: Message {
    /// Required.
    public var sourceVolumeID: String
    /// Required.
    public var name: String
    /// Optional.
    public var secrets: [String: String]
    /// Optional.
    public var parameters: [String: String]
    /// `accessibility_requirements`.
    public var accessibilityRequirements: TopologyRequirement?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(sourceVolumeID: String = "", name: String = "", secrets: [String: String] = [:], parameters: [String: String] = [:], accessibilityRequirements: TopologyRequirement? = nil) {
        self.sourceVolumeID = sourceVolumeID
        self.name = name
        self.secrets = secrets
        self.parameters = parameters
        self.accessibilityRequirements = accessibilityRequirements
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.CreateSnapshotRequest"
}

/// The message `csi.v1.CreateSnapshotResponse`.
public struct CreateSnapshotResponse: Message {
    /// Required.
    public var snapshot: Snapshot?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(snapshot: Snapshot? = nil) {
        self.snapshot = snapshot
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.CreateSnapshotResponse"
}

/// A snapshot of the provider.
public struct Snapshot: Message {
    /// Optional. The least size of a volume made from it; 0 means unknown.
    public var sizeBytes: Int64
    /// Required.
    public var snapshotID: String
    /// Required.
    public var sourceVolumeID: String
    /// Required.
    public var creationTime: Timestamp?
    /// Required.
    public var readyToUse: Bool
    /// Optional. Set on members of a group snapshot.
    public var groupSnapshotID: String
    /// `accessible_topology`.
    public var accessibleTopology: [Topology]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(sizeBytes: Int64 = 0, snapshotID: String = "", sourceVolumeID: String = "", creationTime: Timestamp? = nil, readyToUse: Bool = false, groupSnapshotID: String = "", accessibleTopology: [Topology] = []) {
        self.sizeBytes = sizeBytes
        self.snapshotID = snapshotID
        self.sourceVolumeID = sourceVolumeID
        self.creationTime = creationTime
        self.readyToUse = readyToUse
        self.groupSnapshotID = groupSnapshotID
        self.accessibleTopology = accessibleTopology
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.Snapshot"
}

/// The message `csi.v1.DeleteSnapshotRequest`.
public struct DeleteSnapshotRequest: Message {
    /// Required.
    public var snapshotID: String
    /// Optional.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(snapshotID: String = "", secrets: [String: String] = [:]) {
        self.snapshotID = snapshotID
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.DeleteSnapshotRequest"
}

/// The message `csi.v1.DeleteSnapshotResponse`.
public struct DeleteSnapshotResponse: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.DeleteSnapshotResponse"
}

/// The message `csi.v1.ListSnapshotsRequest`.
public struct ListSnapshotsRequest: Message {
    /// Optional. 0 means no limit.
    public var maxEntries: Int32
    /// Optional.
    public var startingToken: String
    /// Optional.
    public var sourceVolumeID: String
    /// Optional.
    public var snapshotID: String
    /// Optional.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(maxEntries: Int32 = 0, startingToken: String = "", sourceVolumeID: String = "", snapshotID: String = "", secrets: [String: String] = [:]) {
        self.maxEntries = maxEntries
        self.startingToken = startingToken
        self.sourceVolumeID = sourceVolumeID
        self.snapshotID = snapshotID
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ListSnapshotsRequest"
}

/// The message `csi.v1.ListSnapshotsResponse`.
public struct ListSnapshotsResponse: Message {
    /// `entries`.
    public var entries: [ListSnapshotsResponse.Entry]
    /// Optional.
    public var nextToken: String
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(entries: [ListSnapshotsResponse.Entry] = [], nextToken: String = "") {
        self.entries = entries
        self.nextToken = nextToken
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ListSnapshotsResponse"

    /// The message `csi.v1.ListSnapshotsResponse.Entry`.
    public struct Entry: Message {
        /// `snapshot`.
        public var snapshot: Snapshot?
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(snapshot: Snapshot? = nil) {
            self.snapshot = snapshot
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.ListSnapshotsResponse.Entry"
    }
}

/// The message `csi.v1.GetSnapshotRequest`.
public struct GetSnapshotRequest: Message {
    /// Required.
    public var snapshotID: String
    /// Optional.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(snapshotID: String = "", secrets: [String: String] = [:]) {
        self.snapshotID = snapshotID
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetSnapshotRequest"
}

/// The message `csi.v1.GetSnapshotResponse`.
public struct GetSnapshotResponse: Message {
    /// Required.
    public var snapshot: Snapshot?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(snapshot: Snapshot? = nil) {
        self.snapshot = snapshot
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetSnapshotResponse"
}

/// The message `csi.v1.ControllerExpandVolumeRequest`.
public struct ControllerExpandVolumeRequest: Message {
    /// Required.
    public var volumeID: String
    /// Required.
    public var capacityRange: CapacityRange?
    /// Optional.
    public var secrets: [String: String]
    /// Optional.
    public var volumeCapability: VolumeCapability?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", capacityRange: CapacityRange? = nil, secrets: [String: String] = [:], volumeCapability: VolumeCapability? = nil) {
        self.volumeID = volumeID
        self.capacityRange = capacityRange
        self.secrets = secrets
        self.volumeCapability = volumeCapability
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerExpandVolumeRequest"
}

/// The message `csi.v1.ControllerExpandVolumeResponse`.
public struct ControllerExpandVolumeResponse: Message {
    /// Required.
    public var capacityBytes: Int64
    /// Required.
    public var nodeExpansionRequired: Bool
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(capacityBytes: Int64 = 0, nodeExpansionRequired: Bool = false) {
        self.capacityBytes = capacityBytes
        self.nodeExpansionRequired = nodeExpansionRequired
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.ControllerExpandVolumeResponse"
}

/// The message `csi.v1.NodeStageVolumeRequest`.
public struct NodeStageVolumeRequest: Message {
    /// Required.
    public var volumeID: String
    /// Optional.
    public var publishContext: [String: String]
    /// Required.
    public var stagingTargetPath: String
    /// Required.
    public var volumeCapability: VolumeCapability?
    /// Optional.
    public var secrets: [String: String]
    /// Optional.
    public var volumeContext: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", publishContext: [String: String] = [:], stagingTargetPath: String = "", volumeCapability: VolumeCapability? = nil, secrets: [String: String] = [:], volumeContext: [String: String] = [:]) {
        self.volumeID = volumeID
        self.publishContext = publishContext
        self.stagingTargetPath = stagingTargetPath
        self.volumeCapability = volumeCapability
        self.secrets = secrets
        self.volumeContext = volumeContext
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeStageVolumeRequest"
}

/// The message `csi.v1.NodeStageVolumeResponse`.
public struct NodeStageVolumeResponse: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeStageVolumeResponse"
}

/// The message `csi.v1.NodeUnstageVolumeRequest`.
public struct NodeUnstageVolumeRequest: Message {
    /// Required.
    public var volumeID: String
    /// Required.
    public var stagingTargetPath: String
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", stagingTargetPath: String = "") {
        self.volumeID = volumeID
        self.stagingTargetPath = stagingTargetPath
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeUnstageVolumeRequest"
}

/// The message `csi.v1.NodeUnstageVolumeResponse`.
public struct NodeUnstageVolumeResponse: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeUnstageVolumeResponse"
}

/// The message `csi.v1.NodePublishVolumeRequest`.
public struct NodePublishVolumeRequest: Message {
    /// Required.
    public var volumeID: String
    /// Optional.
    public var publishContext: [String: String]
    /// Optional. Set when the node reports STAGE_UNSTAGE_VOLUME.
    public var stagingTargetPath: String
    /// Required.
    public var targetPath: String
    /// Required.
    public var volumeCapability: VolumeCapability?
    /// Required.
    public var readonly: Bool
    /// Optional.
    public var secrets: [String: String]
    /// Optional.
    public var volumeContext: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", publishContext: [String: String] = [:], stagingTargetPath: String = "", targetPath: String = "", volumeCapability: VolumeCapability? = nil, readonly: Bool = false, secrets: [String: String] = [:], volumeContext: [String: String] = [:]) {
        self.volumeID = volumeID
        self.publishContext = publishContext
        self.stagingTargetPath = stagingTargetPath
        self.targetPath = targetPath
        self.volumeCapability = volumeCapability
        self.readonly = readonly
        self.secrets = secrets
        self.volumeContext = volumeContext
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodePublishVolumeRequest"
}

/// The message `csi.v1.NodePublishVolumeResponse`.
public struct NodePublishVolumeResponse: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodePublishVolumeResponse"
}

/// The message `csi.v1.NodeUnpublishVolumeRequest`.
public struct NodeUnpublishVolumeRequest: Message {
    /// Required.
    public var volumeID: String
    /// Required.
    public var targetPath: String
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", targetPath: String = "") {
        self.volumeID = volumeID
        self.targetPath = targetPath
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeUnpublishVolumeRequest"
}

/// The message `csi.v1.NodeUnpublishVolumeResponse`.
public struct NodeUnpublishVolumeResponse: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeUnpublishVolumeResponse"
}

/// The message `csi.v1.NodeGetVolumeStatsRequest`.
public struct NodeGetVolumeStatsRequest: Message {
    /// Required.
    public var volumeID: String
    /// Required.
    public var volumePath: String
    /// Optional.
    public var stagingTargetPath: String
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", volumePath: String = "", stagingTargetPath: String = "") {
        self.volumeID = volumeID
        self.volumePath = volumePath
        self.stagingTargetPath = stagingTargetPath
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeGetVolumeStatsRequest"
}

/// The message `csi.v1.NodeGetVolumeStatsResponse`.
public struct NodeGetVolumeStatsResponse: Message {
    /// Optional.
    public var usage: [VolumeUsage]
    /// Removed in 1.13; plugins of 1.3 to 1.12 send it.
    public var volumeCondition: VolumeCondition?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(usage: [VolumeUsage] = [], volumeCondition: VolumeCondition? = nil) {
        self.usage = usage
        self.volumeCondition = volumeCondition
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeGetVolumeStatsResponse"
}

/// How much of one resource of a volume is used.
public struct VolumeUsage: Message {
    /// Optional.
    public var available: Int64
    /// Required.
    public var total: Int64
    /// Optional.
    public var used: Int64
    /// Required.
    public var unit: VolumeUsage.Unit
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(available: Int64 = 0, total: Int64 = 0, used: Int64 = 0, unit: VolumeUsage.Unit = .init(rawValue: 0)) {
        self.available = available
        self.total = total
        self.used = used
        self.unit = unit
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.VolumeUsage"

    /// The values of `csi.v1.VolumeUsage.Unit`. The set is open.
    public struct Unit: OpenEnum {
        /// The number on the wire.
        public let rawValue: Int32

        /// A value by its number on the wire.
        public init(rawValue: Int32) {
            self.rawValue = rawValue
        }

        /// `UNKNOWN`.
        public static let unknown = Self(rawValue: 0)
        /// `BYTES`.
        public static let bytes = Self(rawValue: 1)
        /// `INODES`.
        public static let inodes = Self(rawValue: 2)

        /// The names of all values that CSI 1.13 and its predecessors have, by number.
        public static let names: [Int32: String] = [0: "UNKNOWN", 1: "BYTES", 2: "INODES"]
    }
}

/// The message `csi.v1.NodeGetVolumeHealthRequest`.
public struct NodeGetVolumeHealthRequest: Message {
    /// `volume_id`.
    public var volumeID: String
    /// `volume_publish_path`.
    public var volumePublishPath: String
    /// `staging_target_path`.
    public var stagingTargetPath: String
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", volumePublishPath: String = "", stagingTargetPath: String = "") {
        self.volumeID = volumeID
        self.volumePublishPath = volumePublishPath
        self.stagingTargetPath = stagingTargetPath
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeGetVolumeHealthRequest"
}

/// The message `csi.v1.NodeGetVolumeHealthResponse`.
public struct NodeGetVolumeHealthResponse: Message {
    /// `volume_health`.
    public var volumeHealth: VolumeHealth?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeHealth: VolumeHealth? = nil) {
        self.volumeHealth = volumeHealth
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeGetVolumeHealthResponse"
}

/// The message `csi.v1.NodeGetStorageHealthRequest`.
public struct NodeGetStorageHealthRequest: Message {
    /// `secrets`.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(secrets: [String: String] = [:]) {
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeGetStorageHealthRequest"
}

/// The message `csi.v1.NodeGetStorageHealthResponse`.
public struct NodeGetStorageHealthResponse: Message {
    /// `backend_health`.
    public var backendHealth: [NodeGetStorageHealthResponse.StorageBackendHealth]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(backendHealth: [NodeGetStorageHealthResponse.StorageBackendHealth] = []) {
        self.backendHealth = backendHealth
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeGetStorageHealthResponse"

    /// The message `csi.v1.NodeGetStorageHealthResponse.StorageBackendHealth`.
    public struct StorageBackendHealth: Message {
        /// `status`.
        public var status: StorageHealthErrorType
        /// `reason`.
        public var reason: String
        /// `message`.
        public var message: String
        /// `volume_capability`.
        public var volumeCapability: VolumeCapability?
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(status: StorageHealthErrorType = .init(rawValue: 0), reason: String = "", message: String = "", volumeCapability: VolumeCapability? = nil) {
            self.status = status
            self.reason = reason
            self.message = message
            self.volumeCapability = volumeCapability
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.NodeGetStorageHealthResponse.StorageBackendHealth"
    }
}

/// The message `csi.v1.NodeGetCapabilitiesRequest`.
public struct NodeGetCapabilitiesRequest: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeGetCapabilitiesRequest"
}

/// The message `csi.v1.NodeGetCapabilitiesResponse`.
public struct NodeGetCapabilitiesResponse: Message {
    /// Optional.
    public var capabilities: [NodeServiceCapability]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(capabilities: [NodeServiceCapability] = []) {
        self.capabilities = capabilities
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeGetCapabilitiesResponse"
}

/// One optional feature of the node service.
public struct NodeServiceCapability: Message {
    /// One of `rpc`; nil where none is set.
    public var type: Kind?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(type: Kind? = nil) {
        self.type = type
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeServiceCapability"

    /// The members of `type`.
    public enum Kind: Hashable, Sendable {
        /// `rpc`.
        case rpc(NodeServiceCapability.RPC)
    }

    /// The message `csi.v1.NodeServiceCapability.RPC`.
    public struct RPC: Message {
        /// `type`.
        public var type: NodeServiceCapability.RPC.Kind
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(type: NodeServiceCapability.RPC.Kind = .init(rawValue: 0)) {
            self.type = type
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.NodeServiceCapability.RPC"

        /// The values of `csi.v1.NodeServiceCapability.RPC.Type`. The set is open.
        public struct Kind: OpenEnum {
            /// The number on the wire.
            public let rawValue: Int32

            /// A value by its number on the wire.
            public init(rawValue: Int32) {
                self.rawValue = rawValue
            }

            /// `UNKNOWN`.
            public static let unknown = Self(rawValue: 0)
            /// `STAGE_UNSTAGE_VOLUME`.
            public static let stageUnstageVolume = Self(rawValue: 1)
            /// `GET_VOLUME_STATS`.
            public static let getVolumeStats = Self(rawValue: 2)
            /// `EXPAND_VOLUME`.
            public static let expandVolume = Self(rawValue: 3)
            /// Removed in 1.13; plugins of 1.3 to 1.12 send it.
            public static let volumeCondition = Self(rawValue: 4)
            /// `SINGLE_NODE_MULTI_WRITER`.
            public static let singleNodeMultiWriter = Self(rawValue: 5)
            /// `VOLUME_MOUNT_GROUP`.
            public static let volumeMountGroup = Self(rawValue: 6)
            /// `GET_VOLUME_HEALTH`.
            public static let getVolumeHealth = Self(rawValue: 7)
            /// `GET_STORAGE_HEALTH`.
            public static let getStorageHealth = Self(rawValue: 8)

            /// The names of all values that CSI 1.13 and its predecessors have, by number.
            public static let names: [Int32: String] = [0: "UNKNOWN", 1: "STAGE_UNSTAGE_VOLUME", 2: "GET_VOLUME_STATS", 3: "EXPAND_VOLUME", 4: "VOLUME_CONDITION", 5: "SINGLE_NODE_MULTI_WRITER", 6: "VOLUME_MOUNT_GROUP", 7: "GET_VOLUME_HEALTH", 8: "GET_STORAGE_HEALTH"]
        }
    }
}

/// The message `csi.v1.NodeGetInfoRequest`.
public struct NodeGetInfoRequest: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeGetInfoRequest"
}

/// The message `csi.v1.NodeGetInfoResponse`.
public struct NodeGetInfoResponse: Message {
    /// Required.
    public var nodeID: String
    /// Optional. 0 means the caller decides.
    public var maxVolumesPerNode: Int64
    /// Optional.
    public var accessibleTopology: Topology?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(nodeID: String = "", maxVolumesPerNode: Int64 = 0, accessibleTopology: Topology? = nil) {
        self.nodeID = nodeID
        self.maxVolumesPerNode = maxVolumesPerNode
        self.accessibleTopology = accessibleTopology
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeGetInfoResponse"
}

/// The message `csi.v1.NodeExpandVolumeRequest`.
public struct NodeExpandVolumeRequest: Message {
    /// Required.
    public var volumeID: String
    /// Required.
    public var volumePath: String
    /// Optional.
    public var capacityRange: CapacityRange?
    /// Optional.
    public var stagingTargetPath: String
    /// Optional.
    public var volumeCapability: VolumeCapability?
    /// Optional.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(volumeID: String = "", volumePath: String = "", capacityRange: CapacityRange? = nil, stagingTargetPath: String = "", volumeCapability: VolumeCapability? = nil, secrets: [String: String] = [:]) {
        self.volumeID = volumeID
        self.volumePath = volumePath
        self.capacityRange = capacityRange
        self.stagingTargetPath = stagingTargetPath
        self.volumeCapability = volumeCapability
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeExpandVolumeRequest"
}

/// The message `csi.v1.NodeExpandVolumeResponse`.
public struct NodeExpandVolumeResponse: Message {
    /// Optional.
    public var capacityBytes: Int64
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(capacityBytes: Int64 = 0) {
        self.capacityBytes = capacityBytes
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.NodeExpandVolumeResponse"
}

/// The message `csi.v1.GroupControllerGetCapabilitiesRequest`.
public struct GroupControllerGetCapabilitiesRequest: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GroupControllerGetCapabilitiesRequest"
}

/// The message `csi.v1.GroupControllerGetCapabilitiesResponse`.
public struct GroupControllerGetCapabilitiesResponse: Message {
    /// Optional.
    public var capabilities: [GroupControllerServiceCapability]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(capabilities: [GroupControllerServiceCapability] = []) {
        self.capabilities = capabilities
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GroupControllerGetCapabilitiesResponse"
}

/// One optional feature of the group controller service.
public struct GroupControllerServiceCapability: Message {
    /// One of `rpc`; nil where none is set.
    public var type: Kind?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(type: Kind? = nil) {
        self.type = type
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GroupControllerServiceCapability"

    /// The members of `type`.
    public enum Kind: Hashable, Sendable {
        /// `rpc`.
        case rpc(GroupControllerServiceCapability.RPC)
    }

    /// The message `csi.v1.GroupControllerServiceCapability.RPC`.
    public struct RPC: Message {
        /// `type`.
        public var type: GroupControllerServiceCapability.RPC.Kind
        /// What a newer peer sent that this version does not know; it is sent on as it came.
        public var unknownFields = UnknownFields()

        /// A message with the given fields; the others are absent.
        public init(type: GroupControllerServiceCapability.RPC.Kind = .init(rawValue: 0)) {
            self.type = type
        }

        /// The full name of the message in `csi.proto`.
        public static let protoName = "csi.v1.GroupControllerServiceCapability.RPC"

        /// The values of `csi.v1.GroupControllerServiceCapability.RPC.Type`. The set is open.
        public struct Kind: OpenEnum {
            /// The number on the wire.
            public let rawValue: Int32

            /// A value by its number on the wire.
            public init(rawValue: Int32) {
                self.rawValue = rawValue
            }

            /// `UNKNOWN`.
            public static let unknown = Self(rawValue: 0)
            /// `CREATE_DELETE_GET_VOLUME_GROUP_SNAPSHOT`.
            public static let createDeleteGetVolumeGroupSnapshot = Self(rawValue: 1)

            /// The names of all values that CSI 1.13 and its predecessors have, by number.
            public static let names: [Int32: String] = [0: "UNKNOWN", 1: "CREATE_DELETE_GET_VOLUME_GROUP_SNAPSHOT"]
        }
    }
}

/// The message `csi.v1.CreateVolumeGroupSnapshotRequest`.
public struct CreateVolumeGroupSnapshotRequest: Message {
    /// Required.
    public var name: String
    /// Required.
    public var sourceVolumeIDs: [String]
    /// Optional.
    public var secrets: [String: String]
    /// Optional.
    public var parameters: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(name: String = "", sourceVolumeIDs: [String] = [], secrets: [String: String] = [:], parameters: [String: String] = [:]) {
        self.name = name
        self.sourceVolumeIDs = sourceVolumeIDs
        self.secrets = secrets
        self.parameters = parameters
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.CreateVolumeGroupSnapshotRequest"
}

/// The message `csi.v1.CreateVolumeGroupSnapshotResponse`.
public struct CreateVolumeGroupSnapshotResponse: Message {
    /// Required.
    public var groupSnapshot: VolumeGroupSnapshot?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(groupSnapshot: VolumeGroupSnapshot? = nil) {
        self.groupSnapshot = groupSnapshot
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.CreateVolumeGroupSnapshotResponse"
}

/// Snapshots cut together.
public struct VolumeGroupSnapshot: Message {
    /// Required.
    public var groupSnapshotID: String
    /// Required.
    public var snapshots: [Snapshot]
    /// Required.
    public var creationTime: Timestamp?
    /// Required.
    public var readyToUse: Bool
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(groupSnapshotID: String = "", snapshots: [Snapshot] = [], creationTime: Timestamp? = nil, readyToUse: Bool = false) {
        self.groupSnapshotID = groupSnapshotID
        self.snapshots = snapshots
        self.creationTime = creationTime
        self.readyToUse = readyToUse
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.VolumeGroupSnapshot"
}

/// The message `csi.v1.DeleteVolumeGroupSnapshotRequest`.
public struct DeleteVolumeGroupSnapshotRequest: Message {
    /// Required.
    public var groupSnapshotID: String
    /// Required.
    public var snapshotIDs: [String]
    /// Optional.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(groupSnapshotID: String = "", snapshotIDs: [String] = [], secrets: [String: String] = [:]) {
        self.groupSnapshotID = groupSnapshotID
        self.snapshotIDs = snapshotIDs
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.DeleteVolumeGroupSnapshotRequest"
}

/// The message `csi.v1.DeleteVolumeGroupSnapshotResponse`.
public struct DeleteVolumeGroupSnapshotResponse: Message {
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init() {
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.DeleteVolumeGroupSnapshotResponse"
}

/// The message `csi.v1.GetVolumeGroupSnapshotRequest`.
public struct GetVolumeGroupSnapshotRequest: Message {
    /// Required.
    public var groupSnapshotID: String
    /// Required.
    public var snapshotIDs: [String]
    /// Optional.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(groupSnapshotID: String = "", snapshotIDs: [String] = [], secrets: [String: String] = [:]) {
        self.groupSnapshotID = groupSnapshotID
        self.snapshotIDs = snapshotIDs
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetVolumeGroupSnapshotRequest"
}

/// The message `csi.v1.GetVolumeGroupSnapshotResponse`.
public struct GetVolumeGroupSnapshotResponse: Message {
    /// Required.
    public var groupSnapshot: VolumeGroupSnapshot?
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(groupSnapshot: VolumeGroupSnapshot? = nil) {
        self.groupSnapshot = groupSnapshot
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetVolumeGroupSnapshotResponse"
}

/// One range of bytes in a snapshot.
public struct BlockMetadata: Message {
    /// Required.
    public var byteOffset: Int64
    /// Required.
    public var sizeBytes: Int64
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(byteOffset: Int64 = 0, sizeBytes: Int64 = 0) {
        self.byteOffset = byteOffset
        self.sizeBytes = sizeBytes
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.BlockMetadata"
}

/// The message `csi.v1.GetMetadataAllocatedRequest`.
public struct GetMetadataAllocatedRequest: Message {
    /// Required.
    public var snapshotID: String
    /// Required.
    public var startingOffset: Int64
    /// Optional.
    public var maxResults: Int32
    /// Optional.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(snapshotID: String = "", startingOffset: Int64 = 0, maxResults: Int32 = 0, secrets: [String: String] = [:]) {
        self.snapshotID = snapshotID
        self.startingOffset = startingOffset
        self.maxResults = maxResults
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetMetadataAllocatedRequest"
}

/// The message `csi.v1.GetMetadataAllocatedResponse`.
public struct GetMetadataAllocatedResponse: Message {
    /// Required.
    public var blockMetadataType: BlockMetadataType
    /// Required.
    public var volumeCapacityBytes: Int64
    /// Optional.
    public var blockMetadata: [BlockMetadata]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(blockMetadataType: BlockMetadataType = .init(rawValue: 0), volumeCapacityBytes: Int64 = 0, blockMetadata: [BlockMetadata] = []) {
        self.blockMetadataType = blockMetadataType
        self.volumeCapacityBytes = volumeCapacityBytes
        self.blockMetadata = blockMetadata
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetMetadataAllocatedResponse"
}

/// The message `csi.v1.GetMetadataDeltaRequest`.
public struct GetMetadataDeltaRequest: Message {
    /// Required.
    public var baseSnapshotID: String
    /// Required.
    public var targetSnapshotID: String
    /// Required.
    public var startingOffset: Int64
    /// Optional.
    public var maxResults: Int32
    /// Optional.
    public var secrets: [String: String]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(baseSnapshotID: String = "", targetSnapshotID: String = "", startingOffset: Int64 = 0, maxResults: Int32 = 0, secrets: [String: String] = [:]) {
        self.baseSnapshotID = baseSnapshotID
        self.targetSnapshotID = targetSnapshotID
        self.startingOffset = startingOffset
        self.maxResults = maxResults
        self.secrets = secrets
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetMetadataDeltaRequest"
}

/// The message `csi.v1.GetMetadataDeltaResponse`.
public struct GetMetadataDeltaResponse: Message {
    /// Required.
    public var blockMetadataType: BlockMetadataType
    /// Required.
    public var volumeCapacityBytes: Int64
    /// Optional.
    public var blockMetadata: [BlockMetadata]
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(blockMetadataType: BlockMetadataType = .init(rawValue: 0), volumeCapacityBytes: Int64 = 0, blockMetadata: [BlockMetadata] = []) {
        self.blockMetadataType = blockMetadataType
        self.volumeCapacityBytes = volumeCapacityBytes
        self.blockMetadata = blockMetadata
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.GetMetadataDeltaResponse"
}

/// Removed in 1.13; plugins of 1.3 to 1.12 send it. Whether a volume is in an abnormal state.
public struct VolumeCondition: Message {
    /// Removed in 1.13; plugins of 1.3 to 1.12 send it.
    public var abnormal: Bool
    /// Removed in 1.13; plugins of 1.3 to 1.12 send it.
    public var message: String
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    public var unknownFields = UnknownFields()

    /// A message with the given fields; the others are absent.
    public init(abnormal: Bool = false, message: String = "") {
        self.abnormal = abnormal
        self.message = message
    }

    /// The full name of the message in `csi.proto`.
    public static let protoName = "csi.v1.VolumeCondition"
}
