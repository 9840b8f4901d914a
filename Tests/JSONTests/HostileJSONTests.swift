import Foundation
import JSON
import Testing

@Suite("Hostile JSON costs what its bytes cost")
struct HostileJSONTests {
    private func nested(_ levels: Int) -> String {
        String(repeating: #"{"a":["#, count: levels / 2) + String(repeating: "]}", count: levels / 2)
    }

    @Test("10,000 levels are taken from a request, more are not")
    func depth() throws {
        _ = try JSON(parsing: nested(10_000), options: .request)
        let error = JSON.error(nested(10_002))
        #expect(error?.description == "invalid character '{' exceeded max depth")
        #expect(error?.kind == .depth)
        #expect(
            JSON.error(String(repeating: "[", count: 10_001))?.description == "invalid character '[' exceeded max depth"
        )
        #expect(JSON.error(String(repeating: "[", count: 10_000))?.kind == .truncated)
    }

    @Test("Files and records nest 64 deep, and no deeper")
    func recordDepth() throws {
        let value = try JSON(parsing: nested(64))
        #expect(written { $0.value(value) } == nested(64))
        #expect(JSON.error(nested(66), options: .init())?.kind == .depth)
    }

    @Test("What nests deeper than anything reads is checked, and left out")
    func leftOut() throws {
        let inner = String(repeating: "[", count: 70) + "1" + String(repeating: "]", count: 70)
        let kept = String(repeating: "[", count: 62) + "[null]" + String(repeating: "]", count: 62)
        let value = try JSON(parsing: #"{"x":\#(inner),"y":[{"z":2}]}"#, options: .request)
        #expect(written { $0.value(value) } == #"{"x":\#(kept),"y":[{"z":2}]}"#)
        #expect(
            JSON.error(inner.replacing("1", with: "{\"a\" 1}"))?.description == "invalid character '1' after object key"
        )
    }

    @Test("A thread with a stack of 128 KiB reads, compares, writes and frees the deepest value")
    func smallStack() async {
        let text = nested(10_000)
        let isSame = await withCheckedContinuation { continuation in
            let thread = Thread {
                guard let one = try? JSON(parsing: text, options: .request),
                    let other = try? JSON(parsing: written { $0.value(one) })
                else { return continuation.resume(returning: false) }
                continuation.resume(returning: one == other && one.hashValue == other.hashValue)
            }
            thread.stackSize = 128 << 10
            thread.start()
        }
        #expect(isSame)
    }

    @Test(
        "Memory is a small multiple of the text",
        arguments: ["0", "[0]", #"{"":0}"#]
    )
    func memory(element: String) throws {
        let text = Array("[\(String(repeating: element + ",", count: 200_000))0]".utf8)
        // Peaks are counted from here on.
        try "5".write(toFile: "/proc/self/clear_refs", atomically: false, encoding: .utf8)
        let before = try memory("VmRSS")
        let value = try JSON(parsing: text)
        #expect(try memory("VmHWM") - before < text.count * 60)
        guard case .array(let values) = value else {
            Issue.record("no array")
            return
        }
        #expect(values.count == 200_001)
    }

    /// A size from the process's status, in bytes.
    private func memory(_ name: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("\(name):") })
        return try #require(line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }) << 10
    }

    @Test("No bytes end the process")
    func anyBytes() {
        let text = Array(#"{"a":[1,-2.5e3,"\u00e9\n",true,false,null,{"b":{}}],"é":"ü"}"#.utf8)
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<20_000 {
            var bytes = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            bytes.removeLast(Int.random(in: 0...3, using: &random))
            guard let error = JSON.error(bytes) else { continue }
            refused += 1
            #expect((0...bytes.count).contains(error.offset))
        }
        #expect(refused > 0)
    }
}
