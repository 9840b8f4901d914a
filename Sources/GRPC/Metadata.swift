/// The key-value pairs that travel before and after a call's messages, in the order they were sent.
///
/// Keys are lower case. Values of keys that end in `-bin` are arbitrary bytes, all others are printable ASCII.
public struct Metadata: Hashable, Sendable {
    /// One pair.
    public struct Entry: Hashable, Sendable {
        /// The key, in lower case.
        public let key: String
        /// The value.
        public let value: [UInt8]
    }

    /// All pairs, in order; a key may occur more than once.
    public private(set) var entries: [Entry] = []

    /// No pairs.
    public init() {}

    /// Adds a pair at the end.
    public mutating func append(_ key: String, _ value: String) {
        append(key, bytes: Array(value.utf8))
    }

    /// Adds a pair whose value is bytes at the end.
    public mutating func append(_ key: String, bytes: [UInt8]) {
        entries.append(Entry(key: key.lowercased(), value: bytes))
    }

    /// The texts of all values of a key, in order.
    public subscript(key: String) -> [String] {
        let key = key.lowercased()
        return entries.filter { $0.key == key }.map { String(decoding: $0.value, as: UTF8.self) }
    }

    /// Whether there are no pairs.
    public var isEmpty: Bool { entries.isEmpty }
}

extension Metadata: ExpressibleByDictionaryLiteral {
    /// Pairs in the order written.
    public init(dictionaryLiteral elements: (String, String)...) {
        for (key, value) in elements {
            append(key, value)
        }
    }
}
