internal import HTTPServer
internal import Workflows
internal import StateStore
internal import Volumes

extension VolumesAPI {
    /// The plugin whose storage is to be listed, after the wait that the caller asked for (CONTRACT.md, "External list,
    /// snapshot list"). One that is known to lack the capability does not let its caller wait to be told so.
    func provider(_ parameters: ReadParameters, _ request: Request, capability: ControllerCapabilities) async throws
        -> Provider
    {
        let plugin = try store.view.plugin(named: request.query["plugin_id"] ?? "")
        let id = plugin.record.id
        let isListed = !plugin.record.isKnown || plugin.record.controllerCapabilities.contains(capability)
        guard isListed, plugin.createIndex <= parameters.index else {
            return Provider(id: id, index: store.view.index(ofProvider: id))
        }
        let view = await view(for: parameters, watching: [.key(Keys.provider(id))])
        try Task.checkCancellation()
        return Provider(id: id, index: view.index(ofProvider: id))
    }

    struct Provider {
        let id: String
        /// The last change that was made or seen there.
        let index: Revision
    }
}

extension View {
    fileprivate func index(ofProvider id: String) -> Revision {
        let created = entries(in: Keys.instances(of: id)).map(\.createRevision).min() ?? 0
        return max(lastChange(in: .key(Keys.provider(id))), created)
    }
}
