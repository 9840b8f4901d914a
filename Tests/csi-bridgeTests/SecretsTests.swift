import CSI
import Foundation
import GRPC
import TestSupport
import Testing

@Suite("Secrets on the command line")
struct SecretsTests {
    let folder: TemporaryFolder
    let plugin = Plugin(.init(deleteVolume: RPCError(.unauthenticated, "hunter2 is wrong, and so is hunter22")))
    let server: Server
    let call: [String]

    init() throws {
        folder = try TemporaryFolder()
        server = try Server(folder.socket, handlers: plugin.handlers)
        call = ["csi", "call", "DeleteVolume", "--endpoint", folder.socket.description]
    }

    @Test("A request on the command line that fills a secret field is refused before any call")
    func literal() async throws {
        let outcome = try await BridgeProcess.run(call + ["--request", #"{"secrets":{"password":"hunter2"}}"#])
        #expect(outcome.errors.contains("the request fills \"secrets\", which holds secrets"))
        #expect(!outcome.errors.contains("hunter2"))
        #expect(outcome.status == 2)
        #expect(plugin.secrets.isEmpty)
        await server.shutdown(grace: .zero)
    }

    @Test("--secrets takes a file only")
    func noLiteralSecrets() async throws {
        let outcome = try await BridgeProcess.run(call + ["--secrets", #"{"password":"hunter2"}"#])
        #expect(outcome.errors.contains("--secrets takes @FILE"))
        #expect(!outcome.errors.contains("hunter2"))
        #expect(outcome.status == 2)
        await server.shutdown(grace: .zero)
    }

    @Test("Request, environment and file are merged; the file wins, then the environment")
    func merged() async throws {
        let request = try folder.write(#"{"secrets":{"a":"request","b":"request","c":"request"}}"#, to: "request.json")
        let secrets = try folder.write(#"{"c":"file","d":""}"#, to: "secrets.json")
        _ = try await BridgeProcess.run(
            call + ["--request", "@\(request)", "--secrets", "@\(secrets)"],
            environment: ["CSI_BRIDGE_SECRETS": #"{"b":"environment","c":"environment"}"#]
        )
        #expect(plugin.secrets == [["a": "request", "b": "environment", "c": "file", "d": ""]])
        await server.shutdown(grace: .zero)
    }

    @Test("What the plugin repeats of the secrets is not printed")
    func redacted() async throws {
        let outcome = try await BridgeProcess.run(
            call,
            environment: ["CSI_BRIDGE_SECRETS": #"{"a":"hunter2","b":"hunter22","c":""}"#]
        )
        #expect(
            outcome.errors.hasPrefix("UNAUTHENTICATED: ***stripped*** is wrong, and so is ***stripped*** (/csi.v1.")
        )
        #expect(outcome.status == 1)
        await server.shutdown(grace: .zero)
    }

    @Test("An answer that repeats a secret is printed without it, and stays JSON")
    func redactedAnswer() async throws {
        let request = try folder.write(#"{"secrets":{"volumeId":"hunt\"er2\\"}}"#, to: "request.json")
        let outcome = try await BridgeProcess.run(
            "csi",
            "call",
            "CreateVolume",
            "--endpoint",
            folder.socket.description,
            "--request",
            "@\(request)"
        )
        #expect(
            outcome.output == """
                {
                 "volume": {
                  "volumeId": "v1",
                  "volumeContext": {
                   "url": "nbd:***stripped***\\"<",
                   "volumeId": "***stripped***"
                  }
                 }
                }

                """
        )
        #expect(outcome.status == 0)
        await server.shutdown(grace: .zero)
    }

    @Test("Combining marks around a secret, which change its characters, don't hide it")
    func combiningMarks() async throws {
        let request = try folder.write(#"{"secrets":{"a":"\u0301hunter2"}}"#, to: "request.json")
        let create = ["csi", "call", "CreateVolume", "--endpoint", folder.socket.description]
        let answer = try await BridgeProcess.run(create + ["--request", "@\(request)"])
        #expect(answer.output.contains(#""a": "***stripped***""#))
        #expect(!answer.output.contains("hunter2"))
        await server.shutdown(grace: .zero)

        let marked = Plugin(.init(deleteVolume: RPCError(.unauthenticated, "hunter2\u{301} is wrong")))
        let socket = Endpoint.unix(path: folder.path + "/marked.sock")
        let second = try Server(socket, handlers: marked.handlers)
        let error = try await BridgeProcess.run(
            ["csi", "call", "DeleteVolume", "--endpoint", socket.description],
            environment: ["CSI_BRIDGE_SECRETS": #"{"a":"hunter2"}"#]
        )
        #expect(error.errors.hasPrefix("UNAUTHENTICATED: ***stripped"))
        #expect(!error.errors.contains("hunter2"))
        await second.shutdown(grace: .zero)
    }

    @Test("A file of secrets for an RPC that takes none is refused; those of the environment are left out")
    func noField() async throws {
        let call = ["csi", "call", "Identity/Probe", "--endpoint", folder.socket.description]
        let secrets = #"{"a":"hunter2"}"#
        let file = try folder.write(secrets, to: "secrets.json")
        let refused = try await BridgeProcess.run(call + ["--secrets", "@" + file])
        #expect(refused.errors.contains("Identity/Probe takes no secrets"))
        #expect(refused.status == 2)
        let called = try await BridgeProcess.run(call, environment: ["CSI_BRIDGE_SECRETS": secrets])
        #expect(called.status == 0, "\(called.errors)")
        await server.shutdown(grace: .zero)
    }

    @Test(
        "A text that is no object of strings is an error that does not quote it",
        arguments: [
            (#"["hunter2"]"#, "holds no JSON object"), ("hunter2", "holds no JSON object"),
            (#"{"a":{"hunter2":1}}"#, "the value of \"a\" is no string"),
            (#"{"a":5}"#, "the value of \"a\" is no string"),
        ]
    )
    func malformed(text: String, reason: String) async throws {
        let outcome = try await BridgeProcess.run(call, environment: ["CSI_BRIDGE_SECRETS": text])
        #expect(outcome.errors.contains("CSI_BRIDGE_SECRETS"))
        #expect(outcome.errors.contains(reason))
        #expect(!outcome.errors.contains("hunter2"))
        #expect(outcome.status == 2)
        await server.shutdown(grace: .zero)
    }
}
