internal import Synchronization

/// What a key stands for: bytes, and what they were decoded to.
///
/// Values may be secrets, so no description, debug description or mirror shows them.
public struct Value: Sendable {
    /// The bytes.
    public let bytes: [UInt8]
    private let memory: Memory

    /// A value of bytes.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        memory = Memory(nil)
    }

    /// A value of bytes, and what decoding them would bring.
    public init(_ bytes: [UInt8], decoded: some Sendable) {
        self.bytes = bytes
        memory = Memory(decoded)
    }

    /// What `decode` makes of the bytes, made once and kept as long as the value is.
    ///
    /// Two tasks that ask for the first time at the same time may both decode.
    /// - Throws: What `decode` throws.
    public func decoded<Decoded: Sendable, Failure>(
        _ decode: ([UInt8]) throws(Failure) -> Decoded
    ) throws(Failure) -> Decoded {
        if let known = memory.decoded.withLock({ $0 }), let decoded = known as? Decoded { return decoded }
        let decoded = try decode(bytes)
        memory.decoded.withLock { $0 = decoded }
        return decoded
    }

    private final class Memory: Sendable {
        let decoded: Mutex<(any Sendable)?>

        init(_ decoded: (any Sendable)?) {
            self.decoded = Mutex(decoded)
        }
    }
}

extension Value: Hashable {
    /// Whether the bytes are the same.
    public static func == (left: Value, right: Value) -> Bool {
        left.bytes == right.bytes
    }

    /// Hashes the bytes.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(bytes)
    }
}

extension Value: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// How many bytes there are.
    public var description: String { "\(bytes.count) bytes" }
    /// How many bytes there are.
    public var debugDescription: String { description }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
