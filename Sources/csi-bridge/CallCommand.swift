import CSI
import GRPC

/// `csi-bridge csi call`: any RPC, with request and answer in protobuf's JSON mapping.
enum CallCommand {
    static let command = Command(
        path: "csi call",
        summary: "Calls one RPC of a plugin and prints what it answers as JSON.",
        examples: [
            .init("csi call Identity/GetPluginInfo --endpoint unix:///run/csi/csi.sock", "An RPC without a request"),
            .init(
                #"csi call Node/NodeGetVolumeStats --endpoint /run/csi/csi.sock --request '{"volumeId": "v1", "volumePath": "/mnt/v1"}'"#,
                "A request on the command line"
            ),
            .init(
                "csi call Controller/CreateVolume --endpoint /run/csi/csi.sock --request @create.json --secrets @secrets.json",
                "A request and secrets from files"
            ),
            .init(
                "csi call Identity/Probe --endpoint tcp://10.0.0.7:9000 --ca ca.pem --cert me.pem --key me-key.pem",
                "Over TCP with mutual TLS"
            ),
        ],
        notes: """
            A stream's answers are printed one a line. Keys of a request may be spelled as `csi describe` shows them or
            as in csi.proto. Secrets never stand on the command line and are never printed.
            """,
        operands: ["SERVICE/RPC"],
        options: PluginOptions.all + [
            .init("request", "JSON", "The request: JSON, @FILE, or - for standard input (default {})"),
            Secrets.option,
        ]
    ) { invocation in
        let method = try CSICommand.method(named: invocation.operands[0])
        let channel = try PluginOptions.channel(invocation)
        let timeout = try PluginOptions.timeout(invocation)
        let secrets = try Secrets(invocation)
        let request = try secrets.added(to: try request(invocation, of: method), of: method)
        let redaction = try Redaction(request, of: method)
        do {
            try await call(method, request, on: channel, timeout: timeout, redaction)
        } catch let error as RPCError {
            throw FailedCall(text: redaction.text(error.description), path: method.path, endpoint: channel.endpoint)
        }
    }

    private static func request(_ invocation: Invocation, of method: Schema.Method) throws(UsageError) -> [UInt8] {
        let argument = invocation["request"] ?? "{}"
        let isLiteral = argument != "-" && !argument.hasPrefix("@")
        let json =
            if isLiteral {
                argument
            } else if argument == "-" {
                try InputFile.standardInput()
            } else {
                try InputFile.text(atPath: String(argument.dropFirst()))
            }
        do {
            let message = try JSONMapping.csi.message(fromJSON: json, type: method.request)
            if isLiteral, let field = try JSONMapping.csi.filledSecrets(in: message, type: method.request).first {
                throw UsageError(
                    "the request fills \"\(field)\", which holds secrets: what stands on a command line, every user of "
                        + "the machine can read. Give them with --secrets @FILE, \(Secrets.variable), "
                        + "--request @FILE or --request -"
                )
            }
            return message
        } catch let error as UsageError {
            throw error
        } catch {
            throw UsageError("the request is no \(method.request): \(error)")
        }
    }

    private static func call(
        _ method: Schema.Method,
        _ request: [UInt8],
        on channel: Channel,
        timeout: Duration,
        _ redaction: Redaction
    ) async throws {
        guard method.isServerStreaming else {
            let response = try await channel.unary(method.path, request, timeout: timeout)
            return try show(response.message, of: method, redaction)
        }
        for try await message in channel.serverStreaming(method.path, request, timeout: timeout) {
            try show(message, of: method, redaction)
        }
    }

    private static func show(_ message: [UInt8], of method: Schema.Method, _ redaction: Redaction) throws(RPCError) {
        do {
            let json = try JSONMapping.csi.json(
                from: message,
                type: method.response,
                isIndented: !method.isServerStreaming
            )
            Terminal.print(redaction.json(json), terminator: method.isServerStreaming ? "\n" : "")
        } catch {
            throw RPCError(.internal, "the answer can't be read: \(error)")
        }
    }
}

/// A call that failed.
struct FailedCall: Error, CustomStringConvertible {
    /// The code's name and the text.
    let text: String
    let path: String
    let endpoint: Endpoint

    var description: String { "\(text) (\(path) at \(endpoint))" }
}
