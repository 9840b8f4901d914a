internal import HCL

/// Why an agent can't be configured so.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, after the file, line and column where it is in one.
    public let description: String

    init(_ description: String) {
        self.description = description
    }

    init(_ reason: String, at position: HCL.Position) {
        description = "\(position): \(reason)"
    }
}
