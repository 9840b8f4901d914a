import HTTPServer
import Testing

@testable import VolumesAPI

@Suite("Where a request leads")
struct RoutingTests {
    @Test(
        "a path of ours that takes no such method is 405",
        arguments: [
            "POST /v1/volume/csi/a", "PATCH /v1/volume/csi/a", "OPTIONS /v1/volume/csi/a", "POST /v1/volume/csi/",
            "GET /v1/volume/csi/a/create", "POST /v1/volume/csi/a/create", "GET /v1/volume/csi/a/",
            "GET /v1/volume/csi/a%2Fb", "DELETE /v1/volumes", "PATCH /v1/volumes?type=csi", "OPTIONS /v1/volumes",
            "HEAD /v1/volumes?type=csi", "POST /v1/volumes/external", "DELETE /v1/volumes/external",
            "PATCH /v1/volumes/snapshot", "HEAD /v1/volumes/snapshot", "POST /v1/plugins?type=csi",
            "DELETE /v1/plugin/csi/hostpath", "POST /v1/nodes", "PUT /v1/node/a", "POST /v1/namespaces",
            "PUT /v1/namespace/a", "POST /v1/status/leader", "POST /v1/agent/health", "POST /v1/agent/self",
            "POST /v1/metrics", "DELETE /v1/operations", "PUT /v1/operation/a", "POST /v1/operator/snapshot",
        ]
    )
    func invalidMethod(line: String) async throws {
        #expect(throws: HTTPError(.methodNotAllowed, "Invalid method")) { try Route(of: .line(line)) }
    }

    @Test(
        "a path that begins as ours do and goes on otherwise is 404",
        arguments: [
            "PUT /v1/volume/csi/a/attach", "DELETE /v1/volume/csi/a/create", "PUT /v1/volume/csi/a/delete",
            "PUT /v1/volume/csi/a/", "DELETE /v1/volume/csi/a/", "GET /v1/volume/csi/a/b/c",
            "DELETE /v1/volume/csi/a/delete/", "POST /v1/volume/csi/a/x/y/z", "GET /v1/volume/csi/a%2Fb%2Fc",
            "GET /v1/plugin/csi/hostpath/x/y",
        ]
    )
    func noSuchResource(line: String) async throws {
        #expect(throws: HTTPError(.notFound, "resource not found")) { try Route(of: .line(line)) }
    }

    @Test(
        "another path is 404 with nothing in it",
        arguments: [
            "GET /v1/volumesx", "GET /v1/nothing", "PUT /v2/volumes", "GET /", "GET /v1/plugin/host/x",
            "GET /v1/volumes/snapshot/x", "GET /v1/volume/host/x",
        ]
    )
    func unknown(line: String) async throws {
        guard case .unknown = try Route(of: .line(line)) else {
            Issue.record("\(line) leads somewhere")
            return
        }
    }

