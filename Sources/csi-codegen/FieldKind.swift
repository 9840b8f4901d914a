import CSIProto

/// What a field is in Swift, and how its values travel between C's structs and Swift's.
enum FieldKind {
    case string(FieldLimit)
    case bool
    case int32
    case int64
    case enumeration(String)
    /// A message of ours.
    case message(String)
    /// A wrapper message whose one value becomes an optional: `Bool` or `Int64`.
    case wrapper(String)
    case timestamp
    case map

    init(_ field: ProtoField, in message: ProtoMessage) throws {
        switch field.type {
        case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING: self = .string(FieldLimit(field.name))
        case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_BOOL: self = .bool
        case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT32: self = .int32
        case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_INT64: self = .int64
        case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_ENUM:
            self = .enumeration(Names.type(field.typeName))
        case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_MESSAGE:
            switch field.typeName {
            case "google.protobuf.BoolValue": self = .wrapper("Bool")
            case "google.protobuf.Int64Value": self = .wrapper("Int64")
            case "google.protobuf.Timestamp": self = .timestamp
            default:
                let isMap = message.messages.contains { $0.fullName == field.typeName && $0.isMapEntry }
                self = isMap ? .map : .message(Names.type(field.typeName))
            }
        default:
            throw GeneratorError(description: "\(message.fullName).\(field.name): csi-codegen does not know its type")
        }
    }

    /// The type of one value.
    var element: String {
        switch self {
        case .string: "String"
        case .bool: "Bool"
        case .int32: "Int32"
        case .int64: "Int64"
        case .enumeration(let name), .message(let name), .wrapper(let name): name
        case .timestamp: "Timestamp"
        case .map: "[String: String]"
        }
    }

    /// The value of an absent field; nil for one that is optional in Swift.
    var defaultValue: String? {
        switch self {
        case .string: "\"\""
        case .bool: "false"
        case .int32, .int64: "0"
        case .enumeration: ".init(rawValue: 0)"
        case .map: "[:]"
        case .message, .wrapper, .timestamp: nil
        }
    }
}

/// Which size limit of the CSI specification (section "Size Limits") a string field has.
enum FieldLimit: String {
    case name, nodeID, path, text, mountFlags

    init(_ field: String) {
        switch field {
        case "node_id", "published_node_ids": self = .nodeID
        case "mount_flags": self = .mountFlags
        case "message", "reason": self = .text
        default: self = field.hasSuffix("_path") ? .path : .name
        }
    }
}
