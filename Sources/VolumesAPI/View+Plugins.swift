internal import HTTPServer
internal import StateStore
internal import Volumes
internal import Workflows

extension View {
    /// A plugin with all its instances; nil where there are none.
    func plugin(_ id: String) throws(HTTPError) -> Row<Plugin>? {
        try plugins(in: Keys.instances(of: id)).first
    }

    /// The plugins whose IDs begin so, in the order of their IDs.
    func plugins(prefix: String = "") throws(HTTPError) -> [Row<Plugin>] {
        try plugins(in: Keys.plugins(prefix: prefix))
    }

    private func plugins(in keys: Key) throws(HTTPError) -> [Row<Plugin>] {
        var groups: [[Row<PluginInstance>]] = []
        for row in try rows(in: keys, of: PluginInstance.self) {
            if groups.last?.last?.record.plugin.id.isIdentical(to: row.record.plugin.id) == true {
                groups[groups.count - 1].append(row)
            } else {
                groups.append([row])
            }
        }
        return groups.compactMap { rows in
            guard let plugin = Plugin(rows.map(\.record)) else { return nil }
            return Row(
                plugin,
                createIndex: rows.map(\.createIndex).min() ?? 0,
                modifyIndex: rows.map(\.modifyIndex).max() ?? 0
            )
        }
    }
}
