import Testing

@Suite("Requests that can't be: what is wrong is named, and nothing is changed", .agent("-log-level", "debug"))
struct RequestFailureTests {
    private let agent: AgentProcess

    init() throws {
        agent = try #require(Rig.shared).agent
    }

    private func nothingIsThere() async throws {
        #expect(try await agent.get("/v1/volumes?type=csi&namespace=*").json == [])
        #expect(try await agent.provided(by: "hostpath") == [])
    }

    @Test(
        "fields of a volume",
        arguments: [
            (["ID": ""], "validation: missing volume id"),
            (["PluginID": ""], "validation: missing plugin id"),
            (["RequestedCapabilities": []], "validation: must include at least one capability block"),
            (["RequestedCapabilities": nil], "validation: must include at least one capability block"),
            (
                ["ID": "", "PluginID": "", "RequestedCapabilities": []],
                "validation: missing volume id, missing plugin id, must include at least one capability block"
            ),
            (
                ["RequestedTopologies": ["Required": [[:]], "Preferred": [nil]]],
                "validation: required topology is missing segments field, preferred topology is missing segments field"
            ),
        ] as [([String: JSONValue], String)]
    )
    func fields(more: [String: JSONValue], text: String) async throws {
        for path in ["/v1/volume/csi/n/create", "/v1/volume/csi/n", "/v1/volume/csi/n/create?update=true"] {
            let answer = try await agent.request("PUT", path, body: .volume("n", on: "hostpath", more))
            #expect(answer.status == 400)
            #expect(answer.text == text)
        }
        try await nothingIsThere()
    }

