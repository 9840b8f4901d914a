/// A message's fields as they stand on the wire, whatever its type.
struct WireMessage {
    struct Field {
        let number: Int
        /// The tag and the value.
        let bytes: ArraySlice<UInt8>
        /// The value of a field that has a length, such as text or a message.
        let contents: ArraySlice<UInt8>?
    }

    let fields: [Field]

    /// Nil where the bytes are no message.
    init?(_ bytes: some Collection<UInt8>) {
        var fields: [Field] = []
        var rest = Array(bytes)[...]
        while !rest.isEmpty {
            let start = rest
            guard let tag = Self.takeVarint(from: &rest), tag >> 3 > 0, tag >> 3 < 1 << 29 else { return nil }
            var contents: ArraySlice<UInt8>?
            switch tag & 7 {
            case 0:
                guard Self.takeVarint(from: &rest) != nil else { return nil }
            case 1:
                guard rest.count >= 8 else { return nil }
                rest = rest.dropFirst(8)
            case 2:
                guard let length = Self.takeVarint(from: &rest), length <= rest.count else { return nil }
                contents = rest.prefix(Int(length))
                rest = rest.dropFirst(Int(length))
            case 5:
                guard rest.count >= 4 else { return nil }
                rest = rest.dropFirst(4)
            default: return nil
            }
            fields.append(Field(number: Int(tag >> 3), bytes: start[..<rest.startIndex], contents: contents))
        }
        self.fields = fields
    }

    private static func takeVarint(from bytes: inout ArraySlice<UInt8>) -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 64, by: 7) {
            guard let byte = bytes.popFirst() else { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }

    /// The texts of a field, empty ones left out.
    func texts(_ number: Int) -> [String] {
        fields.filter { $0.number == number }.compactMap { field in
            field.contents.flatMap { String(validating: $0, as: UTF8.self) }
        }.filter { !$0.isEmpty }
    }

    /// The messages of a field, as far as they are any.
    func messages(_ number: Int) -> [WireMessage] {
        fields.filter { $0.number == number }.compactMap { $0.contents.flatMap { WireMessage($0) } }
    }

    /// The message without some of its fields.
    func encoded(without numbers: [Int]) -> [UInt8] {
        fields.filter { !numbers.contains($0.number) }.flatMap(\.bytes)
    }

    /// A field that has a length.
    static func field(_ number: Int, _ contents: some Collection<UInt8>) -> [UInt8] {
        varint(UInt64(number) << 3 | 2) + varint(UInt64(contents.count)) + Array(contents)
    }

    private static func varint(_ value: UInt64) -> [UInt8] {
        var rest = value
        var bytes: [UInt8] = []
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        return bytes + [UInt8(truncatingIfNeeded: rest)]
    }
}
