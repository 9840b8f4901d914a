/// The name of a volume: IDs are unique within a namespace.
public struct VolumeID: Hashable, Sendable, CustomStringConvertible {
    /// The namespace, such as `default`.
    public var namespace: String
    /// The ID within it: text without control characters or slashes, at most ``maximumBytes`` long.
    public var name: String

    /// The longest ID, in bytes of UTF-8.
    public static let maximumBytes = 256

    /// The ID of a volume in a namespace.
    public init(_ name: String, namespace: String = "default") {
        self.name = name
        self.namespace = namespace
    }

    /// Whether both are the same bytes; Swift takes texts for equal that Unicode takes for equal.
    public static func == (left: VolumeID, right: VolumeID) -> Bool {
        left.name.isIdentical(to: right.name) && left.namespace.isIdentical(to: right.namespace)
    }

    /// The ID alone, as messages name a volume.
    public var description: String { name }
}

extension String {
    /// Whether two texts are the same bytes, which `==` does not tell: it compares what Unicode takes for equal.
    public func isIdentical(to other: String) -> Bool {
        utf8.elementsEqual(other.utf8)
    }
}
