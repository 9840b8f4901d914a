import CSI
import JSON
import Platform

/// Secrets for a plugin: from a file or the environment, never from the command line, which every user can read.
struct Secrets {
    static let option = Command.Option(
        "secrets",
        "@FILE",
        "A JSON object of strings for the request's secrets; CSI_BRIDGE_SECRETS may hold it instead"
    )
    static let variable = "CSI_BRIDGE_SECRETS"

    private let values: [String: String]
    /// Whether they were given for this call; those of the environment serve whichever RPC takes secrets.
    private let areForThisCall: Bool

    /// Those of the environment, and over them those of the file that the option names.
    init(_ invocation: Invocation) throws(UsageError) {
        var values: [String: String] = [:]
        if let text = environmentVariable(Self.variable) {
            values = try Self.read(text, from: Self.variable)
        }
        if let file = invocation[Self.option.name] {
            guard file.hasPrefix("@") else {
                throw UsageError(
                    "--secrets takes @FILE: what stands on a command line, every user of the machine can read"
                )
            }
            let path = String(file.dropFirst())
            values.merge(try Self.read(try InputFile.text(atPath: path), from: path)) { $1 }
        }
        self.values = values
        areForThisCall = invocation[Self.option.name] != nil
    }

    /// The error never quotes the text.
    private static func read(_ text: String, from source: String) throws(UsageError) -> [String: String] {
        guard case .object(let members)? = try? JSON(parsing: Array(text.utf8)) else {
            throw UsageError("\(source) holds no JSON object")
        }
        var values: [String: String] = [:]
        for member in members {
            guard case .string(let value) = member.value else {
                throw UsageError("\(source): the value of \"\(member.key)\" is no string")
            }
            values[member.key] = value
        }
        return values
    }

    /// The request with the secrets in the field that CSI has for them.
    /// - Throws: ``UsageError`` where a file was given for an RPC that takes no secrets.
    func added(to request: [UInt8], of method: Schema.Method) throws -> [UInt8] {
        guard !values.isEmpty else { return request }
        guard let field = method.secretField else {
            guard areForThisCall else { return request }
            throw UsageError("\(method.service)/\(method.name) takes no secrets")
        }
        var writer = JSONWriter()
        writer.value(.object([field.jsonName: .object(.init(values.map { ($0.key, .string($0.value)) }))]))
        // Messages one after the other are one message, with the entries of their maps together.
        return try request
            + JSONMapping.csi.message(fromJSON: String(decoding: writer.bytes, as: UTF8.self), type: method.request)
    }
}
