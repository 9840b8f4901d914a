/// Writes a Swift value type for every message and enum, and the code between them and C's structs.
struct MessageGenerator {
    private let file: ProtoFile
    private let model: [String: Model]

    /// One message with what the generator derived of its fields.
    private struct Model {
        let message: ProtoMessage
        /// A property: a field, or a oneof with its fields.
        enum Property {
            case field(ProtoField, FieldKind)
            case oneof(String, [(ProtoField, FieldKind)])
        }
        var properties: [Property] = []

        init(_ message: ProtoMessage) throws {
            self.message = message
            var seen: Set<Int> = []
            for field in message.fields {
                guard let oneof = field.oneof else {
                    properties.append(.field(field, try FieldKind(field, in: message)))
                    continue
                }
                guard seen.insert(oneof).inserted else { continue }
                let members = try message.fields.filter { $0.oneof == oneof }.map {
                    ($0, try FieldKind($0, in: message))
                }
                properties.append(.oneof(message.oneofs[oneof], members))
            }
        }
    }

    init(_ file: ProtoFile) throws {
        self.file = file
        var model: [String: Model] = [:]
        func add(_ message: ProtoMessage) throws {
            model[message.fullName] = try Model(message)
            for nested in message.messages where !nested.isMapEntry { try add(nested) }
        }
        for message in file.messages { try add(message) }
        self.model = model
    }

    // MARK: Types

    func types() -> String {
        var code = Code()
        for declaration in file.enums {
            code.line()
            write(declaration, &code)
        }
        for message in file.messages {
            code.line()
            writeType(message, &code)
        }
        return code.text
    }

    private func write(_ declaration: ProtoEnum, _ code: inout Code) {
        code.documentation(declaration.comment, or: "The values of `\(declaration.fullName)`. The set is open.")
        code.block("public struct \(Names.last(declaration.name)): OpenEnum") { code in
            code.documentation(nil, or: "The number on the wire.")
            code.line("public let rawValue: Int32")
            code.line()
            code.documentation(nil, or: "A value by its number on the wire.")
            code.block("public init(rawValue: Int32)") { $0.line("self.rawValue = rawValue") }
            code.line()
            for value in declaration.values {
                code.documentation(value.comment, or: "`\(value.name)`.")
                code.line("public static let \(Names.member(value.name)) = Self(rawValue: \(value.number))")
            }
            code.line()
            code.documentation(nil, or: "The names of all values that CSI 1.13 and its predecessors have, by number.")
            let names = declaration.values.map { "\($0.number): \"\($0.name)\"" }.joined(separator: ", ")
            code.line("public static let names: [Int32: String] = [\(names)]")
        }
    }

    private func writeType(_ message: ProtoMessage, _ code: inout Code) {
        guard let model = model[message.fullName] else { return }
        code.documentation(message.comment, or: "The message `\(message.fullName)`.")
        code.block("public struct \(Names.last(message.name)): Message") { code in
            for property in model.properties {
                switch property {
                case .field(let field, let kind):
                    code.documentation(field.comment, or: "`\(field.name)`.")
                    code.line("public var \(Names.member(field.name)): \(type(field, kind))")
                case .oneof(let name, let members):
                    let all = members.map { "`\($0.0.name)`" }.joined(separator: ", ")
                    code.documentation(nil, or: "One of \(all); nil where none is set.")
                    code.line("public var \(Names.member(name)): \(Names.oneofType(name))?")
                }
            }
            code.documentation(
                nil,
                or: "What a newer peer sent that this version does not know; it is sent on as it came."
            )
            code.line("public var unknownFields = UnknownFields()")
            code.line()
            writeInitializers(model, &code)
            for case .oneof(let name, let members) in model.properties {
                code.line()
                code.documentation(nil, or: "The members of `\(name)`.")
                code.block("public enum \(Names.oneofType(name)): Hashable, Sendable") { code in
                    for (field, kind) in members {
                        code.documentation(field.comment, or: "`\(field.name)`.")
                        code.line("case \(Names.member(field.name))(\(kind.element))")
                    }
                }
            }
            for nested in message.enums {
                code.line()
                write(nested, &code)
            }
            for nested in message.messages where !nested.isMapEntry {
                code.line()
                writeType(nested, &code)
            }
        }
    }

