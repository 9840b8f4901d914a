internal import JSON
internal import Volumes

extension JSONWriter {
    /// The volume as a row of the list (http-api.md §5.2).
    mutating func stub(_ answer: VolumeAnswer) {
        let (volume, health) = (answer.volume, answer.health)
        object { writer in
            writer.member("AccessMode", volume.accessMode.rawValue)
            writer.member("AttachmentMode", volume.attachmentMode.rawValue)
            writer.member("ControllerRequired", health.isControllerRequired)
            writer.member("ControllersExpected", health.controllersExpected)
            writer.member("ControllersHealthy", health.controllersHealthy)
            writer.member("CreateIndex", answer.createIndex)
            writer.member("CreateTime", volume.createTime)
            writer.member("CurrentReaders", 0)
            writer.member("CurrentWriters", 0)
            writer.member("ExternalID", volume.externalID)
            writer.member("ID", volume.id.name)
            writer.member("ModifyIndex", answer.modifyIndex)
            writer.member("ModifyTime", volume.modifyTime)
            writer.member("Name", volume.name)
            writer.member("Namespace", volume.id.namespace)
            writer.member("NodesExpected", health.nodesExpected)
            writer.member("NodesHealthy", health.nodesHealthy)
            writer.member("PluginID", volume.pluginID)
            writer.member("Provider", health.provider)
            writer.nullMember("ResourceExhausted")
            writer.member("Schedulable", health.isSchedulable)
            writer.member("Topologies", volume.topologies)
        }
    }
}
