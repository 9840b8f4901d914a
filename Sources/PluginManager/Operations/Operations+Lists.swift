public import CSI
internal import GRPC
public import Volumes

extension Operations {
    /// What the plugin has, registered or not.
    /// - Parameter maxEntries: 0 for the plugin's choice.
    public func externalVolumes(
        pluginID: String,
        maxEntries: Int32,
        startingToken: String
    ) async throws(VolumeError) -> CSI.ListVolumesResponse {
        _ = try plugin(pluginID, with: "LIST_VOLUMES") { "unimplemented for this plugin" }
        let request = ListVolumesRequest(maxEntries: maxEntries, startingToken: startingToken)
        return try await ask(pluginID, "controller list volumes: CSI.ControllerListVolumes", startingToken, Secrets()) {
            plugin in try await plugin.controller.listVolumes(request, timeout: plugin.timeout)
        }
    }

    /// The plugin's snapshots.
    /// - Parameter maxEntries: 0 for the plugin's choice.
    public func snapshots(
        pluginID: String,
        maxEntries: Int32,
        startingToken: String,
        secrets: Secrets
    ) async throws(VolumeError) -> CSI.ListSnapshotsResponse {
        _ = try plugin(pluginID, with: "LIST_SNAPSHOTS") { "plugin does not support listing snapshots" }
        let request = ListSnapshotsRequest(
            maxEntries: maxEntries,
            startingToken: startingToken,
            secrets: secrets.revealed
        )
        return try await ask(
            pluginID,
            "controller list snapshots: CSI.ControllerListSnapshots",
            startingToken,
            secrets
        ) { plugin in try await plugin.controller.listSnapshots(request, timeout: plugin.timeout) }
    }

    /// Asks a plugin something that changes nothing, once.
    private func ask<Answer: Sendable>(
        _ pluginID: String,
        _ prefix: String,
        _ token: String,
        _ secrets: Secrets,
        _ call: @Sendable (PluginConnection) async throws -> Answer
    ) async throws(VolumeError) -> Answer {
        guard let plugin = plugins.connection(to: pluginID) else {
            let text = "plugin \"\(pluginID)\" cannot be reached: \(plugins.obstacle(to: pluginID))"
            throw VolumeError(.unavailable, text, plugin: pluginID)
        }
        do {
            return try await plugin.limited(call)
        } catch let failure as CallError {
            var (_, code) = CallFailure.classify(failure)
            var detail = ""
            if failure.code == .aborted {
                // CSI has no other code for it (ListVolumes, "Invalid starting_token").
                (code, detail) = (.invalid, "invalid starting token \"\(token)\": ")
            } else if failure.code == .internal, failure.cause == .status {
                detail =
                    "controller plugin returned an internal error, check the plugin allocation logs for more information: "
            }
            throw VolumeError(
                code,
                "\(prefix): \(detail)\(failure.text(without: secrets))",
                grpcStatus: failure.code.description,
                plugin: pluginID
            )
        } catch {
            throw VolumeError(.unavailable, "the request was cancelled", plugin: pluginID)
        }
    }
}
