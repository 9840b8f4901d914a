/// A failure of the store; a guard that does not hold is none.
public struct StoreError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public let code: Code
    /// What went wrong, and where; never a value.
    public let message: String
    /// What lies under it.
    public let cause: (any Error)?

    init(_ code: Code, _ message: String, cause: (any Error)? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    /// A kind of failure; more may come.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// Its name.
        public let rawValue: String

        /// A code of that name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The caller asked for what the contract forbids.
        public static let invalid = Code(rawValue: "invalid")
        /// The changes after this revision are no longer known: read again, then watch from there.
        public static let compacted = Code(rawValue: "compacted")
        /// Another process has the store.
        public static let inUse = Code(rawValue: "in use")
        /// The file is damaged, or no store; it was left as it is.
        public static let damaged = Code(rawValue: "damaged")
        /// The file was written by a newer program; it was left as it is.
        public static let newer = Code(rawValue: "newer")
        /// The device is full; nothing was changed.
        public static let full = Code(rawValue: "full")
        /// The device failed. Readers see no change, but a transaction may be found stored after a restart.
        public static let failed = Code(rawValue: "failed")
        /// The store was closed.
        public static let closed = Code(rawValue: "closed")
    }

    /// The message and its cause.
    public var description: String {
        cause.map { "\(message): \($0)" } ?? message
    }
}
