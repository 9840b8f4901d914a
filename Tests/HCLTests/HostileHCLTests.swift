import HCL
import Testing

@Suite("What is no HCL is refused where it goes wrong")
struct HostileHCLTests {
    @Test(
        "The error names the place and what was expected",
        arguments: [
            ("a = b", "1:5: expected a value, found \"b\": a text needs quotes"),
            ("a", "1:2: expected \"=\" or \"{\" after \"a\", found the file's end"),
            ("a \"b\"\nc = 1", "2:3: expected \"{\" after the block's labels, found \"=\""),
            ("a b = 1", "1:5: expected \"{\" after the block's labels, found \"=\""),
            ("= 1", "1:1: expected a key, found \"=\""),
            ("5 = 6", "1:1: expected a key, found 5"), ("true = 1", "1:1: expected a key, found true"),
            ("}", "1:1: expected a key, found \"}\""),
            ("a = 1 }", "1:7: expected a key, found \"}\""),
            ("a = {", "1:6: expected a key or \"}\", found the file's end"),
            ("a { b = 1 ]", "1:11: expected a key or \"}\", found \"]\""),
            ("a { b = 1 }, }", "1:14: expected a key, found \"}\""),
            ("a = [1 2]", "1:8: expected \",\" or \"]\", found 2"),
            ("a = [1,\n", "2:1: expected a value, found the file's end"),
            ("a = [,]", "1:6: expected a value, found \",\""),
            ("a = 1 + 2", "1:7: a character that means nothing here"),
            ("a: 1", "1:2: a character that means nothing here"),
            ("a = 'x'", "1:5: a character that means nothing here"),
            ("a = f(\"x\")", "1:5: expected a value, found \"f\": a text needs quotes"),
            ("a = 10GiB", "1:5: 10GiB is no number of 64 bits; a text needs quotes"),
            ("a = 1_000", "1:5: 1_000 is no number of 64 bits; a text needs quotes"),
            ("a = 08", "1:5: 08 is no number of 64 bits; a text needs quotes"),
            ("a = 0x", "1:5: 0x is no number of 64 bits; a text needs quotes"),
            ("a = 9223372036854775808", "1:5: 9223372036854775808 is no number of 64 bits; a text needs quotes"),
            ("a = 1e999", "1:5: 1e999 is no number of 64 bits; a text needs quotes"),
            ("a = --1", "1:5: - is no number of 64 bits; a text needs quotes"),
            ("a = \"x\nb\"", "1:5: the text does not end on its line"),
            ("a = \"x", "1:5: the text does not end on its line"),
            ("a = \"${x\"", "1:6: \"${\" has no \"}\""), (#"a = "\q""#, "1:6: an escape that means nothing"),
            (#"a = "\u12""#, "1:6: the escape needs 4 more digits"),
            (#"a = "\ud800""#, "1:6: the escape is no character"),
            (#"a = "\xff""#, "1:6: the escape is no character of ASCII; write \\u"),
            ("/* x\n", "1:1: the comment does not end"),
            ("a = <EOF", "1:5: a heredoc begins with \"<<\""),
            ("a = <<\nx\n", "1:5: a heredoc's name is of letters, digits and \"_\", and ends its line"),
            ("a = <<a-b\nx\na-b\n", "1:5: a heredoc's name is of letters, digits and \"_\", and ends its line"),
            ("a = <<EOF\nx\nEOF", "1:5: the heredoc does not end"),
            ("\u{feff}a = 1", "1:1: a character that means nothing here"),
            ("a = \"\u{0}\"", "1:6: U+0 can't stand in a file"), ("# \u{e123}", "1:3: U+E123 can't stand in a file"),
        ]
    )
    func errors(text: String, message: String) {
        #expect(failure(text) == message)
    }

    @Test("A file that is no UTF-8 is refused")
    func encoding() {
        #expect(failure([0x61, 0xff]) == "1:1: the file is no UTF-8")
    }

    @Test("64 levels are taken, more are not, in blocks, lists and JSON")
    func depth() throws {
        func nested(_ open: String, _ close: String, _ levels: Int) -> String {
            String(repeating: open, count: levels) + String(repeating: close, count: levels)
        }
        _ = try outline(nested("a {", "}", 64))
        _ = try outline("a = " + nested("[", "]", 64))
        _ = try outline(#"{"a":"# + nested("[", "]", 63) + "}")
        #expect(failure(nested("a {", "}", 65))?.hasSuffix("nests deeper than 64 levels") == true)
        #expect(failure("a = " + nested("[", "]", 100_000))?.hasSuffix("1:69: nests deeper than 64 levels") == true)
        #expect(failure(#"{"a":"# + nested("[", "]", 64) + "}") == "1:69: invalid character '[' exceeded max depth")
    }

    @Test("1 MiB is read in either form, more is not")
    func size() throws {
        let lines = String(repeating: "a = 1\n", count: HCL.maximumBytes / 6)
        #expect(try parse(lines).items.count == HCL.maximumBytes / 6)
        let members = Array(repeating: #""a":1"#, count: 150_000).joined(separator: ",")
        #expect(try parse("{\(members)}").items.last?.position.column == 900_002 - 6)
        let tooLong = String(repeating: " ", count: HCL.maximumBytes + 1)
        #expect(failure(tooLong) == "1:1: the file is larger than 1048576 bytes")
    }

    @Test("No text ends the process")
    func anyText() {
        let text = Array("a \"b\" { c = [1, \"${d}\\n\", true] } e = <<-F\n  x\n  F\n/* */ g = -0x1.5e".unicodeScalars)
        var random = SystemRandomNumberGenerator()
        var refused = 0
        for _ in 0..<5_000 {
            var scalars = text
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                scalars.swapAt(
                    Int.random(in: 0..<text.count, using: &random),
                    Int.random(in: 0..<text.count, using: &random)
                )
            }
            scalars.removeLast(Int.random(in: 0...20, using: &random))
            if failure(String(String.UnicodeScalarView(scalars))) != nil { refused += 1 }
        }
        #expect(refused > 0)
    }
}
