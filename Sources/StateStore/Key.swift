internal import Glibc

/// The name of an entry, or the beginning of such names: bytes, usually a path such as `volume/default/db`.
///
/// Keys are ordered by their bytes, as memcmp does; text is never normalised.
public struct Key: Hashable, Sendable {
    /// The bytes.
    public let bytes: [UInt8]

    /// A key of bytes.
    public init(bytes: some Sequence<UInt8>) {
        self.bytes = Array(bytes)
    }

    /// A key of text, in UTF-8.
    public init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Whether the key begins with all bytes of another, or is that one.
    public func hasPrefix(_ prefix: Key) -> Bool {
        bytes.starts(with: prefix.bytes)
    }

    /// The key up to its last slash, and with it; empty where there is none.
    var directory: Key {
        Key(bytes: bytes.prefix((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1))
    }
}

extension Key: Comparable {
    /// Whether one key comes before another.
    public static func < (left: Key, right: Key) -> Bool {
        let common = min(left.bytes.count, right.bytes.count)
        let order = left.bytes.withUnsafeBytes { left in
            right.bytes.withUnsafeBytes { right in
                guard let left = left.baseAddress, let right = right.baseAddress else { return Int32(0) }
                return memcmp(left, right, common)
            }
        }
        return order == 0 ? left.bytes.count < right.bytes.count : order < 0
    }
}

extension Key: ExpressibleByStringLiteral, CustomStringConvertible {
    /// A key of text.
    public init(stringLiteral text: String) {
        self.init(text)
    }

    /// The key as text.
    public var description: String { String(decoding: bytes, as: UTF8.self) }
}
