public import JSON

extension CapabilitySet {
    /// The abilities of a list of names; a later version's are passed over.
    public init(json: JSON) throws(RecordError) {
        let names = Set(try [String](json: json))
        self = Self.names.reduce(into: []) { known, pair in
            if names.contains(pair.value) { known.formUnion(pair.key) }
        }
    }

    /// The abilities' names, sorted.
    public var json: JSON { Self.names.filter { contains($0.key) }.map(\.value).sorted().json }
}
