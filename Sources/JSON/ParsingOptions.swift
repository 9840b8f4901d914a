extension JSON {
    /// What a text of JSON may be like.
    public struct ParsingOptions: Sendable {
        /// What may follow the value.
        public enum Trailing: Sendable {
            /// White space only.
            case refused
            /// Anything, as Go's decoder of a stream leaves it unread.
            case ignored
        }

        /// What may follow the value.
        public var trailing: Trailing
        /// How deep arrays and objects may nest.
        ///
        /// Those deeper than ``JSON/keptDepth`` are checked and then read as null.
        public var maximumDepth: Int

        /// Options; without arguments those for files and records.
        public init(trailing: Trailing = .refused, maximumDepth: Int = JSON.keptDepth) {
            self.trailing = trailing
            self.maximumDepth = maximumDepth
        }

        /// What Go's decoder takes from a request's body.
        public static let request = ParsingOptions(trailing: .ignored, maximumDepth: 10_000)
    }
}
