internal import Volumes

/// What is known of a plugin, and what each look makes of it. Health and abilities are apart: what a plugin can do
/// outlives its outages (csi-mapping.md, W11).
struct Supervision: Sendable {
    /// The plugin as it is known now.
    private(set) var plugin: Plugin
    /// Whether the plugin at the other end said its name since the connection was made, and may be called.
    private(set) var isVerified = false
    /// Whether it answered when it was last looked at.
    private(set) var isAnswering = false
    /// How many looks in a row failed.
    private var failures = 0
    /// How many looks there were since it was last healthy.
    private var looks = 0
    private var cause = ""

    /// A plugin with the abilities it is known for; whether it answers is not known.
    init(_ known: Plugin) {
        plugin = known
        plugin.health = .unknown
        plugin.healthDescription = ""
    }

    /// Notes that the plugin was perhaps restarted: another may have taken its place.
    mutating func reconnect() {
        isVerified = false
    }

    /// Notes what came of a look.
    /// - Parameters:
    ///   - providers: The names of the plugins that made what is stored under this plugin's ID; the empty one stands for
    ///     a name that is not known.
    ///   - now: In nanoseconds since 1970.
    mutating func take(_ outcome: Look.Outcome, providers: () -> Set<String>, now: Int64) {
        let before = plugin
        looks += 1
        switch outcome {
        case .ready(let seen): identify(seen, providers)
        case .notReady:
            failures = 0
            isAnswering = true
            set(.notReady, "not ready", cause: "")
        case .failed(let failure): fail(failure)
        }
        if plugin != before { plugin.updateTime = now }
    }

    private mutating func identify(_ seen: Plugin, _ providers: () -> Set<String>) {
        isAnswering = true
        if let expected = other(than: seen.provider, providers) {
            isVerified = false
            let text = "GetPluginInfo: the name is \"\(seen.provider)\", but there are volumes of \"\(expected)\""
            return set(.unhealthy, text, cause: text)
        }
        let known = plugin
        plugin = seen
        plugin.createTime = known.createTime
        plugin.updateTime = known.updateTime
        isVerified = true
        failures = 0
        looks = 0
        set(.healthy, "healthy", cause: "")
    }

    /// The provider that a plugin of another name must not take the place of; nil where there is none.
    private func other(than provider: String, _ providers: () -> Set<String>) -> String? {
        if plugin.provider.isIdentical(to: provider) { return nil }
        let makers = providers().map { $0.isEmpty ? plugin.provider : $0 }
        return makers.first { !$0.isEmpty && !$0.isIdentical(to: provider) }
    }

    private mutating func fail(_ failure: LookFailure) {
        failures += 1
        isAnswering = false
        let hasSecondChance = failure.isDoubtful && isVerified && failures < 2
        if failure.isOfConnection { isVerified = false }
        if !hasSecondChance { set(.unhealthy, failure.description, cause: failure.cause) }
    }

    /// A plugin that words one cause anew each time is not changed by that.
    private mutating func set(_ health: Plugin.Health, _ description: String, cause: String) {
        guard health != plugin.health || cause != self.cause else { return }
        self.cause = cause
        plugin.health = health
        plugin.healthDescription = description
    }

    /// How long to wait before the next look, all told.
    func pause(_ pace: Pace) -> Duration {
        guard looks > 0 else { return pace.interval * Double.random(in: 0.9...1.1) }
        let retry = min(pace.firstRetry * (1 << min(looks - 1, 16)), pace.longestRetry)
        return retry * Double.random(in: 0.75...1.25)
    }
}