    @Test(
        "each endpoint is found by its path and method",
        arguments: [
            ("GET /v1/volumes", "list_nothing"), ("HEAD /v1/volumes", "list_nothing"),
            ("GET /v1/volumes?type=csi", "list_volumes"), ("PUT /v1/volumes", "register_volume"),
            ("POST /v1/volumes", "register_volume"), ("GET /v1/volumes/external", "list_external_volumes"),
            ("PUT /v1/volumes/snapshot", "create_snapshot"), ("POST /v1/volumes/snapshot", "create_snapshot"),
            ("DELETE /v1/volumes/snapshot", "delete_snapshot"), ("GET /v1/volumes/snapshot", "list_snapshots"),
            ("GET /v1/volume/csi/a", "read_volume"), ("GET /v1/volume/csi/", "read_volume"),
            ("PUT /v1/volume/csi/a", "register_volume"), ("PUT /v1/volume/csi/a/create", "create_volume"),
            ("PUT /v1/volume/csi/a/expand", "expand_volume"), ("DELETE /v1/volume/csi/a", "deregister_volume"),
            ("DELETE /v1/volume/csi/a/delete", "delete_volume"), ("DELETE /v1/volume/csi/a%2Fdelete", "delete_volume"),
            ("DELETE /v1/volume/csi/a/detach", "detach_volume"), ("GET /v1/plugins", "list_plugins"),
            ("GET /v1/plugin/csi/a", "read_plugin"), ("GET /v1/plugin/csi/a/x", "read_plugin"),
            ("GET /v1/nodes", "list_nodes"), ("GET /v1/node/a", "read_node"), ("GET /v1/namespaces", "list_namespaces"),
            ("GET /v1/namespace/a", "read_namespace"), ("GET /v1/status/leader", "read_leader"),
            ("GET /v1/agent/self", "read_agent"), ("GET /v1/agent/health", "read_health"),
            ("GET /v1/metrics", "read_metrics"), ("GET /v1/operations", "list_operations"),
            ("GET /v1/operation/a", "read_operation"), ("DELETE /v1/operation/a", "cancel_operation"),
            ("GET /v1/operator/snapshot", "save_store"), ("PUT /v1/operator/snapshot", "restore_store"),
        ]
    )
    func endpoint(line: String, name: String) async throws {
        guard case .endpoint(let found, _) = try Route(of: .line(line)) else {
            Issue.record("\(line) leads nowhere")
            return
        }
        #expect(found == name)
    }

    @Test(
        "doubled slashes, dot segments and folders without their slash are redirected, with the query",
        arguments: [
            ("GET /v1//volumes?type=csi&prefix=a", "/v1/volumes?type=csi&prefix=a"),
            ("PUT /v1/volume/csi//create", "/v1/volume/csi/create"),
            ("DELETE /v1/volume/csi/./a", "/v1/volume/csi/a"),
            ("GET /v1/volume/csi/x/../a%20b", "/v1/volume/csi/a%20b"),
            ("GET /v1/volume/csi/a%2F%2Fb", "/v1/volume/csi/a/b"),
            ("GET /../v1/volumes/", "/v1/volumes/"),
            ("GET /v1/volume/csi", "/v1/volume/csi/"),
            ("GET /v1/plugin/csi", "/v1/plugin/csi/"),
            ("GET /v1/node?pretty", "/v1/node/?pretty"),
        ]
    )
    func redirect(line: String, location: String) async throws {
        guard case .redirect(let found) = try Route(of: .line(line)) else {
            Issue.record("\(line) is not redirected")
            return
        }
        #expect(found == location)
    }

    @Test("over the wire: 307 with a Location, 404 without a body, 405 with a text")
    func answers() async throws {
        try await withRig { rig in
            let redirect = try await rig.get("/v1/volume/csi")
            #expect(redirect.status == 307)
            #expect(redirect["Location"] == "/v1/volume/csi/")
            let unknown = try await rig.get("/v1/nothing")
            #expect(unknown.status == 404)
            #expect(unknown.body.isEmpty)
            #expect(unknown["Content-Type"] == nil)
            let method = try await rig.send("POST", "/v1/volume/csi/a", body: "{}")
            #expect(method.status == 405)
            #expect(method.text == "Invalid method")
            #expect(method["Content-Type"] == "text/plain; charset=utf-8")
            #expect(method["X-Nomad-Index"] == nil)
        }
    }

    @Test("the ID in a path is decoded, whatever characters it has")
    func decodedID() async throws {
        try await withRig { rig in
            try await rig.put(.of("50% größe+x?"))
            let answer = try await rig.get("/v1/volume/csi/50%25%20gr%C3%B6%C3%9Fe%2Bx%3F")
            #expect(answer.status == 200)
        }
    }
}

extension Request {
    /// A request without a body, as `METHOD TARGET`.
    static func line(_ line: String) throws -> Request {
        let parts = line.split(separator: " ")
        return try Request(method: String(parts[0]), String(parts[1]))
    }
}
