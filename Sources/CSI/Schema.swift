/// The services and messages of CSI 1.13, as the descriptor of `csi.proto` states them.
///
/// Names of types are relative to the package `csi.v1`, such as `VolumeCapability.AccessMode`; those of other packages
/// are whole, such as `google.protobuf.Timestamp`.
public struct Schema: Sendable {
    /// The five services.
    public let services: [Service]
    /// Every message, those inside others included.
    public let messages: [Message]
    /// Every enum, those inside messages included.
    public let enums: [Enum]
    /// The options that `csi.proto` adds to protobuf's.
    public let extensions: [Extension]

    /// A gRPC service.
    public struct Service: Hashable, Sendable {
        /// The name, such as `Controller`.
        public let name: String
        /// Whether the service may change or go away between minor releases.
        public let isAlpha: Bool
        /// The RPCs, in the order of the specification.
        public let methods: [Method]
    }

    /// An RPC.
    public struct Method: Hashable, Sendable {
        /// The service's name.
        public let service: String
        /// The name, such as `CreateVolume`.
        public let name: String
        /// The type of its request.
        public let request: String
        /// The type of its response.
        public let response: String
        /// Whether one request is answered with a stream of responses.
        public let isServerStreaming: Bool
        /// Whether the RPC may change or go away between minor releases.
        public let isAlpha: Bool

        /// The method on the wire, such as `/csi.v1.Controller/CreateVolume`.
        public var path: String { "/\(Schema.package).\(service)/\(name)" }
    }

    /// A message type.
    public struct Message: Hashable, Sendable {
        /// The name.
        public let name: String
        /// Whether the message may change or go away between minor releases.
        public let isAlpha: Bool
        /// Whether only plugins of older releases send it.
        public let isDeprecated: Bool
        /// The fields, in the order of the specification.
        public let fields: [Field]
    }

    /// A field of a message.
    public struct Field: Hashable, Sendable {
        /// The name in `csi.proto`, such as `volume_id`.
        public let name: String
        /// The name in protobuf's JSON mapping, such as `volumeId`.
        public let jsonName: String
        /// The number on the wire.
        public let number: Int32
        /// A scalar, such as `int64`, the name of a message or an enum, or `map<string,string>`.
        public let type: String
        /// How many values it may have.
        public let label: Label
        /// The oneof that it is a member of.
        public let oneof: String?
        /// Whether its values are never logged, printed or stored beside other data.
        public let isSecret: Bool
        /// Whether the field may change or go away between minor releases.
        public let isAlpha: Bool
        /// Whether only plugins of older releases send it.
        public let isDeprecated: Bool
    }

    /// How many values a field may have.
    public enum Label: String, Hashable, Sendable {
        /// At most one.
        case optional
        /// Any number, in order.
        case repeated
        /// One for each key.
        case map
    }

    /// An enum type.
    public struct Enum: Hashable, Sendable {
        /// The name.
        public let name: String
        /// Whether the enum may change or go away between minor releases.
        public let isAlpha: Bool
        /// The values, in the order of the specification.
        public let values: [Value]

        /// A value of an enum.
        public struct Value: Hashable, Sendable {
            /// The name, such as `SINGLE_NODE_WRITER`.
            public let name: String
            /// The number on the wire.
            public let number: Int32
            /// Whether the value may change or go away between minor releases.
            public let isAlpha: Bool
            /// Whether only plugins of older releases send it.
            public let isDeprecated: Bool
        }
    }

    /// An option that `csi.proto` adds to one of protobuf's option messages.
    public struct Extension: Hashable, Sendable {
        /// The message that it extends, such as `google.protobuf.FieldOptions`.
        public let extendee: String
        /// The name, such as `csi_secret`.
        public let name: String
        /// The number on the wire.
        public let number: Int32
        /// A scalar type.
        public let type: String
    }
}

extension Schema {
    /// The package of every CSI name.
    public static let package = "csi.v1"

    /// The schema that this module speaks.
    public static let csi = Schema(descriptorSet: DescriptorSet.csi)

    /// A message by its name; nil where CSI has none.
    public func message(named name: String) -> Message? {
        messages.first { $0.name == name }
    }

    /// An enum by its name; nil where CSI has none.
    public func enumeration(named name: String) -> Enum? {
        enums.first { $0.name == name }
    }

    /// Every RPC of every service.
    public var methods: [Method] { services.flatMap(\.methods) }
}
