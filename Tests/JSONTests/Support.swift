import JSON

extension JSON {
    init(parsing text: String, options: ParsingOptions = ParsingOptions()) throws(JSONError) {
        try self.init(parsing: Array(text.utf8), options: options)
    }

    /// What a parse fails with.
    static func error(_ bytes: [UInt8], options: ParsingOptions = .request) -> JSONError? {
        do throws(JSONError) {
            _ = try JSON(parsing: bytes, options: options)
            return nil
        } catch {
            return error
        }
    }

    static func error(_ text: String, options: ParsingOptions = .request) -> JSONError? {
        error(Array(text.utf8), options: options)
    }
}

/// The text that a writer writes.
func written(_ body: (inout JSONWriter) -> Void) -> String {
    var writer = JSONWriter()
    body(&writer)
    return String(decoding: writer.bytes, as: UTF8.self)
}
