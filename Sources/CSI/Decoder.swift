internal import CProtobufC
internal import Glibc

/// A message with a C struct of its own, which the generated code reads and fills.
protocol CodedMessage: Message {
    associatedtype C
    static func initialize(_ c: UnsafeMutablePointer<C>)
    init(_ c: UnsafePointer<C>, _ decoder: inout Decoder)
    func fill(_ c: UnsafeMutablePointer<C>, _ encoder: inout Encoder)
}

/// The C struct of one entry of a map from text to text; every map has its own.
protocol CMapEntry {
    static func initialize(_ c: UnsafeMutablePointer<Self>)
    var base: ProtobufCMessage { get }
    // So Swift imports C's pointers.
    // swift-format-ignore: NeverUseImplicitlyUnwrappedOptionals
    var key: UnsafeMutablePointer<CChar>! { get set }
    // swift-format-ignore: NeverUseImplicitlyUnwrappedOptionals
    var value: UnsafeMutablePointer<CChar>! { get set }
}

/// Makes Swift values of the C structs that protobuf-c reads from bytes, and notes the first field that breaks a rule.
///
/// Going on after a fault keeps the generated code free of error handling; the value is dropped in the end.
struct Decoder {
    private var fault: MessageError?
    private let limits: TextLimits
    /// Where protobuf-c points absent texts to.
    private let emptyText: UnsafePointer<CChar>?

    private init(_ limits: TextLimits, emptyText: UnsafePointer<CChar>?) {
        self.limits = limits
        self.emptyText = emptyText
    }

    /// Reads a message from its bytes.
    static func decode<M: CodedMessage>(_ bytes: [UInt8]) throws(MessageError) -> M {
        let (message, fault): (M, MessageError?) = try decode(bytes, .specified)
        if let fault { throw fault }
        return message
    }

    /// Reads a message from its bytes as far as it can be read.
    /// - Returns: The message, without what is wrong with it, and the first thing that is.
    static func decode<M: CodedMessage>(
        _ bytes: [UInt8],
        _ limits: TextLimits
    ) throws(MessageError) -> (message: M, fault: MessageError?) {
        // What plugins send takes some 15 bytes of memory for one on the wire. Empty submessages, which mean nothing,
        // take up to 60.
        let arena = Arena(limit: 1 << 20 + bytes.count.multipliedReportingOverflow(by: 32).partialValue)
        let unpacked = withDescriptor(of: M.self) { descriptor in
            arena.withAllocator { protobuf_c_message_unpack(descriptor, $0, bytes.count, bytes) }
        }
        guard let unpacked else {
            throw MessageError(
                M.protoName,
                arena.isExhausted
                    ? "can't be read: it takes too much memory for its \(bytes.count) bytes"
                    : "can't be read: the bytes are no such message"
            )
        }
        var decoder = Decoder(limits, emptyText: protobufEmptyText)
        let message = unpacked.withMemoryRebound(to: M.C.self, capacity: 1) { M($0, &decoder) }
        withExtendedLifetime(arena) {}
        return (message, decoder.fault)
    }

    private static func withDescriptor<M: CodedMessage, Result>(
        of type: M.Type,
        _ body: (UnsafePointer<ProtobufCMessageDescriptor>?) -> Result
    ) -> Result {
        withUnsafeTemporaryAllocation(of: M.C.self, capacity: 1) { room in
            guard let c = room.baseAddress else { return body(nil) }
            M.initialize(c)
            return body(UnsafeRawPointer(c).load(as: ProtobufCMessage.self).descriptor)
        }
    }

    mutating func string(_ c: UnsafeMutablePointer<CChar>?, _ limit: TextLimit, _ field: StaticString) -> String {
        guard let c, UnsafePointer(c) != emptyText else { return "" }
        let count = Arena.size(of: c) - 1
        let most = limits.bytes(limit)
        if count > most { note(field, "is longer than \(most) bytes") }
        return text(c, count, field)
    }

