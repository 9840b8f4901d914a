import HTTPServer
import Testing

@Suite("Requests as values")
struct RequestTests {
    @Test("A path is decoded piece by piece, and kept as it was")
    func path() throws {
        let request = try Request("/v1/volume/csi/a%2Fb%20c/%C3%BC/")
        #expect(request.path == ["v1", "volume", "csi", "a/b c", "ü", ""])
        #expect(request.rawPath == "/v1/volume/csi/a%2Fb%20c/%C3%BC/")
        #expect(try Request("/").path == [""])
        #expect(try Request("/a+b").path == ["a+b"])
        #expect(try Request("//a/../b").path == ["", "a", "..", "b"])
    }

    @Test("A query has repeated names, empty values, escapes and plus signs")
    func query() throws {
        let request = try Request("/x?a=1&b=%26%3D&a=2&c&d=&e=x+y%2B&&=z&f=a=b")
        #expect(request.query["a"] == "1")
        #expect(request.query.values("a") == ["1", "2"])
        #expect(request.query["b"] == "&=")
        #expect(request.query["c"] == "")
        #expect(request.query["d"] == "")
        #expect(request.query["e"] == "x y+")
        #expect(request.query["f"] == "a=b")
        #expect(request.query["absent"] == nil)
        #expect(request.rawQuery == "a=1&b=%26%3D&a=2&c&d=&e=x+y%2B&&=z&f=a=b")
        #expect(try Request("/x").rawQuery == nil)
        #expect(try Request("/x?a=b?c").query["a"] == "b?c")
    }

    @Test(
        "What can't be decoded is 400",
        arguments: ["/%", "/%4", "/%zz", "/%ff", "/%00", "/?a=%", "/?%ff=1", "/?a=%00", "", "x", "http:/", "?a=b"]
    )
    func malformed(target: String) throws {
        let error = try #require(throws: HTTPError.self) { _ = try Request(target) }
        #expect(error.status == .badRequest)
    }

    @Test("A target may name its host")
    func absolute() throws {
        #expect(try Request("http://example.com:80/a/b?c=d").path == ["a", "b"])
        #expect(try Request("HTTPS://example.com?c=d").query["c"] == "d")
        #expect(try Request("http://example.com").path == [""])
        #expect(try Request(method: "OPTIONS", "*").rawPath == "*")
    }

    @Test("Header names have no case, and may repeat")
    func headers() {
        var headers: Headers = ["Content-Type": "a", "X-A": "1, 2", "x-a": "3 ,,\t4"]
        #expect(headers["content-TYPE"] == "a")
        #expect(headers.values("X-a") == ["1, 2", "3 ,,\t4"])
        #expect(headers.elements("x-A") == ["1", "2"])
        headers["X-A"] = "5"
        #expect(headers.values("x-a") == ["5"])
        headers["content-type"] = nil
        #expect(headers.map(\.name) == ["X-A"])
    }

    @Test("A body that is here is read like one that comes")
    func body() async throws {
        let request = try Request(method: "PUT", "/", body: [1, 2, 3])
        #expect(request.body.length == 3)
        #expect(try await request.body.collect() == [1, 2, 3])
        #expect(try await Request("/").body.collect() == [])
    }
}
