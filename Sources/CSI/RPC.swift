/// A method of CSI, by its path on the wire.
///
/// The set is open: whoever serves CSI may be called with any path. What is known of the RPCs of CSI 1.13 stands here and
/// beside here once: names and requests in `Generated/RPCs.swift`, then ``RPC/requirement``, ``RPC/isMutating``,
/// ``RPC/judgement(of:)`` and ``RPC/words``.
public struct RPC: RawRepresentable, Hashable, Sendable {
    /// The path, such as `/csi.v1.Controller/CreateVolume`.
    public let rawValue: String

    /// A method by its path.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }

    init(_ service: String, _ name: String) {
        self.init(rawValue: "/csi.v1.\(service)/\(name)")
    }

    /// A method of CSI by its name without its service; nil for a name that CSI does not have.
    public init?(name: String) {
        guard let rpc = Self.all.first(where: { $0.description == name }) else { return nil }
        self = rpc
    }
}

extension RPC: CustomStringConvertible {
    /// The method's name without its service, such as `CreateVolume`.
    public var description: String {
        rawValue.split(separator: "/").last.map(String.init) ?? rawValue
    }
}

/// A message that a plugin is called with.
public protocol RequestMessage: Message {
    /// What it is a request for.
    static var rpc: RPC { get }
    /// The fields that `csi_secret` marks.
    var secretValues: [String: String] { get }
    /// The fields that are one text each, by their names in `csi.proto`.
    var texts: [String: String] { get }
}

extension RequestMessage {
    /// None.
    public var secretValues: [String: String] { [:] }
    /// None.
    public var texts: [String: String] { [:] }
}

/// A request that has one answer.
public protocol UnaryRequestMessage: RequestMessage {
    /// What answers it.
    associatedtype Response: ResponseMessage where Response.Request == Self
}
