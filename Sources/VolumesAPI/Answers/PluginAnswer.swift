internal import JSON
internal import StateStore
internal import Volumes

extension JSONWriter {
    /// The plugin as a row of the list (http-api.md §5.6).
    mutating func stub(_ row: Row<Plugin>) {
        let plugin = row.record
        object { writer in
            writer.member("ControllerRequired", plugin.hasController)
            writer.member("ControllersExpected", plugin.controllersExpected)
            writer.member("ControllersHealthy", plugin.controllersHealthy)
            writer.member("CreateIndex", row.createIndex)
            writer.member("ID", plugin.id)
            writer.member("ModifyIndex", row.modifyIndex)
            writer.member("NodesExpected", plugin.nodesExpected)
            writer.member("NodesHealthy", plugin.nodesHealthy)
            writer.member("Provider", plugin.provider)
        }
    }

    /// The whole plugin (http-api.md §5.6).
    mutating func value(_ row: Row<Plugin>) {
        let plugin = row.record
        object { writer in
            writer.nullMember("Allocations")
            writer.emptyObjectMember("ControllerJobs")
            writer.member("ControllerRequired", plugin.hasController)
            writer.key("Controllers")
            writer.object { writer in
                for (nodeID, instance) in plugin.instancesByNode where instance.servesController {
                    writer.key(nodeID)
                    writer.controllerInfo(instance)
                }
            }
            writer.member("ControllersExpected", plugin.controllersExpected)
            writer.member("ControllersHealthy", plugin.controllersHealthy)
            writer.member("CreateIndex", row.createIndex)
            writer.member("CreateTime", plugin.createTime)
            writer.member("ID", plugin.id)
            writer.member("ModifyIndex", row.modifyIndex)
            writer.member("ModifyTime", plugin.updateTime)
            writer.emptyObjectMember("NodeJobs")
            writer.key("Nodes")
            writer.object { writer in
                for (nodeID, instance) in plugin.instancesByNode {
                    guard let service = instance.node else { continue }
                    writer.key(nodeID)
                    writer.nodeInfo(instance, service)
                }
            }
            writer.member("NodesExpected", plugin.nodesExpected)
            writer.member("NodesHealthy", plugin.nodesHealthy)
            writer.member("Provider", plugin.provider)
            writer.member("Version", plugin.version)
        }
    }

    /// What a node says of a controller that it runs.
    mutating func controllerInfo(_ plugin: Plugin) {
        object { writer in
            writer.member("AllocID", "")
            writer.key("ControllerInfo")
            writer.object { writer in
                for (name, capability) in controllerFlags {
                    writer.member(name, plugin.controllerCapabilities.contains(capability))
                }
            }
            writer.commonInfo(plugin)
        }
    }

    /// What a node says of a node service that it runs.
    mutating func nodeInfo(_ plugin: Plugin, _ service: Plugin.NodeService) {
        object { writer in
            writer.member("AllocID", "")
            writer.member("HealthDescription", plugin.healthDescription)
            writer.member("Healthy", plugin.isHealthy)
            writer.key("NodeInfo")
            writer.object { writer in
                writer.key("AccessibleTopology")
                if let topology = service.topology { writer.value(topology) } else { writer.null() }
                writer.member("ID", service.nodeID)
                writer.member("MaxVolumes", service.maximumVolumes ?? .max)
                for (name, capability) in nodeFlags {
                    writer.member(name, service.capabilities.contains(capability))
                }
            }
            writer.remainingInfo(plugin)
        }
    }

    private mutating func commonInfo(_ plugin: Plugin) {
        member("HealthDescription", plugin.healthDescription)
        member("Healthy", plugin.isHealthy)
        remainingInfo(plugin)
    }

    private mutating func remainingInfo(_ plugin: Plugin) {
        member("PluginID", plugin.id)
        member("Provider", plugin.provider)
        member("ProviderVersion", plugin.version)
        member("RequiresControllerPlugin", plugin.hasController)
        member("RequiresTopologies", plugin.hasTopologies)
        member("UpdateTime", time: plugin.updateTime)
    }
}

extension Plugin {
    /// What is said of the plugin at each node, where the peer knows one instance of each kind.
    var instancesByNode: [(nodeID: String, instance: Plugin)] {
        let nodes = Set(instances.map(\.nodeID)).sorted()
        return nodes.compactMap { node in
            Plugin(instances.filter { $0.nodeID.isIdentical(to: node) }).map { (node, $0) }
        }
    }
}

private let controllerFlags: KeyValuePairs<String, ControllerCapabilities> = [
    "SupportsAttachDetach": .publishUnpublishVolume,
    "SupportsClone": .cloneVolume,
    "SupportsCondition": .volumeCondition,
    "SupportsCreateDelete": .createDeleteVolume,
    "SupportsCreateDeleteSnapshot": .createDeleteSnapshot,
    "SupportsExpand": .expandVolume,
    "SupportsGet": .getVolume,
    "SupportsGetCapacity": .getCapacity,
    "SupportsListSnapshots": .listSnapshots,
    "SupportsListVolumes": .listVolumes,
    "SupportsListVolumesAttachedNodes": .listVolumesPublishedNodes,
    "SupportsReadOnlyAttach": .publishReadonly,
]

private let nodeFlags: KeyValuePairs<String, NodeCapabilities> = [
    "RequiresNodeStageVolume": .stageUnstageVolume,
    "SupportsCondition": .volumeCondition,
    "SupportsExpand": .expandVolume,
    "SupportsStats": .getVolumeStats,
]
