/// A status code (RFC 9110 section 15). Any three digits are one.
public struct Status: RawRepresentable, Hashable, Sendable {
    /// The code.
    public var rawValue: Int

    /// A status by its code, from 200 to 999.
    public init(rawValue: Int) {
        self.rawValue = rawValue
    }
}

extension Status {
    /// 200
    public static let ok = Status(rawValue: 200)
    /// 307: the same request is to be sent to the `Location` given.
    public static let temporaryRedirect = Status(rawValue: 307)
    /// 400
    public static let badRequest = Status(rawValue: 400)
    /// 403
    public static let forbidden = Status(rawValue: 403)
    /// 404
    public static let notFound = Status(rawValue: 404)
    /// 405
    public static let methodNotAllowed = Status(rawValue: 405)
    /// 408: the request took too long to arrive.
    public static let requestTimeout = Status(rawValue: 408)
    /// 409
    public static let conflict = Status(rawValue: 409)
    /// 413: the body is larger than taken.
    public static let contentTooLarge = Status(rawValue: 413)
    /// 414: the target is longer than taken.
    public static let uriTooLong = Status(rawValue: 414)
    /// 422
    public static let unprocessableContent = Status(rawValue: 422)
    /// 500
    public static let internalServerError = Status(rawValue: 500)
    /// 501
    public static let notImplemented = Status(rawValue: 501)
    /// 502
    public static let badGateway = Status(rawValue: 502)
    /// 503
    public static let serviceUnavailable = Status(rawValue: 503)
    /// 504
    public static let gatewayTimeout = Status(rawValue: 504)
    /// 507
    public static let insufficientStorage = Status(rawValue: 507)
}
