internal import CProtobufC
internal import CSIProto

/// Makes the C structs that protobuf-c writes as bytes, and notes the first text that it would cut.
struct Encoder {
    private let arena = Arena(limit: .max)
    private var fault: MessageError?

    /// The bytes of a message.
    static func encode<M: CodedMessage>(_ message: M) throws(MessageError) -> [UInt8] {
        var encoder = Encoder()
        let c: UnsafeMutablePointer<M.C> = encoder.message(message)
        if let fault = encoder.fault { throw fault }
        let bytes = c.withMemoryRebound(to: ProtobufCMessage.self, capacity: 1) { base in
            [UInt8](unsafeUninitializedCapacity: protobuf_c_message_get_packed_size(base)) { room, count in
                count = protobuf_c_message_pack(base, room.baseAddress)
            }
        }
        withExtendedLifetime(encoder) {}
        return bytes
    }

    mutating func string(_ text: String, _ field: StaticString) -> UnsafeMutablePointer<CChar> {
        var text = text
        return text.withUTF8 { bytes in
            if fault == nil, bytes.contains(0) {
                fault = MessageError(field.description, "holds U+0000")
            }
            let room: UnsafeMutablePointer<CChar> = allocate(bytes.count + 1)
            UnsafeMutableRawBufferPointer(start: room, count: bytes.count).copyBytes(from: bytes)
            room[bytes.count] = 0
            return room
        }
    }

    mutating func strings(
        _ texts: [String],
        _ field: StaticString
    ) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) {
        list(texts) { encoder, text in encoder.string(text, field) }
    }

    mutating func message<M: CodedMessage>(_ message: M) -> UnsafeMutablePointer<M.C> {
        let c: UnsafeMutablePointer<M.C> = allocate(1)
        M.initialize(c)
        message.fill(c, &self)
        return c
    }

    mutating func messages<M: CodedMessage>(
        _ messages: [M]
    ) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<M.C>?>?) {
        list(messages) { encoder, message in encoder.message(message) }
    }

    /// A map's entries in the order of their keys, so that equal messages have equal bytes.
    mutating func map<Entry: CMapEntry>(
        _ map: [String: String],
        _ field: StaticString
    ) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<Entry>?>?) {
        list(map.sorted { $0.key < $1.key }) { encoder, pair in
            let c: UnsafeMutablePointer<Entry> = encoder.allocate(1)
            Entry.initialize(c)
            if !pair.key.isEmpty { c.pointee.key = encoder.string(pair.key, field) }
            if !pair.value.isEmpty { c.pointee.value = encoder.string(pair.value, field) }
            return c
        }
    }

    mutating func wrapper(_ value: Bool) -> UnsafeMutablePointer<Google__Protobuf__BoolValue> {
        let c: UnsafeMutablePointer<Google__Protobuf__BoolValue> = allocate(1)
        google__protobuf__bool_value__init(c)
        c.pointee.value = value ? 1 : 0
        return c
    }

    mutating func wrapper(_ value: Int64) -> UnsafeMutablePointer<Google__Protobuf__Int64Value> {
        let c: UnsafeMutablePointer<Google__Protobuf__Int64Value> = allocate(1)
        google__protobuf__int64_value__init(c)
        c.pointee.value = value
        return c
    }

    mutating func timestamp(_ value: Timestamp) -> UnsafeMutablePointer<Google__Protobuf__Timestamp> {
        let c: UnsafeMutablePointer<Google__Protobuf__Timestamp> = allocate(1)
        google__protobuf__timestamp__init(c)
        c.pointee.seconds = value.seconds
        c.pointee.nanos = value.nanos
        return c
    }

    mutating func unknownFields(_ unknown: UnknownFields, _ base: inout ProtobufCMessage) {
        guard !unknown.isEmpty else { return }
        let fields: UnsafeMutablePointer<ProtobufCMessageUnknownField> = allocate(unknown.fields.count)
        for (index, field) in unknown.fields.enumerated() {
            let data: UnsafeMutablePointer<UInt8> = allocate(max(1, field.bytes.count))
            UnsafeMutableRawBufferPointer(start: data, count: field.bytes.count).copyBytes(from: field.bytes)
            (fields + index).initialize(
                to: ProtobufCMessageUnknownField(
                    tag: field.number,
                    wire_type: ProtobufCWireType(rawValue: field.wireType),
                    len: field.bytes.count,
                    data: data
                )
            )
        }
        base.n_unknown_fields = UInt32(clamping: unknown.fields.count)
        base.unknown_fields = fields
    }

    private mutating func list<Element, C>(
        _ elements: [Element],
        _ make: (inout Encoder, Element) -> UnsafeMutablePointer<C>
    ) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<C>?>?) {
        guard !elements.isEmpty else { return (0, nil) }
        let pointers: UnsafeMutablePointer<UnsafeMutablePointer<C>?> = allocate(elements.count)
        for (index, element) in elements.enumerated() {
            (pointers + index).initialize(to: make(&self, element))
        }
        return (elements.count, pointers)
    }

    private func allocate<T>(_ count: Int) -> UnsafeMutablePointer<T> {
        guard let room = arena.allocate(count * MemoryLayout<T>.stride) else {
            preconditionFailure("an arena without a limit always has room")
        }
        return room.bindMemory(to: T.self, capacity: count)
    }
}

/// Where protobuf-c points texts that are absent, known by its address.
var protobufEmptyText: UnsafePointer<CChar>? {
    var c = Csi__V1__DeleteVolumeRequest()
    csi__v1__delete_volume_request__init(&c)
    return UnsafePointer(c.volume_id)
}
