extension JSON {
    /// The members of an object in the order they are written, those of the same key included.
    public struct Members: Sendable {
        private var members: [Member]

        /// A key and its value.
        public struct Member: Sendable {
            /// The key.
            public let key: String
            /// The value.
            public let value: JSON
            private let keyOffset: UInt32

            /// Where the key begins in the bytes that were parsed; 0 where none were.
            public var offset: Int { Int(keyOffset) }

            init(key: String, value: JSON, offset: UInt32 = 0) {
                self.key = key
                self.value = value
                keyOffset = offset
            }
        }

        init(_ members: [Member]) {
            self.members = members
        }

        /// Members in an order.
        public init(_ pairs: some Sequence<(key: String, value: JSON)>) {
            members = pairs.map { Member(key: $0.key, value: $0.value) }
        }

        /// The value of a field, found as Go finds the field for a key: letters match in either case, and of several
        /// members that match the last counts.
        /// - Parameter name: The field's name, in ASCII.
        public subscript(_ name: String) -> JSON? {
            last { $0.key.isFolded(name) }?.value
        }
    }
}

extension JSON.Members: RandomAccessCollection {
    /// The index of the first member.
    public var startIndex: Int { 0 }
    /// The index after the last member.
    public var endIndex: Int { members.count }

    /// The member at a place.
    public subscript(position: Int) -> Member { members[position] }
}

extension JSON.Members: ExpressibleByDictionaryLiteral {
    /// Members in the order they are written.
    public init(dictionaryLiteral pairs: (String, JSON)...) {
        members = pairs.map { Member(key: $0, value: $1) }
    }
}

extension JSON.Members: Hashable {
    /// Whether the same keys have the same values in the same order.
    public static func == (one: JSON.Members, other: JSON.Members) -> Bool {
        one.elementsEqual(other) { $0.key.utf8.elementsEqual($1.key.utf8) && $0.value == $1.value }
    }

    /// Feeds the members into a hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
        for member in members {
            hasher.combine(Array(member.key.utf8))
            hasher.combine(member.value)
        }
    }
}

extension String {
    /// Whether this is a name of ASCII, in letters of either case or the two others that fold to some: `ſ` and `K`
    /// (the Kelvin sign).
    fileprivate func isFolded(_ name: String) -> Bool {
        var rest = name.utf8.makeIterator()
        for scalar in unicodeScalars {
            guard let byte = rest.next(), scalar.folded == UInt32(byte.folded) else { return false }
        }
        return rest.next() == nil
    }
}

extension Unicode.Scalar {
    fileprivate var folded: UInt32 {
        switch self {
        case "A"..."Z": value | 0x20
        case "\u{17f}": 0x73
        case "\u{212a}": 0x6b
        default: value
        }
    }
}

extension UInt8 {
    fileprivate var folded: UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
    }
}
