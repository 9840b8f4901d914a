internal import JSON
internal import Volumes

/// Writes volumes as rows of the list (http-api.md §5.2).
///
/// Lists may have a hundred thousand of them, so that keys are not quoted row by row, nor what is the same for all volumes
/// of a plugin written anew.
struct StubWriter: Sendable {
    /// What was written.
    var writer = JSONWriter()
    private var last: (health: VolumeHealth, pieces: HealthPieces)?

    /// What a row says of the plugin.
    private struct HealthPieces: Sendable {
        let controllers: [UInt8]
        let nodes: [UInt8]
        let provider: [UInt8]

        init(_ health: VolumeHealth) {
            var writer = JSONWriter()
            writer.piece(#","ControllerRequired":"#)
            writer.value(health.isControllerRequired)
            writer.member("ControllersExpected", health.controllersExpected)
            writer.member("ControllersHealthy", health.controllersHealthy)
            controllers = writer.bytes
            writer = JSONWriter()
            writer.piece(#","NodesExpected":"#)
            writer.value(health.nodesExpected)
            writer.member("NodesHealthy", health.nodesHealthy)
            nodes = writer.bytes
            writer = JSONWriter()
            writer.piece(#","Provider":"#)
            writer.value(health.provider)
            writer.nullMember("ResourceExhausted")
            writer.member("Schedulable", health.isSchedulable)
            provider = writer.bytes
        }
    }

    /// Writes a row.
    mutating func write(_ row: Row<Volume>, _ health: VolumeHealth) {
        let pieces = pieces(of: health)
        writer.piece(#"{"AccessMode":"#)
        writer.value(row.record.accessMode.rawValue)
        writer.piece(#","AttachmentMode":"#)
        writer.value(row.record.attachmentMode.rawValue)
        writer.piece(pieces.controllers)
        writer.piece(#","CreateIndex":"#)
        writer.value(row.createIndex)
        writer.piece(#","CreateTime":"#)
        writer.value(row.record.createTime)
        writer.piece(#","CurrentReaders":0,"CurrentWriters":0,"ExternalID":"#)
        writer.value(row.record.externalID)
        writer.piece(#","ID":"#)
        writer.value(row.record.id.name)
        writer.piece(#","ModifyIndex":"#)
        writer.value(row.modifyIndex)
        writer.piece(#","ModifyTime":"#)
        writer.value(row.record.modifyTime)
        writer.piece(#","Name":"#)
        writer.value(row.record.name)
        writer.piece(#","Namespace":"#)
        writer.value(row.record.id.namespace)
        writer.piece(pieces.nodes)
        writer.piece(#","PluginID":"#)
        writer.value(row.record.pluginID)
        writer.piece(pieces.provider)
        writer.piece(#","Topologies":"#)
        writer.value(row.record.topologies)
        writer.piece("}")
    }

    private mutating func pieces(of health: VolumeHealth) -> HealthPieces {
        if let last, last.health == health { return last.pieces }
        let pieces = HealthPieces(health)
        last = (health, pieces)
        return pieces
    }
}
