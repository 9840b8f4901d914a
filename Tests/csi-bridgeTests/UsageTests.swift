import CSI
import Testing

@Suite("Usage of the command line")
struct UsageTests {
    @Test("The program is small: it maps neither Foundation nor libprotobuf, which few commands need")
    func libraries() async throws {
        let outcome = try await BridgeProcess.run("--help", environment: ["LD_TRACE_LOADED_OBJECTS": "1"])
        #expect(outcome.output.contains("libgrpc.so"))
        for library in ["Foundation", "libprotobuf.so"] { #expect(!outcome.output.contains(library), "\(library)") }
    }

    @Test(
        "What is wrong is named, with the nearest name, and the exit code is 2",
        arguments: [
            ([], "csi-bridge: a command is missing"),
            (["cis"], "csi-bridge: no command \"cis\"; the nearest is csi"),
            (["csi", "prob"], "csi-bridge csi: no command \"prob\"; the nearest is probe"),
            (["csi", "describe"], "csi-bridge csi describe: RPC is missing"),
            (["csi", "describe", "A", "B"], "csi-bridge csi describe: \"B\" is one word too many"),
            (["csi", "describe", "CreateVolme"], "no RPC \"CreateVolme\"; the nearest is CreateVolume"),
            (["csi", "call", "Node/NodeGetInf"], "--endpoint is missing"),
            (["csi", "call", "Node/NodeGetInf", "--endpoint", "/s"], "the nearest is Node/NodeGetInfo"),
            (["csi", "call", "Probe", "--endpont", "/s"], "no option --endpont; the nearest is --endpoint"),
            (["csi", "call", "Probe", "--endpoint"], "--endpoint needs a value, ENDPOINT"),
            (["csi", "call", "Probe", "--endpoint", "/a", "-endpoint=/b"], "--endpoint is given twice"),
            (["csi", "call", "Probe", "--endpoint", "nowhere"], "endpoint \"nowhere\""),
            (["csi", "call", "Probe", "--endpoint", "/s", "--timeout", "5"], "--timeout \"5\" is no duration"),
            (["csi", "call", "Probe", "--endpoint", "/s", "--timeout", "0s"], "--timeout \"0s\" is no duration"),
            (["csi", "call", "Probe", "--endpoint", "/s", "--request", "{\"a\":1}"], "a: Cannot find field."),
            (["csi", "call", "Probe", "--endpoint", "/s", "--request", "@/none"], "/none can't be read: No such file"),
            (["csi", "call", "Probe", "--endpoint", "/s", "--ca", "/x"], "are for TCP endpoints"),
            (["csi", "call", "Probe", "--endpoint", "h:1", "--cert", "/dev/null"], "--cert and --key go together"),
            (["driver", "hostpath", "--state", "/s", "--node-id", "n", "--endpoint", "h:1"], "no unix socket"),
            (["driver", "hostpath", "--state", "", "--node-id", "n", "--endpoint", "/s"], "--state is empty"),
        ] as [([String], String)]
    )
    func mistakes(arguments: [String], text: String) async throws {
        let outcome = try await BridgeProcess.run(arguments)
        #expect(outcome.errors.contains(text))
        #expect(outcome.errors.contains("--help"))
        #expect(outcome.output == "")
        #expect(outcome.status == 2)
    }

    @Test(
        "Every command has help, examples first",
        arguments: [
            [], ["csi"], ["csi", "list"], ["csi", "describe"], ["csi", "call"], ["csi", "probe"], ["driver"],
            ["driver", "hostpath"],
        ] as [[String]]
    )
    func help(path: [String]) async throws {
        for word in ["--help", "-help", "-h"] {
            let outcome = try await BridgeProcess.run(path + [word])
            #expect(outcome.status == 0)
            let examples = try #require(outcome.output.firstRange(of: "Examples:"))
            let usage = try #require(outcome.output.firstRange(of: "Usage: csi-bridge"))
            #expect(examples.lowerBound < usage.lowerBound)
        }
    }

    @Test("list shows the five services and 36 RPCs")
    func list() async throws {
        let lines = try await BridgeProcess.run("csi", "list").output.split(separator: "\n")
        #expect(lines.filter { !$0.hasPrefix(" ") }.count == 5)
        #expect(lines.filter { $0.hasPrefix("  ") }.count == 36)
        #expect(lines.contains("SnapshotMetadata (alpha)"))
        #expect(lines.contains("  GetMetadataDelta (stream)"))
    }

    @Test(
        "describe shows request, answer and the types in them",
        arguments: ["CreateVolume", "Controller/CreateVolume"]
    )
    func describe(name: String) async throws {
        let text = try await BridgeProcess.run("csi", "describe", name).output
        #expect(text.hasPrefix("Controller/CreateVolume: one answer\n\nRequest CreateVolumeRequest\n  name "))
        #expect(text.contains("  secrets                    map<string,string> (secret)\n"))
        #expect(text.contains("\n\nVolumeCapability.AccessMode.Mode\n  UNKNOWN\n  SINGLE_NODE_WRITER\n"))
        #expect(text.contains("\n\nAnswer CreateVolumeResponse\n  volume  Volume\n"))
    }

    @Test("describe marks what 1.13 removed")
    func removed() async throws {
        let text = try await BridgeProcess.run("csi", "describe", "NodeGetVolumeStats").output
        #expect(text.contains("volumeCondition  VolumeCondition (alpha, removed in 1.13)\n"))
    }
}
