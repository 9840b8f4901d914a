import Testing
import VolumesAPI

private let space = #"[ \t\r\n]"#
private let operators = #""!=", "==", "contains", "in", "is", "matches", "not" or [ \t\r\n]"#
private let value = #""-", "0", "\"", "`", [ \t\r\n], [1-9] or [a-zA-Z]"#
private let expressionStart = #""(", "-", "0", "\"", "`", "all", "any", "not", [ \t\r\n], [1-9] or [a-zA-Z]"#
private let afterName = #""!=", ".", "==", "[", [ \t\r\n] or [a-zA-Z0-9_/]"#
private let afterBareWord = #"".", "[", [ \t\r\n], [a-zA-Z0-9_/] or EOF"#
private let afterMatch = #""and", "or", [ \t\r\n] or EOF"#

@Suite("A text that is no expression is refused as Nomad refuses it")
struct FilterSyntaxErrorTests {
    @Test(
        "The error names the line, the column, the byte, and what would have fitted there",
        arguments: [
            ("ID", "1:3 (2)", afterName),
            ("bad(", "1:4 (3)", afterName),
            ("ID ==", "1:6 (5)", value),
            ("Name == 'first'", "1:9 (8)", value),
            ("== x", "1:1 (0)", expressionStart),
            ("", "1:1 (0)", expressionStart),
            ("   ", "1:4 (3)", expressionStart),
            ("#", "1:1 (0)", expressionStart),
            ("ID == x)", "1:8 (7)", afterBareWord),
            ("ID == x; ID == y", "1:8 (7)", afterBareWord),
            ("ID == filter-values-a", "1:13 (12)", afterBareWord),
            ("Name == first one", "1:15 (14)", afterMatch),
            ("Name == first AND Name == first", "1:15 (14)", afterMatch),
            ("Name == first Or Name == x", "1:15 (14)", afterMatch),
            ("ID == x and", "1:12 (11)", space),
            ("and ID == x", "1:5 (4)", operators),
            ("NOT Name == first", "1:5 (4)", operators),
            ("Name IS empty", "1:6 (5)", operators),
            ("first IN Name", "1:7 (6)", operators),
            ("Capacity > 1", "1:10 (9)", operators),
            ("Capacity = 1048576", "1:10 (9)", operators),
            ("Capacity <> 5", "1:10 (9)", operators),
            ("ID is", "1:6 (5)", space),
            ("ID is full", "1:7 (6)", #""empty", "nil", "not" or [ \t\r\n]"#),
            ("ID not x", "1:8 (7)", #""contains", "in", "matches" or [ \t\r\n]"#),
            ("any ID as", "1:10 (9)", space),
            ("any RequestedCapabilities { ID == x }", "1:27 (26)", #""as" or [ \t\r\n]"#),
            ("any RequestedCapabilities as c { }", "1:34 (33)", expressionStart),
            (#"not any Parameters as k { k == "tier" }"#, "1:9 (8)", operators),
            (
                #"any RequestedCapabilities as c { c.AccessMode matches "reader" } and Name != x"#, "1:66 (65)",
                #"[ \t\r\n] or EOF"#
            ),
            (#""q" not inside Name"#, "1:11 (10)", space),
            (#""/ID/" == x"#, "1:8 (7)", #""in", "not" or [ \t\r\n]"#),
            ("not(ID == x)", "1:4 (3)", #""!=", ".", "==", "[", [ \t\r\n] or [a-zA-Z0-9_/]"#),
        ]
    )
    func noMatch(expression: String, place: String, expected: String) {
        #expect(
            FilterRecords.failure(expression)
                == "failed to create result paginator: failed to read filter expression: "
                + "\(place): no match found, expected: \(expected)"
        )
    }

    @Test(
        "Of what begins well and ends badly the error names the rule",
        arguments: [
            ("(ID == x", #"1:9 (8): rule "grouping": Unmatched parentheses"#),
            ("((ID == x)", #"1:11 (10): rule "grouping": Unmatched parentheses"#),
            (#"Name == "first"#, #"1:15 (14): rule "string": Unterminated string literal"#),
            ("Name == `first", #"1:15 (14): rule "string": Unterminated string literal"#),
            (#"Name == "fi\qrst""#, #"1:9 (8): rule "string": invalid syntax"#),
            ("Capacity == 0x100000", #"1:14 (13): rule "number": Invalid number literal"#),
            ("Capacity == 012", #"1:14 (13): rule "number": Invalid number literal"#),
            ("Capacity == 1e3", #"1:14 (13): rule "number": Invalid number literal"#),
            ("RequestedCapabilities[0] is nil", #"1:23 (22): rule "index": Invalid index"#),
            (#"Parameters["tier" == gold"#, #"1:19 (18): rule "index": Unclosed index expression"#),
            ("1 in 2", #"1:6 (5): rule "match": Invalid selector"#),
        ]
    )
    func badEnd(expression: String, reason: String) {
        #expect(
            FilterRecords.failure(expression)
                == "failed to create result paginator: failed to read filter expression: \(reason)"
        )
    }

    @Test("Columns count characters, offsets count bytes, and lines end at line feeds")
    func places() {
        #expect(FilterRecords.failure("Name == `é` x").contains(" 1:13 (13): "))
        #expect(FilterRecords.failure("Name == x\n  or\nfoo").contains(" 3:4 (18): "))
    }
}