    private func writeInitializers(_ model: Model, _ code: inout Code) {
        let parameters = model.properties.map { property in
            switch property {
            case .field(let field, let kind):
                "\(Names.member(field.name)): \(type(field, kind)) = \(field.isRepeated && !kind.isMap ? "[]" : kind.defaultValue ?? "nil")"
            case .oneof(let name, _): "\(Names.member(name)): \(Names.oneofType(name))? = nil"
            }
        }
        code.documentation(nil, or: "A message with the given fields; the others are absent.")
        code.block("public init(\(parameters.joined(separator: ", ")))") { code in
            for property in model.properties {
                let name =
                    switch property {
                    case .field(let field, _): Names.member(field.name)
                    case .oneof(let name, _): Names.member(name)
                    }
                code.line("self.\(name) = \(name)")
            }
        }
        code.line()
        code.documentation(nil, or: "The full name of the message in `csi.proto`.")
        code.line("public static let protoName = \"\(model.message.fullName)\"")
    }

    private func type(_ field: ProtoField, _ kind: FieldKind) -> String {
        if kind.isMap { return kind.element }
        if field.isRepeated { return "[\(kind.element)]" }
        return kind.defaultValue == nil ? kind.element + "?" : kind.element
    }

    // MARK: Coding

    func coding() -> String {
        var code = Code()
        code.line("internal import CProtobufC")
        code.line("internal import CSIProto")
        for message in file.messages {
            writeCoding(message, &code)
        }
        return code.text
    }

    private func writeCoding(_ message: ProtoMessage, _ code: inout Code) {
        guard let model = model[message.fullName] else { return }
        let type = Names.type(message.fullName)
        let cType = Names.cType(message.fullName)
        code.line()
        code.block("extension \(type): CodedMessage") { code in
            writeInitialize(message, &code)
            code.line()
            code.documentation(nil, or: "Reads a message from its bytes.")
            code.block("public init(decoding bytes: [UInt8]) throws(MessageError)") { code in
                code.line("self = try Decoder.decode(bytes)")
            }
            code.line()
            code.documentation(
                nil,
                or: "Reads a message from its bytes as far as it can be read; CSI's limits do not count."
            )
            code.block("public init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError)") {
                code in
                code.line("(self, fault) = try Decoder.decode(bytes, .lenient)")
            }
            code.line()
            code.documentation(nil, or: "The message's bytes.")
            code.block("public func encoded() throws(MessageError) -> [UInt8]") { code in
                code.line("try Encoder.encode(self)")
            }
            code.line()
            code.block("init(_ c: UnsafePointer<\(cType)>, _ decoder: inout Decoder)") { code in
                for property in model.properties { writeDecoding(property, of: message, &code) }
                code.line("unknownFields = decoder.unknownFields(c.pointee.base)")
            }
            code.line()
            code.block("func fill(_ c: UnsafeMutablePointer<\(cType)>, _ encoder: inout Encoder)") { code in
                for property in model.properties { writeEncoding(property, of: message, &code) }
                code.line("encoder.unknownFields(unknownFields, &c.pointee.base)")
            }
        }
        for nested in message.messages {
            if nested.isMapEntry {
                code.line()
                code.block("extension \(Names.cType(nested.fullName)): CMapEntry") { writeInitialize(nested, &$0) }
            } else {
                writeCoding(nested, &code)
            }
        }
    }

    private func writeInitialize(_ message: ProtoMessage, _ code: inout Code) {
        code.block("static func initialize(_ c: UnsafeMutablePointer<\(Names.cType(message.fullName))>)") { code in
            code.line("\(Names.cInitializer(message.fullName))(c)")
        }
    }

