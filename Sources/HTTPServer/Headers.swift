/// Header fields in their order. Names are compared without regard to case; a name may occur more than once.
public struct Headers: Hashable, Sendable {
    /// One field.
    public struct Field: Hashable, Sendable {
        /// The field's name, as it was written.
        public var name: String
        /// The field's value.
        public var value: String
    }

    private var fields: [Field] = []

    /// No fields.
    public init() {}

    /// The first value of a field. Setting it replaces every field of that name, nil removes them.
    public subscript(name: String) -> String? {
        get { fields.first { $0.name.isSameFieldName(as: name) }?.value }
        set {
            fields.removeAll { $0.name.isSameFieldName(as: name) }
            if let newValue { add(name, newValue) }
        }
    }

    /// Every value of a field, in order.
    public func values(_ name: String) -> [String] {
        fields.filter { $0.name.isSameFieldName(as: name) }.map(\.value)
    }

    /// The members of a comma-separated field's first occurrence, without the space around them.
    public func elements(_ name: String) -> [String] {
        (self[name] ?? "").split(separator: ",").map { element in
            let isSpace = { (character: Character) in character == " " || character == "\t" }
            let rest = element.drop(while: isSpace)
            return String(rest.prefix(rest.count - rest.reversed().prefix(while: isSpace).count))
        }
    }

    /// Adds a field, whether or not one of that name is there.
    public mutating func add(_ name: String, _ value: String) {
        fields.append(Field(name: name, value: value))
    }
}

extension Headers: ExpressibleByDictionaryLiteral {
    /// Fields as pairs of name and value.
    public init(dictionaryLiteral elements: (String, String)...) {
        fields = elements.map { Field(name: $0.0, value: $0.1) }
    }
}

extension Headers: Sequence {
    /// Goes through the fields in their order.
    public func makeIterator() -> IndexingIterator<[Field]> { fields.makeIterator() }
}

extension String {
    /// Compares as ASCII without case, which is all that a field name holds.
    fileprivate func isSameFieldName(as other: String) -> Bool {
        utf8.count == other.utf8.count && zip(utf8, other.utf8).allSatisfy { $0.lowercasedASCII == $1.lowercasedASCII }
    }
}

extension UInt8 {
    fileprivate var lowercasedASCII: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
