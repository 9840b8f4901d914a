import VolumesAPI

/// Records as lists filter them: volumes with a field of every type.
enum FilterRecords {
    static let fields: [String: FilterType] = [
        "ID": .string,
        "Name": .string,
        "Namespace": .string,
        "PluginID": .string,
        "CloneID": .string,
        "SnapshotID": .string,
        "AccessMode": .string,
        "Capacity": .int64,
        "RequestedCapacityMin": .int64,
        "CreateIndex": .uint64,
        "ControllersHealthy": .int,
        "CurrentReaders": .int,
        "Schedulable": .bool,
        "Load": .float64,
        "MountOptions": .structure(["FSType": .string, "MountFlags": .list(.string)]),
        "Parameters": .map(.string),
        "Context": .map(.string),
        "ReadAllocs": .map(.structure([:])),
        "Claims": .map(.structure(["NodeID": .string, "Mode": .int])),
        "RequestedCapabilities": .list(.structure(["AccessMode": .string, "AttachmentMode": .string])),
        "RequestedTopologies": .structure(["Required": .list(topology), "Preferred": .list(topology)]),
        "Topologies": .list(topology),
    ]

    private static let topology = FilterType.structure(["Segments": .map(.string)])

    private static func capability(_ accessMode: String) -> FilterValue {
        .map(["AccessMode": .string(accessMode), "AttachmentMode": .string("file-system")])
    }

    /// Volumes `a` and `b`.
    static let all: [[String: FilterValue]] = [
        [
            "ID": .string("vol-a"),
            "Name": .string("first"),
            "Namespace": .string("default"),
            "PluginID": .string("hostpath"),
            "Capacity": .integer(1_048_576),
            "RequestedCapacityMin": .integer(1_048_576),
            "CreateIndex": .integer(2289),
            "ControllersHealthy": .integer(1),
            "CurrentReaders": .integer(0),
            "Schedulable": .bool(true),
            "Load": .float(0.5),
            "MountOptions": .map(["FSType": .string("ext4"), "MountFlags": .list([.string("ro"), .string("noatime")])]),
            "Parameters": .map(["tier": .string("gold"), "zone": .string("z1")]),
            "Context": .map(["a.b c": .string("dotted")]),
            "ReadAllocs": .map(["8f0e": .null]),
            "Claims": .map(["c1": .map(["NodeID": .string("node-1"), "Mode": .integer(2)])]),
            "RequestedCapabilities": .list([
                capability("single-node-writer"), capability("single-node-reader-only"),
            ]),
            "Topologies": .list([.map(["Segments": .map(["topology.hostpath.csi/node": .string("node-1")])])]),
        ],
        [
            "ID": .string("vol-b"),
            "Name": .string("second one"),
            "Namespace": .string("default"),
            "PluginID": .string("hostpath"),
            "Capacity": .integer(2_097_152),
            "RequestedCapacityMin": .integer(2_097_152),
            "CreateIndex": .integer(2290),
            "ControllersHealthy": .integer(0),
            "CurrentReaders": .integer(3),
            "Schedulable": .bool(false),
            "Load": .float(2),
            "RequestedCapabilities": .list([capability("single-node-writer")]),
            "Topologies": .list([.null]),
        ],
    ]

    /// The last letters of the IDs of the volumes that pass.
    static func passing(_ expression: String) throws -> String {
        let filter = try FilterExpression(parsing: expression, fields: fields)
        return try all.filter { volume in try filter.matches { volume[$0] ?? .null } }
            .map { volume in
                guard case .string(let id) = volume["ID"] else { return "" }
                return String(id.suffix(1))
            }
            .joined()
    }

    /// The body of the answer where a filter fails, an empty text where it does not.
    static func failure(_ expression: String) -> String {
        do {
            _ = try passing(expression)
            return ""
        } catch {
            return "\(error)"
        }
    }
}