    private func writeDecoding(_ property: Model.Property, of message: ProtoMessage, _ code: inout Code) {
        switch property {
        case .field(let field, let kind):
            let value = decoding(field, kind, of: message)
            code.line("\(Names.member(field.name)) = \(value)")
        case .oneof(let name, let members):
            code.block("switch c.pointee.\(name)_case") { code in
                for (field, kind) in members {
                    let member = Names.member(field.name)
                    code.line("case \(Names.cOneofCase(message.fullName, name, field.name)):")
                    code.line(
                        "    \(Names.member(name)) = \(decoding(field, kind, of: message)).map { .\(member)($0) }"
                    )
                }
                code.line("default: \(Names.member(name)) = nil")
            }
        }
    }

    private func decoding(_ field: ProtoField, _ kind: FieldKind, of message: ProtoMessage) -> String {
        let c = "c.pointee.\(field.name)"
        let label = "\"\(Names.type(message.fullName)).\(field.name)\""
        if field.isRepeated {
            let list = "c.pointee.n_\(field.name), \(c)"
            return switch kind {
            case .map: "decoder.map(\(list), \(label))"
            case .string(let limit): "decoder.strings(\(list), .\(limit), \(label))"
            default: "decoder.messages(\(list))"
            }
        }
        return switch kind {
        case .string(let limit): "decoder.string(\(c), .\(limit), \(label))"
        case .bool: "\(c) != 0"
        case .int32, .int64: c
        case .enumeration: ".init(rawValue: Int32(truncatingIfNeeded: \(c).rawValue))"
        case .message: "decoder.message(\(c))"
        case .wrapper("Bool"): "\(c).map { $0.pointee.value != 0 }"
        case .wrapper: "\(c).map { $0.pointee.value }"
        case .timestamp: "\(c).map { Timestamp(seconds: $0.pointee.seconds, nanos: $0.pointee.nanos) }"
        case .map: c
        }
    }

    private func writeEncoding(_ property: Model.Property, of message: ProtoMessage, _ code: inout Code) {
        switch property {
        case .field(let field, let kind):
            let member = Names.member(field.name)
            let c = "c.pointee.\(field.name)"
            let label = "\"\(Names.type(message.fullName)).\(field.name)\""
            if field.isRepeated {
                let list = "(c.pointee.n_\(field.name), \(c))"
                switch kind {
                case .map: code.line("\(list) = encoder.map(\(member), \(label))")
                case .string: code.line("\(list) = encoder.strings(\(member), \(label))")
                default: code.line("\(list) = encoder.messages(\(member))")
                }
                return
            }
            switch kind {
            case .string: code.line("if !\(member).isEmpty { \(c) = encoder.string(\(member), \(label)) }")
            default:
                let isOptional = kind.defaultValue == nil
                let value = encoding(kind, isOptional ? "$0" : member, cType: Names.cType(field.typeName))
                code.line("\(c) = \(isOptional ? "\(member).map { \(value) }" : value)")
            }
        case .oneof(let name, let members):
            code.block("switch \(Names.member(name))") { code in
                for (field, kind) in members {
                    code.line("case .\(Names.member(field.name))(let value):")
                    code.line("    c.pointee.\(name)_case = \(Names.cOneofCase(message.fullName, name, field.name))")
                    code.line("    c.pointee.\(field.name) = \(encoding(kind, "value", cType: ""))")
                }
                code.line("case nil: break")
            }
        }
    }

    private func encoding(_ kind: FieldKind, _ value: String, cType: String) -> String {
        switch kind {
        case .bool: "\(value) ? 1 : 0"
        case .enumeration: "\(cType)(rawValue: .init(truncatingIfNeeded: \(value).rawValue))"
        case .message: "encoder.message(\(value))"
        case .wrapper: "encoder.wrapper(\(value))"
        case .timestamp: "encoder.timestamp(\(value))"
        default: value
        }
    }
}

extension FieldKind {
    fileprivate var isMap: Bool {
        if case .map = self { true } else { false }
    }
}
