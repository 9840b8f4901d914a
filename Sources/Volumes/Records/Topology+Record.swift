public import JSON

extension Topology: Record {
    /// The segments.
    public init(json: JSON) throws(RecordError) {
        self.init(segments: try json.member("segments", or: nil))
    }

    /// The segments.
    public var json: JSON { .record(["segments": segments]) }
}
