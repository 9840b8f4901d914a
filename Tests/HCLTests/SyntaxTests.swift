import HCL
import Testing

@Suite("HCL is read")
struct SyntaxTests {
    @Test(
        "Keys, blocks, labels and lists",
        arguments: [
            ("", ""), ("a = 1", "a = 1"), ("a=1 b=2", "a = 1, b = 2"), ("a = 1,\nb = 2,", "a = 1, b = 2"),
            ("a { }", "a = {}"), ("a = { }", "a = {}"), ("a { b = 1 } a = { b = 2 }", "a = {b = 1}, a = {b = 2}"),
            ("a = 1\na = 2", "a = 1, a = 2"), (#"a "b" c { d = true }"#, #"a "b" "c" = {d = true}"#),
            (#""a b" = false"#, "a b = false"), ("a.b-c_1 = 1", "a.b-c_1 = 1"), ("ä = 1", "ä = 1"),
            ("a = []", "a = []"), (#"a = [1, "b", [true], { c = 1 },]"#, #"a = [1, "b", [true], {c = 1}]"#),
            ("a {\n  b {\n    c = 1\n  }\n}\n", "a = {b = {c = 1}}"), ("a\n=\n1", "a = 1"), ("a\r\n=\r1\r\n", "a = 1"),
        ]
    )
    func structure(text: String, tree: String) throws {
        #expect(try outline(text) == tree)
    }

    @Test(
        "Comments stand anywhere between tokens",
        arguments: ["# x\na = 1 # y", "// x\na = /* y */ 1 //", "/* a = 2 /* \n * \n*/ a /**/ = 1", "a = # x\n1\n#"]
    )
    func comments(text: String) throws {
        #expect(try outline(text) == "a = 1")
    }

    @Test(
        "Numbers are decimal, hexadecimal or octal, or have a fraction or exponent",
        arguments: [
            ("0", "0"), ("-12", "-12"), ("0x1F", "31"), ("-0xff", "-255"), ("0700", "448"), ("-010", "-8"),
            ("9223372036854775807", "9223372036854775807"), ("-9223372036854775808", "-9223372036854775808"),
            ("1.5", "1.5"), (".5", "0.5"), ("1.", "1.0"), ("-1.50", "-1.5"), ("1e3", "1000.0"), ("1.5E-3", "0.0015"),
            ("0xe", "14"),
        ]
    )
    func numbers(literal: String, value: String) throws {
        #expect(try outline("a = \(literal)") == "a = \(value)")
    }

    @Test(
        "Texts have the escapes of Go",
        arguments: [
            (#""""#, ""), (#""\a\b\f\n\r\t\v\\\"""#, "\u{7}\u{8}\u{c}\n\r\t\u{b}\\\""),
            (#""\x41\101\u00e9\U0001f600""#, "AAé😀"),
            ("\"$x $$ é\"", "$x $$ é"), ("\"# no // comment /*\"", "# no // comment /*"),
        ]
    )
    func texts(literal: String, text: String) throws {
        #expect(try outline("a = \(literal)") == "a = \(String(reflecting: text))")
    }

    @Test("What stands in ${...} stays as it is, quotes and lines' ends included")
    func interpolation() throws {
        #expect(try outline(#"a = "${meta.rack}-x""#) == #"a = "${meta.rack}-x""#)
        #expect(try outline("a = \"${f(\"b\\n\", {c})}\"") == "a = " + String(reflecting: "${f(\"b\\n\", {c})}"))
        #expect(try outline("a = \"${\n}\"") == "a = " + String(reflecting: "${\n}"))
    }

    @Test(
        "Heredocs hold lines as they are",
        arguments: [
            ("<<EOF\none\n  \"two\\n\" ${x}\nEOF\n", "one\n  \"two\\n\" ${x}\n"), ("<<EOF\nEOF\n", ""),
            ("<<E_1\n\nEOF\nE_1\n", "\nEOF\n"), ("<<EOF\none\n  EOF\n", "one\n  "),
            ("<<EOF\r\none\r\nEOF\r\n", "one\n"),
            ("<<-EOF\n    one\n      two\n    EOF\n", "one\n  two\n"),
            ("<<-EOF\n    one\n  two\n    EOF\n", "    one\n  two\n"),
            ("<<-EOF\n\tone\n\n\tEOF\n", "\tone\n\n"), ("<<-EOF\n  one\nEOF\n", "  one\n"),
        ]
    )
    func heredocs(literal: String, text: String) throws {
        #expect(try outline("a = \(literal)") == "a = \(String(reflecting: text))")
        #expect(try outline("a = \(literal)b = 1") == "a = \(String(reflecting: text)), b = 1")
    }

    @Test("Everything knows its place")
    func positions() throws {
        let body = try parse("# é\n\na = \"ü\" bc \"d\" {\r\n  e = [1,\n    true]\n}")
        let block = body.items[1]
        #expect(body.items[0].position == .init(file: "a.hcl", line: 3, column: 1))
        #expect(body.items[0].value.position == .init(file: "a.hcl", line: 3, column: 5))
        #expect(block.position == .init(file: "a.hcl", line: 3, column: 9))
        #expect(block.labels[0].position == .init(file: "a.hcl", line: 3, column: 12))
        #expect(block.value.position == .init(file: "a.hcl", line: 3, column: 16))
        guard case .object(let inner) = block.value.kind, case .list(let values) = inner.items[0].value.kind else {
            Issue.record("no list")
            return
        }
        #expect(values.map(\.position.description) == ["a.hcl:4:8", "a.hcl:5:5"])
    }
}

@Suite("The JSON twin is read")
struct JSONFormTests {
    @Test(
        "Lists of objects are blocks that repeat",
        arguments: [
            (#"{"a": [{"b": 1}, {"b": 2}]}"#, "a = {b = 1}, a = {b = 2}"),
            (#" {"a": {"b": {"c": 1}}}"#, "a = {b = {c = 1}}"),
            (#"{"a": []}"#, "a = []"), (#"{"a": [1, {"b": 2}, "c"]}"#, #"a = [1, {b = 2}, "c"]"#),
            (
                #"{"a": null, "b": "${x}", "c": -1.5, "d": true, "a": 10}"#,
                #"a = "", b = "${x}", c = -1.5, d = true, a = 10"#
            ),
            ("{}", ""),
        ]
    )
    func structure(text: String, tree: String) throws {
        #expect(try outline(text) == tree)
    }

    @Test("Keys know their places")
    func positions() throws {
        let body = try parse("\n{\"é\": {\n  \"b\": 1},\n \"c\": [{\"d\": 2}, {\n\"e\": 3}]}")
        #expect(body.items.map(\.position.description) == ["a.hcl:2:2", "a.hcl:4:2", "a.hcl:4:2"])
        let inner = body.items.map { item in
            if case .object(let body) = item.value.kind { body.items[0].position.description } else { "" }
        }
        #expect(inner == ["a.hcl:3:3", "a.hcl:4:9", "a.hcl:5:1"])
    }

    @Test(
        "Errors name the place",
        arguments: [
            ("{\"a\": 1,\n}", "2:1: invalid character '}' looking for beginning of object key string"),
            ("{\"a\": 1} x", "1:10: invalid character 'x' after top-level value"), ("{\"a\": 1", "1:8: unexpected EOF"),
            ("{\"a\": 01}", "1:8: invalid character '1' after object key:value pair"),
        ]
    )
    func errors(text: String, message: String) {
        #expect(failure(text) == message)
    }
}
