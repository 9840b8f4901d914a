extension JSON {
    /// Reads a value.
    ///
    /// The memory it takes grows with the number of bytes only, by a factor of at most about 30; the stack does not grow.
    /// Half a surrogate pair reads as U+FFFD, and `\u0000` as U+0000.
    /// - Throws: ``JSONError`` that says what is wrong, and where.
    public init(parsing bytes: [UInt8], options: ParsingOptions = ParsingOptions()) throws(JSONError) {
        var parser = JSONParser(bytes, maximumDepth: options.maximumDepth)
        self = try parser.value()
        if options.trailing == .refused { try parser.acceptEnd() }
    }
}

/// The grammar of arrays and objects, without a call per level: what is read waits on stacks until its container ends.
struct JSONParser {
    let bytes: [UInt8]
    var index = 0
    private let maximumDepth: Int
    /// The containers that have begun, from the outside in.
    private var containers: [Container] = []
    /// The values of those containers, in one stack.
    private var values: [JSON] = []
    /// The keys of those containers that are objects.
    private var keys: [Key] = []

    private struct Container {
        let isObject: Bool
        /// Where its values and keys begin in the stacks.
        let firstValue: Int
        let firstKey: Int
    }

    private struct Key {
        let text: String
        let offset: UInt32
    }

    init(_ bytes: [UInt8], maximumDepth: Int) {
        self.bytes = bytes
        self.maximumDepth = maximumDepth
    }

    mutating func value() throws(JSONError) -> JSON {
        skipSpace()
        guard index < bytes.count else { throw error(.empty, "EOF") }
        repeat {
            while try !readValue() {}
        } while try readSeparators()
        return values.removeLast()
    }

    mutating func acceptEnd() throws(JSONError) {
        skipSpace()
        if index < bytes.count { throw unexpected("after top-level value") }
    }

    /// The byte here, if there is one.
    var next: UInt8? { index < bytes.count ? bytes[index] : nil }

    /// The byte after white space.
    private mutating func nextToken() throws(JSONError) -> UInt8 {
        skipSpace()
        guard let next else { throw truncated }
        return next
    }

    private mutating func skipSpace() {
        while let next, next == 0x20 || next == 0x0a || next == 0x0d || next == 0x09 { index += 1 }
    }

    // MARK: Containers

    /// Reads a value as far as another begins in it.
    /// - Returns: Whether it has ended.
    private mutating func readValue() throws(JSONError) -> Bool {
        let first = try nextToken()
        switch first {
        case UInt8(ascii: "["):
            try begin(isObject: false)
            guard try nextToken() == UInt8(ascii: "]") else { return false }
            end()
        case UInt8(ascii: "{"):
            try begin(isObject: true)
            guard try nextToken() == UInt8(ascii: "}") else {
                try readKey()
                return false
            }
            end()
        default:
            push(try scalar(beginningWith: first))
        }
        return true
    }

    /// Ends the containers that end here, and goes on to the next value.
    /// - Returns: Whether there is one.
    private mutating func readSeparators() throws(JSONError) -> Bool {
        while let container = containers.last {
            switch try nextToken() {
            case UInt8(ascii: ","):
                index += 1
                if container.isObject { try readKey() }
                return true
            case container.isObject ? UInt8(ascii: "}") : UInt8(ascii: "]"):
                end()
            default:
                throw unexpected(container.isObject ? "after object key:value pair" : "after array element")
            }
        }
        return false
    }

    private mutating func readKey() throws(JSONError) {
        guard try nextToken() == UInt8(ascii: "\"") else {
            throw unexpected("looking for beginning of object key string")
        }
        let offset = UInt32(clamping: index)
        let text = try string()
        guard try nextToken() == UInt8(ascii: ":") else { throw unexpected("after object key") }
        index += 1
        if isKept { keys.append(Key(text: text, offset: offset)) }
    }

    private mutating func begin(isObject: Bool) throws(JSONError) {
        guard containers.count < maximumDepth else { throw unexpected("exceeded max depth", kind: .depth) }
        index += 1
        containers.append(Container(isObject: isObject, firstValue: values.count, firstKey: keys.count))
    }

    private mutating func end() {
        index += 1
        guard let container = containers.last else { return }
        let value: JSON
        if !isKept {
            value = .null
        } else if container.isObject {
            let members = zip(keys[container.firstKey...], values[container.firstValue...])
            value = .object(JSON.Members(members.map { .init(key: $0.text, value: $1, offset: $0.offset) }))
        } else {
            value = .array(Array(values[container.firstValue...]))
        }
        values.removeSubrange(container.firstValue...)
        keys.removeSubrange(container.firstKey...)
        containers.removeLast()
        push(value)
    }

    private mutating func push(_ value: JSON) {
        if isKept { values.append(value) }
    }

    /// Whether what is read here is deep enough to be left out.
    private var isKept: Bool { containers.count <= JSON.keptDepth }
}
