import JSON
import Testing

@Suite("JSON is read")
struct ParsingTests {
    @Test(
        "Every kind of value, with and without white space around",
        arguments: [
            ("null", .null), ("true", .bool(true)), (" false\n", .bool(false)), ("\t\"a\"\r", .string("a")),
            ("-12", .number(.init(Int64(-12)))), ("[]", .array([])), ("[ ]", .array([])), ("{}", .object([:])),
            ("{ }", .object([:])),
            (#"[1, [true] ,{}]"#, .array([.number(.init(Int64(1))), .array([.bool(true)]), .object([:])])),
            (#" {"a" : {"b":[null]} , "c":"" } "#, .object(["a": .object(["b": .array([.null])]), "c": .string("")])),
        ] as [(String, JSON)]
    )
    func values(text: String, value: JSON) throws {
        #expect(try JSON(parsing: text) == value)
    }

    @Test(
        "Escapes stand for what they stand for in JavaScript",
        arguments: [
            (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"), (#""\u00e9\u20AC""#, "é€"), (#""\uD83D\ude00!""#, "😀!"),
            (#""a\u0000b""#, "a\u{0}b"), ("\"é😀\u{2028}\u{7f}\"", "é😀\u{2028}\u{7f}"),
        ]
    )
    func escapes(literal: String, text: String) throws {
        #expect(try JSON(parsing: literal) == .string(text))
    }

    @Test(
        "Half a surrogate pair becomes U+FFFD",
        arguments: [
            (#""\ud83d""#, "\u{fffd}"), (#""\ude00x""#, "\u{fffd}x"), (#""\ud83d\u0041""#, "\u{fffd}A"),
            (#""\ud83d\ud83d\ude00""#, "\u{fffd}😀"), (#""\ud83d\n""#, "\u{fffd}\n"),
            (#""\ud83dude00""#, "\u{fffd}ude00"),
        ]
    )
    func halfPairs(literal: String, text: String) throws {
        #expect(try JSON(parsing: literal) == .string(text))
    }

    @Test("Whole numbers are read exactly, where they are written as such")
    func wholeNumbers() throws {
        func number(_ text: String) throws -> JSON.Number {
            guard case .number(let number) = try JSON(parsing: text) else { throw UnexpectedKind() }
            #expect(number.literal == text)
            return number
        }
        #expect(try number("9223372036854775807").int64 == .max)
        #expect(try number("-9223372036854775808").int64 == .min)
        #expect(try number("9223372036854775808").int64 == nil)
        #expect(try number("18446744073709551615").uint64 == .max)
        #expect(try number("18446744073709551616").uint64 == nil)
        #expect(try number("-0").int64 == 0)
        #expect(try number("-0").uint64 == nil)
        for text in ["1.5", "1.0", "1e3", "1E0", "12345678901234567890123"] {
            #expect(try number(text).int64 == nil)
            #expect(try number(text).uint64 == nil)
        }
        #expect(try number("-1.5e-2").double == -0.015)
        #expect(try number("1e999").double == nil)
    }

    private struct UnexpectedKind: Error {}

    @Test("A field is found whatever the case of its key, and of several the last counts")
    func fields() throws {
        func field(_ text: String, _ name: String) throws -> JSON? {
            guard case .object(let members) = try JSON(parsing: text) else { return nil }
            return members[name]
        }
        #expect(try field(#"{"volumes": true}"#, "Volumes") == .bool(true))
        #expect(try field(#"{"VOLUMES": 1, "Volumes": 2, "volumes": 3}"#, "Volumes") == .number(.init(Int64(3))))
        #expect(try field(#"{"volume\u017f": true}"#, "Volumes") == .bool(true))
        #expect(try field(#"{"\u212aey": true}"#, "key") == .bool(true))
        for other in ["", "V", "Volume", "Volumess", "vo1umes", "volumeſs", "völumes", "Volumes\u{301}"] {
            #expect(try field("{\"\(other)\": true}", "Volumes") == nil)
        }
        #expect(try field(#"{"{": true}"#, "[") == nil)
    }

    @Test("Members keep their order, duplicates and places")
    func members() throws {
        guard case .object(let members) = try JSON(parsing: "{\"b\": 1,\n \"a\": {\"c\": 2}, \"b\": 3}") else {
            Issue.record("no object")
            return
        }
        #expect(members.map(\.key) == ["b", "a", "b"])
        #expect(members.map(\.offset) == [1, 10, 25])
    }

    @Test("Texts that differ in bytes are different, even where they look alike")
    func bytesCount() {
        #expect(JSON.string("\u{e9}") != JSON.string("e\u{301}"))
        #expect(JSON.object(["\u{e9}": .null]) != JSON.object(["e\u{301}": .null]))
        #expect(Set([JSON.string("\u{e9}"), JSON.string("e\u{301}"), JSON.string("e\u{301}")]).count == 2)
    }

    @Test("What follows the value is ignored where that is asked for", arguments: ["{}", "[1]", "\"a\"", "12", "null"])
    func trailing(text: String) throws {
        for tail in ["x", "]", " {\"b\"", ",", "\u{0}"] {
            #expect(try JSON(parsing: text + tail, options: .request) == JSON(parsing: text))
            #expect(JSON.error(text + tail, options: .init())?.kind == .syntax)
        }
    }
}
