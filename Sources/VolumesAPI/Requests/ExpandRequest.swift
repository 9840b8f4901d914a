internal import HTTPServer
internal import Volumes

/// The body of an expand: a capacity range, and secrets where the stored ones are not the right ones.
struct ExpandRequest: Sendable {
    let target: WriteTarget
    /// The least bytes.
    let required: Int64
    /// The most bytes; 0 for no limit.
    let limit: Int64
    let secrets: Secrets?

    /// - Throws: ``HTTPError`` 400 naming the field that is malformed or missing.
    init(_ body: BodyField, _ query: Query) throws(HTTPError) {
        target = try WriteTarget(body, query)
        required = try body["RequestedCapacityMin"].integer()
        limit = try body["RequestedCapacityMax"].integer()
        secrets = try body["Secrets"].texts().map(Secrets.init)
        if required <= 0 { throw HTTPError(.badRequest, "RequestedCapacityMin has to be more than 0 bytes") }
        if limit < 0 { throw HTTPError(.badRequest, "RequestedCapacityMax can't be negative") }
    }
}
