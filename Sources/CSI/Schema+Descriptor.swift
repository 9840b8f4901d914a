internal import CProtobufC
internal import CSIProto

/// Numbers of the options that `csi.proto` adds.
enum OptionNumber {
    static let secret: Int32 = 1059
    static let alpha: Int32 = 1060
}

/// The serialized FileDescriptorSet of `csi.proto` and of all that it imports.
enum DescriptorSet {
    static var csi: [UInt8] { Array(UnsafeBufferPointer(start: csi_descriptor_set, count: csi_descriptor_set_count)) }
}

extension Schema {
    /// Reads the files of the package from a serialized FileDescriptorSet; one that can't be read is an empty schema.
    init(descriptorSet: [UInt8]) {
        var reader = Reader()
        if let set = google__protobuf__file_descriptor_set__unpack(nil, descriptorSet.count, descriptorSet) {
            defer { google__protobuf__file_descriptor_set__free_unpacked(set, nil) }
            for file in elements(set.pointee.file, set.pointee.n_file) where text(file.package) == Self.package {
                reader.read(file)
            }
        }
        services = reader.services
        messages = reader.messages
        enums = reader.enums
        extensions = reader.extensions
    }
}

/// Collects what the descriptors of files hold.
private struct Reader {
    var services: [Schema.Service] = []
    var messages: [Schema.Message] = []
    var enums: [Schema.Enum] = []
    var extensions: [Schema.Extension] = []

    mutating func read(_ file: Google__Protobuf__FileDescriptorProto) {
        services += elements(file.service, file.n_service).map(service)
        for message in elements(file.message_type, file.n_message_type) { read(message, in: "") }
        enums += elements(file.enum_type, file.n_enum_type).map { enumeration($0, in: "") }
        extensions += elements(file.extension, file.n_extension).map { field in
            Schema.Extension(
                extendee: typeName(field.extendee),
                name: text(field.name),
                number: field.number,
                type: type(of: field)
            )
        }
    }

    private mutating func read(_ message: Google__Protobuf__DescriptorProto, in scope: String) {
        let name = scope + text(message.name)
        let nested = elements(message.nested_type, message.n_nested_type)
        let maps = nested.filter { $0.options?.pointee.map_entry == 1 }
        let options = message.options?.pointee
        messages.append(
            Schema.Message(
                name: name,
                isAlpha: options?.base.isTrue(OptionNumber.alpha) ?? false,
                isDeprecated: options?.deprecated == 1,
                fields: elements(message.field, message.n_field).map { field($0, of: message, name, maps: maps) }
            )
        )
        for inner in nested where inner.options?.pointee.map_entry != 1 { read(inner, in: name + ".") }
        enums += elements(message.enum_type, message.n_enum_type).map { enumeration($0, in: name + ".") }
    }

    private func service(_ service: Google__Protobuf__ServiceDescriptorProto) -> Schema.Service {
        Schema.Service(
            name: text(service.name),
            isAlpha: service.options?.pointee.base.isTrue(OptionNumber.alpha) ?? false,
            methods: elements(service.method, service.n_method).map { method in
                Schema.Method(
                    service: text(service.name),
                    name: text(method.name),
                    request: typeName(method.input_type),
                    response: typeName(method.output_type),
                    isServerStreaming: method.server_streaming == 1,
                    isAlpha: method.options?.pointee.base.isTrue(OptionNumber.alpha) ?? false
                )
            }
        )
    }

    private func field(
        _ field: Google__Protobuf__FieldDescriptorProto,
        of message: Google__Protobuf__DescriptorProto,
        _ scope: String,
        maps: [Google__Protobuf__DescriptorProto]
    ) -> Schema.Field {
        let declared = type(of: field)
        let entry = maps.first { "\(scope).\(text($0.name))" == declared }
        let oneofs = elements(message.oneof_decl, message.n_oneof_decl)
        let isRepeated = field.label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED
        let options = field.options?.pointee
        return Schema.Field(
            name: text(field.name),
            jsonName: text(field.json_name),
            number: field.number,
            type: entry.map(mapType) ?? declared,
            label: entry != nil ? .map : isRepeated ? .repeated : .optional,
            oneof: field.has_oneof_index == 1 && oneofs.indices.contains(Int(field.oneof_index))
                ? text(oneofs[Int(field.oneof_index)].name) : nil,
            isSecret: options?.base.isTrue(OptionNumber.secret) ?? false,
            isAlpha: options?.base.isTrue(OptionNumber.alpha) ?? false,
            isDeprecated: options?.deprecated == 1
        )
    }

    private func mapType(_ entry: Google__Protobuf__DescriptorProto) -> String {
        "map<\(elements(entry.field, entry.n_field).map(type).joined(separator: ","))>"
    }

    private func enumeration(_ type: Google__Protobuf__EnumDescriptorProto, in scope: String) -> Schema.Enum {
        Schema.Enum(
            name: scope + text(type.name),
            isAlpha: type.options?.pointee.base.isTrue(OptionNumber.alpha) ?? false,
            values: elements(type.value, type.n_value).map { value in
                Schema.Enum.Value(
                    name: text(value.name),
                    number: value.number,
                    isAlpha: value.options?.pointee.base.isTrue(OptionNumber.alpha) ?? false,
                    isDeprecated: value.options?.pointee.deprecated == 1
                )
            }
        )
    }

    private func type(of field: Google__Protobuf__FieldDescriptorProto) -> String {
        switch field.type {
        case GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_MESSAGE,
            GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_ENUM:
            typeName(field.type_name)
        default: scalarNames[field.type.rawValue] ?? "type \(field.type.rawValue)"
        }
    }
}

/// The scalar types by their number in a descriptor.
private let scalarNames: [UInt32: String] = [
    1: "double", 2: "float", 3: "int64", 4: "uint64", 5: "int32", 6: "fixed64", 7: "fixed32", 8: "bool", 9: "string",
    12: "bytes", 13: "uint32", 15: "sfixed32", 16: "sfixed64", 17: "sint32", 18: "sint64",
]

/// A type's name as descriptors write it, `.csi.v1.Volume`, relative to the package.
private func typeName(_ name: UnsafePointer<CChar>?) -> String {
    let whole = text(name).drop { $0 == "." }
    let prefix = Schema.package + "."
    return String(whole.hasPrefix(prefix) ? whole.dropFirst(prefix.count) : whole)
}

private func text(_ text: UnsafePointer<CChar>?) -> String {
    text.map { String(cString: $0) } ?? ""
}

private func elements<Element>(
    _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<Element>?>?,
    _ count: Int
) -> [Element] {
    UnsafeBufferPointer(start: pointers, count: count).compactMap { $0?.pointee }
}

extension ProtobufCMessage {
    /// Whether an option that protobuf does not know itself, and keeps as an unknown field, is true.
    fileprivate func isTrue(_ number: Int32) -> Bool {
        UnsafeBufferPointer(start: unknown_fields, count: Int(n_unknown_fields)).contains { field in
            field.tag == number && field.wire_type == PROTOBUF_C_WIRE_TYPE_VARINT && field.len == 1
                && field.data?.pointee == 1
        }
    }
}
