public import StateStore

extension Keys {
    /// The rows that could not be read and were set aside, each at its key behind this.
    public static let aside: Key = "aside/"
    /// All secrets, each at the key of what has them behind this.
    static let secrets: Key = "secret/"
    /// Rows that hold something.
    static let ofRecords: [Key] = [volumes, snapshots, plugins, nodes, operations, secrets]
    /// Rows that say all by their keys.
    static let ofMarks: [Key] = ["provider/", "released/"]

    /// Where a row is kept that was set aside.
    static func aside(_ key: Key) -> Key { Key(bytes: aside.bytes + key.bytes) }
    /// Where a row lay that was set aside.
    static func original(ofAside key: Key) -> Key { Key(bytes: key.bytes.dropFirst(aside.bytes.count)) }
    /// What people call a row that was set aside: its key, with slashes for the NULs that no text of ours shows.
    package static func name(ofAside key: Key) -> String { name(of: original(ofAside: key)) }
    /// What people call a row.
    static func name(of key: Key) -> String { "\(key)".split(separator: "\0").joined(separator: "/") }
    /// The secrets of what lies at a key.
    static func secrets(ofRowAt key: Key) -> Key { Key(bytes: secrets.bytes + key.bytes) }
}

extension View {
    /// Whether rows that begin so were set aside: what can't be read may be anything.
    package func hasSetAside(_ prefix: Key) -> Bool {
        !entries(in: Keys.aside(prefix)).isEmpty
    }
}
