import JSON
import Testing

@Suite("JSON is written")
struct WritingTests {
    @Test("Values follow each other without white space")
    func values() {
        let text = written {
            $0.object {
                $0.key("A")
                $0.value("a")
                $0.key("B")
                $0.array {
                    $0.value(Int64.min)
                    $0.value(UInt64.max)
                    $0.value(true)
                    $0.value(false)
                    $0.null()
                    $0.array { _ in }
                    $0.object { _ in }
                }
                $0.key("C")
                $0.value(written: Array("[1,2]".utf8))
                $0.key("\"")
                $0.object {
                    $0.key("D")
                    $0.value(0)
                }
            }
        }
        #expect(
            text
                == #"{"A":"a","B":[-9223372036854775808,18446744073709551615,true,false,null,[],{}],"C":[1,2],"\"":{"D":0}}"#
        )
    }

    @Test(
        "Texts are escaped as Go does without HTML escapes",
        arguments: [
            ("", ""), ("plain", "plain"), ("<&>/'é😀\u{7f}", "<&>/'é😀\u{7f}"), ("\"\\", #"\"\\"#),
            ("\n\r\t\u{8}\u{c}", #"\n\r\t\b\f"#), ("a\u{0}\u{1f}\u{b}b", #"a\u0000\u001f\u000bb"#),
            ("a\u{2028}b\u{2029}", #"a\u2028b\u2029"#), ("\u{2027}\u{202a}€â", "\u{2027}\u{202a}€â"),
        ]
    )
    func escapes(text: String, escaped: String) {
        #expect(written { $0.value(text) } == "\"\(escaped)\"")
    }

    @Test("Every code point comes back as it was")
    func roundTrip() throws {
        for start in stride(from: UInt32(0), to: 0x11_0000, by: 0x1000) {
            var text = ""
            for value in start..<start + 0x1000 { Unicode.Scalar(value).map { text.unicodeScalars.append($0) } }
            let bytes = Array(written { $0.value(text) }.utf8)
            #expect(try JSON(parsing: bytes) == .string(text))
        }
    }

    @Test("A value that was read is written as it was, white space left out")
    func parsedValue() throws {
        let text = #"{"b":[1.50,1e3,-0,12345678901234567890123],"a":{"":null},"b":"\n","c":[[],{},true,false]}"#
        let value = try JSON(parsing: text)
        #expect(written { $0.value(value) } == text)
    }

    @Test("An error in a container passes through the writer")
    func errors() {
        struct Failure: Error {}
        var writer = JSONWriter()
        #expect(throws: Failure.self) {
            try writer.array { _ throws(Failure) in throw Failure() }
        }
    }
}

@Suite("JSON is made readable")
struct PrettyPrinterTests {
    private static let compact = #"{"A":"x, y: [\"{\\","B":[1,{"C":null},[],{}],"D":{},"E":{"F":[[true]]}}"#
    private static let pretty = #"""
        {
            "A": "x, y: [\"{\\",
            "B": [
                1,
                {
                    "C": null
                },
                [],
                {}
            ],
            "D": {},
            "E": {
                "F": [
                    [
                        true
                    ]
                ]
            }
        }

        """#

    @Test("Four spaces a level, empty containers in one piece, one line's end after all")
    func layout() {
        #expect(String(decoding: PrettyPrinter.format(Array(Self.compact.utf8)), as: UTF8.self) == Self.pretty)
    }

    @Test("Scalars stay as they are", arguments: ["null", "\"[]\"", "12", "[]", "{}"])
    func scalars(text: String) {
        #expect(PrettyPrinter.format(Array(text.utf8)) == Array((text + "\n").utf8))
    }

    @Test("Pieces may be cut anywhere")
    func pieces() {
        var printer = PrettyPrinter()
        var pretty: [UInt8] = []
        for byte in Self.compact.utf8 { printer.format([byte], into: &pretty) }
        #expect(String(decoding: pretty, as: UTF8.self) + "\n" == Self.pretty)
    }
}
