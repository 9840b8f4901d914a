internal import Plugins
internal import Workflows
public import CSI
public import Volumes

extension Operations {
    /// What the plugin has, registered or not.
    /// - Parameter maxEntries: 0 for the plugin's choice.
    public func externalVolumes(
        pluginID: String,
        maxEntries: Int32,
        startingToken: String
    ) async throws(VolumeError) -> CSI.ListVolumesResponse {
        _ = try plugin(pluginID, serving: .listVolumes) { "unimplemented for this plugin" }
        let request = ListVolumesRequest(maxEntries: maxEntries, startingToken: startingToken)
        return try await ask(pluginID, request)
    }

    /// The plugin's snapshots.
    /// - Parameter maxEntries: 0 for the plugin's choice.
    public func snapshots(
        pluginID: String,
        maxEntries: Int32,
        startingToken: String,
        secrets: Secrets
    ) async throws(VolumeError) -> CSI.ListSnapshotsResponse {
        _ = try plugin(pluginID, serving: .listSnapshots) { "plugin does not support listing snapshots" }
        let request = ListSnapshotsRequest(
            maxEntries: maxEntries,
            startingToken: startingToken,
            secrets: secrets.revealed
        )
        return try await ask(pluginID, request)
    }

    /// Asks a plugin something that changes nothing, once.
    private func ask<Request: UnaryRequestMessage>(
        _ pluginID: String,
        _ request: Request
    ) async throws(VolumeError) -> Request.Response {
        let answer = await plugins.perform(Call(.controller(plugin: pluginID), request), for: nil)
        switch answer.map({ $0.message as? Request.Response }) {
        case .success(let response?): return response
        case .success(nil): throw VolumeError(.pluginFailed, "the plugin answered something else", plugin: pluginID)
        case .failure(let failure): throw failure.error
        }
    }
}
