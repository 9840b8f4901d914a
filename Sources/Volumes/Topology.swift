/// Where a volume can be reached from: segments that a node must all have, such as `zone` with `a`.
public struct Topology: Hashable, Sendable {
    /// Names and values, opaque to us; nil where a registration left them out.
    public var segments: [String: String]?

    /// A place.
    public init(segments: [String: String]?) {
        self.segments = segments
    }
}

/// Where a volume is asked to be.
public struct TopologyRequest: Hashable, Sendable {
    /// The volume must be reachable from at least one of these; nil where none were given.
    public var required: [Topology]?
    /// The better of them first; nil where none were given.
    public var preferred: [Topology]?

    /// A request.
    public init(required: [Topology]? = nil, preferred: [Topology]? = nil) {
        self.required = required
        self.preferred = preferred
    }

    /// Whether it asks for nothing.
    public var isEmpty: Bool { (required ?? []).isEmpty && (preferred ?? []).isEmpty }
}
