import JSON
import Testing

@Suite("What is no JSON is refused in the words of Go")
struct ErrorTests {
    @Test(
        "The error says what stands where it can't",
        arguments: [
            ("}", "invalid character '}' looking for beginning of value"),
            ("Volume", "invalid character 'V' looking for beginning of value"),
            ("{\"Volumes\": [}", "invalid character '}' looking for beginning of value"),
            ("[1,]", "invalid character ']' looking for beginning of value"),
            ("+1", "invalid character '+' looking for beginning of value"),
            ("{\"a\":1,}", "invalid character '}' looking for beginning of object key string"),
            ("{'a': 1}", #"invalid character '\'' looking for beginning of object key string"#),
            ("{\"a\" 1}", "invalid character '1' after object key"),
            ("{\"a\": 1 // x\n}", "invalid character '/' after object key:value pair"),
            ("{\"a\": 1]", "invalid character ']' after object key:value pair"),
            ("[1 2]", "invalid character '2' after array element"),
            ("[01]", "invalid character '1' after array element"),
            ("[1}", "invalid character '}' after array element"),
            ("nol", "invalid character 'o' in literal null (expecting 'u')"),
            ("trUe", "invalid character 'U' in literal true (expecting 'u')"),
            ("[-]", "invalid character ']' in numeric literal"),
            ("[1.]", "invalid character ']' after decimal point in numeric literal"),
            ("[.5]", "invalid character '.' looking for beginning of value"),
            ("[1e+]", "invalid character ']' in exponent of numeric literal"),
            (#"["\x"]"#, "invalid character 'x' in string escape code"),
            (#"["\u12g4"]"#, #"invalid character 'g' in \u hexadecimal character escape"#),
            ("[\"a\nb\"]", #"invalid character '\n' in string literal"#),
            ("[\"\u{0}\"]", #"invalid character '\x00' in string literal"#),
            ("[\"\u{1f}\"]", #"invalid character '\x1f' in string literal"#),
            ("\\", #"invalid character '\\' looking for beginning of value"#),
            ("\"", "unexpected EOF"),
        ]
    )
    func syntax(text: String, message: String) {
        #expect(JSON.error(text)?.description == message)
    }

    @Test("A byte beyond ASCII is shown as Go shows it")
    func otherBytes() {
        #expect(JSON.error("\u{feff}{}")?.description == "invalid character 'ï' looking for beginning of value")
        #expect(JSON.error([0x80])?.description == #"invalid character '\u0080' looking for beginning of value"#)
        #expect(JSON.error([0xad])?.description == #"invalid character '\u00ad' looking for beginning of value"#)
        #expect(JSON.error([0x7f])?.description == #"invalid character '\x7f' looking for beginning of value"#)
    }

    @Test("Nothing but white space is the end of the text", arguments: ["", " ", "\r\n\t "])
    func empty(text: String) {
        #expect(JSON.error(text)?.description == "EOF")
        #expect(JSON.error(text)?.kind == .empty)
    }

    @Test("Every text that is cut short is an unexpected end")
    func truncated() {
        let text = #"{"Volumes":[{"ID":"a\n\u00e9","Size":-1.5e+3,"On":true,"Off":false,"No":null,"L":[]}]}"#
        for length in 1..<text.utf8.count {
            let error = JSON.error(Array(text.utf8.prefix(length)))
            #expect(error?.description == "unexpected EOF")
            #expect(error?.kind == .truncated)
            #expect(error?.offset == length)
        }
    }

    @Test("A text or key that is no UTF-8 is refused where it goes wrong")
    func invalidUTF8() {
        for bytes: [UInt8] in [
            [0xff], [0xc3, 0x28], [0xed, 0xa0, 0x80], [0xc0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xe2, 0x80],
        ] {
            for (before, after) in [("[\"aé", "\"]"), ("{\"aé", "\":1}")] {
                let error = JSON.error(Array(before.utf8) + bytes + Array(after.utf8))
                #expect(error?.kind == .encoding)
                #expect(error?.offset == 5)
                #expect(error?.description == "invalid UTF-8 at byte 5")
            }
        }
    }

    @Test("An error tells line and column")
    func positions() {
        let error = JSON.error("{\n  \"é\": \"ü\",\n  \"é\" 1\n}")
        #expect(error?.position == TextPosition(line: 3, column: 7))
        #expect(error?.offset == 23)
        #expect(JSON.error("x")?.position == TextPosition(line: 1, column: 1))
        #expect(JSON.error("[1,\n")?.position == TextPosition(line: 2, column: 1))
    }
}
