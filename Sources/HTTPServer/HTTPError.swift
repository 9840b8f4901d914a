/// An error that a handler answers with by throwing it: a status, and a text for the caller's eyes.
public struct HTTPError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The answer's status.
    public let status: Status
    /// The answer's body.
    public let text: String

    /// A status and the body that goes with it.
    public init(_ status: Status, _ text: String) {
        self.status = status
        self.text = text
    }

    /// The status and the text.
    public var description: String { "\(status.rawValue) \(text)" }
}
