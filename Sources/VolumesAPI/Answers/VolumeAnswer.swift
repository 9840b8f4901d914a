internal import JSON
internal import StateStore
internal import Volumes

/// A volume with what an answer adds to it.
struct VolumeAnswer: Sendable {
    let volume: Volume
    let createIndex: Revision
    let modifyIndex: Revision
    let health: VolumeHealth
}

extension JSONWriter {
    /// The whole volume (http-api.md §5.1), without its secrets, and with flags that may hold some hidden.
    mutating func value(_ answer: VolumeAnswer) {
        let (volume, health) = (answer.volume, answer.health)
        object { writer in
            writer.member("AccessMode", volume.accessMode.rawValue)
            writer.emptyListMember("Allocations")
            writer.member("AttachmentMode", volume.attachmentMode.rawValue)
            writer.member("Capacity", volume.capacity)
            writer.member("CloneID", volume.cloneID)
            writer.member("Context", volume.context)
            writer.member("ControllerRequired", health.isControllerRequired)
            writer.member("ControllersExpected", health.controllersExpected)
            writer.member("ControllersHealthy", health.controllersHealthy)
            writer.member("CreateIndex", answer.createIndex)
            writer.member("CreateTime", volume.createTime)
            writer.member("ExternalID", volume.externalID)
            writer.member("ID", volume.id.name)
            writer.member("ModifyIndex", answer.modifyIndex)
            writer.member("ModifyTime", volume.modifyTime)
            writer.member("MountOptions", volume.mountOptions ?? MountOptions())
            writer.member("Name", volume.name)
            writer.member("Namespace", volume.id.namespace)
            writer.member("NodesExpected", health.nodesExpected)
            writer.member("NodesHealthy", health.nodesHealthy)
            writer.member("Parameters", volume.parameters)
            writer.member("PluginID", volume.pluginID)
            writer.member("Provider", health.provider)
            writer.member("ProviderVersion", health.providerVersion)
            writer.emptyObjectMember("ReadAllocs")
            writer.member("RequestedCapabilities", volume.requestedCapabilities)
            writer.member("RequestedCapacityMax", volume.requestedCapacityMax)
            writer.member("RequestedCapacityMin", volume.requestedCapacityMin)
            writer.member("RequestedTopologies", volume.requestedTopologies)
            writer.nullMember("ResourceExhausted")
            writer.member("Schedulable", health.isSchedulable)
            writer.nullMember("Secrets")
            writer.member("SnapshotID", volume.snapshotID)
            writer.member("Topologies", volume.topologies)
            writer.member("Version", health.providerVersion)
            writer.emptyObjectMember("WriteAllocs")
        }
    }

    private mutating func member(_ name: String, _ options: MountOptions) {
        key(name)
        object { writer in
            writer.member("FSType", options.fsType)
            writer.key("MountFlags")
            guard let flags = options.mountFlags else { return writer.null() }
            writer.array { writer in
                if !flags.isEmpty { writer.value("[REDACTED]") }
            }
        }
    }

    private mutating func member(_ name: String, _ capabilities: [Capability]) {
        key(name)
        array { writer in
            for capability in capabilities {
                writer.object { writer in
                    writer.member("AccessMode", capability.accessMode.rawValue)
                    writer.member("AttachmentMode", capability.attachmentMode.rawValue)
                }
            }
        }
    }

    private mutating func member(_ name: String, _ request: TopologyRequest?) {
        key(name)
        guard let request else { return null() }
        object { writer in
            writer.member("Preferred", request.preferred)
            writer.member("Required", request.required)
        }
    }

    /// Topologies; null for none.
    mutating func member(_ name: String, _ topologies: [Topology]?) {
        key(name)
        guard let topologies else { return null() }
        value(topologies)
    }

    mutating func value(_ topologies: [Topology]) {
        array { writer in
            for topology in topologies { writer.value(topology) }
        }
    }

    mutating func value(_ topology: Topology) {
        object { $0.member("Segments", topology.segments) }
    }
}
