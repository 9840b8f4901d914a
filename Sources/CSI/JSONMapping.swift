internal import CProtobufJSON

/// Messages of CSI as protobuf's JSON mapping writes them.
///
/// Types are named relative to the package `csi.v1`, as in ``Schema``. Texts and messages of more than 64 MiB are
/// refused, and so is what is nested too deep.
public final class JSONMapping: Sendable {
    /// The mapping of the types that this module speaks.
    public static let csi = JSONMapping(descriptorSet: DescriptorSet.csi)

    /// Safe to share although they are pointers: they are set once, and any number of threads may use what they point to.
    private nonisolated(unsafe) let types: OpaquePointer?
    private nonisolated(unsafe) let library: UnsafePointer<cprotobuf_json_functions>?
    /// Why there is no library.
    private let obstacle: String?

    init(descriptorSet: [UInt8]) {
        var reason: UnsafePointer<CChar>?
        library = cprotobuf_json_load(&reason)
        obstacle = reason.map { String(cString: $0) }
        types = library?.pointee.types_create(descriptorSet, descriptorSet.count, OptionNumber.secret)
    }

    deinit {
        library?.pointee.types_destroy(types)
    }

    /// The JSON text of a message.
    ///
    /// Keys are in the order of the fields' numbers in the message, those of maps sorted. Fields and enum names that
    /// CSI 1.13 does not have are left out and written as numbers.
    /// - Parameters:
    ///   - type: The message's type, such as `CreateVolumeRequest`.
    ///   - redactingSecrets: Whether the values of what `csi_secret` marks are replaced by `***stripped***`, in the
    ///     message and in those inside it.
    ///   - isIndented: Whether the text is spread over lines for people.
    /// - Throws: ``JSONMappingError`` where the bytes are no such message.
    public func json(
        from message: [UInt8],
        type: String,
        redactingSecrets: Bool = true,
        isIndented: Bool = false
    ) throws(JSONMappingError) -> String {
        String(
            decoding: try result(
                loaded().print(
                    types,
                    Self.wholeName(type),
                    message,
                    message.count,
                    redactingSecrets,
                    isIndented
                )
            ),
            as: UTF8.self
        )
    }

    /// The message that a JSON text stands for.
    ///
    /// Keys may be a field's JSON name or its name in `csi.proto`.
    /// - Throws: ``JSONMappingError``, which names the place but never a value, since that may be a secret.
    public func message(fromJSON json: String, type: String) throws(JSONMappingError) -> [UInt8] {
        let text = Array(json.utf8)
        return try result(loaded().parse(types, Self.wholeName(type), text, text.count))
    }

    /// The names of the secret fields that are filled in a message and in those inside it.
    /// - Throws: ``JSONMappingError`` where the bytes are no such message.
    public func filledSecrets(in message: [UInt8], type: String) throws(JSONMappingError) -> [String] {
        let names = try result(
            loaded().filled_secrets(types, Self.wholeName(type), message, message.count)
        )
        return String(decoding: names, as: UTF8.self).split(separator: "\n").map(String.init)
    }

    private func loaded() throws(JSONMappingError) -> cprotobuf_json_functions {
        guard let library else { throw JSONMappingError(reason: obstacle ?? "there is no libcsi-bridge-json.so") }
        return library.pointee
    }

    private func result(_ result: cprotobuf_json_result) throws(JSONMappingError) -> [UInt8] {
        defer { library?.pointee.result_free(result) }
        guard let bytes = result.bytes else { throw JSONMappingError(reason: "out of memory") }
        let contents = [UInt8](UnsafeRawBufferPointer(start: bytes, count: result.count))
        guard !result.failed else { throw JSONMappingError(reason: String(decoding: contents, as: UTF8.self)) }
        return contents
    }

    private static func wholeName(_ type: String) -> String {
        type.hasPrefix("google.protobuf.") ? type : "\(Schema.package).\(type)"
    }
}

/// A text or bytes that stand for no message of the type.
public struct JSONMappingError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and where.
    public let reason: String

    /// The reason.
    public var description: String { reason }
}
