import HTTPServer
import Testing

@testable import VolumesAPI

@Suite("Common parameters of reads")
struct ParameterTests {
    @Test(
        "a malformed one is 400, the first of them in the order stale, per_page, wait, index",
        arguments: [
            ("stale=yes", "Expect `true` or `false` for `stale` query string parameter"),
            ("stale=tRUE", "Expect `true` or `false` for `stale` query string parameter"),
            ("per_page=x", "Expect a number for `per_page` query string parameter"),
            ("per_page=1.5", "Expect a number for `per_page` query string parameter"),
            ("per_page=0x10", "Expect a number for `per_page` query string parameter"),
            ("per_page=%205", "Expect a number for `per_page` query string parameter"),
            ("per_page=2147483648", "Expect a number for `per_page` query string parameter"),
            ("wait=5", "Invalid wait time"), ("wait=abc", "Invalid wait time"), ("wait=1x", "Invalid wait time"),
            ("wait=5%20s", "Invalid wait time"), ("wait=.s", "Invalid wait time"),
            ("index=-1", "Invalid index"), ("index=1.5", "Invalid index"), ("index=%2B1", "Invalid index"),
            ("index=18446744073709551616", "Invalid index"),
            ("index=x&wait=x&per_page=x&stale=x", "Expect `true` or `false` for `stale` query string parameter"),
            ("index=x&wait=x&per_page=x", "Expect a number for `per_page` query string parameter"),
            ("index=x&wait=x", "Invalid wait time"),
            ("index=x&region=mars", "Invalid index"),
        ]
    )
    func malformed(query: String, text: String) async throws {
        try await withRig { rig in
            for target in ["/v1/volumes?type=csi&", "/v1/volume/csi/a?", "/v1/plugins?type=csi&", "/v1/nodes?"] {
                let answer = try await rig.get(target + query)
                #expect(answer.status == 400)
                #expect(answer.text == text)
            }
        }
    }

    @Test(
        "well-formed ones pass, empty ones count as absent, of a repeated one the first counts",
        arguments: [
            "stale", "stale=", "stale=1", "stale=F", "per_page=", "per_page=0", "per_page=%2B5", "wait=", "wait=0",
            "wait=-5s", "wait=1m30s", "wait=250ms", "wait=1.5s", "wait=.5h", "wait=1h2m3s4ms5us6ns", "wait=3µs",
            "index=",
            "index=0", "index=0&index=x", "consistent", "colour=red", "PER_PAGE=x",
        ]
    )
    func wellFormed(query: String) throws {
        _ = try ReadParameters(Query(query[...]))
    }

    @Test(
        "a wait is a Go duration",
        arguments: [
            ("5s", Duration.seconds(5)), ("1m30s", .seconds(90)), ("250ms", .milliseconds(250)),
            ("1.5s", .milliseconds(1500)),
            ("0.025m", .milliseconds(1500)), ("1s500ms", .milliseconds(1500)), ("0", .zero), ("-1s", .seconds(-1)),
            ("+2h", .seconds(7200)), ("10us", .microseconds(10)), ("7ns", .nanoseconds(7)),
        ]
    )
    func durations(text: String, duration: Duration) {
        #expect(GoValue.duration(text) == duration)
    }

    @Test(
        "what is none, or does not fit, is refused",
        arguments: ["", "-", "5", "s", ".s", "1d", "1s5", "2562048h", "99999999999999999999s", "1 s"]
    )
    func noDurations(text: String) {
        #expect(GoValue.duration(text) == nil)
    }

    @Test("a wait of zero or less, or of more than five minutes, is one of five minutes")
    func waits() throws {
        for text in ["0", "-1s", "1h", ""] {
            #expect(try ReadParameters(Query("wait=\(text)")).wait == .seconds(300))
        }
        #expect(try ReadParameters(Query("wait=299s")).wait == .seconds(299))
    }

    @Test("another region is 404, ours and none pass; a write asks for it in query or body")
    func region() async throws {
        try await withRig { rig in
            #expect(try await rig.get("/v1/volumes?type=csi&region=").status == 200)
            #expect(try await rig.get("/v1/volumes?type=csi&region=global").status == 200)
            for (method, target) in [
                ("GET", "/v1/volumes?type=csi&region=mars"), ("GET", "/v1/volume/csi/a?region=mars"),
                ("DELETE", "/v1/volume/csi/a?region=mars"), ("DELETE", "/v1/volume/csi/a/delete?region=mars"),
            ] {
                let answer = try await rig.send(method, target)
                #expect(answer.status == 404)
                #expect(answer.text == "No path to region")
            }
            let body = try await rig.send("PUT", "/v1/volumes", body: #"{"Region":"mars","Volumes":[]}"#)
            #expect(body.status == 404)
            let both = try await rig.send("PUT", "/v1/volumes?region=global", body: #"{"Region":"mars"}"#)
            #expect(both.text == "missing volume definition")
            #expect(rig.operations.calls.isEmpty)
        }
    }

    @Test("nothing is checked where no type is given, or an unknown one")
    func unchecked() async throws {
        try await withRig { rig in
            let none = try await rig.get("/v1/volumes?per_page=x&wait=5&index=-1")
            #expect(none.status == 200)
            #expect(none.text == "[]")
            #expect(none["X-Nomad-Index"] == nil)
            #expect(try await rig.get("/v1/plugins?per_page=x").text == "[]")
            for type in ["", "nfs", "CSI", "nfs&type=csi"] {
                let answer = try await rig.get("/v1/volumes?type=\(type)&stale=maybe")
                #expect(answer.status == 404)
                #expect(answer.text == "resource not found")
            }
        }
    }

    @Test("pretty changes the layout only, 0 turns it off")
    func pretty() async throws {
        try await withRig { rig in
            for query in ["pretty", "pretty=1", "pretty=false"] {
                let answer = try await rig.get("/v1/namespace/prod?\(query)")
                #expect(answer.text.hasPrefix("{\n    \"Capabilities\": null,\n"))
                #expect(answer.text.hasSuffix("\n}\n"))
            }
            #expect(try await rig.get("/v1/namespace/prod?pretty=0").text.hasPrefix(#"{"Capabilities":null,"#))
            #expect(try await rig.get("/v1/volumes?type=csi&pretty").text == "[]\n")
        }
    }
}
