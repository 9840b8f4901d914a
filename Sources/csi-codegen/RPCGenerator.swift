import CSIProto

/// Writes the RPCs as values, and what each request is a request for.
struct RPCGenerator {
    private let file: ProtoFile

    init(_ file: ProtoFile) {
        self.file = file
    }

    func rpcs() -> String {
        var code = Code()
        let methods = file.services.flatMap { service in service.methods.map { (service, $0) } }
        code.block("extension RPC") { code in
            for (service, method) in methods {
                code.documentation(method.comment, or: "`\(method.name)`.")
                let arguments = "\"\(service.name)\", \"\(method.name)\""
                code.line("public static let \(Names.function(method.name)) = RPC(\(arguments))")
            }
            code.line()
            code.documentation(nil, or: "Every RPC of CSI 1.13.")
            code.line("public static let all: [RPC] = [")
            for (_, method) in methods { code.line("    .\(Names.function(method.name)),") }
            code.line("]")
        }
        for (_, method) in methods {
            guard let request = file.messages.first(where: { $0.fullName == method.request }) else { continue }
            code.line()
            write(request, of: method, &code)
        }
        return code.text
    }

    private func write(_ request: ProtoMessage, of method: ProtoMethod, _ code: inout Code) {
        let isUnary = !method.streamsResponses
        code.block("extension \(Names.type(request.fullName)): \(isUnary ? "Unary" : "")RequestMessage") { code in
            code.documentation(nil, or: "What it is a request for.")
            code.line("public static let rpc = RPC.\(Names.function(method.name))")
            if isUnary {
                code.documentation(nil, or: "What answers it.")
                code.line("public typealias Response = \(Names.type(method.response))")
            }
            let secrets = request.fields.filter(\.isSecret).map { Names.member($0.name) }
            if let first = secrets.first {
                code.documentation(nil, or: "The fields that `csi_secret` marks.")
                let merged = secrets.dropFirst().map { ".merging(\($0)) { first, _ in first }" }.joined()
                code.line("public var secretValues: [String: String] { \(first)\(merged) }")
            }
            let texts = request.fields.filter { field in
                field.type == GOOGLE__PROTOBUF__FIELD_DESCRIPTOR_PROTO__TYPE__TYPE_STRING && !field.isRepeated
                    && field.oneof == nil && !field.isSecret
            }
            if !texts.isEmpty {
                code.documentation(nil, or: "The fields that are one text each, by their names in `csi.proto`.")
                let pairs = texts.map { "\"\($0.name)\": \(Names.member($0.name))" }.joined(separator: ", ")
                code.line("public var texts: [String: String] { [\(pairs)] }")
            }
        }
    }
}
