import Testing
import VolumesAPI

@Suite("An expression that does not fit the records is refused as Nomad refuses it")
struct FilterTypeErrorTests {
    private let prefix = "failed to read result page: "

    @Test(
        "A field that does not exist",
        arguments: [
            ("Nope == 1", "/Nope at part 0", "Nope"),
            ("Nope is empty", "/Nope at part 0", "Nope"),
            ("id == 1", "/id at part 0", "id"),
            ("Pluginid == 1", "/Pluginid at part 0", "Pluginid"),
            ("MountOptions/FSType == ext4", "/MountOptions~1FSType at part 0", "MountOptions/FSType"),
            (#""" == x"#, "/ at part 0", ""),
            ("MountOptions.Nope == x", "/MountOptions/Nope at part 1", "Nope"),
            ("RequestedCapabilities.0.Nope == x", "/RequestedCapabilities/0/Nope at part 2", "Nope"),
            ("any RequestedCapabilities as c { c.Nope == x }", "/RequestedCapabilities/0/Nope at part 2", "Nope"),
            ("any RequestedCapabilities as c { d.AccessMode == x }", "/d/AccessMode at part 0", "d"),
            ("(any RequestedCapabilities as c { c.AccessMode == x }) or c == x", "/c at part 0", "c"),
            ("not == x or Name == first", "/not at part 0", "not"),
        ]
    )
    func unknownFields(expression: String, place: String, name: String) {
        #expect(
            FilterRecords.failure(expression)
                == prefix + "error finding value in datum: \(place): "
                + "couldn't find key: struct field with name \"\(name)\""
        )
    }

