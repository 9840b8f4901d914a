internal import CSI
internal import GRPC
package import Volumes
package import Workflows

extension PluginLookup {
    /// Carries a call to where it goes, in its turn among those that go to the same plugin. A place that can't be reached
    /// is an answer like any other: nothing was asked there.
    package func perform(_ call: Call, for volume: VolumeID?) async -> Result<Answer, CallFailure> {
        let pluginID = call.target.pluginID
        @Sendable func unsent(_ reason: String) -> Result<Answer, CallFailure> {
            let text = "plugin \"\(pluginID)\" cannot be reached: \(reason)"
            let error = VolumeError(.unavailable, text, volume: volume?.name, plugin: pluginID)
            return .failure(CallFailure(nil, error, isPassing: true))
        }
        guard let plugin = connection(to: call.target) else { return unsent(obstacle(to: pluginID)) }
        do {
            return try await plugin.limited { plugin in
                if let obstacle = plugin.obstacle { return unsent(obstacle.description) }
                do throws(CallError) {
                    return .success(try await plugin.perform(call))
                } catch {
                    // Its health or the node's limit may have changed (csi-mapping.md, W14).
                    if [.unavailable, .resourceExhausted].contains(error.code) { lookSoon(at: pluginID) }
                    return .failure(CallFailure(error, of: call.request, volume: volume, plugin: pluginID))
                }
            }
        } catch {
            return unsent("the call was cancelled before it was made")
        }
    }
}

extension PluginConnection {
    /// What stands between us and the plugin; nil where nothing is known to.
    fileprivate var obstacle: Connectivity? {
        switch identity.channel.connectivity() {
        case .idle, .connecting, .connected: nil
        case let obstacle: obstacle
        }
    }
}
