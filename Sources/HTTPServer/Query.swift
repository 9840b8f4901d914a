/// A target's query: names with values, in their order. A name may occur more than once.
public struct Query: Hashable, Sendable {
    /// One parameter.
    public struct Item: Hashable, Sendable {
        /// The decoded name.
        public var name: String
        /// The decoded value; empty where there is none.
        public var value: String
    }

    /// The parameters in their order.
    public private(set) var items: [Item] = []

    /// Reads the part of a target behind its `?`. A `+` is a space.
    /// - Throws: ``HTTPError`` 400 where an escape is broken, or what it stands for is not UTF-8 or holds U+0000.
    public init(_ text: Substring) throws(HTTPError) {
        for part in text.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = try percentDecoded(pair[0], plusIsSpace: true)
            items.append(Item(name: name, value: pair.count > 1 ? try percentDecoded(pair[1], plusIsSpace: true) : ""))
        }
    }

    /// The first value of a parameter; nil where it is absent.
    public subscript(name: String) -> String? { items.first { $0.name == name }?.value }

    /// Every value of a parameter, in order.
    public func values(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }
}

/// Replaces the escapes of a part of a target (RFC 3986 section 2.1).
func percentDecoded(_ text: Substring, plusIsSpace: Bool = false) throws(HTTPError) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        switch byte {
        case UInt8(ascii: "%"):
            guard let high = rest.popFirst()?.hexadecimalDigit, let low = rest.popFirst()?.hexadecimalDigit else {
                throw HTTPError(.badRequest, "the request's target holds a broken % escape")
            }
            bytes.append(high << 4 | low)
        case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
        default: bytes.append(byte)
        }
    }
    guard let decoded = String(validating: bytes, as: UTF8.self) else {
        throw HTTPError(.badRequest, "the request's target is not UTF-8")
    }
    guard !bytes.contains(0) else { throw HTTPError(.badRequest, "the request's target holds U+0000") }
    return decoded
}

extension UInt8 {
    fileprivate var hexadecimalDigit: UInt8? {
        switch self {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
