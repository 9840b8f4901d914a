import Testing
import VolumesAPI

@Suite("A hostile filter is refused, or answered in bounded time")
struct HostileFilterTests {
    private func repeated(_ text: String, _ count: Int) -> String {
        String(repeating: text, count: count)
    }

    @Test("Parentheses and braces nest 64 deep and no deeper")
    func depth() throws {
        #expect(try FilterRecords.passing(repeated("(", 64) + "Name == first" + repeated(")", 64)) == "a")
        let tooDeep = FilterRecords.failure(repeated("(", 65) + "Name == first" + repeated(")", 65))
        #expect(tooDeep.hasSuffix("1:66 (65): nests deeper than 64 levels"))
        #expect(FilterRecords.failure(repeated("(", 60_000)).contains("nests deeper"))
        #expect(FilterRecords.failure(repeated("not (", 10_000)).contains("nests deeper"))
        #expect(FilterRecords.failure(repeated("any Topologies as t { ", 2_900)).contains("nests deeper"))
    }

    @Test("Depth is counted where it nests, not where it follows")
    func breadth() throws {
        #expect(try FilterRecords.passing(repeated("(Name == x) or ", 1_000) + "Name == first") == "a")
        #expect(
            try FilterRecords.passing("Name == first" + repeated(" and (any Parameters as k { k == tier })", 100))
                == "a"
        )
    }

    @Test("64 KiB are read, more are not")
    func size() throws {
        let long = repeated("Name == x or ", 5_000) + "Name == first"
        #expect(try FilterRecords.passing(long) == "a")
        let longest = "Name == first" + repeated(" ", FilterExpression.maximumBytes - 13)
        #expect(try FilterRecords.passing(longest) == "a")
        #expect(FilterRecords.failure(longest + " ").hasSuffix("longer than 65536 bytes"))
    }

    @Test(
        "What makes a parser go back is read once all the same",
        arguments: [
            ("not ", 16_000), ("\"", 64_000), ("`", 64_001), ("(", 40), ("/", 60_000), ("\\", 60_000), ("\"\\", 30_000),
            ("a[", 30_000), ("a.", 30_000), ("1 in ", 13_000), ("any a as b { ", 60), ("or ", 20_000),
            ("not (a == b) and ", 3_000),
        ]
    )
    func backtracking(piece: String, count: Int) {
        #expect(FilterRecords.failure(repeated(piece, count)).hasPrefix("failed to create result paginator: "))
    }

    @Test("A long chain of not is one not or none")
    func manyNots() throws {
        #expect(try FilterRecords.passing(repeated("not ", 16_000) + "Name == first") == "a")
        #expect(try FilterRecords.passing(repeated("not ", 15_999) + "Name == first") == "b")
    }

    @Test("A pattern that makes others go back for ages takes time linear in the text")
    func catastrophicPattern() throws {
        let filter = try FilterExpression(parsing: "Name matches `^(a+)+(a|a)*(a*)*$`", fields: ["Name": .string])
        let text = FilterValue.string(repeated("a", 15_000) + "b")
        #expect(try !filter.matches { _ in text })
    }

    @Test(
        "A pattern that would take much memory is refused",
        arguments: [
            "a{1001}", "((a{100}){100}){100}", "(((((x{10}){10}){10}){10}){10}){10}", #"\pL{1000}"#, #"(\pL{30}){30}"#,
        ]
    )
    func largePattern(pattern: String) {
        #expect(FilterRecords.failure("Name matches `\(pattern)`").contains("error parsing regexp: "))
    }

    @Test("A pattern that nests deep ends nothing")
    func deepPattern() throws {
        let groups = repeated("(", 30_000) + repeated(")", 30_000)
        #expect(try FilterRecords.passing("Name matches `\(groups)`") == "ab")
        let stars = repeated("(a", 1_000) + repeated(")*", 1_000)
        #expect(try FilterRecords.passing("Name matches `\(stars)`") == "ab")
    }

    @Test("16 patterns are taken, more are not")
    func manyPatterns() throws {
        let most = repeated("Name matches x or ", FilterExpression.maximumPatterns - 1) + "Name matches first"
        #expect(try FilterRecords.passing(most) == "a")
        #expect(FilterRecords.failure("Name matches y or \(most)").hasSuffix("more than 16 regular expressions"))
    }

    @Test("any in any over a long list ends after 20,000 steps")
    func manySteps() throws {
        let filter = { try FilterExpression(parsing: $0, fields: ["L": .list(.int)]) }
        let list = FilterValue.list(Array(repeating: .integer(1), count: 1_000))
        #expect(try filter("any L as a { a == 2 }").matches { _ in list } == false)
        for expression in [
            "any L as a { any L as b { a == 2 } }",
            "any L as a { any L as b { any L as c { any L as d { a == 2 } } } }",
            "any L as a { 2 in L }",
        ] {
            let filter = try filter(expression)
            let error = #expect(throws: FilterError.self) { try filter.matches { _ in list } }
            #expect(error?.reason == "takes more than 20000 steps for one record")
        }
    }

    @Test("A part is looked for in time linear in the text, and in so many bytes of one record")
    func longTexts() throws {
        let part = repeated("a", 9_000) + "b"
        let once = try FilterExpression(parsing: "Name contains `\(part)`", fields: ["Name": .string])
        let text = FilterValue.string(repeated("a", 19_000))
        #expect(try !once.matches { _ in text })
        for test in ["Name contains b", "Name matches b"] {
            let twice = try FilterExpression(parsing: "\(test) or \(test)", fields: ["Name": .string])
            let error = #expect(throws: FilterError.self) { try twice.matches { _ in text } }
            #expect(error?.reason == "takes more than 20000 steps for one record")
        }
    }

    @Test(
        "Escapes that make no UTF-8 match no text and break nothing",
        arguments: [
            (#"Name == "\xff\xfe""#, ""),
            (#"Name contains "\xff""#, ""),
            (#"Name not contains "\377""#, "ab"),
            (#""\xc3\x28" in Parameters"#, ""),
            (#""\xff" in RequestedCapabilities.0.AccessMode"#, ""),
        ]
    )
    func invalidUTF8(expression: String, volumes: String) throws {
        #expect(try FilterRecords.passing(expression) == volumes)
    }

    @Test(
        "Escapes that stand for nothing are errors",
        arguments: [
            #""\xf""#, #""\400""#, #""\08""#, #""\ud800""#, #""\U00110000""#, #""\UFFFFFFFF""#, #""\u12""#, #""\'""#,
            "\"\\", "\"a\nb\"",
        ]
    )
    func badEscapes(literal: String) {
        #expect(FilterRecords.failure("Name == \(literal)").contains(#"rule "string": "#))
    }

    @Test("A pattern or an index of bytes that are no UTF-8 is refused")
    func invalidUTF8Elsewhere() {
        #expect(
            FilterRecords.failure(#"Name matches "\xff""#).contains(
                #"regular expression "\xff": error parsing regexp: invalid UTF-8"#
            )
        )
        #expect(FilterRecords.failure(#"Parameters["\xff"] == x"#).hasSuffix(#"rule "index": Invalid index"#))
    }

    @Test("Texts in errors are escaped, so that they can't forge lines")
    func escapedErrors() {
        #expect(
            FilterRecords.failure(#"Capacity == "1\n\u202e\x00\"""#).contains(#"rule "string": "#)
        )
        #expect(
            FilterRecords.failure(#"Capacity == "1\n\u202e\x00\x22é""#).contains(
                #"parsing "1\n\u202e\x00\"é": invalid syntax"#
            )
        )
    }

    @Test(
        "A value that is not of its field's type is taken for nothing",
        arguments: [
            "Name == first", "tier in Parameters", "Capacity == 1", "any Topologies as t { t is nil }",
            "Name matches x",
        ]
    )
    func misfits(expression: String) throws {
        let filter = try FilterExpression(parsing: expression, fields: FilterRecords.fields)
        #expect(try !filter.matches { _ in .bool(true) })
    }

    @Test("Indexes beyond a list, of any size, are out of range")
    func indexes() {
        for index in ["2", "9223372036854775807", "99999999999999999999999999"] {
            #expect(
                FilterRecords.failure("RequestedCapabilities.\(index) is nil").contains(
                    "/RequestedCapabilities/\(index) at part 1: "
                )
            )
        }
        #expect(
            FilterRecords.failure(#"RequestedCapabilities["-1"] is nil"#).contains(
                "index -1 is out of range (length = 2)"
            )
        )
    }
}
