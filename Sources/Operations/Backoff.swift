internal import Workflows

/// How long to wait before asking a plugin again: longer with every try, and never quite the same.
public struct Backoff: Hashable, Sendable {
    /// The wait before the second try.
    public var first: Duration
    /// The longest wait while somebody waits for the outcome.
    public var longest: Duration
    /// The longest wait once nobody does.
    public var longestUnattended: Duration

    /// Waits that double from `first` on.
    public init(
        first: Duration = .milliseconds(100),
        longest: Duration = .seconds(5),
        longestUnattended: Duration = .seconds(60)
    ) {
        self.first = first
        self.longest = longest
        self.longestUnattended = longestUnattended
    }

    /// The wait after so many tries, spread by a fifth either way.
    func delay(after tries: Int, isAttended: Bool) -> Duration {
        let doubled = first * (1 << min(max(tries - 1, 0), 20))
        return min(doubled, isAttended ? longest : longestUnattended) * Double.random(in: 0.8...1.2)
    }
}
