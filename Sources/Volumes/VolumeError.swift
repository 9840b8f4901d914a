/// Why an operation on a volume, snapshot, plugin or node did not succeed.
public struct VolumeError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What kind of failure it is. The set is open.
    public struct Code: RawRepresentable, Hashable, Sendable {
        /// Its name.
        public let rawValue: String
        /// The code of that name.
        public init(rawValue: String) {
            self.rawValue = rawValue
        }

        /// The request breaks a rule.
        public static let invalid = Code(rawValue: "invalid")
        /// What it names is not there.
        public static let notFound = Code(rawValue: "not found")
        /// It is there already, or another is in its place.
        public static let exists = Code(rawValue: "exists")
        /// Somebody uses it.
        public static let inUse = Code(rawValue: "in use")
        /// Another operation has it in hand.
        public static let busy = Code(rawValue: "busy")
        /// The plugin rejected the request as invalid: INVALID_ARGUMENT, OUT_OF_RANGE.
        public static let rejected = Code(rawValue: "rejected")
        /// The plugin lacks the capability.
        public static let unsupported = Code(rawValue: "unsupported")
        /// The plugin failed, or its answer can't be used.
        public static let pluginFailed = Code(rawValue: "plugin failed")
        /// The plugin or the store can't be reached.
        public static let unavailable = Code(rawValue: "unavailable")
        /// The deadline passed; what came of the operation is not known.
        public static let deadlineExceeded = Code(rawValue: "deadline exceeded")
        /// The plugin has no room.
        public static let exhausted = Code(rawValue: "exhausted")
        /// The caller lacks the right.
        public static let permissionDenied = Code(rawValue: "permission denied")
        /// The operation was cancelled through the API.
        public static let cancelled = Code(rawValue: "cancelled")
    }

    /// The kind of failure.
    public var code: Code
    /// What went wrong and where, for people; never a secret.
    public var message: String
    /// The name of the gRPC code that the plugin answered, such as `NOT_FOUND`.
    public var grpcStatus: String?
    /// The volume it is about.
    public var volume: String?
    /// The plugin it is about.
    public var plugin: String?
    /// The node it is about.
    public var node: String?
    /// The operation that goes on, which `/v1/operation/:id` shows.
    public var operation: String?

    /// A failure.
    public init(
        _ code: Code,
        _ message: String,
        grpcStatus: String? = nil,
        volume: String? = nil,
        plugin: String? = nil,
        node: String? = nil,
        operation: String? = nil
    ) {
        self.code = code
        self.message = message
        self.grpcStatus = grpcStatus
        self.volume = volume
        self.plugin = plugin
        self.node = node
        self.operation = operation
    }

    /// The same with words before its message.
    public func prefixed(_ prefix: String) -> VolumeError {
        var error = self
        error.message = prefix + message
        return error
    }

    /// The message.
    public var description: String { message }
}
