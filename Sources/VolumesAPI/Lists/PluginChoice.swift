internal import HTTPServer
internal import Workflows
internal import StateStore
internal import Volumes

extension View {
    /// The one plugin that an ID or the beginning of one means (CONTRACT.md, "plugin_id and node_id filters").
    /// - Throws: ``VolumeError``: not found, or invalid where several begin so.
    func plugin(named prefix: String) throws -> Row<Plugin> {
        if let exact = try plugin(prefix) { return exact }
        let candidates = try plugins(prefix: prefix)
        guard let first = candidates.first else {
            throw VolumeError(.notFound, "no such plugin \"\(prefix)\"", plugin: prefix)
        }
        guard candidates.count == 1 else {
            let names = candidates.map(\.record.id).joined(separator: ", ")
            throw VolumeError(.invalid, "plugin_id \"\(prefix)\" means several plugins: \(names)")
        }
        return first
    }
}
