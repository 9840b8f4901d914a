/// How often plugins are looked at, and how long a look may take.
struct Pace: Sendable {
    /// How long Probe may take.
    var probeTimeout = Duration.seconds(5)
    /// How long all calls of one fingerprint may take together.
    var fingerprintTimeout = Duration.seconds(30)
    /// From one look at a healthy plugin to the next; up to a tenth more or less.
    var interval = Duration.seconds(30)
    /// From the first look at a plugin that is not healthy to the next; it doubles from look to look, and is up to a
    /// quarter more or less.
    var firstRetry = Duration.milliseconds(250)
    /// The longest time between looks at a plugin that is not healthy.
    var longestRetry = Duration.seconds(5)
    /// From one glance at the socket and the connection to the next.
    var glance = Duration.milliseconds(250)
    /// From one reading of the plugins' folder to the next where nothing tells of a change in it.
    var rescan = Duration.seconds(10)
}
