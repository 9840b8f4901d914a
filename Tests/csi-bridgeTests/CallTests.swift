import CSI
import Foundation
import GRPC
import TestSupport
import Testing

@Suite("csi call")
struct CallTests {
    let folder: TemporaryFolder
    let endpoint: String

    init() throws {
        folder = try TemporaryFolder()
        endpoint = folder.socket.description
    }

    @Test(
        "A request may stand on the command line, in a file or on standard input",
        arguments: ["literal", "file", "-"]
    )
    func requests(form: String) async throws {
        let server = try Server(folder.socket, handlers: Plugin().handlers)
        let json = #"{"startingToken": "v1"}"#
        let request =
            switch form {
            case "literal": json
            case "file": "@\(try folder.write(json, to: "request.json"))"
            default: "-"
            }
        let outcome = try await BridgeProcess.run(
            "csi",
            "call",
            "Controller/ListVolumes",
            "-endpoint",
            endpoint,
            "--request=\(request)",
            input: json
        )
        #expect(outcome.errors == "")
        #expect(
            outcome.output == """
                {
                 "entries": [
                  {
                   "volume": {
                    "capacityBytes": "9007199254740993",
                    "volumeId": "v1"
                   }
                  }
                 ]
                }

                """
        )
        #expect(outcome.status == 0)
        await server.shutdown(grace: .zero)
    }

    @Test("A stream's answers are printed one a line")
    func stream() async throws {
        let server = try Server(folder.socket, handlers: Plugin().handlers)
        let outcome = try await BridgeProcess.run("csi", "call", "GetMetadataAllocated", "--endpoint", endpoint)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(
            lines.last
                == #"{"blockMetadataType":"FIXED_LENGTH","volumeCapacityBytes":"8192","blockMetadata":[{"byteOffset":"4096","sizeBytes":"4096"}]}"#
        )
        #expect(outcome.status == 0)
        await server.shutdown(grace: .zero)
    }

    @Test("A stream that breaks shows what came, and fails")
    func brokenStream() async throws {
        let server = try Server(folder.socket, handlers: Plugin().handlers)
        let outcome = try await BridgeProcess.run(
            "csi",
            "call",
            "GetMetadataAllocated",
            "--endpoint",
            endpoint,
            "--request",
            #"{"snapshotId":"lost"}"#
        )
        #expect(outcome.output.split(separator: "\n").count == 2)
        #expect(
            outcome.errors.hasPrefix("DATA_LOSS: the rest is lost (/csi.v1.SnapshotMetadata/GetMetadataAllocated at ")
        )
        #expect(outcome.status == 1)
        await server.shutdown(grace: .zero)
    }

    @Test("All 36 RPCs can be called")
    func everyRPC() async throws {
        var handlers = Server.Handlers()
        handlers.fallback = { call, _, writer in
            #expect(Schema.csi.methods.contains { $0.path == call.method })
            try await writer.write([])
        }
        let server = try Server(folder.socket, handlers: handlers)
        for method in Schema.csi.methods {
            let outcome = try await BridgeProcess.run(
                "csi",
                "call",
                "\(method.service)/\(method.name)",
                "--endpoint",
                endpoint
            )
            #expect(outcome.output == "{}\n")
            #expect(outcome.status == 0)
        }
        await server.shutdown(grace: .zero)
    }

    @Test("A failed call is told with code, text, method and endpoint")
    func failure() async throws {
        let plugin = Plugin(.init(deleteVolume: RPCError(.failedPrecondition, "in use\u{1B}[2J")))
        let server = try Server(folder.socket, handlers: plugin.handlers)
        let outcome = try await BridgeProcess.run("csi", "call", "Controller/DeleteVolume", "--endpoint", endpoint)
        #expect(
            outcome.errors
                == "FAILED_PRECONDITION: in use\\u{1b}[2J (/csi.v1.Controller/DeleteVolume at \(endpoint))\n"
        )
        #expect(outcome.output == "")
        #expect(outcome.status == 1)
        await server.shutdown(grace: .zero)
    }

    @Test("A plugin that is not there, or hangs, fails the call")
    func unreachable() async throws {
        let missing = try await BridgeProcess.run("csi", "call", "Probe", "--endpoint", endpoint)
        #expect(missing.errors.hasPrefix("UNAVAILABLE: \(endpoint): no such file (/csi.v1.Identity/Probe at "))
        #expect(missing.status == 1)
        let server = try Server(folder.socket, handlers: Plugin().handlers)
        let hanging = try await BridgeProcess.run(
            "csi",
            "call",
            "ControllerGetVolume",
            "--endpoint",
            endpoint,
            "--timeout",
            "200ms"
        )
        #expect(hanging.errors.hasPrefix("DEADLINE_EXCEEDED: "))
        #expect(hanging.status == 1)
        await server.shutdown(grace: .zero)
    }

    @Test("An answer that is no message fails the call")
    func badAnswer() async throws {
        var handlers = Server.Handlers()
        handlers.unary("/csi.v1.Identity/Probe") { _, _ in [0x0a, 99, 1] }
        let server = try Server(folder.socket, handlers: handlers)
        let outcome = try await BridgeProcess.run("csi", "call", "Probe", "--endpoint", endpoint)
        #expect(outcome.errors.hasPrefix("INTERNAL: the answer can't be read: not a csi.v1.ProbeResponse (/csi.v1."))
        #expect(outcome.status == 1)
        await server.shutdown(grace: .zero)
    }

    @Test("Over TCP, the plugin and the caller prove who they are")
    func mutualTLS() async throws {
        let (certificate, key) = try selfSigned()
        let pem = (try folder.text(of: certificate), try folder.text(of: key))
        let server = try Server(
            .tcp(host: "127.0.0.1", port: 0),
            tls: TLSConfiguration(
                identity: .init(certificateChain: pem.0, privateKey: pem.1),
                trustRoots: pem.0
            ),
            handlers: Plugin().handlers
        )
        let call = ["csi", "call", "Probe", "--endpoint", server.endpoint.description, "--timeout", "5s"]
        let identity = ["--cert", "\(folder.path)/\(certificate)", "--key", "\(folder.path)/\(key)"]
        let roots = ["--ca", "\(folder.path)/\(certificate)"]
        let proven = try await BridgeProcess.run(call + roots + identity)
        #expect(proven.errors == "")
        #expect(proven.status == 0)
        #expect(try await BridgeProcess.run(call + roots).status == 1)
        #expect(try await BridgeProcess.run(call).status == 1)
        await server.shutdown(grace: .zero)
    }

    /// A certificate for 127.0.0.1 and its key, as files in the folder.
    private func selfSigned() throws -> (certificate: String, key: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = [
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=IP:127.0.0.1", "-keyout", "\(folder.path)/key.pem", "-out", "\(folder.path)/cert.pem",
        ]
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return ("cert.pem", "key.pem")
    }
}
