public import JSON

/// What is kept as JSON, and made from it again.
///
/// Versions may differ: members that this one does not know are passed over, and missing ones have their defaults.
///
///     public init(json: JSON) throws(RecordError) {
///         id = try json.member("id")
///         labels = try json.member("labels", or: [:])
///     }
///     public var json: JSON { .record(["id": id, "labels": labels]) }
public protocol Record: Sendable {
    /// What JSON says.
    /// - Throws: ``RecordError`` where it says something else.
    init(json: JSON) throws(RecordError)
    /// The same as JSON.
    var json: JSON { get }
}

/// JSON that is not what was to be read from it.
public struct RecordError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The member that is wrong, such as `node.topology`; empty for the whole.
    public var member: String
    /// What is wrong with it; never what it holds.
    public let reason: String

    /// An error about the whole of what is read.
    public init(_ reason: String, in member: String = "") {
        self.member = member
        self.reason = reason
    }

    func within(_ outer: String) -> RecordError {
        RecordError(reason, in: member.isEmpty || member.hasPrefix("[") ? outer + member : "\(outer).\(member)")
    }

    /// The member and what is wrong with it.
    public var description: String { member.isEmpty ? reason : "\(member) \(reason)" }
}

extension Record {
    /// What the bytes say that ``stored`` made.
    /// - Throws: ``RecordError`` where they are no JSON, or say something else.
    public init(stored bytes: [UInt8]) throws(RecordError) {
        let json: JSON
        do throws(JSONError) {
            json = try JSON(parsing: bytes)
        } catch {
            throw RecordError("is no JSON: \(error.position): \(error)")
        }
        try self.init(json: json)
    }

    /// The bytes to be kept.
    public var stored: [UInt8] {
        var writer = JSONWriter()
        writer.value(json)
        return writer.bytes
    }
}

extension JSON {
    /// An object of members in an order; those that are nil are left out.
    public static func record(_ members: KeyValuePairs<String, any Record>) -> JSON {
        // Not lazily: a lazy filter would make every value twice, and what is in it four times.
        var kept: [(key: String, value: JSON)] = []
        kept.reserveCapacity(members.count)
        for (key, value) in members {
            let json = value.json
            if json.kind != .null { kept.append((key, json)) }
        }
        return .object(Members(kept))
    }

    /// The value of a member; null and missing are the same.
    /// - Throws: ``RecordError`` where it is missing or something else, or this is no object.
    public func member<Value: Record>(_ name: String) throws(RecordError) -> Value {
        guard let value = try found(name) else { throw RecordError("is missing", in: name) }
        return try Self.read(value, name)
    }

    /// The value of a member, or a default where it is missing or null.
    /// - Throws: ``RecordError`` where it is something else, or this is no object.
    public func member<Value: Record>(_ name: String, or missing: Value) throws(RecordError) -> Value {
        guard let value = try found(name) else { return missing }
        return try Self.read(value, name)
    }

    private func found(_ name: String) throws(RecordError) -> JSON? {
        guard case .object(let members) = self else { throw RecordError("is no object") }
        guard let value = members.first(where: { $0.key == name })?.value, value.kind != .null else { return nil }
        return value
    }

    static func read<Value: Record>(_ value: JSON, _ place: String) throws(RecordError) -> Value {
        do throws(RecordError) {
            return try Value(json: value)
        } catch {
            throw error.within(place)
        }
    }
}
