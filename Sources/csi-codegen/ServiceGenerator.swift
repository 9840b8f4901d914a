/// Writes a client and a protocol for every service.
struct ServiceGenerator {
    private let file: ProtoFile

    init(_ file: ProtoFile) {
        self.file = file
    }

    func clients() -> String {
        var code = Code()
        code.line("public import GRPC")
        for service in file.services {
            code.line()
            code.documentation(service.comment, or: "Calls `\(service.fullName)`.")
            code.block("public struct \(service.name)Client: Sendable") { code in
                code.documentation(nil, or: "The connection to the plugin.")
                code.line("public let channel: Channel")
                code.line()
                code.documentation(nil, or: "A client on a channel.")
                code.block("public init(_ channel: Channel)") { $0.line("self.channel = channel") }
                for method in service.methods {
                    code.line()
                    writeCall(method, &code)
                }
            }
        }
        for method in file.services.flatMap(\.methods) {
            code.line()
            code.block("extension \(Names.type(method.response)): ResponseMessage") { code in
                code.documentation(nil, or: "What this answers.")
                code.line("public typealias Request = \(Names.type(method.request))")
            }
        }
        return code.text
    }

    private func writeCall(_ method: ProtoMethod, _ code: inout Code) {
        let function = Names.function(method.name)
        let request = "_ request: \(Names.type(method.request)), timeout: Duration"
        let response = Names.type(method.response)
        code.documentation(method.comment, or: "Calls `\(method.name)`.")
        if method.streamsResponses {
            code.block("public func \(function)(\(request)) -> MessageStream<\(response)>") { code in
                code.line("MessageStream(\"\(method.path)\", request, on: channel, timeout: timeout)")
            }
        } else {
            code.line("/// - Throws: ``CallError``, also where the answer breaks a rule of CSI.")
            code.line("public nonisolated(nonsending) func \(function)(")
            code.line("    \(request)")
            code.block(") async throws(CallError) -> \(response)") { code in
                code.line("try await channel.call(\"\(method.path)\", request, timeout: timeout)")
            }
        }
    }

    func services() -> String {
        var code = Code()
        code.line("public import GRPC")
        for service in file.services {
            let name = service.name + "Service"
            code.line()
            code.documentation(service.comment, or: "Serves `\(service.fullName)`.")
            code.line("///")
            code.line("/// Methods answer with a code by throwing `RPCError`; those not written answer UNIMPLEMENTED.")
            code.block("public protocol \(name): Sendable") { code in
                for method in service.methods {
                    code.documentation(method.comment, or: "Answers `\(method.name)`.")
                    code.line(head(method))
                }
            }
            code.line()
            code.block("extension \(name)") { code in
                for (index, method) in service.methods.enumerated() {
                    if index > 0 { code.line() }
                    code.documentation(nil, or: "Answers UNIMPLEMENTED.")
                    code.block("public " + head(method)) { code in
                        code.line("throw RPCError(.unimplemented, \"\\(call.method) is not implemented\")")
                    }
                }
            }
            code.line()
            code.block("extension Server.Handlers") { code in
                code.documentation(nil, or: "Adds a service.")
                let label = Names.function(service.name)
                code.block("public mutating func serve(\(label) service: some \(name))") { code in
                    for method in service.methods {
                        let add = method.streamsResponses ? "stream" : "rpc"
                        code.line("\(add)(\"\(method.path)\", service.\(Names.function(method.name)))")
                    }
                }
            }
        }
        return code.text
    }

    private func head(_ method: ProtoMethod) -> String {
        let parameters = "_ request: \(Names.type(method.request)), _ call: ServerCall"
        let response = Names.type(method.response)
        let function = "func \(Names.function(method.name))"
        return method.streamsResponses
            ? "\(function)(\(parameters), _ responses: MessageWriter<\(response)>) async throws"
            : "\(function)(\(parameters)) async throws -> \(response)"
    }
}
