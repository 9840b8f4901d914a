import CProtobufC
import CSIProto

/// A proto file as the generator sees it: what protobuf's descriptor says, in Swift's types.
struct ProtoFile {
    var messages: [ProtoMessage] = []
    var enums: [ProtoEnum] = []
    var services: [ProtoService] = []

    /// Reads the file of a name out of a serialized `FileDescriptorSet`.
    init(named name: String, in descriptorSet: [UInt8]) throws {
        guard let set = google__protobuf__file_descriptor_set__unpack(nil, descriptorSet.count, descriptorSet) else {
            throw GeneratorError(description: "the descriptor set can't be read")
        }
        defer { google__protobuf__file_descriptor_set__free_unpacked(set, nil) }
        let files = array(set.pointee.n_file, set.pointee.file)
        guard let file = files.first(where: { text($0.name) == name }) else {
            throw GeneratorError(description: "the descriptor set has no file \(name)")
        }
        let comments = Comments(file)
        let package = text(file.package)
        for (index, message) in array(file.n_message_type, file.message_type).enumerated() {
            messages.append(ProtoMessage(message, in: package, path: [4, Int32(index)], comments))
        }
        for (index, declaration) in array(file.n_enum_type, file.enum_type).enumerated() {
            enums.append(ProtoEnum(declaration, in: package, path: [5, Int32(index)], comments))
        }
        for (index, service) in array(file.n_service, file.service).enumerated() {
            services.append(ProtoService(service, in: package, path: [6, Int32(index)], comments))
        }
    }
}

struct ProtoMessage {
    let name: String
    let fullName: String
    let comment: String?
    var fields: [ProtoField] = []
    var oneofs: [String] = []
    var messages: [ProtoMessage] = []
    var enums: [ProtoEnum] = []
    let isMapEntry: Bool

    init(_ message: Google__Protobuf__DescriptorProto, in scope: String, path: [Int32], _ comments: Comments) {
        name = text(message.name)
        fullName = scope + "." + name
        comment = comments[path]
        isMapEntry = message.options.map { $0.pointee.map_entry != 0 } ?? false
        oneofs = array(message.n_oneof_decl, message.oneof_decl).map { text($0.name) }
        for (index, field) in array(message.n_field, message.field).enumerated() {
            fields.append(ProtoField(field, comment: comments[path + [2, Int32(index)]]))
        }
        for (index, nested) in array(message.n_nested_type, message.nested_type).enumerated() {
            messages.append(ProtoMessage(nested, in: fullName, path: path + [3, Int32(index)], comments))
        }
        for (index, nested) in array(message.n_enum_type, message.enum_type).enumerated() {
            enums.append(ProtoEnum(nested, in: fullName, path: path + [4, Int32(index)], comments))
        }
    }
}

struct ProtoField {
    let name: String
    let number: Int32
    let comment: String?
    let type: Google__Protobuf__FieldDescriptorProto__Type
    /// The message's or enum's full name, without the leading dot; empty for other types.
    let typeName: String
    let isRepeated: Bool
    /// Whether `csi_secret` marks it.
    let isSecret: Bool
    /// The index of the oneof in the message.
    let oneof: Int?

    init(_ field: Google__Protobuf__FieldDescriptorProto, comment: String?) {
        name = text(field.name)
        number = field.number
        self.comment = comment
        type = field.type
        typeName = String(text(field.type_name).drop { $0 == "." })
        isRepeated = field.label == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__LABEL__LABEL_REPEATED
        isSecret = field.options.map { hasOption(1059, $0.pointee.base) } ?? false
        oneof = field.has_oneof_index != 0 ? Int(field.oneof_index) : nil
    }
}

struct ProtoEnum {
    let name: String
    let fullName: String
    let comment: String?
    var values: [(name: String, number: Int32, comment: String?)] = []

    init(_ declaration: Google__Protobuf__EnumDescriptorProto, in scope: String, path: [Int32], _ comments: Comments) {
        name = text(declaration.name)
        fullName = scope + "." + name
        comment = comments[path]
        for (index, value) in array(declaration.n_value, declaration.value).enumerated() {
            values.append((text(value.name), value.number, comments[path + [2, Int32(index)]]))
        }
    }
}

struct ProtoService {
    let name: String
    let fullName: String
    let comment: String?
    var methods: [ProtoMethod] = []

    init(_ service: Google__Protobuf__ServiceDescriptorProto, in scope: String, path: [Int32], _ comments: Comments) {
        name = text(service.name)
        fullName = scope + "." + name
        comment = comments[path]
        for (index, method) in array(service.n_method, service.method).enumerated() {
            methods.append(
                ProtoMethod(
                    name: text(method.name),
                    path: "/\(fullName)/\(text(method.name))",
                    request: String(text(method.input_type).drop { $0 == "." }),
                    response: String(text(method.output_type).drop { $0 == "." }),
                    streamsResponses: method.server_streaming != 0,
                    comment: comments[path + [2, Int32(index)]]
                )
            )
        }
    }
}

struct ProtoMethod {
    let name: String
    let path: String
    let request: String
    let response: String
    let streamsResponses: Bool
    let comment: String?
}

/// The comments of a proto file, by where they stand in its descriptor.
struct Comments {
    private var byPath: [[Int32]: String] = [:]

    init(_ file: Google__Protobuf__FileDescriptorProto) {
        guard let info = file.source_code_info else { return }
        for location in array(info.pointee.n_location, info.pointee.location) {
            let comment = text(location.leading_comments)
            guard !comment.isEmpty, let path = location.path else { continue }
            byPath[Array(UnsafeBufferPointer(start: path, count: location.n_path))] = comment
        }
    }

    subscript(path: [Int32]) -> String? { byPath[path] }
}

struct GeneratorError: Error, CustomStringConvertible {
    let description: String
}

private func text(_ pointer: UnsafeMutablePointer<CChar>?) -> String {
    pointer.map { String(cString: $0) } ?? ""
}

/// Whether an option of `csi.proto`, by its number, is there; protobuf-c keeps it as an unknown field.
private func hasOption(_ number: UInt32, _ message: ProtobufCMessage) -> Bool {
    let fields = UnsafeBufferPointer(start: message.unknown_fields, count: Int(message.n_unknown_fields))
    return fields.contains { $0.tag == number }
}

private func array<C>(_ count: Int, _ pointers: UnsafeMutablePointer<UnsafeMutablePointer<C>?>?) -> [C] {
    UnsafeBufferPointer(start: pointers, count: count).compactMap { $0?.pointee }
}
