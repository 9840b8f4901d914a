public import JSON

// What the members of records are made of.

extension String: Record {
    /// A text.
    public init(json: JSON) throws(RecordError) {
        guard case .string(let text) = json else { throw RecordError("is no text") }
        self = text
    }

    /// The text.
    public var json: JSON { .string(self) }
}

extension Int64: Record {
    /// A whole number.
    public init(json: JSON) throws(RecordError) {
        guard case .number(let number) = json, let value = number.int64 else {
            throw RecordError("is no whole number of 64 bits")
        }
        self = value
    }

    /// The number.
    public var json: JSON { .number(JSON.Number(self)) }
}

extension Bool: Record {
    /// True or false.
    public init(json: JSON) throws(RecordError) {
        guard case .bool(let value) = json else { throw RecordError("is neither true nor false") }
        self = value
    }

    /// True or false.
    public var json: JSON { .bool(self) }
}

extension Optional: Record where Wrapped: Record {
    /// The value; nil for null.
    public init(json: JSON) throws(RecordError) {
        self = json.kind == .null ? nil : try Wrapped(json: json)
    }

    /// The value, or null.
    public var json: JSON { self?.json ?? .null }
}

extension Array: Record where Element: Record {
    /// The elements, in their order.
    public init(json: JSON) throws(RecordError) {
        guard case .array(let values) = json else { throw RecordError("is no array") }
        self = []
        reserveCapacity(values.count)
        for (index, value) in values.enumerated() { append(try JSON.read(value, "[\(index)]")) }
    }

    /// The elements, in their order.
    public var json: JSON { .array(map(\.json)) }
}

extension Set: Record where Element == String {
    /// The texts.
    public init(json: JSON) throws(RecordError) {
        self = Set(try [String](json: json))
    }

    /// The texts, sorted.
    public var json: JSON { sorted().json }
}

extension Dictionary: Record where Key == String, Value: Record {
    /// The values by their keys; of several with one key the last.
    public init(json: JSON) throws(RecordError) {
        guard case .object(let members) = json else { throw RecordError("is no object") }
        self = [:]
        reserveCapacity(members.count)
        for member in members { self[member.key] = try JSON.read(member.value, member.key) }
    }

    /// The values, sorted by their keys.
    public var json: JSON {
        .object(JSON.Members(sorted { $0.key < $1.key }.map { (key: $0.key, value: $0.value.json) }))
    }
}

extension Record where Self: RawRepresentable, RawValue == String {
    /// The value of a name.
    public init(json: JSON) throws(RecordError) {
        guard let value = Self(rawValue: try String(json: json)) else {
            throw RecordError("is none of the names that are known")
        }
        self = value
    }

    /// The value's name.
    public var json: JSON { .string(rawValue) }
}
