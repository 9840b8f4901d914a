import Synchronization

/// A value that tests wait on until it is as they want it.
final class Watched<Value: Sendable>: Sendable {
    private let state: Mutex<Value>

    init(_ value: Value) {
        state = Mutex(value)
    }

    var value: Value { state.withLock { $0 } }

    func update(_ change: (inout sending Value) -> Void) {
        state.withLock { change(&$0) }
    }

    func wait(for what: String, until isSatisfied: (Value) -> Bool) async throws {
        try await eventually(what) { isSatisfied(value) }
    }
}

struct NotInTime: Error, CustomStringConvertible {
    let description: String
}

/// Waits until a condition holds that nothing tells of.
func eventually(
    _ what: String,
    within limit: Duration = .seconds(30),
    _ condition: () throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try !condition() {
        guard ContinuousClock.now < deadline else { throw NotInTime(description: "waited \(limit) for \(what)") }
        try await Task.sleep(for: .milliseconds(5))
    }
}