    mutating func strings(
        _ count: Int,
        _ list: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?,
        _ limit: TextLimit,
        _ field: StaticString
    ) -> [String] {
        guard count > 0 else { return [] }
        var total = 0
        var result: [String] = []
        result.reserveCapacity(count)
        for c in UnsafeBufferPointer(start: list, count: count) {
            result.append(string(c, limit, field))
            total += c.map { UnsafePointer($0) == emptyText ? 0 : Arena.size(of: $0) - 1 } ?? 0
        }
        let most = limits.bytes(limit)
        if case .mountFlags = limit, total > most { note(field, "is longer than \(most) bytes in all") }
        return result
    }

    mutating func map<Entry: CMapEntry>(
        _ count: Int,
        _ entries: UnsafeMutablePointer<UnsafeMutablePointer<Entry>?>?,
        _ field: StaticString
    ) -> [String: String] {
        guard count > 0 else { return [:] }
        var total = 0
        var result = [String: String](minimumCapacity: count)
        for case let entry? in UnsafeBufferPointer(start: entries, count: count) {
            let key = string(entry.pointee.key, .map, field)
            let value = string(entry.pointee.value, .map, field)
            total += key.utf8.count + value.utf8.count
            // Swift takes texts for equal that Unicode takes for equal; a plugin may mean two things by them.
            if let index = result.index(forKey: key), !result[index].key.utf8.elementsEqual(key.utf8) {
                note(field, "holds two keys that differ in their Unicode form alone")
            }
            result[key] = value
        }
        let most = limits.bytes(.map)
        if total > most { note(field, "is longer than \(most) bytes in all") }
        return result
    }

    mutating func message<M: CodedMessage>(_ c: UnsafeMutablePointer<M.C>?) -> M? {
        c.map { M($0, &self) }
    }

    mutating func messages<M: CodedMessage>(
        _ count: Int,
        _ list: UnsafeMutablePointer<UnsafeMutablePointer<M.C>?>?
    ) -> [M] {
        guard count > 0 else { return [] }
        var result: [M] = []
        result.reserveCapacity(count)
        for case let c? in UnsafeBufferPointer(start: list, count: count) {
            result.append(M(c, &self))
        }
        return result
    }

    mutating func unknownFields(_ base: ProtobufCMessage) -> UnknownFields {
        var result = UnknownFields()
        guard base.n_unknown_fields > 0 else { return result }
        for field in UnsafeBufferPointer(start: base.unknown_fields, count: Int(base.n_unknown_fields)) {
            // Protobuf has no such number, but protobuf-c takes one whose zero is spelled with two bytes.
            if field.tag == 0 { note("a message", "holds a field of number 0") }
            let bytes = [UInt8](UnsafeBufferPointer(start: field.data, count: field.data == nil ? 0 : field.len))
            result.fields.append(.init(number: field.tag, wireType: field.wire_type.rawValue, bytes: bytes))
        }
        return result
    }

    private mutating func text(_ c: UnsafeMutablePointer<CChar>, _ count: Int, _ field: StaticString) -> String {
        let bytes = UnsafeRawBufferPointer(start: c, count: count)
        guard memchr(c, 0, count) == nil else {
            note(field, "holds U+0000")
            return ""
        }
        guard let text = String(validating: bytes.bindMemory(to: UInt8.self), as: UTF8.self) else {
            note(field, "is not UTF-8")
            return ""
        }
        return text
    }

    private mutating func note(_ field: StaticString, _ reason: String) {
        if fault == nil { fault = MessageError(field.description, reason) }
    }
}

/// What a text is, as far as its length goes.
enum TextLimit {
    case name, nodeID, path, text, mountFlags, map
}

/// How long texts may be.
enum TextLimits {
    /// By the CSI specification's section "Size Limits".
    case specified
    /// What real plugins send (CONTRACT.md, "What plugins send").
    case lenient

    func bytes(_ limit: TextLimit) -> Int {
        if self == .lenient { return limit == .map ? 64 << 10 : 4096 }
        return switch limit {
        case .name: 128
        case .nodeID: 256
        // "The maximum that the operating system allows": Linux's PATH_MAX.
        case .path: 4096
        // Made for people to read; an explanation that is too long must not void the answer it explains.
        case .text: 4096
        case .mountFlags, .map: 4096
        }
    }
}
