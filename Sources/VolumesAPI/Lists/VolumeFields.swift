internal import Volumes

/// What a filter can select of a volume: what its answers show, health and counters included. Secrets, and flags that
/// may hold some, are not among it (CONTRACT.md, "Filter expressions").
enum VolumeFields {
    static let types: [String: FilterType] = [
        "AccessMode": .string,
        "AttachmentMode": .string,
        "Capacity": .int64,
        "CloneID": .string,
        "Context": .map(.string),
        "ControllerRequired": .bool,
        "ControllersExpected": .int,
        "ControllersHealthy": .int,
        "CreateIndex": .uint64,
        "CreateTime": .int64,
        "CurrentReaders": .int,
        "CurrentWriters": .int,
        "ExternalID": .string,
        "ID": .string,
        "ModifyIndex": .uint64,
        "ModifyTime": .int64,
        "MountOptions": .structure(["FSType": .string]),
        "Name": .string,
        "Namespace": .string,
        "NodesExpected": .int,
        "NodesHealthy": .int,
        "Parameters": .map(.string),
        "PluginID": .string,
        "Provider": .string,
        "ProviderVersion": .string,
        "ReadAllocs": .map(.structure([:])),
        "RequestedCapabilities": .list(.structure(["AccessMode": .string, "AttachmentMode": .string])),
        "RequestedCapacityMax": .int64,
        "RequestedCapacityMin": .int64,
        "RequestedTopologies": .structure(["Preferred": .list(topology), "Required": .list(topology)]),
        "Schedulable": .bool,
        "SnapshotID": .string,
        "Topologies": .list(topology),
        "WriteAllocs": .map(.structure([:])),
    ]

    private static let topology = FilterType.structure(["Segments": .map(.string)])

    /// The value of a field.
    static func value(_ name: String, of answer: VolumeAnswer) -> FilterValue {
        let (volume, health) = (answer.volume, answer.health)
        return switch name {
        case "AccessMode": .string(volume.accessMode.rawValue)
        case "AttachmentMode": .string(volume.attachmentMode.rawValue)
        case "Capacity": .integer(volume.capacity)
        case "CloneID": .string(volume.cloneID)
        case "Context": .texts(volume.context)
        case "ControllerRequired": .bool(health.isControllerRequired)
        case "ControllersExpected": .integer(Int64(health.controllersExpected))
        case "ControllersHealthy": .integer(Int64(health.controllersHealthy))
        case "CreateIndex": .integer(answer.createIndex)
        case "CreateTime": .integer(volume.createTime)
        case "CurrentReaders", "CurrentWriters": .integer(0)
        case "ExternalID": .string(volume.externalID)
        case "ID": .string(volume.id.name)
        case "ModifyIndex": .integer(answer.modifyIndex)
        case "ModifyTime": .integer(volume.modifyTime)
        case "MountOptions": volume.mountOptions.map { .map(["FSType": .string($0.fsType)]) } ?? .null
        case "Name": .string(volume.name)
        case "Namespace": .string(volume.id.namespace)
        case "NodesExpected": .integer(Int64(health.nodesExpected))
        case "NodesHealthy": .integer(Int64(health.nodesHealthy))
        case "Parameters": .texts(volume.parameters)
        case "PluginID": .string(volume.pluginID)
        case "Provider": .string(health.provider)
        case "ProviderVersion": .string(health.providerVersion)
        case "RequestedCapabilities": .list(volume.requestedCapabilities.map(FilterValue.capability))
        case "RequestedCapacityMax": .integer(volume.requestedCapacityMax)
        case "RequestedCapacityMin": .integer(volume.requestedCapacityMin)
        case "RequestedTopologies": .topologyRequest(volume.requestedTopologies)
        case "Schedulable": .bool(health.isSchedulable)
        case "SnapshotID": .string(volume.snapshotID)
        case "Topologies": .topologies(volume.topologies)
        default: .null
        }
    }
}

extension FilterValue {
    fileprivate static func texts(_ texts: [String: String]) -> FilterValue {
        .map(texts.mapValues(FilterValue.string))
    }

    fileprivate static func capability(_ capability: Capability) -> FilterValue {
        .map([
            "AccessMode": .string(capability.accessMode.rawValue),
            "AttachmentMode": .string(capability.attachmentMode.rawValue),
        ])
    }

    fileprivate static func topologies(_ topologies: [Topology]?) -> FilterValue {
        guard let topologies else { return .null }
        return .list(topologies.map { .map(["Segments": $0.segments.map(texts) ?? .null]) })
    }

    fileprivate static func topologyRequest(_ request: TopologyRequest?) -> FilterValue {
        guard let request else { return .null }
        return .map(["Preferred": topologies(request.preferred), "Required": topologies(request.required)])
    }
}