    @Test(
        "bodies",
        arguments: [
            ("", "Request body is empty"), (" ", "EOF"), ("{", "unexpected EOF"), ("null", "missing volume definition"),
            ("{}", "missing volume definition"), (#"{"Volumes": []}"#, "missing volume definition"),
            ("}", "invalid character"),
            (#"{"Volumes": {}}"#, "cannot unmarshal"), (#"{"Volumes": [null]}"#, "Volumes"),
            (#"{"Volumes": [{"ID": 5}]}"#, "ID"),
            (#"{"Volumes": [{"ID": "n", "RequestedCapacityMin": "10GiB"}]}"#, "RequestedCapacityMin"),
            (#"{"Volumes": [{"ID": "n", "RequestedCapacityMin": 1.5}]}"#, "RequestedCapacityMin"),
            (#"{"Volumes": [{"ID": "n", "RequestedCapacityMin": 9223372036854775808}]}"#, "RequestedCapacityMin"),
            (#"{"Volumes": [{"ID": "n", "Secrets": {"k": 1}}]}"#, "Secrets"),
            (#"{"Volumes": [{"ID": "n", "ResourceExhausted": 0}]}"#, "ResourceExhausted"),
            (
                #"{"Volumes": [{"ID": "n", "PluginID": "hostpath", "RequestedCapabilities": [null]}]}"#,
                "RequestedCapabilities"
            ),
            (#"{"Volumes": [{"ID": "a\u0000b", "PluginID": "hostpath"}]}"#, "ID"),
            (#"{"Volumes": [{"ID": "n", "Name": "\ud800"}]}"#, "validation: missing plugin id"),
        ]
    )
    func bodies(body: String, text: String) async throws {
        for path in ["/v1/volume/csi/n/create", "/v1/volume/csi/n"] {
            let answer = try await agent.request("PUT", path, bytes: Array(body.utf8))
            #expect(answer.status == 400, "\(answer.text)")
            #expect(answer.text.contains(text))
            #expect(answer.header("Content-Type") == "text/plain; charset=utf-8")
            #expect(answer.header("X-Nomad-Index") == nil)
        }
        try await nothingIsThere()
    }

    @Test("bytes that are no UTF-8, and a nesting that is too deep")
    func hostileBodies() async throws {
        let invalid = Array(#"{"Volumes": [{"ID": "n"#.utf8) + [0xff] + Array(#"", "PluginID": "hostpath"}]}"#.utf8)
        let deep = [UInt8](repeating: UInt8(ascii: "["), count: 200_000)
        for body in [invalid, deep] {
            #expect(try await agent.request("PUT", "/v1/volume/csi/n/create", bytes: body).status == 400)
        }
        let huge = [UInt8](repeating: UInt8(ascii: " "), count: 70 << 20)
        #expect(try await agent.request("PUT", "/v1/volume/csi/n/create", bytes: huge).status == 413)
        try await nothingIsThere()
    }

    @Test("what a read shows can be sent back: what the server owns is not looked at")
    func readBack() async throws {
        try await agent.created("rb", on: "hostpath", ["Secrets": ["password": "xyzzy"]])
        var fields = try await agent.read("rb").members
        fields["ReadAllocs"] = ["a8198d79-cfdb-6593-a999-1e9adabcba2e": nil]
        fields["MountOptions"] = nil
        let answer = try await agent.request(
            "PUT",
            "/v1/volume/csi/rb?update=true",
            body: ["Volumes": [.object(fields)]]
        )
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try await agent.read("rb")["ReadAllocs"] == [:])
        try await agent.deleted("rb")
        try await nothingIsThere()
    }

    @Test("capacities that can't be")
    func capacities() async throws {
        for range: [String: JSONValue] in [
            ["RequestedCapacityMin": 2_097_152, "RequestedCapacityMax": 1_048_576],
            ["RequestedCapacityMin": -1, "RequestedCapacityMax": 0],
            ["RequestedCapacityMin": 0, "RequestedCapacityMax": -1],
        ] {
            let answer = try await agent.create("n", on: "hostpath", range)
            #expect([400, 422].contains(answer.status), "\(answer.text)")
        }
        let huge = try await agent.create("n", on: "hostpath", ["RequestedCapacityMin": 4_611_686_018_427_387_904])
        #expect([422, 507].contains(huge.status), "\(huge.text)")
        try await nothingIsThere()
    }

    @Test("modes that are none")
    func modes() async throws {
        for (access, attachment, text) in [
            ("any", "file-system", "unknown volume access mode: any"),
            ("single-node-writer", "tape", "unknown volume attachment mode: tape"),
        ] {
            let capability: JSONValue = ["AccessMode": .string(access), "AttachmentMode": .string(attachment)]
            for path in ["/v1/volume/csi/n/create", "/v1/volume/csi/n"] {
                let answer = try await agent.request(
                    "PUT",
                    path,
                    body: .volume("n", on: "hostpath", ["RequestedCapabilities": [capability]])
                )
                #expect(answer.status == 400)
                #expect(answer.text.contains(text))
            }
        }
        try await nothingIsThere()
    }

    @Test("a volume that exists: 409 for create and register, unless it is an update")
    func exists() async throws {
        try await agent.created("ex")
        for path in ["/v1/volume/csi/ex/create", "/v1/volume/csi/ex", "/v1/volumes"] {
            let answer = try await agent.request("PUT", path, body: .volume("ex"))
            #expect(answer.status == 409)
            #expect(answer.text == "volume already exists: ex; update=true reconciles it")
        }
        try await agent.deleted("ex")
    }

    @Test(
        "an update that can't be names each reason",
        arguments: [
            (["Name": "other"], "volume name cannot be updated"),
            (["ExternalID": "other"], "volume external ID cannot be updated"),
            (["CloneID": "other"], "volume clone ID cannot be updated"),
            (["SnapshotID": "other"], "volume snapshot ID cannot be updated"),
            (["Parameters": ["k": "v"]], "volume parameters cannot be updated"),
            (
                ["RequestedTopologies": ["Required": [["Segments": ["rack": "r2"]]]]],
                "volume topology request update was not compatible with existing topology"
            ),
            (
                ["RequestedCapacityMin": 2_097_152, "RequestedCapacityMax": 1_048_576],
                "max requested capacity (1.0 MB) less than or equal to min (2.1 MB)"
            ),
        ] as [([String: JSONValue], String)]
    )
    func updates(more: [String: JSONValue], text: String) async throws {
        try await agent.created("up", on: "hostpath")
        for path in ["/v1/volume/csi/up/create", "/v1/volume/csi/up"] {
            let answer = try await agent.request(
                "PUT",
                "\(path)?update=true",
                body: .volume("up", on: "hostpath", more)
            )
            #expect([400, 409].contains(answer.status), "\(answer.status)")
            #expect(answer.text.contains(text), "\(answer.text)")
        }
        try await agent.deleted("up")
    }

    @Test("a body that names another volume than the path")
    func paths() async throws {
        for path in ["/v1/volume/csi/other/create", "/v1/volume/csi/other"] {
            let answer = try await agent.request("PUT", path, body: .volume("n"))
            #expect(answer.status == 400)
        }
        try await nothingIsThere()
    }

    @Test("what is not there")
    func missing() async throws {
        let answers = [
            (try await agent.create("n", on: "none"), "none"),
            (try await agent.request("DELETE", "/v1/volume/csi/none"), "volume not found: none"),
            (try await agent.request("DELETE", "/v1/volume/csi/none/delete"), "volume not found: none"),
            (try await agent.get("/v1/volumes/external?plugin_id=none"), "none"),
        ]
        for (answer, text) in answers {
            #expect(answer.status == 404, "\(answer.text)")
            #expect(answer.text.contains(text))
        }
        // Nothing is a prefix of the one plugin that there is.
        #expect(try await agent.get("/v1/volumes/external").status == 200)
        #expect(try await agent.request("DELETE", "/v1/volume/csi/n?force=maybe").text == "invalid force value")
        #expect(try await agent.get("/v1/volumes/external?plugin_id=hostpath&per_page=-1").status == 400)
        let token = try await agent.get("/v1/volumes/external?plugin_id=hostpath&next_token=nonsense")
        #expect([400, 422, 502].contains(token.status))
        #expect(token.text.contains("invalid starting token"))
    }

    @Test("filters: syntax, fields that are none, and secrets, which can't be asked for")
    func filters() async throws {
        try await agent.created("f", on: "hostpath", ["Secrets": ["password": "hunter2"]])
        for filter in ["Nope==1", "Name==", "Secrets.password==hunter2", "any%20Secrets%20as%20k,v%20%7Bv==hunter2%7D"]
        {
            let answer = try await agent.get("/v1/volumes?type=csi&filter=\(filter)")
            #expect(answer.status == 400, "\(filter)")
            #expect(!answer.text.contains("\"f\""))
        }
        let readers = try await agent.get("/v1/volumes?type=csi&filter=CurrentReaders==0%20and%20Schedulable==true")
        #expect(readers.json.elements.map(\.["ID"].text) == ["f"])
        try await agent.deleted("f")
    }

    @Test("those who ask for JSON get an object that names what the failure is about")
    func jsonErrors() async throws {
        let answer = try await agent.request(
            "DELETE",
            "/v1/volume/csi/none/delete",
            headers: ["Accept": "application/json"]
        )
        #expect(answer.status == 404)
        #expect(answer.json.keys == ["code", "error", "request_id", "volume"])
        #expect(answer.json["code"] == 404)
        #expect(answer.json["error"] == "volume not found: none")
        #expect(answer.json["volume"] == "none")
    }
}
