import Testing
import VolumesAPI

@Suite("What a filter selects")
struct FilterMatchTests {
    @Test(
        "== and != compare texts, numbers and truth values; white space is free",
        arguments: [
            (#"ID == "vol-a""#, "a"),
            (#"ID != "vol-a""#, "b"),
            (#"ID=="vol-b""#, "b"),
            ("  ID   ==\t\"vol-b\"\n ", "b"),
            (#"Name == "second one""#, "b"),
            ("Name == first", "a"),
            ("Name == First", ""),
            ("PluginID == hostpath", "ab"),
            ("RequestedCapacityMin == 1048576", "a"),
            ("Capacity != 1048576", "b"),
            ("CreateIndex == 2289", "a"),
            ("ControllersHealthy == 1", "a"),
            ("Schedulable == true", "a"),
            ("Schedulable != T", "b"),
            ("Load == 0.5", "a"),
            ("Load == 2", "b"),
            ("Load == `2e0`", "b"),
            ("CloneID == \"\"", "ab"),
        ]
    )
    func equality(expression: String, volumes: String) throws {
        #expect(try FilterRecords.passing(expression) == volumes)
    }

    @Test(
        "A value is a bare word, a number or quoted, and takes the field's type",
        arguments: [
            ("Name == `first`", "a"),
            (#"Name == "fir\x73t""#, "a"),
            (#"Name == "fir\163\u0074""#, "a"),
            (#"Name == "\U00000066irst""#, "a"),
            (#"Name == `fir\x73t`"#, ""),
            ("Name == `fi\rrst`", "a"),
            (#"Name == """#, ""),
            (#"Name != """#, "ab"),
            (#"RequestedCapacityMin == "2097152""#, "b"),
            (#"Capacity == "0x100000""#, "a"),
            (#"Capacity == "0b1_0000_0000_0000_0000_0000""#, "a"),
            (#"Capacity == "0o4000000""#, "a"),
            (#"Capacity == "04000000""#, "a"),
            (#"Capacity == "+1048576""#, "a"),
            ("Capacity == -1", ""),
            (#"Capacity == "-9223372036854775808""#, ""),
            (#"CreateIndex != "18446744073709551615""#, "ab"),
            ("Name == 5", ""),
            ("Name == true", ""),
            ("not in Name", ""),
            ("Name == not", ""),
            ("Name != all and any in Name", ""),
            ("Name == Name", ""),
            (#"Name != "/first/""#, "ab"),
            (#""/first/" not in Name"#, "ab"),
        ]
    )
    func values(expression: String, volumes: String) throws {
        #expect(try FilterRecords.passing(expression) == volumes)
    }

    @Test(
        "is empty asks of texts, lists and maps",
        arguments: [
            ("SnapshotID is empty", "ab"),
            ("SnapshotID is not empty", ""),
            ("Parameters is empty", "b"),
            ("Parameters is not empty", "a"),
            ("RequestedCapabilities is not empty", "ab"),
            ("Name is empty", ""),
            ("ReadAllocs is empty", "b"),
            ("MountOptions is nil or MountOptions.MountFlags is not empty", "ab"),
        ]
    )
    func emptiness(expression: String, volumes: String) throws {
        #expect(try FilterRecords.passing(expression) == volumes)
    }

    @Test(
        "is nil asks of what may be absent",
        arguments: [
            ("MountOptions is nil", "b"),
            ("MountOptions is not nil", "a"),
            ("RequestedTopologies is nil", "ab"),
            ("Parameters is nil", "b"),
            ("Topologies.0 is nil", "b"),
            ("MountOptions is not nil and MountOptions.FSType == ext4", "a"),
        ]
    )
    func absence(expression: String, volumes: String) throws {
        #expect(try FilterRecords.passing(expression) == volumes)
    }

    @Test(
        "in and contains are one question from both sides: parts of texts, items of lists, keys of maps",
        arguments: [
            ("cond in Name", "b"),
            (#""first" in Name"#, "a"),
            (#""d o" not in Name"#, "a"),
            (#"Name contains "d o""#, "b"),
            ("Name not contains irs", "b"),
            (#""" in Name"#, "ab"),
            (#""" in CloneID"#, "ab"),
            ("tier in Parameters", "a"),
            (#""tier" not in Parameters"#, "b"),
            ("Parameters contains tier", "a"),
            (#"Parameters not contains "gold""#, "ab"),
            ("gold in Parameters.tier", "a"),
            ("MountOptions is nil or ro in MountOptions.MountFlags", "ab"),
            ("MountOptions is not nil and MountOptions.MountFlags contains rw", ""),
            (#""8f0e" in ReadAllocs"#, "a"),
        ]
    )
    func membership(expression: String, volumes: String) throws {
        #expect(try FilterRecords.passing(expression) == volumes)
    }

    @Test(
        "matches takes RE2, anywhere in the text",
        arguments: [
            (#"Name matches "^f""#, "a"),
            (#"Name matches "o.*o""#, "b"),
            ("Name matches `s[te]`", "ab"),
            (#"Name not matches "one$""#, "a"),
            (#"Name matches "(?i)FIRST""#, "a"),
            (#"ID matches "-(a|c)$""#, "a"),
            (#"Name matches """#, "ab"),
            (#"CloneID matches "^$""#, "ab"),
            (#"Parameters.zone matches `^z\d$`"#, "a"),
        ]
    )
    func patterns(expression: String, volumes: String) throws {
        #expect(try FilterRecords.passing(expression) == volumes)
    }

    @Test(
        "not binds tighter than and, and and tighter than or",
        arguments: [
            ("Name == first and PluginID == hostpath", "a"),
            (#"Name == first or Name == "second one""#, "ab"),
            ("not Name == first", "b"),
            (#"not Name == first and Name == "second one""#, "b"),
            ("Name == first or Name == x and PluginID == y", "a"),
            ("(Name == first or Name == x) and PluginID == y", ""),
            ("not (Name == first or Name == x)", "b"),
            ("not not Name == first", "a"),
            ("not not not Name == first", "b"),
            ("( ( Name == first ) )", "a"),
            ("Name == first and not PluginID == y or Name == z", "a"),
        ]
    )
    func logic(expression: String, volumes: String) throws {
        #expect(try FilterRecords.passing(expression) == volumes)
    }

    @Test(
        ".name, [\"name\"], .0 and JSON pointers descend alike",
        arguments: [
            ("Parameters.tier == gold", "a"),
            (#"Parameters["tier"] == gold"#, "a"),
            ("Parameters[ `tier` ] == gold", "a"),
            (#""/Parameters/tier" == gold"#, "a"),
            (#"Context["a.b c"] == dotted"#, "a"),
            (#"RequestedCapabilities.0.AccessMode == "single-node-writer""#, "ab"),
            (#""/RequestedCapabilities/0/AttachmentMode" == "file-system""#, "ab"),
            (#"Topologies.0 is not nil and "/Topologies/0/Segments/topology.hostpath.csi~1node" == "node-1""#, "a"),
            (#""/ID" == x"#, ""),
        ]
    )
    func paths(expression: String, volumes: String) throws {
        #expect(try FilterRecords.passing(expression) == volumes)
    }

    @Test(
        "A key that a map lacks equals nothing, differs from everything and is empty",
        arguments: [
            ("Parameters.tier == gold", "a"),
            ("Parameters.tier != gold", "b"),
            ("Parameters.tier is empty", "b"),
            ("Parameters.tier is not empty", "a"),
            ("Parameters.none == x", ""),
            ("Parameters.none != x", "ab"),
            (#"Parameters.none == """#, ""),
            (#"Parameters.none matches ".""#, ""),
            (#"Parameters.none not matches ".""#, "ab"),
            ("x in Parameters.none", ""),
            ("x not in Parameters.none", "ab"),
            ("Claims.none is nil", "ab"),
        ]
    )
    func missingKeys(expression: String, volumes: String) throws {
        #expect(try FilterRecords.passing(expression) == volumes)
    }

    @Test(
        "any and all go over lists and maps, with one name, two, or _",
        arguments: [
            (#"any RequestedCapabilities as c { c.AccessMode == "single-node-reader-only" }"#, "a"),
            (#"all RequestedCapabilities as c { c.AccessMode == "single-node-writer" }"#, "b"),
            ("any RequestedCapabilities as i, c { i == 1 }", "a"),
            ("any RequestedCapabilities as i , _ { i == 1 }", "a"),
            (#"any RequestedCapabilities as _, c { c.AttachmentMode == "file-system" }"#, "ab"),
            (#"any Parameters as k { k == "tier" }"#, "a"),
            (#"any Parameters as k, v { k == "zone" and v == "z1" }"#, "a"),
            (#"all Parameters as _, v { v matches "^[gz]" }"#, "ab"),
            ("any Parameters as k {k is empty}", ""),
            (#"any Claims as _, c { c.NodeID == "node-1" and c.Mode == 2 }"#, "a"),
            ("any Parameters as ID { ID == tier }", "a"),
            (#"any Parameters as k, v { any RequestedCapabilities as i, v { v.AccessMode matches "reader" } }"#, "a"),
            (#"any RequestedCapabilities as i, _ { any Parameters as k { i == 1 and k == zone } }"#, "a"),
            (#"Name != x and (any RequestedCapabilities as c { c.AccessMode matches "reader" })"#, "a"),
            (#"Name == x or any RequestedCapabilities as c { c.AccessMode matches "reader" }"#, "a"),
            (#"not (any Parameters as k { k == "tier" })"#, "b"),
            ("(all RequestedCapabilities as c { c.AccessMode == x }) or Name == x", ""),
            (#"any RequestedCapabilities as c { c.AccessMode matches "x" or c.AccessMode matches "only" }"#, "a"),
        ]
    )
    func quantifiers(expression: String, volumes: String) throws {
        #expect(try FilterRecords.passing(expression) == volumes)
    }

    @Test("and and or stop where the answer is settled, so a nil on the way may stay unseen")
    func shortCircuit() throws {
        #expect(try FilterRecords.passing("Name == \"second one\" or MountOptions.FSType == ext4") == "ab")
        #expect(try FilterRecords.passing("Name == first and MountOptions.FSType == ext4") == "a")
    }

    @Test("Texts are compared by bytes, not by what Unicode takes for equal")
    func unicodeForms() throws {
        let filter = { try FilterExpression(parsing: $0, fields: ["Name": .string, "Parameters": .map(.string)]) }
        let record: [String: FilterValue] = [
            "Name": .string("caf\u{e9}"), "Parameters": .map(["caf\u{e9}": .string("x")]),
        ]
        for (text, passes) in [("caf\u{e9}", true), ("cafe\u{301}", false)] {
            for expression in ["Name == `\(text)`", "Name contains `\(text)`", "`\(text)` in Parameters"] {
                #expect(try filter(expression).matches { record[$0] ?? .null } == passes)
            }
            #expect(try filter("Parameters[`\(text)`] is not empty").matches { record[$0] ?? .null } == passes)
        }
        #expect(try filter(#"Name contains "\xc3""#).matches { record[$0] ?? .null })
    }

    @Test("Only the fields that decide are asked for")
    func lazyFields() throws {
        let filter = try FilterExpression(parsing: "Name == x and ID == y", fields: FilterRecords.fields)
        var asked: [String] = []
        #expect(
            try !filter.matches { field in
                asked.append(field)
                return .null
            }
        )
        #expect(asked == ["Name"])
    }
}
