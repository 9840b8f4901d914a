internal import Synchronization

/// The configuration that counts at the moment.
final class CurrentConfiguration: Sendable {
    private let state: Mutex<Configuration>

    init(_ configuration: Configuration) {
        state = Mutex(configuration)
    }

    var value: Configuration {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}

/// Where the API turned out to be served.
final class CurrentAddress: Sendable {
    private let state = Mutex("")

    var value: String {
        get { state.withLock { $0 } }
        set { state.withLock { $0 = newValue } }
    }
}
