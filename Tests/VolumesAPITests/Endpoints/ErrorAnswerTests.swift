import HTTPServer
import StateStore
import Testing
import Volumes

@testable import VolumesAPI

@Suite("Error answers")
struct ErrorAnswerTests {
    @Test(
        "each kind of failure has its status",
        arguments: [
            (VolumeError.Code.invalid, 400), (.permissionDenied, 403), (.notFound, 404), (.exists, 409), (.inUse, 409),
            (.busy, 409), (.cancelled, 409), (.rejected, 422), (.unsupported, 501), (.pluginFailed, 502),
            (.unavailable, 503), (.deadlineExceeded, 504), (.exhausted, 507), (.init(rawValue: "new"), 500),
        ]
    )
    func statuses(code: VolumeError.Code, status: Int) async throws {
        try await withRig { rig in
            rig.operations.fail("delete default a", VolumeError(code, "the text", volume: "a"))
            let answer = try await rig.send("DELETE", "/v1/volume/csi/a/delete")
            #expect(answer.status == status)
            #expect(answer.text == "the text")
            #expect(answer["Content-Type"] == "text/plain; charset=utf-8")
            #expect(answer.index == nil)
        }
    }

    @Test("whoever asks for JSON gets an object that names what the error is about, and the request")
    func json() async throws {
        try await withRig { rig in
            rig.operations.fail(
                "delete default a",
                VolumeError(
                    .deadlineExceeded,
                    "too <late>",
                    grpcStatus: "DEADLINE_EXCEEDED",
                    volume: "a",
                    plugin: "hostpath",
                    node: "n1",
                    operation: "op"
                )
            )
            for accept in ["application/json", "text/html, Application/JSON;q=0.9"] {
                let answer = try await rig.send("DELETE", "/v1/volume/csi/a/delete", headers: ["Accept": accept])
                #expect(answer.status == 504)
                #expect(answer["Content-Type"] == "application/json")
                #expect(
                    answer.text == """
                        {"code":504,"error":"too <late>","grpc_status":"DEADLINE_EXCEEDED","node":"n1","operation":"op",\
                        "plugin":"hostpath","request_id":"request-1","volume":"a"}
                        """
                )
            }
        }
    }

    @Test(
        "every error is an object then, without what it is not about",
        arguments: [
            ("GET /v1/volume/csi/none", 404, "volume not found"), ("GET /v1/plugin/csi/none", 404, "plugin not found"),
            ("POST /v1/plugins", 405, "Invalid method"), ("GET /v1/volume/csi/a/b/c", 404, "resource not found"),
            ("GET /v1/volumes?type=csi&wait=5", 400, "Invalid wait time"),
            ("DELETE /v1/volume/csi/a?force=x", 400, "invalid force value"),
        ]
    )
    func jsonOfOthers(line: String, status: Int, text: String) async throws {
        try await withRig { rig in
            let parts = line.split(separator: " ").map(String.init)
            let answer = try await rig.send(parts[0], parts[1], headers: ["Accept": "application/json"])
            #expect(answer.status == status)
            #expect(answer.text == #"{"code":\#(status),"error":"\#(text)","request_id":"request-1"}"#)
        }
    }

    @Test("anyone else gets plain text", arguments: ["*/*", "text/plain", "application/jsonx", ""])
    func plain(accept: String) async throws {
        try await withRig { rig in
            let answer = try await rig.get("/v1/volume/csi/none", headers: ["Accept": accept])
            #expect(answer.text == "volume not found")
        }
    }

    @Test("an error without words for callers shows none")
    func internalError() throws {
        struct Secret: Error { let password = "hunter2" }
        let response = Response(failure: Secret(), to: try Request("/"), requestID: "r")
        #expect(response.status == .internalServerError)
    }
}
