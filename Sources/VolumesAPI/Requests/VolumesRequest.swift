internal import HTTPServer
internal import JSON
internal import Operations
internal import Workflows
internal import Volumes

/// The body of a register or create.
struct VolumesRequest: Sendable {
    let target: WriteTarget
    let wishes: [VolumeWish]

    /// - Throws: ``HTTPError`` 400 naming the field that is malformed.
    init(_ body: BodyField, _ query: Query) throws(HTTPError) {
        target = try WriteTarget(body, query)
        var wishes: [VolumeWish] = []
        for field in try body["Volumes"].presentItems() {
            wishes.append(try VolumeWish(field, defaultNamespace: target.namespace))
        }
        self.wishes = wishes
    }
}

extension VolumeWish {
    /// - Throws: ``HTTPError`` 400 naming the field that is malformed, also where the server owns it and does not look at
    ///   what it holds.
    fileprivate init(_ field: BodyField, defaultNamespace: String) throws(HTTPError) {
        _ = try field.members()
        try Self.checkOwnFields(of: field)
        let namespace = try field["Namespace"].text()
        var capabilities: [Capability] = []
        for item in try field["RequestedCapabilities"].presentItems() { capabilities.append(try Capability(item)) }
        let volume = Volume(
            id: VolumeID(try field["ID"].text(), namespace: namespace.isEmpty ? defaultNamespace : namespace),
            name: try field["Name"].text(),
            externalID: try field["ExternalID"].text(),
            pluginID: try field["PluginID"].text(),
            requestedCapabilities: capabilities,
            requestedCapacityMin: try field["RequestedCapacityMin"].integer(),
            requestedCapacityMax: try field["RequestedCapacityMax"].integer(),
            requestedTopologies: try TopologyRequest(field["RequestedTopologies"]),
            mountOptions: try MountOptions(field["MountOptions"]),
            parameters: try field["Parameters"].texts() ?? [:],
            cloneID: try field["CloneID"].text(),
            snapshotID: try field["SnapshotID"].text(),
            context: try field["Context"].texts() ?? [:],
            topologies: try Topology.list(field["Topologies"]) ?? []
        )
        self.init(volume: volume, secrets: try field["Secrets"].texts().map(Secrets.init))
    }

    /// What is the server's has to have the right type all the same (http-api.md §14.28).
    private static func checkOwnFields(of field: BodyField) throws(HTTPError) {
        for name in ["AccessMode", "AttachmentMode", "Provider", "ProviderVersion"] { _ = try field[name].text() }
        for name in ["ControllersHealthy", "ControllersExpected", "NodesHealthy", "NodesExpected"] {
            _ = try field[name].integer()
        }
        for name in ["Capacity", "CreateTime", "ModifyTime"] { _ = try field[name].integer() }
        for name in ["CreateIndex", "ModifyIndex"] { try field[name].checkUnsigned() }
        for name in ["Schedulable", "ControllerRequired"] { try field[name].checkBool() }
        for name in ["ReadAllocs", "WriteAllocs"] { _ = try field[name].members() }
        _ = try field["Allocations"].items()
        let exhausted = field["ResourceExhausted"]
        if !exhausted.isAbsent, try !Timestamp.isRFC3339(exhausted.text()) {
            throw HTTPError(.badRequest, "\(exhausted.path) is no time of RFC 3339")
        }
    }
}

extension Capability {
    fileprivate init(_ field: BodyField) throws(HTTPError) {
        _ = try field.members()
        self.init(
            AccessMode(rawValue: try field["AccessMode"].text()),
            AttachmentMode(rawValue: try field["AttachmentMode"].text())
        )
    }
}

extension MountOptions {
    /// Nil where the field is absent.
    fileprivate init?(_ field: BodyField) throws(HTTPError) {
        guard try field.members() != nil else { return nil }
        var flags: [String]?
        if let items = try field["MountFlags"].items() {
            flags = []
            for item in items { flags?.append(try item.text()) }
        }
        self.init(fsType: try field["FSType"].text(), mountFlags: flags)
    }
}

extension TopologyRequest {
    /// Nil where the field is absent.
    fileprivate init?(_ field: BodyField) throws(HTTPError) {
        guard try field.members() != nil else { return nil }
        self.init(
            required: try Topology.list(field["Required"]),
            preferred: try Topology.list(field["Preferred"])
        )
    }
}

extension Topology {
    /// Nil where the field is absent. A null among them has no segments.
    fileprivate static func list(_ field: BodyField) throws(HTTPError) -> [Topology]? {
        guard let items = try field.items() else { return nil }
        var topologies: [Topology] = []
        for item in items { topologies.append(try Topology(item)) }
        return topologies
    }

    /// Segments under `Segments`, as clients send them, or right here, as the page shows them (CONTRACT.md, "Topologies
    /// in requests").
    private init(_ field: BodyField) throws(HTTPError) {
        let isFlat = try field.members().map { $0["Segments"] == nil } ?? true
        let segments = try (isFlat ? field : field["Segments"]).texts()
        self.init(segments: isFlat && segments?.isEmpty ?? false ? nil : segments)
    }
}
