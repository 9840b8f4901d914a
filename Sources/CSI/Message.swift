/// A message of CSI, as a value.
public protocol Message: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The full name of the message in `csi.proto`.
    static var protoName: String { get }
    /// What a newer peer sent that this version does not know; it is sent on as it came.
    var unknownFields: UnknownFields { get set }
    /// Reads a message from its bytes.
    /// - Throws: ``MessageError`` where the bytes are no such message, or a field breaks a rule that holds for all
    ///   messages: text is UTF-8 without U+0000, and not longer than the CSI specification allows ("Size Limits").
    init(decoding bytes: [UInt8]) throws(MessageError)
    /// Reads a message from its bytes as far as it can be read, with the lengths that real plugins send.
    /// - Parameter fault: The first thing that is wrong with it; nil where nothing is.
    /// - Throws: ``MessageError`` where the bytes are no such message.
    init(decoding bytes: [UInt8], noting fault: inout MessageError?) throws(MessageError)
    /// The message's bytes.
    /// - Throws: ``MessageError`` where a text holds U+0000, which could not be sent whole.
    func encoded() throws(MessageError) -> [UInt8]
}

extension Message {
    /// The message in protobuf's JSON mapping, without what `csi_secret` marks in the proto file.
    public var description: String {
        do {
            let type = String(Self.protoName.dropFirst("csi.v1.".count))
            return try JSONMapping.csi.json(from: encoded(), type: type)
        } catch {
            return "\(Self.protoName) that can't be printed: \(error)"
        }
    }

    /// Nothing: a mirror would show secrets.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A message that breaks a rule of CSI, or that can't be read at all.
public struct MessageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The field, such as `Volume.volume_id`; the message's name where the fault is in the whole of it.
    public let field: String
    /// What is wrong with it.
    public let reason: String

    /// A fault of a field.
    public init(_ field: String, _ reason: String) {
        self.field = field
        self.reason = reason
    }

    /// The field and what is wrong with it.
    public var description: String { "\(field) \(reason)" }
}

/// An enum of the proto file. The set is open: a number that this version does not know stays what it is.
public protocol OpenEnum: RawRepresentable, Hashable, Sendable, CustomStringConvertible where RawValue == Int32 {
    /// The names of the values that this version knows, by number.
    static var names: [Int32: String] { get }
    /// A value by its number on the wire.
    init(rawValue: Int32)
}

extension OpenEnum {
    /// Whether this version knows the value.
    public var isKnown: Bool { Self.names[rawValue] != nil }
    /// The value's name, such as `SINGLE_NODE_WRITER`; its number where it has none.
    public var description: String { Self.names[rawValue] ?? String(rawValue) }
}

/// Fields that this version does not know, as they came.
///
/// They are never printed: they may be secrets.
public struct UnknownFields: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    struct Field: Hashable {
        let number: UInt32
        let wireType: UInt32
        let bytes: [UInt8]
    }

    var fields: [Field] = []

    /// No fields.
    public init() {}

    /// Whether there are none.
    public var isEmpty: Bool { fields.isEmpty }
    /// How many there are.
    public var description: String { "\(fields.count) unknown fields" }
    /// Nothing.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

/// A moment, in UTC: `google.protobuf.Timestamp`.
public struct Timestamp: Hashable, Sendable {
    /// Seconds since 1970.
    public var seconds: Int64
    /// Nanoseconds beyond the second.
    public var nanos: Int32

    /// A moment.
    public init(seconds: Int64, nanos: Int32 = 0) {
        self.seconds = seconds
        self.nanos = nanos
    }

    /// Whether the moment lies in the years 1 to 9999, as the type's definition demands.
    public var isValid: Bool {
        (-62_135_596_800...253_402_300_799).contains(seconds) && (0..<1_000_000_000).contains(nanos)
    }
}
