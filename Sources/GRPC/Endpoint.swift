/// Where a server listens.
public enum Endpoint: Hashable, Sendable {
    /// A unix domain socket at a path of at most 107 bytes.
    case unix(path: String)
    /// A TCP port of a host, by name or address.
    case tcp(host: String, port: UInt16)

    /// The longest path of a unix socket, in bytes: what `sockaddr_un` holds besides the final NUL.
    public static let maximumPathBytes = 107

    /// Reads an endpoint in one of the forms that CSI tools use.
    ///
    /// Sockets are `unix:///absolute`, `unix://absolute`, `unix:relative-or-absolute` or a bare path that begins with
    /// `/` or `./`; TCP is `tcp://host:port`, `dns:///host:port` or `host:port`, with IPv6 addresses in brackets.
    /// - Throws: ``EndpointError`` where the text is none of these, or the path is empty, too long or holds U+0000.
    public init(_ text: String) throws(EndpointError) {
        let lowercased = text.lowercased()
        if lowercased.hasPrefix("unix:") {
            var path = text.dropFirst("unix:".count)
            if path.hasPrefix("//") { path = path.dropFirst(2) }
            self = try .unix(checkedPath: String(path), in: text)
        } else if text.hasPrefix("/") || text.hasPrefix("./") {
            self = try .unix(checkedPath: text, in: text)
        } else if lowercased.hasPrefix("tcp://") {
            self = try .tcp(checkedAddress: text.dropFirst("tcp://".count), in: text)
        } else if lowercased.hasPrefix("dns:///") {
            self = try .tcp(checkedAddress: text.dropFirst("dns:///".count), in: text)
        } else {
            self = try .tcp(checkedAddress: text[...], in: text)
        }
    }

    private static func unix(checkedPath path: String, in text: String) throws(EndpointError) -> Endpoint {
        guard !path.isEmpty else { throw EndpointError(text, "the socket's path is empty") }
        guard path.utf8.count <= maximumPathBytes else {
            throw EndpointError(text, "the socket's path is longer than \(maximumPathBytes) bytes")
        }
        guard !path.utf8.contains(0) else { throw EndpointError(text, "the socket's path holds U+0000") }
        return .unix(path: path)
    }

    private static func tcp(checkedAddress address: Substring, in text: String) throws(EndpointError) -> Endpoint {
        guard let colon = address.lastIndex(of: ":"), let port = UInt16(address[address.index(after: colon)...]) else {
            throw EndpointError(text, "expected unix:///path, /path or host:port")
        }
        var host = address[..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = host.dropFirst().dropLast()
        } else if host.contains(":") {
            throw EndpointError(text, "an IPv6 address stands in brackets")
        }
        let isPlain = host.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: ":"):
                true
            default: false
            }
        }
        guard !host.isEmpty, isPlain else { throw EndpointError(text, "the host is empty or not a name or address") }
        return .tcp(host: String(host), port: port)
    }
}

extension Endpoint: CustomStringConvertible {
    /// The endpoint in the form that ``init(_:)`` reads.
    public var description: String {
        switch self {
        case .unix(let path): path.hasPrefix("/") ? "unix://\(path)" : "unix:\(path)"
        case .tcp(let host, let port): "tcp://\(address(host, port))"
        }
    }

    private func address(_ host: String, _ port: UInt16) -> String {
        host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
    }

    /// What gRPC's client dials: a URI, so bytes of a path that mean something in one are escaped.
    var clientTarget: String {
        switch self {
        case .unix(let path):
            "unix:"
                + path.utf8.map { byte in
                    switch byte {
                    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
                        UInt8(ascii: "_"), UInt8(ascii: "/"):
                        String(UnicodeScalar(byte))
                    default:
                        "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
                    }
                }.joined()
        case .tcp(let host, let port): "dns:///\(address(host, port))"
        }
    }

    /// What gRPC's server binds: not a URI, so nothing is escaped.
    var serverAddress: String {
        switch self {
        case .unix(let path): "unix:\(path)"
        case .tcp(let host, let port): address(host, port)
        }
    }
}

/// A text that is not an ``Endpoint``.
public struct EndpointError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was given.
    public let text: String
    /// What is wrong with it.
    public let reason: String

    init(_ text: String, _ reason: String) {
        self.text = text
        self.reason = reason
    }

    /// The text and the reason.
    public var description: String { "endpoint \"\(text)\": \(reason)" }
}
