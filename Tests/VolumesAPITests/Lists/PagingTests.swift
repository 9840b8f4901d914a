import Testing
import Volumes

@testable import VolumesAPI

@Suite("Pages of the volume list")
struct PagingTests {
    /// All pages of a list, by their rows' IDs, and the tokens between them.
    private func pages(_ rig: Rig, _ query: String, size: Int) async throws -> [String] {
        var pages: [String] = []
        var token = ""
        repeat {
            let answer = try await rig.get("/v1/volumes?type=csi&per_page=\(size)&next_token=\(token)" + query)
            pages.append(try answer.ids)
            token = answer["X-Nomad-NextToken"] ?? ""
        } while !token.isEmpty && pages.count < 20
        return pages
    }

    @Test("a page names the next row in X-Nomad-NextToken, the last page none")
    func tokens() async throws {
        try await withRig { rig in
            try await rig.put(.of("a"), .of("b"), .of("c"))
            let first = try await rig.get("/v1/volumes?type=csi&per_page=2")
            #expect(try first.ids == "a b")
            #expect(first["X-Nomad-NextToken"] == "default.c")
            let last = try await rig.get("/v1/volumes?type=csi&per_page=2&next_token=default.c")
            #expect(try last.ids == "c")
            #expect(last["X-Nomad-NextToken"] == nil)
            #expect(try await rig.get("/v1/volumes?type=csi&next_token=default.b").ids == "b c")
            #expect(try await rig.get("/v1/volumes?type=csi&per_page=3")["X-Nomad-NextToken"] == nil)
        }
    }

    @Test("filters apply before rows are counted")
    func filtered() async throws {
        try await withRig { rig in
            try await rig.put(.of("a"), .of("b"), .of("c"), .of("d"), .of("e"))
            #expect(try await pages(rig, "&filter=ID%20!=%20b", size: 2) == ["a c", "d e"])
            #expect(try await pages(rig, "&filter=ID%20matches%20%22%5Bab%5D%22", size: 2) == ["a b"])
            #expect(try await pages(rig, "&plugin_id=nope", size: 2) == [""])
        }
    }

    @Test("rows that stayed are neither skipped nor repeated where others come and go")
    func changes() async throws {
        try await withRig { rig in
            try await rig.put(.of("b"), .of("d"), .of("f"), .of("h"))
            #expect(try await rig.get("/v1/volumes?type=csi&per_page=2")["X-Nomad-NextToken"] == "default.f")
            try await rig.remove(VolumeID("f"))
            try await rig.put(.of("a"), .of("c"), .of("g"))
            let next = try await rig.get("/v1/volumes?type=csi&per_page=9&next_token=default.f")
            #expect(try next.ids == "g h")
            for id in ["g", "h"] { try await rig.remove(VolumeID(id)) }
            let end = try await rig.get("/v1/volumes?type=csi&per_page=9&next_token=default.f")
            #expect(end.text == "[]")
        }
    }

    @Test(
        "over all namespaces too, also where one's name begins another's, and IDs have dots",
        arguments: ["", "&prefix=v.", "&filter=ID%20!=%20x"]
    )
    func namespaces(query: String) async throws {
        try await withRig { rig in
            try await rig.put(
                .of("v.y", in: "a"),
                .of("v.z", in: "a"),
                .of("v.x", in: "a-b"),
                .of("v.w", in: "a-b"),
                .of("v.v", in: "b")
            )
            let all = try await pages(rig, "&namespace=*" + query, size: 2)
            #expect(all == ["v.y v.z", "v.w v.x", "v.v"])
            #expect(try await pages(rig, "&namespace=*" + query, size: 1) == ["v.y", "v.z", "v.w", "v.x", "v.v"])
        }
    }

    @Test("a token that names nothing begins where its row would be")
    func oddTokens() async throws {
        try await withRig { rig in
            try await rig.put(.of("a"), .of("b"))
            #expect(try await rig.get("/v1/volumes?type=csi&next_token=default.aa").ids == "b")
            #expect(try await rig.get("/v1/volumes?type=csi&next_token=a").ids == "a b")
            #expect(try await rig.get("/v1/volumes?type=csi&next_token=zzz").ids == "")
            #expect(try await rig.get("/v1/volumes?type=csi&next_token=.").ids == "a b")
        }
    }

    @Test("a negative size is 400 where there are pages, and nothing elsewhere")
    func negative() async throws {
        try await withRig { rig in
            for target in ["volumes?type=csi&", "volumes/external?", "volumes/snapshot?"] {
                let answer = try await rig.get("/v1/\(target)per_page=-1")
                #expect(answer.status == 400)
                #expect(answer.text.contains("per_page"))
            }
            #expect(try await rig.get("/v1/plugins?type=csi&per_page=-1").status == 200)
            #expect(rig.operations.calls.isEmpty)
        }
    }
}
