internal import JSON
internal import Volumes

extension JSONWriter {
    /// The node as a row of the list, with what the peer's clients read of it.
    mutating func stub(_ row: Row<Node>, _ settings: VolumesAPI.Settings) {
        let node = row.record
        object { writer in
            writer.member("Address", settings.host)
            writer.member("CreateIndex", row.createIndex)
            writer.member("Datacenter", node.datacenter)
            writer.member("Drain", false)
            writer.emptyObjectMember("Drivers")
            writer.emptyObjectMember("HostVolumes")
            writer.member("ID", node.id)
            writer.nullMember("LastDrain")
            writer.member("ModifyIndex", row.modifyIndex)
            writer.member("Name", node.name)
            writer.member("NodeClass", node.nodeClass)
            writer.member("NodePool", node.pool)
            writer.member("SchedulingEligibility", "eligible")
            writer.member("Status", node.status.rawValue)
            writer.member("StatusDescription", "")
            writer.member("Version", settings.version)
        }
    }

    /// The whole node: what a bridge knows of it, and what the peer's clients look for.
    mutating func value(_ row: Row<Node>, _ plugins: [Plugin], _ settings: VolumesAPI.Settings) {
        let node = row.record
        let here = plugins.compactMap { plugin in
            plugin.instancesByNode.first { $0.nodeID.isIdentical(to: node.id) }?.instance
        }.filter(\.isKnown)
        object { writer in
            writer.member("Attributes", ["nomad.version": settings.version, "unique.hostname": node.name])
            writer.key("CSIControllerPlugins")
            writer.object { writer in
                for plugin in here where plugin.servesController {
                    writer.key(plugin.id)
                    writer.controllerInfo(plugin)
                }
            }
            writer.key("CSINodePlugins")
            writer.object { writer in
                for plugin in here {
                    guard let service = plugin.node else { continue }
                    writer.key(plugin.id)
                    writer.nodeInfo(plugin, service)
                }
            }
            writer.member("CreateIndex", row.createIndex)
            writer.member("Datacenter", node.datacenter)
            writer.member("Drain", false)
            writer.nullMember("DrainStrategy")
            writer.emptyObjectMember("Drivers")
            writer.emptyListMember("Events")
            writer.member("HTTPAddr", settings.address)
            writer.emptyObjectMember("HostNetworks")
            writer.emptyObjectMember("HostVolumes")
            writer.member("ID", node.id)
            writer.nullMember("LastDrain")
            writer.emptyObjectMember("Links")
            writer.member("Meta", node.meta)
            writer.member("ModifyIndex", row.modifyIndex)
            writer.member("Name", node.name)
            writer.member("NodeClass", node.nodeClass)
            writer.member("NodePool", node.pool)
            writer.nullMember("NodeResources")
            writer.nullMember("ReservedResources")
            writer.member("SchedulingEligibility", "eligible")
            writer.member("SecretID", "")
            writer.member("Status", node.status.rawValue)
            writer.member("StatusDescription", "")
            writer.member("StatusUpdatedAt", node.updateTime / 1_000_000_000)
            writer.member("TLSEnabled", false)
        }
    }
}

extension VolumesAPI.Settings {
    /// The address without its port.
    var host: String {
        let host = address.lastIndex(of: ":").map { address[..<$0] } ?? address[...]
        return host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : String(host)
    }

    /// The port of the address; 0 where it has none.
    var port: Int {
        address.lastIndex(of: ":").flatMap { Int(address[address.index(after: $0)...]) } ?? 0
    }
}
