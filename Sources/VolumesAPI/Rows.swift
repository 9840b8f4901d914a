internal import HTTPServer
internal import Workflows
internal import StateStore
internal import Volumes

/// A record as it lies in the store.
struct Row<Kept: Record>: Sendable {
    let record: Kept
    let createIndex: Revision
    let modifyIndex: Revision

    init(_ record: Kept, createIndex: Revision, modifyIndex: Revision) {
        self.record = record
        self.createIndex = createIndex
        self.modifyIndex = modifyIndex
    }

    /// - Throws: ``HTTPError`` 500 where the store holds something else.
    init(_ entry: Entry) throws(HTTPError) {
        do throws(RecordError) {
            record = try entry.value.record()
        } catch {
            // Keys have a NUL between their parts, which no text of ours shows.
            let key = "\(entry.key)".split(separator: "\0").joined(separator: "/")
            throw HTTPError(.internalServerError, "the store's record \(key) can't be read: \(error)")
        }
        createIndex = entry.createRevision
        modifyIndex = entry.modifyRevision
    }
}

extension View {
    /// A record; nil where there is none.
    func row<Kept: Record>(_ key: Key, of type: Kept.Type = Kept.self) throws(HTTPError) -> Row<Kept>? {
        guard let entry = self[key] else { return nil }
        return try Row(entry)
    }

    /// The records whose keys begin so.
    func rows<Kept: Record>(in prefix: Key, of type: Kept.Type = Kept.self) throws(HTTPError) -> [Row<Kept>] {
        var rows: [Row<Kept>] = []
        for entry in entries(in: prefix) { rows.append(try Row(entry)) }
        return rows
    }

    /// The index of what is shown of volumes: their health is, so that a change of a plugin counts.
    var volumesIndex: Revision { max(lastChange(in: .prefix(Keys.volumes)), pluginsIndex) }

    var pluginsIndex: Revision { lastChange(in: .prefix(Keys.plugins)) }
}

/// Volumes joined with their plugins, all of one view.
struct VolumeJoin: Sendable {
    let view: View
    /// The plugin that was looked up last; volumes of a plugin often follow each other.
    private var last: (id: String, plugin: Plugin?)?

    init(_ view: View) {
        self.view = view
    }

    /// - Throws: ``HTTPError`` 500 where the store holds something else.
    mutating func answer(_ entry: Entry) throws(HTTPError) -> VolumeAnswer {
        let row = try Row<Volume>(entry)
        return VolumeAnswer(
            volume: row.record,
            createIndex: row.createIndex,
            modifyIndex: row.modifyIndex,
            health: try health(of: row.record)
        )
    }

    mutating func health(of volume: Volume) throws(HTTPError) -> VolumeHealth {
        VolumeHealth(of: volume, plugin: try plugin(volume.pluginID))
    }

    mutating func plugin(_ id: String) throws(HTTPError) -> Plugin? {
        if let last, last.id.isIdentical(to: id) { return last.plugin }
        let plugin = try view.plugin(id)?.record
        last = (id, plugin)
        return plugin
    }
}