    @Test(
        "A way that leads nowhere",
        arguments: [
            ("ID.x == 1", "/ID/x: at part 1, invalid value kind: string"),
            ("Capacity.x == 1", "/Capacity/x: at part 1, invalid value kind: int64"),
            ("any Parameters as _, v { v.x == 1 }", "/Parameters/*/x: at part 2, invalid value kind: string"),
            ("MountOptions.FSType == ext4", "/MountOptions/FSType: at part 1, invalid value kind: invalid"),
            (
                "RequestedTopologies.Required is empty",
                "/RequestedTopologies/Required: at part 1, invalid value kind: invalid"
            ),
            (
                #"any Topologies as t { "nowhere" in t.Segments }"#,
                "/Topologies/0/Segments: at part 2, invalid value kind: invalid"
            ),
            (
                "RequestedCapabilities.7.AccessMode == x",
                "/RequestedCapabilities/7/AccessMode at part 1: index 7 is out of range (length = 2)"
            ),
            (
                #"RequestedCapabilities["x"].AccessMode == x"#,
                #"/RequestedCapabilities/x/AccessMode at part 1: couldn't convert value "x" to type int"#
            ),
            ("Claims.none.NodeID == x", #"/Claims/none/NodeID at part 1: couldn't find key "none""#),
        ]
    )
    func deadEnds(expression: String, reason: String) {
        #expect(FilterRecords.failure(expression) == prefix + "error finding value in datum: \(reason)")
    }

    @Test(
        "A literal that is none of the field's type",
        arguments: [
            ("Capacity == abc", #"ParseInt: parsing "abc": invalid syntax"#),
            ("Capacity == 1.5", #"ParseInt: parsing "1.5": invalid syntax"#),
            (#"Capacity == """#, #"ParseInt: parsing "": invalid syntax"#),
            (#"Capacity == "1_000""#, #"ParseInt: parsing "1_000": invalid syntax"#),
            (#"Capacity == "0x""#, #"ParseInt: parsing "0x": invalid syntax"#),
            (#"Capacity == "\xff""#, #"ParseInt: parsing "\xff": invalid syntax"#),
            ("Capacity == 9223372036854775808", #"ParseInt: parsing "9223372036854775808": value out of range"#),
            (
                #"Capacity == "-99999999999999999999""#,
                #"ParseInt: parsing "-99999999999999999999": value out of range"#
            ),
            ("CreateIndex == -1", #"ParseUint: parsing "-1": invalid syntax"#),
            ("ControllersHealthy != many", #"ParseInt: parsing "many": invalid syntax"#),
            ("Schedulable == maybe", #"ParseBool: parsing "maybe": invalid syntax"#),
            ("Load == heavy", #"ParseFloat: parsing "heavy": invalid syntax"#),
            (#"Load == "1e999""#, #"ParseFloat: parsing "1e999": value out of range"#),
            ("any RequestedCapabilities as i, _ { i == x }", #"ParseInt: parsing "x": invalid syntax"#),
        ]
    )
    func coercion(expression: String, reason: String) {
        #expect(
            FilterRecords.failure(expression) == prefix + "error getting match value in expression: strconv.\(reason)"
        )
    }

    @Test(
        "An operator that the field's type lacks",
        arguments: [
            ("Capacity is empty", #"cannot perform is-empty operations on type int64 for selector: "Capacity""#),
            (
                "Schedulable is not empty",
                #"cannot perform is-empty operations on type bool for selector: "Schedulable""#
            ),
            (
                "MountOptions is empty",
                #"cannot perform is-empty operations on type struct for selector: "MountOptions""#
            ),
            ("Name is nil", #"cannot perform is-nil operations on type string for selector: "Name""#),
            (
                "Parameters.tier is nil",
                #"cannot perform is-nil operations on type string for selector: "Parameters.tier""#
            ),
            ("1 in Capacity", #"cannot perform in/contains operations on type int64 for selector: "Capacity""#),
            (
                "x in RequestedCapabilities",
                #"unable to find suitable primitive comparison function for "in" comparison"#
            ),
            ("Parameters == x", "unable to find suitable primitive comparison function for matching"),
            (#"Capacity matches "1""#, "value of type int64 is not convertible to []byte"),
            (#"Parameters matches "1""#, "value of type map[string]string is not convertible to []byte"),
            ("any Name as n { n == x }", "Name is not a list or a map"),
            (
                "any Parameters as x, x { x == y }",
                #""x" cannot be used as a placeholder for both the index and the value"#
            ),
            ("any Parameters as k { k.y == x }", "/k references a string so /k/y is invalid"),
        ]
    )
    func operators(expression: String, reason: String) {
        #expect(FilterRecords.failure(expression) == prefix + reason)
    }

    @Test(
        "What RE2 does not take",
        arguments: [
            (#""(""#, #""(": error parsing regexp: missing closing ): `(`"#),
            (#""a**""#, #""a**": error parsing regexp: invalid nested repetition operator: `**`"#),
            ("`[z-a]`", #""[z-a]": error parsing regexp: invalid character class range: `z-a`"#),
            ("`(?=look)`", #""(?=look)": error parsing regexp: invalid or unsupported Perl syntax: `(?=`"#),
            (#"`(a)\1`"#, #""(a)\\1": error parsing regexp: invalid escape sequence: `\1`"#),
            (#""[a""#, #""[a": error parsing regexp: missing closing ]: `[a`"#),
            (#""*a""#, #""*a": error parsing regexp: missing argument to repetition operator: `*`"#),
        ]
    )
    func patterns(literal: String, reason: String) {
        #expect(
            FilterRecords.failure("Name matches \(literal)") == prefix
                + "failed to compile regular expression \(reason)"
        )
    }

    @Test(
        "All but what a record decides is refused before there is a record",
        arguments: [
            "Nope == 1", "Name == first or Nope == 1", "Capacity == abc", "Name matches `(`", "Name is nil",
            "any Parameters as k { Nope == k }", "Secrets.password == hunter2", #""/Secrets/password" matches "^h""#,
            "password in Secrets", "any Secrets as k, v { v == hunter2 }",
        ]
    )
    func withoutRecords(expression: String) {
        let error = #expect(throws: FilterError.self) {
            try FilterExpression(parsing: expression, fields: FilterRecords.fields)
        }
        #expect(error?.kind == .evaluation)
    }
}
