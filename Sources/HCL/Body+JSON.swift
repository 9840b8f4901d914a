internal import JSON

extension HCL.Body {
    /// Reads the JSON twin: a list of objects stands for a block that repeats, and null for an empty text.
    init(parsingJSON bytes: [UInt8], file: String) throws(HCLError) {
        let value: JSON
        do {
            value = try JSON(parsing: bytes, options: .init(maximumDepth: HCL.maximumDepth))
        } catch {
            let position = HCL.Position(file: file, line: error.position.line, column: error.position.column)
            throw HCLError(error.description, at: position)
        }
        var cursor = PositionCursor(bytes, file: file)
        guard case .object(let members) = value else {
            throw HCLError("expected an object", at: cursor.position)
        }
        self.init(members, at: cursor.position, &cursor)
    }

    fileprivate init(_ members: JSON.Members, at position: HCL.Position, _ cursor: inout PositionCursor) {
        var items: [HCL.Item] = []
        for member in members {
            cursor.advance(to: member.offset)
            let place = cursor.position
            let value = HCL.Value(member.value, at: place, &cursor)
            let values = value.repeatedBlocks ?? [value]
            items += values.map { HCL.Item(key: member.key, labels: [], value: $0, position: place) }
        }
        self.init(items: items, position: position)
    }
}

extension HCL.Value {
    fileprivate init(_ value: JSON, at position: HCL.Position, _ cursor: inout PositionCursor) {
        switch value {
        case .null: kind = .string("")
        case .bool(let value): kind = .bool(value)
        case .number(let number): kind = .number(HCL.Number(literal: number.literal))
        case .string(let text): kind = .string(text)
        case .array(let values): kind = .list(values.map { HCL.Value($0, at: position, &cursor) })
        case .object(let members): kind = .object(HCL.Body(members, at: position, &cursor))
        }
        self.position = position
    }

    /// The blocks that a list of nothing but objects stands for.
    fileprivate var repeatedBlocks: [HCL.Value]? {
        guard case .list(let values) = kind, !values.isEmpty else { return nil }
        let isOfObjects = values.allSatisfy { if case .object = $0.kind { true } else { false } }
        return isOfObjects ? values : nil
    }
}

/// Counts lines and columns on the way through a text, forwards.
private struct PositionCursor {
    private let bytes: [UInt8]
    private let file: String
    private var offset = 0
    private var line = 1
    private var column = 1

    init(_ bytes: [UInt8], file: String) {
        self.bytes = bytes
        self.file = file
    }

    var position: HCL.Position { HCL.Position(file: file, line: line, column: column) }

    mutating func advance(to end: Int) {
        while offset < end {
            let byte = bytes[offset]
            offset += 1
            if byte == UInt8(ascii: "\n") {
                line += 1
                column = 1
            } else if byte & 0xc0 != 0x80 {
                column += 1
            }
        }
    }
}
