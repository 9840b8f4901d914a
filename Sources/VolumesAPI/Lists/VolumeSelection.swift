internal import HTTPServer
internal import Workflows
internal import StateStore
internal import Volumes

/// Which volumes a list shows (http-api.md §4).
struct VolumeSelection: Sendable {
    /// `*` for all.
    let namespace: String
    let prefix: String
    /// The plugins' IDs begin so; empty for any.
    let pluginPrefix: String
    /// The volumes are in use on nodes whose IDs begin so; empty for any.
    let nodePrefix: String
    let filter: FilterExpression?

    /// - Throws: ``FilterError`` where the filter is malformed.
    init(_ parameters: ReadParameters, _ query: Query) throws(FilterError) {
        namespace = parameters.namespace
        prefix = parameters.prefix
        pluginPrefix = query.text("plugin_id") ?? ""
        nodePrefix = query.text("node_id") ?? ""
        if let text = query.text("filter") {
            filter = try FilterExpression(parsing: text, fields: VolumeFields.types)
        } else {
            filter = nil
        }
    }

    private var coversAllNamespaces: Bool { namespace.isIdentical(to: "*") }

    /// Where the volumes lie.
    var keys: Key {
        coversAllNamespaces ? Keys.volumes : Keys.volumes(in: namespace, prefix: prefix)
    }

    /// What a change of the list is a change of.
    var scopes: [Scope] { [.prefix(keys), .prefix(Keys.plugins)] }

    /// Whether the list has no volume but those whose keys begin with ``keys``, and all of these.
    var isWholeRange: Bool {
        (prefix.isEmpty || !coversAllNamespaces) && pluginPrefix.isEmpty && nodePrefix.isEmpty && filter == nil
    }

    /// The volumes of a view in their order, those that are not selected among them.
    /// - Parameter token: The first to be shown, as `NAMESPACE.ID`; it may be gone. Empty for the beginning.
    func entries(in view: View, from token: String) -> Entries {
        let entries = view.entries(in: keys)
        return token.isEmpty ? entries : entries.starting(at: Keys.volume(VolumeID(pageToken: token)))
    }

    /// Whether the list shows a volume.
    /// - Throws: ``FilterError`` where the filter can't be applied to it.
    func selects(_ answer: VolumeAnswer) throws(FilterError) -> Bool {
        guard ranges(over: answer.volume) else { return false }
        guard let filter else { return true }
        return try filter.matches { VolumeFields.value($0, of: answer) }
    }

    /// Whether the list would show a volume if it had no filter.
    private func ranges(over volume: Volume) -> Bool {
        // Nothing is in use before there are claims.
        nodePrefix.isEmpty && volume.id.name.utf8.starts(with: prefix.utf8)
            && volume.pluginID.utf8.starts(with: pluginPrefix.utf8)
    }

    /// Whether changes in the scopes change the list: those of a volume that it shows, or has shown at the beginning, or
    /// of a plugin that has such volumes.
    func concerns(_ changes: Changes, since view: View, now: View) -> Bool {
        var before = VolumeJoin(view)
        var after = VolumeJoin(now)
        return changes.changes.contains { change in
            guard change.key.hasPrefix(Keys.volumes) else { return hasVolumes(ofPluginAt: change.key, in: now) }
            if case .put(let entry) = change, shows(entry, &after) { return true }
            return view[change.key].map { shows($0, &before) } ?? false
        }
    }

    /// A volume that the filter can't be applied to counts as shown: the answer is an error then.
    private func shows(_ entry: Entry, _ join: inout VolumeJoin) -> Bool {
        guard let answer = try? join.answer(entry) else { return true }
        return (try? selects(answer)) ?? true
    }

    /// Whether the list has volumes of a plugin, filter aside. In a long list only the beginning is looked through, and
    /// the rest counts as having some: many may wait for the same change.
    private func hasVolumes(ofPluginAt key: Key, in view: View) -> Bool {
        guard key.hasPrefix(Keys.plugins(prefix: pluginPrefix)) else { return false }
        let entries = view.entries(in: keys)
        let beginning = entries.prefix(1000)
        return beginning.endIndex < entries.endIndex
            || beginning.contains { entry in
                guard let row = try? Row<Volume>(entry) else { return true }
                return key.hasPrefix(Keys.instances(of: row.record.pluginID)) && ranges(over: row.record)
            }
    }
}

extension VolumeID {
    /// What the token of a page that begins with the volume is.
    var pageToken: String { "\(namespace).\(name)" }

    /// The volume that a page begins with: namespaces have no dots, so that the first ends one.
    init(pageToken: String) {
        let parts = pageToken.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(parts.count > 1 ? String(parts[1]) : "", namespace: String(parts[0]))
    }
}
