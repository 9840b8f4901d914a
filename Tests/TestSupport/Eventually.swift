/// Waits until a condition holds; false where it does not within a minute.
public func eventually(_ condition: () async throws -> Bool) async rethrows -> Bool {
    let deadline = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < deadline {
        if try await condition() { return true }
        try? await Task.sleep(for: .milliseconds(5))
    }
    return false
}

/// What was waited for did not come in time.
public struct NotInTime: Error, CustomStringConvertible {
    /// What it was.
    public let description: String

    /// A failure to come.
    public init(description: String) {
        self.description = description
    }
}

/// Waits until a condition holds that nothing tells of.
public func eventually(
    _ what: String,
    now: @autoclosure () -> String = "",
    within limit: Duration = .seconds(30),
    _ condition: () throws -> Bool
) async throws {
    let deadline = ContinuousClock.now + limit
    while try !condition() {
        guard ContinuousClock.now < deadline else {
            throw NotInTime(description: "waited \(limit) for \(what) \(now())")
        }
        try await Task.sleep(for: .milliseconds(5))
    }
}
